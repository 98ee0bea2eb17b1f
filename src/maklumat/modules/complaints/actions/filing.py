"""What the reporter does until the report is sent. No account: whoever holds the code acts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, files, ledger, numbering, rows
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed, require_short
from maklumat.kernel.ids import new_code, new_id
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import RECEIVE, get_for_reporter, index_of
from ..events import Filed
from ..models import Category, Evidence, Identity, Imprint, Report
from ..queries.desks import first_desk, hidden_from, overseeing_desk
from ..queries.ladders import ladder_at
from ..queries.parts import CODE, CONTENT, IDENTITY
from ..queries.wording import words_of
from ..rules.ladder import Kind
from ..rules.questions import missing, questions_of
from ..rules.similar import cell_of
from ..rules.states import State, after
from ..rules.text import LONGEST_TEXT, SHORTEST_TEXT, title_of
from . import clockwork

FORMATS, MOST_MEGABYTES, MOST_EVIDENCE = ("jpg", "png", "pdf"), 10, 5


@dataclass(frozen=True)
class Started:
    """A new draft: its id and the code that opens it again."""

    id: UUID
    code: str


@dataclass(frozen=True)
class Receipt:
    """What the reporter holds after sending."""

    number: str
    code: str


@transaction.atomic
def start(*, by: Actor, at: datetime, language: str = "id", channel: str = "web", slug: str = "") -> Started:
    """Begin a report, about a service when ``slug`` names one. At the counter the officer needs the ability."""
    root = units.tree().government
    if root is None:
        raise Conflict(_("Belum ada unit yang menerima laporan."))
    if channel != "web" and not by.may_anywhere(RECEIVE):
        raise NotAllowed(_("Anda tidak bertugas menerima laporan warga."))
    version = catalogue.in_force(slug, at) if slug else None
    code = new_code()
    report = Report.objects.create(
        id=new_id(),
        holder_unit_id=root.id,
        about_unit_id=version.unit_id if version else None,
        service_id=version.service_id if version else None,
        version_id=version.id if version else None,
        content=crypto.seal_json({}, CONTENT),
        channel=channel,
        language=language,
        code=crypto.seal(code.encode(), CODE),
        code_index=index_of(code),
        created_at=at,
        changed_at=at,
        entered_by=by.account_id if channel != "web" else None,
    )
    return Started(report.id, code)


@transaction.atomic
def describe(*, report_id: UUID, code: str, text: str, oversight: bool, at: datetime) -> None:
    """What happened, in the reporter's own words. Also half a text is kept."""
    report = _draft(report_id, code)
    if len(text) > LONGEST_TEXT:
        raise Invalid(_("Ceritanya terlalu panjang. Ringkaslah."), fields={"text": _("Terlalu panjang.")})
    report.kind = Kind.OVERSIGHT if oversight else ""
    report.secret = report.secret or oversight
    _keep(report, {"text": text.strip()}, at)


@transaction.atomic
def locate(
    *,
    report_id: UUID,
    code: str,
    slug: str,
    unit: str,
    category: str,
    region: str,
    place: str,
    at: datetime,
    point: tuple[float, float] | None = None,
) -> None:
    """What and where it is about: a service or a unit, a category, a region, a place in words, a point in degrees."""
    report = _draft(report_id, code)
    version = catalogue.in_force(slug, at) if slug else None
    chosen = units.tree().by_code.get(unit) if unit else None
    report.service_id, report.version_id = (version.service_id, version.id) if version else (None, None)
    report.about_unit_id = version.unit_id if version else chosen.id if chosen else None
    report.category = Category.objects.filter(code=category, is_open=True).first() if category else None
    report.region = region if region and units.region(region) else ""
    put_at(report, point)
    require_short(place=(place.strip(), 300))
    _keep(report, {"place": place.strip()}, at)


@transaction.atomic
def answer_questions(*, report_id: UUID, code: str, answers: Mapping[str, Any], at: datetime) -> None:
    """What the category asks besides. Also half of it is kept."""
    report = _draft(report_id, code)
    asked = {one.code for one in questions_of(report.category.questions if report.category else ())}
    _keep(report, {"answers": {key: value for key, value in answers.items() if key in asked}}, at)


@transaction.atomic
def attach(*, report_id: UUID, code: str, content: bytes, at: datetime) -> UUID:
    """A picture or document, cleaned and encrypted before it is kept."""
    report = _draft(report_id, code)
    if report.evidence.count() >= MOST_EVIDENCE:
        raise Invalid(_("Paling banyak %(most)d berkas. Hapus salah satu dulu.") % {"most": MOST_EVIDENCE})
    return keep_evidence(report, content, at).id


@transaction.atomic
def detach(*, report_id: UUID, code: str, evidence_id: UUID) -> None:
    """Take a file back before sending: it is shredded."""
    report = _draft(report_id, code)
    for one in report.evidence.filter(id=evidence_id):
        files.shred(one.file_id)
        one.delete()


@transaction.atomic
def introduce(
    *, report_id: UUID, code: str, name: str, phone: str, email: str, anonymous: bool, secret: bool, at: datetime
) -> None:
    """Who reports, all of it optional, and the two choices of the shield."""
    report = _draft(report_id, code)
    given = {"name": name.strip(), "phone": phone, "email": email.strip()}
    sealed = crypto.seal_json(given, IDENTITY)
    Identity.objects.update_or_create(report=report, defaults={"sealed": sealed})
    report.anonymous = anonymous or not given["name"]
    report.secret = secret or report.kind == Kind.OVERSIGHT
    _keep(report, {}, at)


