"""The shape in which reports are exchanged with SP4N-LAPOR!, and what its states mean here.

No public specification of its interface exists (integration levels and flow: Perpres 76/2013, PermenPANRB 46/2020). This shape is
our own: the fields that its public pages show, so that one module changes when the real one is known. Not tried against the
real one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from maklumat.kernel.words import N_

UNVERIFIED, FORWARDED, WORKED, WAITING, DONE, ARCHIVED = (
    "belum_verifikasi", "diteruskan", "diproses", "menunggu_tanggapan", "selesai", "diarsipkan",
)  # fmt: skip
REPLY, CONFIRM, OBJECT = "keterangan", "setuju", "keberatan"
STATES = (UNVERIFIED, FORWARDED, WORKED, WAITING, DONE, ARCHIVED)
WORDS = {  # as officers read them
    UNVERIFIED: N_("Belum diverifikasi"), FORWARDED: N_("Diteruskan"), WORKED: N_("Diproses"), WAITING: N_("Menunggu tanggapan pelapor"),
    DONE: N_("Selesai"), ARCHIVED: N_("Diarsipkan"), REPLY: N_("Keterangan pelapor"), CONFIRM: N_("Pelapor setuju"), OBJECT: N_("Pelapor keberatan"),
}  # fmt: skip
OURS = {  # our state → what LAPOR! calls it
    "received": UNVERIFIED, "judging": FORWARDED, "forwarded": FORWARDED, "in_process": WORKED, "asked": WAITING,
    "answered": WAITING, "divided": WORKED, "joined": WORKED, "closed": DONE, "archived": ARCHIVED,
}  # fmt: skip
COLUMNS = (
    "tracking_id", "judul", "isi", "kategori", "lokasi", "lintang", "bujur", "status", "anonim", "rahasia", "berkadar_pengawasan",
    "nama", "telepon", "email", "dibuat", "diubah",
)  # fmt: skip


class Unreadable(ValueError):
    """What came is not in the agreed shape. The message names the field, never its content."""


@dataclass(frozen=True)
class Response:
    """What the reporter said there, ``kind``: REPLY, CONFIRM or OBJECT."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Foreign:
    """A report as LAPOR! has it."""

    tracking_id: str
    title: str
    text: str
    category: str
    place: str
    point: tuple[float, float] | None
    state: str
    anonymous: bool
    secret: bool
    oversight: bool
    name: str
    phone: str
    email: str
    created_at: datetime
    changed_at: datetime
    responses: tuple[Response, ...] = ()
    follow_ups: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """What we tell LAPOR! of one of its reports. ``key``: the same one again is the same message."""

    tracking_id: str
    key: str
    state: str
    text: str
    at: datetime


def read(row: Mapping[str, Any]) -> Foreign:
    """A report from JSON or from a line of CSV. Raises :class:`Unreadable`."""
    return Foreign(
        tracking_id=_text(row, "tracking_id", 120, needed=True),
        title=_text(row, "judul", 300),
        text=_text(row, "isi", 20_000, needed=True),
        category=_text(row, "kategori", 120),
        place=_text(row, "lokasi", 300),
        point=_point(row),
        state=_state(row),
        anonymous=_flag(row, "anonim"),
        secret=_flag(row, "rahasia"),
        oversight=_flag(row, "berkadar_pengawasan"),
        name=_text(row, "nama", 120),
        phone=_text(row, "telepon", 40),
        email=_text(row, "email", 200),
        created_at=_moment(row, "dibuat"),
        changed_at=_moment(row, "diubah"),
        responses=tuple(_response(one) for one in _list(row, "tanggapan")),
        follow_ups=tuple(_text(one, "kunci", 120) for one in _list(row, "tindak_lanjut")),
    )


def written(one: FollowUp) -> dict[str, str]:
    """A follow-up as it is sent."""
    return {
        "tracking_id": one.tracking_id, "kunci": one.key, "status": one.state, "isi": one.text, "waktu": one.at.isoformat(timespec="seconds"),
    }  # fmt: skip


def _text(row: Mapping[str, Any], name: str, most: int, *, needed: bool = False) -> str:
    value = row.get(name)
    if value is None or value == "":
        if needed:
            raise Unreadable(name)
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise Unreadable(name)
    return value.replace("\0", "").strip()


def _flag(row: Mapping[str, Any], name: str) -> bool:
    value = row.get(name, False)
    words = {True: True, False: False, None: False, "": False, "1": True, "0": False, "ya": True, "tidak": False}
    if not isinstance(value, bool | str | None) or (value.lower() if isinstance(value, str) else value) not in words:
        raise Unreadable(name)
    return words[value.lower() if isinstance(value, str) else value]


def _state(row: Mapping[str, Any]) -> str:
    value = row.get("status")
    if value not in STATES:
        raise Unreadable("status")
    return str(value)


def _moment(row: Mapping[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(row[name])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(name) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _point(row: Mapping[str, Any]) -> tuple[float, float] | None:
    given = [row.get(name) for name in ("lintang", "bujur")]
    if any(value in (None, "") for value in given):
        return None
    try:
        latitude, longitude = (float(str(value)) for value in given)
    except ValueError as error:
        raise Unreadable("lintang") from error
    if not (-11.5 <= latitude <= 6.5 and 94 <= longitude <= 142):
        return None
    return latitude, longitude


def _list(row: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unreadable(name)
    return value


def _response(row: Mapping[str, Any]) -> Response:
    kind = row.get("jenis")
    if kind not in (REPLY, CONFIRM, OBJECT):
        raise Unreadable("jenis")
    return Response(str(kind), _text(row, "isi", 5000), _moment(row, "waktu"))
