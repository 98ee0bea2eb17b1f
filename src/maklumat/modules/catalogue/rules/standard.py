"""The service standard as typed data: 14 components (UU 25/2009 Art. 21; PermenPANRB 15/2014).

A :class:`Standard` is the *program* of a service. It is written by the unit, published as an immutable
version, and executed by the applications room: requirements are the upload checklist, procedure the
workflow, duration the clock, fee the only bill, product the certificate, complaint the route.

All money is whole rupiah, all shares are whole percent, all texts are Bahasa Indonesia.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Spec

Key = Annotated[str, Spec(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Slug = Annotated[str, Spec(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Spec(max_length=4000)]
Line = Annotated[str, Spec(max_length=300)]
Element = Literal["users", "experts", "agencies", "civil-society", "mass-media"]

FIELD_KINDS = (
    "text", "long_text", "number", "money", "date", "yes_no", "choice", "region",
    "nik", "kk", "phone", "email", "group",
)  # fmt: skip
FILE_FORMATS = ("pdf", "jpg", "png")
ROLES = ("front_desk", "verifier", "technical", "head")
CATEGORIES = (
    "kependudukan", "perizinan", "usaha", "tanah-bangunan", "kesehatan", "sosial", "pendidikan",
    "keluarga", "surat-keterangan", "ketenagakerjaan",
)  # fmt: skip
LIFE_EVENTS = (
    "lahir", "sekolah", "bekerja", "menikah", "punya-rumah", "buka-usaha", "sakit", "pindah",
    "kehilangan", "lanjut-usia", "meninggal", "disabilitas",
)  # fmt: skip


class Part(BaseModel):
    """A piece of a standard: frozen, and refusing keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Part):
    """Holds when the answer to ``field`` stands in relation ``op`` to ``value``.

    ``in`` takes a list in ``values``; ``at_least``/``at_most`` compare numbers; ``filled`` needs no value.
    """

    field: Key
    op: Literal["is", "is_not", "in", "filled", "at_least", "at_most"] = "is"
    value: str = ""
    values: tuple[str, ...] = ()


class Choice(Part):
    """One option of a choice. ``number`` is its worth in a fee formula."""

    value: Key
    label: Line
    number: float | None = None


class Question(Part):
    """One field of the form. ``fields`` and ``max_items`` belong to the repeating ``group`` only.

    ``minimum``/``maximum``: number and money: value; text: length; date: days from today (negative = past).
    """

    key: Key
    label: Line
    kind: Literal[FIELD_KINDS] = "text"  # type: ignore[valid-type]
    hint: Line = ""
    required: bool = True
    condition: Condition | None = None
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    region_level: Literal["province", "regency", "district", "village"] = "village"
    fields: tuple[Question, ...] = ()
    max_items: int = 10


class Page(Part):
    """One question group: one page of the form, at most a handful of questions."""

    key: Key
    title: Line
    intro: Line = ""
    questions: tuple[Question, ...]


class Requirement(Part):
    """Component 1, one line. A ``document`` is an upload; a ``datum`` points at the question that asks it."""

    key: Key
    label: Line
    kind: Literal["document", "datum"] = "document"
    explanation: Line = ""
    mandatory: bool = True
    condition: Condition | None = None
    formats: tuple[Literal["pdf", "jpg", "png"], ...] = FILE_FORMATS  # type: ignore[assignment]
    max_megabytes: int = Spec(default=5, ge=1, le=20)
    question: str = ""
    retention_months: int = Spec(default=24, ge=1, le=1200)
    original_shown: bool = False
    legal_basis: Line = ""


class Step(Part):
    """Component 2, one step. ``share`` is its percent of the promised time; all steps together are 100.

    ``unit`` is the code of another unit that does this step; empty means the unit of the standard.
    ``act``: what the step decides: look at completeness, do the work, or approve the product.
    """

    key: Key
    title: Line
    role: Literal["front_desk", "verifier", "technical", "head"]
    act: Literal["check", "work", "approve"] = "work"
    share: int = Spec(ge=0, le=100)
    explanation: Line = ""
    unit: str = ""


class Duration(Part):
    """Component 3: the promise. The clock runs from ``start_event`` to ``stop_event``."""

    number: int = Spec(ge=1, le=2000)
    unit: Literal["minutes", "hours", "working_days", "calendar_days"]
    start_event: Literal["submitted", "accepted"] = "submitted"
    stop_event: Literal["issued"] = "issued"