@transaction.atomic
def send(*, by: Actor, report_id: UUID, code: str, at: datetime) -> Receipt:
    """File the report: number and clock are fixed now. A repeated call answers with the same receipt."""
    report = get_for_reporter(report_id, code, lock=True)
    if report.state != State.DRAFT:
        return Receipt(report.number, code)
    content = crypto.unseal_json(report.content, CONTENT)
    text = content.get("text", "")
    if len(text) < SHORTEST_TEXT:
        raise Invalid(
            _("Ceritakan dulu apa yang terjadi, paling sedikit satu kalimat."), fields={"text": _("Wajib diisi.")}
        )
    if missing(questions_of(report.category.questions if report.category else ()), content.get("answers", {})):
        raise Invalid(_("Masih ada pertanyaan yang belum dijawab. Kembali ke bagian “Tentang”, lalu lanjutkan."))
    identity = Identity.objects.filter(report=report).first()
    known = crypto.unseal_json(identity.sealed, IDENTITY) if identity else {}
    file_now(report, content, known, by, at)
    if identity and (known.get("phone") or known.get("email")):
        identity.sealed = crypto.seal_json(known | {"pin": new_pin()}, IDENTITY)
        if known.get("phone"):
            identity.phone_index = phone_index(report.number or "", known["phone"][-4:])
        identity.save(update_fields=["phone_index", "sealed"])
    return Receipt(report.number, code)


def file_now(report: Report, content: Mapping[str, Any], known: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Whatever the channel: first desk, clock, number, fact. ``known``: who reports, for the commitment only."""
    evidence = 0 if report._state.adding else report.evidence.count()
    text = content.get("text", "")
    content = {**content, "title": content.get("title") or title_of(text)}
    report.content = crypto.seal_json(content, CONTENT)
    report.holder_unit_id = _first_desk(report, at)
    report.state, report.filed_at, report.desk_since, report.changed_at = after(State.DRAFT, "filed"), at, at, at
    report.ladder = ladder_at(at, report.holder_unit_id).version
    clockwork.start(report, at)
    # Last: everybody who reports waits for this row until the transaction ends.
    report.number = f"ADU-{at:%y}-{numbering.take(f'complaints/{at:%y}'):06d}"
    if report._state.adding:
        rows.insert(report)
    else:
        report.save()
    place = {"cell": report.cell, "latitude": report.latitude, "longitude": report.longitude}
    words = words_of(text, content.get("place", ""))
    rows.insert(Imprint(report=report, words=words, category_id=report.category_id, filed_at=at, **place))
    ledger.record(
        Filed(
            subject=report.id,
            unit_id=report.holder_unit_id,
            channel=report.channel,
            anonymous=report.anonymous,
            secret=report.secret,
            oversight=report.kind == Kind.OVERSIGHT,
            category_id=report.category_id,
            service_id=None if report.kind == Kind.OVERSIGHT else report.service_id,  # it would tell whom it is about
            about_unit=None if report.kind == Kind.OVERSIGHT else report.about_unit_id,
            evidence=evidence,
            ladder=report.ladder,
            due_at=report.due_at,
        ),
        by=by,
        at=at,
        private={"content": content, "reporter": dict(known)},
    )


def new_pin() -> str:
    """Six digits that are sent to the reporter's contact; coming back they prove that it is his."""
    return f"{secrets.randbelow(1_000_000):06d}"


def put_at(report: Report, point: tuple[float, float] | None) -> None:
    """Where on the map it is: latitude and longitude in degrees, kept to about a metre."""
    report.latitude, report.longitude = (round(point[0], 5), round(point[1], 5)) if point else (None, None)
    report.cell = cell_of(*point) if point else None
    if point and not report.region:
        report.region = units.region_at(*point)


def phone_index(number: str, last_four: str) -> bytes:
    """Number and last four digits together open the tracking page."""
    return crypto.blind(f"{number.upper()}/{last_four}", "report tracking")


def keep_evidence(report: Report, content: bytes, at: datetime, entry_id: UUID | None = None) -> Evidence:
    """Store a file for a report, or for an entry of its thread, in the caller's transaction."""
    stored = files.store(content, formats=FORMATS, max_bytes=MOST_MEGABYTES * 1_000_000, at=at)
    return Evidence.objects.create(
        report=report,
        entry_id=entry_id,
        file_id=stored.id,
        media_type=stored.media_type,
        size=stored.size,
        scan=stored.scan,
        added_at=at,
    )


def _draft(report_id: UUID, code: str) -> Report:
    report = get_for_reporter(report_id, code, lock=True)
    require_draft(report)
    return report


def require_draft(report: Report) -> None:
    """Refuse what was sent already."""
    if report.state != State.DRAFT:
        raise Conflict(
            _("Laporan ini sudah dikirim, jadi tidak dapat diubah lagi. Tambahkan keterangan di halaman lacak.")
        )


def _keep(report: Report, values: Mapping[str, Any], at: datetime) -> None:
    content = crypto.unseal_json(report.content, CONTENT) | dict(values)
    report.content, report.changed_at = crypto.seal_json(content, CONTENT), at
    report.save()


def _first_desk(report: Report, at: datetime) -> UUID:
    """Who verifies it. A report on abuse of office never rests with whom it names: it sets what is out of sight."""
    if report.kind != Kind.OVERSIGHT:
        return first_desk(report.about_unit_id) or report.holder_unit_id
    report.hidden = hidden_from(report.about_unit_id)
    desk = overseeing_desk(report.hidden, at)
    if desk is None:
        sentence = _(
            "Laporan ini menyangkut pengawas kami sendiri, jadi tidak dapat ditangani di sini dengan adil. Sampaikan ke Inspektorat Provinsi atau Ombudsman (137)."
        )
        kept = "" if report._state.adding else " " + _("Cerita Anda tetap tersimpan di sini.")  # a program has no draft
        raise Conflict(sentence + kept)
    return desk
