"""The shapes that programs send and get by the REST interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

ACTS = Literal["reply", "confirm", "object"]


class Problem(Schema):
    """Why something was refused, in a whole sentence; ``fields``: what to mend."""

    message: str
    fields: dict[str, str] = {}


class Category(Schema):
    service_code: str
    service_name: str
    description: str
    metadata: bool
    group: str


class Step(Schema):
    at: str
    what: str


class More(Schema):
    """What Open311 does not know: the page, the date promised, the history."""

    title: str
    url: str
    sla_date: str
    history: list[Step]


class Public(Schema):
    """A report as everybody may read it; names are hidden, of an anonymous one the place is coarse."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str
    address: str
    lat: float | None
    long: float | None
    media_url: str
    extended_attributes: More | None = None


class Filing(Schema):
    """A report. Only ``text`` is needed; ``category``: a ``service_code``; ``answers``: to the questions of the category."""

    text: str = Field(min_length=15, max_length=5000)
    category: str = Field("", max_length=60)
    place: str = Field("", max_length=300)
    lat: float | None = Field(None, ge=-90, le=90)
    long: float | None = Field(None, ge=-180, le=180)
    region: str = Field("", max_length=13)
    name: str = Field("", max_length=120)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=200)
    answers: dict[str, str | list[str]] = {}
    anonymous: bool = False
    secret: bool = False
    oversight: bool = False
    language: Literal["id", "en"] = "id"


class Receipt(Schema):
    """``code``: opens the report for who filed it; keep it as a password."""

    number: str
    code: str
    url: str


class Said(Schema):
    kind: str
    text: str
    at: str


class Followed(Schema):
    """A report as its reporter sees it."""

    number: str
    state: str
    state_word: str
    holder: str
    due_at: str | None
    wait_until: str | None
    thread: list[Said]
    acts: list[ACTS]


class Act(Schema):
    act: ACTS
    text: str = Field("", max_length=5000)


class Figure(Schema):
    """``in_time_percent`` with its 95 % interval; None of fewer than five."""

    unit: str
    name: str
    received: int
    answered: int
    in_time_percent: int | None
    in_time_low: int | None
    in_time_high: int | None
    days_median: float | None


class Figures(Schema):
    at: str | None
    units: list[Figure]


class Measure(Schema):
    """What a figure means: a version of its definition."""

    key: str
    version: int
    valid_from: date
    name: str
    name_en: str
    definition: str
    definition_en: str
    unit: str
    grain: str
    of: str
    part: str
    sensitivity: str
    responsible: str
    legal_basis: str


class Measurement(Schema):
    """A published figure; ``value`` None: too few, or ``hidden``. ``low`` and ``high``: its 95 % interval."""

    kind: str
    code: str
    name: str
    above: str
    period: str
    measure: str
    version: int
    value: float | None
    n: int | None
    low: float | None
    high: float | None
    hidden: bool
    as_of: datetime | None
    closed_at: datetime | None


class WebhookIn(Schema):
    """``unit``: only of this unit and all below it."""

    url: str = Field(max_length=500)
    unit: str = Field("", max_length=60)


class WebhookOut(Schema):
    id: UUID
    url: str
    unit: str
    waiting: int
    given_up: int


class WebhookNew(Schema):
    """``secret``: with which messages are signed. It is told this once."""

    id: UUID
    secret: str