class Fee(Part):
    """Component 4. ``free``: nothing; ``fixed``: ``amount``; ``formula``: rupiah over number questions.

    The formula knows + - * / ( ) min max ceil, numbers, and keys of number, money and choice questions.
    """

    kind: Literal["free", "fixed", "formula"]
    amount: int = Spec(default=0, ge=0)
    formula: str = Spec(default="", max_length=500)
    explanation: Line = ""
    legal_basis: Line = ""


class ShownFact(Part):
    """One line of the certificate: a label and the question whose answer stands there."""

    label: Line
    question: Key


class Product(Part):
    """Component 5: what the resident receives.

    ``number_pattern`` knows {number}, {number:04d}, {unit}, {month_roman}, {month:02d} and {year};
    {number} is required. ``holder`` is the question with the holder's name. ``body`` is prose with
    {question_key} places. ``valid_months`` 0 = no end date.
    """

    name: Line
    layout: Literal["letter", "licence", "card"] = "letter"
    number_pattern: str = Spec(default="", max_length=80)
    holder: str = ""
    body: Text = ""
    shown: tuple[ShownFact, ...] = ()
    valid_months: int = Spec(default=0, ge=0, le=600)
    signatory_role: Literal["head"] = "head"


class Channel(Part):
    """Component 6, one channel for complaints, suggestions and praise."""

    kind: Literal["counter", "phone", "whatsapp", "email", "web", "sp4n", "letter"]
    value: Line
    note: Line = ""


class Complaint(Part):
    """Component 6: channels and the promised working days until an answer."""

    channels: tuple[Channel, ...] = ()
    answer_working_days: int = Spec(default=0, ge=0, le=60)
    officer: Line = ""


class LegalBasis(Part):
    title: Line
    about: Line = ""


class Internal(Part):
    """Components 7 to 14, for management; published on the standard's full page."""

    legal_basis: tuple[LegalBasis, ...] = ()
    facilities: tuple[Line, ...] = ()
    competence: tuple[Line, ...] = ()
    supervision: tuple[Line, ...] = ()
    staff_count: int = Spec(default=0, ge=0)
    service_guarantee: Text = ""
    safety_guarantee: Text = ""
    evaluation: Text = ""
    vulnerable_facilities: tuple[Line, ...] = ()


class Consequences(Part):
    """What happens when the clock advances: percent marks to warn at, the apology at 100, and whether the broken promise files a
    complaint for the resident by itself."""

    warn_at: tuple[int, ...] = (50, 80)
    escalate_at_due: bool = True
    apologise: bool = True
    complain: bool = False
    extra_working_days: int = Spec(default=2, ge=0, le=30)


class Standard(Part):
    """One service standard, whole. ``slug`` names the service and never changes."""

    slug: Slug
    name: Line
    summary: Line = ""
    audience: Line = ""
    category: Literal[CATEGORIES] = "surat-keterangan"  # type: ignore[valid-type]
    life_events: tuple[str, ...] = ()
    aliases: tuple[Line, ...] = ()
    name_en: Line = ""
    summary_en: Line = ""
    requirements: tuple[Requirement, ...] = ()
    pages: tuple[Page, ...] = ()
    steps: tuple[Step, ...] = ()
    duration: Duration | None = None
    fee: Fee | None = None
    product: Product | None = None
    complaint: Complaint = Complaint()
    internal: Internal = Internal()
    consequences: Consequences = Consequences()

    def questions(self) -> tuple[Question, ...]:
        """All top-level questions in the order of the form."""
        return tuple(q for page in self.pages for q in page.questions)

    def documents(self) -> tuple[Requirement, ...]:
        """The requirement lines that are uploads."""
        return tuple(r for r in self.requirements if r.kind == "document")


class Decision(Part):
    """The decision (SK) that sets a version: number, date, and who signed it."""

    number: Line
    date: date
    signatory: Line
    signatory_title: Line
    signatory_nip: str = ""


class Consultation(Part):
    """The consultation record (berita acara FKP) behind a version. ``elements``: of which parts of the public people took part."""

    number: Line
    date: date
    participants: int = Spec(ge=0)
    elements: tuple[Element, ...] = ()
    notes: Text = ""


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the form that is hashed and never changes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the canonical content of a published version."""
    return hashlib.sha256(canonical(content)).hexdigest()


def load(content: dict[str, Any]) -> Standard:
    """Read a standard from plain data. Raises ``pydantic.ValidationError``."""
    return Standard.model_validate(content)


def dump(standard: Standard) -> dict[str, Any]:
    """Plain data of a standard, ready for :func:`canonical`."""
    return standard.model_dump(mode="json")
