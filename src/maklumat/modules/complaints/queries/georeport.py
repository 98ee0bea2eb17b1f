"""Public reports and categories as Open311 GeoReport v2 names them. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, rows
from maklumat.kernel.errors import Missing, NotAllowed
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..access import get_by_code
from ..models import ApiClient, Category, Entry, Evidence, Report
from ..rules.questions import questions_of
from ..rules.states import FINISHED
from ..rules.words import HISTORY
from .parts import state_words
from .public import visible_to_all

Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which reports. ``numbers`` override all else; ``status``: some of open, closed; ``page`` from 1."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    page: int = 1
    page_size: int = 1000
    extensions: bool = False


def jurisdiction() -> str:
    """The code of the government, which is the one jurisdiction here."""
    root = units.tree().government
    return root.code if root else ""


def services() -> list[Row]:
    """The categories that are worked on here. One query."""
    rows = list(Category.objects.filter(is_open=True).order_by("path"))
    names = {row.id: row.name for row in rows}
    return [_service(row, names.get(row.parent_id, "") if row.parent_id else "") for row in rows if not row.stopper]


def _service(row: Category, group: str) -> Row:
    return {
        "service_code": row.code,
        "service_name": row.name,
        "description": row.name_en or row.name,
        "metadata": bool(row.questions),
        "type": "batch",
        "keywords": ",".join(sorted({word for word in row.name.lower().split() if len(word) > 3})),
        "group": group or row.name,
    }


def definition(code: str) -> Row:
    """What is asked for a category. Raises :class:`Missing`."""
    row = Category.objects.filter(code=code, is_open=True, stopper="").first()
    if row is None:
        raise Missing(_("Kategori ini tidak ada."))
    asked = enumerate(questions_of(row.questions), start=1)
    return {
        "service_code": row.code,
        "attributes": [
            {
                "variable": True,
                "code": one.code,
                "datatype": one.datatype,
                "required": one.required,
                "datatype_description": one.hint,
                "order": order,
                "description": one.description,
                "values": [{"key": key, "name": name} for key, name in one.values],
            }
            for order, one in asked
        ],
    }


def token(code: str) -> Row:
    """The number of the report of this code. Raises :class:`Missing`."""
    return {"service_request_id": get_by_code(code).number or "", "token": code}


def requests(wanted: Wanted) -> list[Row]:
    """Public reports, newest first. Queries: reports, last answers, pictures (and facts, when extended)."""
    rows = visible_to_all().order_by("-filed_at", "-id")
    if wanted.numbers:
        rows = rows.filter(number__in=wanted.numbers)
    else:
        rows = rows.filter(filed_at__range=(wanted.first, wanted.last))
        if wanted.services:
            rows = rows.filter(category__code__in=wanted.services)
        if wanted.status:
            rows = rows.filter(finished_at__isnull=False) if wanted.status == ("closed",) else rows
            rows = rows.filter(finished_at__isnull=True) if wanted.status == ("open",) else rows
    start = (wanted.page - 1) * wanted.page_size
    found = list(rows.select_related("category")[start : start + wanted.page_size])
    ids = [row.id for row in found]
    notes, photos = _notes(ids), _photos(ids)
    return [_request(row, notes.get(row.id, ""), photos.get(row.id, ""), extended=wanted.extensions) for row in found]


def _photos(ids: Sequence[UUID]) -> dict[UUID, str]:
    """The address of the first picture of each that everybody may see."""
    shown = Evidence.objects.filter(report_id__in=ids, is_public=True).order_by("-added_at", "-id")
    numbers = shown.values_list("report_id", "report__number", "id")
    return {report_id: f"/laporan/{number.lower()}/foto/{evidence_id}/" for report_id, number, evidence_id in numbers}


def _notes(ids: Sequence[UUID]) -> dict[UUID, str]:
    """The last public answer of each."""
    said = Entry.objects.filter(report_id__in=ids, kind=Entry.Kind.ANSWER).exclude(public_text="").order_by("at", "id")
    return dict(said.values_list("report_id", "public_text"))


def _request(row: Report, note: str, photo: str, *, extended: bool) -> Row:
    zone = ZoneInfo(calendars.zone_of(row.holder_unit_id))
    category, holder = row.category, units.tree().by_id.get(row.holder_unit_id)
    region = units.region(row.region) if row.region else None
    word, _tone = state_words(row)
    answer: Row = {
        "service_request_id": row.number,
        "status": "closed" if row.state in FINISHED else "open",
        "status_notes": f"{word}. {note}" if note else word,
        "service_name": category.name if category else "",
        "service_code": category.code if category else "",
        "description": row.public_text,
        "agency_responsible": holder.name if holder else "",
        "service_notice": "",
        "requested_datetime": _local(row.filed_at, zone),
        "updated_datetime": _local(row.changed_at, zone),
        "expected_datetime": _local(row.due_at, zone),
        "address": row.public_place or (region.name if region else ""),
        "address_id": row.region,
        "zipcode": "",
        # Some hundred metres: whose house it is must not be read from a report whose writer stays unknown.
        "lat": _rounded(row.latitude, row.anonymous),
        "long": _rounded(row.longitude, row.anonymous),
        "media_url": f"{settings.BASE_URL}{photo}" if photo else "",
    }
    if extended:
        facts = (fact for fact in ledger.facts_about(row.id) if fact.kind in HISTORY)
        answer["extended_attributes"] = {
            "title": row.public_title,
            "url": f"{settings.BASE_URL}/laporan/{(row.number or '').lower()}/",
            "sla_date": _local(row.due_at, zone),
            "history": [{"at": _local(fact.at, zone), "what": _(HISTORY[fact.kind])} for fact in facts],
        }
    return answer


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else ""


def _rounded(value: Any, coarse: bool) -> float | None:
    return None if value is None else round(float(value), 3 if coarse else 5)


def key_index(key: str) -> bytes:
    """The blind index of a program's key."""
    return crypto.blind(key, "api key")


def client_of(key: str) -> UUID:
    """The program of this key. Raises :class:`NotAllowed`."""
    found = rows.read(ApiClient, "WHERE key_index = %s AND ended_at IS NULL", [key_index(key)]) if key else []
    client = found[0].id if found else None
    if client is None:
        raise NotAllowed(_("Kunci API tidak dikenal. Mintalah kunci kepada pengelola sistem ini."))
    return client
