"""The same matter, reported twice: a link that can be undone, and neighbours who say "saya juga"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, limits
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, TooMany
from maklumat.kernel.ids import new_code, tidy_code

from ..access import VERIFY, get_by_code, get_for, get_for_reading
from ..events import Accompanied, Joined, Parted
from ..models import Companion, Link, Report
from ..queries.desks import first_desk
from ..queries.parts import COMPANION
from ..queries.public import visible_to_all
from ..rules.ladder import Kind
from ..rules.states import OPEN, State
from .moving import clockwork, move, save

COMPANIONS_A_SOURCE = limits.Limit("companion source", 20)


@dataclass(frozen=True)
class Accompanying:
    """What a neighbour is told. ``code`` takes an uncontacted "saya juga" back; with a contact it goes there, not on the screen."""

    code: str
    number: str


@transaction.atomic
def join(*, by: Actor, report_id: UUID, number: str, revision: int, at: datetime) -> None:
    """This report is about the same matter as ``number``: it follows that one, and its reporter gets the same news."""
    report = get_for(by, VERIFY, report_id, revision)
    main = _main(by, number, report)
    move(report, "joined")
    Link.objects.create(report=report, main=main, by=by.account_id, at=at)
    clockwork.turn(report, "paused", "joined", at)
    report.assigned_to = None
    save(report, at)
    ledger.record(Joined(subject=report.id, unit_id=report.holder_unit_id, main=main.id), by=by, at=at)


def _main(by: Actor, number: str, report: Report) -> Report:
    found = Report.objects.filter(number=number.strip().upper()).first()
    if found is None or found.id == report.id:
        raise Invalid(_("Tulis nomor laporan lain yang sudah ada."), fields={"number": _("Tidak ditemukan.")})
    get_for_reading(by, found.id)
    main = Report.objects.select_for_update().get(id=found.id)
    if Kind.OVERSIGHT in (main.kind, report.kind):
        raise Conflict(_("Laporan berkadar pengawasan tidak digabung dengan laporan lain."))
    if main.root_id or report.root_id:
        raise Conflict(_("Bagian dari sebuah laporan tidak digabung. Gabungkan laporan induknya."))
    if main.state not in (*OPEN, State.DIVIDED, State.CLOSED):
        raise Conflict(_("Laporan itu sendiri sudah digabung atau tidak dilanjutkan. Pilih laporan yang diikutinya."))
    if report.followers.filter(undone_at=None).exists():
        raise Conflict(_("Laporan lain sudah digabung ke laporan ini. Gabungkan laporan yang satunya ke sini."))
    return main


@transaction.atomic
def part(*, by: Actor, report_id: UUID, revision: int, at: datetime) -> None:
    """Take a link back: the report waits for its verification again, its first clock runs on."""
    _part(get_for(by, VERIFY, report_id, revision), by, at)


@transaction.atomic
def part_as_reporter(*, by: Actor, code: str, at: datetime) -> None:
    """The reporter says that his report is about something else."""
    _part(get_by_code(code, lock=True), by, at)


def _part(report: Report, by: Actor, at: datetime) -> None:
    move(report, "parted")
    Link.objects.filter(report=report, undone_at=None).update(undone_by=by.account_id, undone_at=at)
    clockwork.turn(report, "running", "", at)
    report.holder_unit_id = first_desk(report.about_unit_id) or report.holder_unit_id
    report.desk_since = at
    save(report, at)
    ledger.record(Parted(subject=report.id, unit_id=report.holder_unit_id), by=by, at=at)


@transaction.atomic
def accompany(
    *, by: Actor, number: str, phone: str, email: str, source: str, language: str, at: datetime
) -> Accompanying:
    """ "Saya juga": one more of whom a public report concerns. A contact is optional; the same one counts once."""
    if limits.count(COMPANIONS_A_SOURCE, source, at):
        raise TooMany(_("Terlalu banyak dari tempat ini. Tunggu 15 menit, lalu coba lagi."))
    report = visible_to_all().filter(number=number).first()
    if report is None:
        raise Missing(_("Laporan ini tidak ada, atau tidak terbuka untuk umum."))
    code = new_code()
    index = crypto.blind(phone or email.strip().lower() or code, COMPANION)
    contact = {"phone": phone, "email": email.strip(), "code": code}
    _one, made = Companion.objects.get_or_create(
        report=report,
        contact_index=index,
        defaults={
            "sealed": crypto.seal_json(contact, COMPANION),
            "code_index": _index(code),
            "language": language,
            "at": at,
        },
    )
    if not made:
        # Whoever types another's number must neither learn that it is known nor get the code that stops its news.
        return Accompanying("", report.number or "")
    ledger.record(Accompanied(subject=report.id, unit_id=report.holder_unit_id, more=True), by=by, at=at)
    return Accompanying(code if not (phone or email.strip()) else "", report.number or "")


@transaction.atomic
def leave(*, by: Actor, code: str, at: datetime) -> str:
    """A neighbour wants no more news: what was kept of him is deleted. Returns the number of the report."""
    one = Companion.objects.select_related("report").filter(code_index=_index(code)).first()
    if one is None:
        raise Missing(_("Kode ini tidak cocok, atau kabar sudah dihentikan."))
    one.delete()
    ledger.record(Accompanied(subject=one.report_id, unit_id=one.report.holder_unit_id, more=False), by=by, at=at)
    return one.report.number or ""


def _index(code: str) -> bytes:
    return crypto.blind(tidy_code(code), "companion code")
