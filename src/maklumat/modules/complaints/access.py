"""The one policy of reports, used by list, search, detail, files and every act.

A report is seen by whoever has an ability for the unit that holds it; every level above reaches its units below. A report of
the class *oversight* is seen with the ability of the inspectorate only, and by nobody whom it names or who stands above them.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, rows
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Missing, NotAllowed
from maklumat.kernel.ids import tidy_code

from .models import Report
from .rules.ladder import Kind
from .rules.shield import conflicted
from .rules.states import State

SEE = "complaints.see"
VERIFY = "complaints.verify"
WORK = "complaints.work"
SUPERVISE = "complaints.supervise"
JUDGE = "complaints.judge"
OVERSEE = "complaints.oversee"
REVEAL = "complaints.reveal"
RECEIVE = "complaints.receive"
DESK = (SEE, OVERSEE)


def may_open_desk(actor: Actor) -> bool:
    """Whether there is anything for this actor at the desk of reports."""
    return any(actor.may_anywhere(ability) for ability in DESK)


def visible_to(actor: Actor) -> QuerySet[Report]:
    """Reports that this actor may see. Never drafts."""
    filed = Report.objects.exclude(state=State.DRAFT)
    if actor.kind == "system":
        return filed
    if actor.kind != "staff" or actor.account_id is None:
        return filed.none()
    plain = Q(holder_unit_id__in=actor.units_for(SEE)) & ~Q(kind=Kind.OVERSIGHT)
    sealed = Q(holder_unit_id__in=actor.units_for(OVERSEE), kind=Kind.OVERSIGHT)
    return (
        filed.filter(plain | sealed)
        .exclude(hidden__overlap=list(actor.posts))
        .exclude(named__contains=[actor.account_id])
    )


def may_see(actor: Actor, report: Report) -> bool:
    """The same rule for one row that is at hand."""
    if actor.kind == "system":
        return True
    if actor.kind != "staff" or report.state == State.DRAFT:
        return False
    ability = OVERSEE if report.kind == Kind.OVERSIGHT else SEE
    return actor.may(ability, report.holder_unit_id) and not conflicted(
        actor.posts, actor.account_id, report.hidden, report.named
    )


def require_judge(actor: Actor) -> None:
    """Refuse whoever does not decide which unit answers."""
    if not actor.may_anywhere(JUDGE):
        raise NotAllowed(_("Halaman ini untuk koordinator pengaduan. Masuk dengan akun koordinator."))


def may_own_problems(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor looks after the recurring problems of this unit."""
    return any(actor.may(ability, unit_id) for ability in (SUPERVISE, VERIFY, JUDGE))


def require_problems(actor: Actor) -> None:
    """Refuse whoever looks after no unit's problems."""
    if not any(actor.may_anywhere(ability) for ability in (SUPERVISE, VERIFY, JUDGE)):
        raise NotAllowed(_("Halaman ini untuk kepala unit dan koordinator pengaduan."))


def require_writer(actor: Actor, unit_id: UUID) -> None:
    """Refuse whoever may not write standard texts for a unit."""
    if not (actor.may(SUPERVISE, unit_id) or actor.may(VERIFY, unit_id)):
        raise NotAllowed(_("Teks baku ditulis oleh kepala unit atau koordinator pengaduan."))


def get_for_reading(actor: Actor, report_id: UUID) -> Report:
    """For looking at. A stranger learns nothing, not even that it exists."""
    found = Report.objects.filter(id=report_id).first()
    if found is None or not may_see(actor, found):
        raise Missing(_("Laporan ini tidak ditemukan."))
    return found


def may_read(actor: Actor, report_id: UUID) -> bool:
    """Whether this actor sees the report of this id. One query."""
    found = rows.read(Report, "WHERE id = %s", [report_id])
    return bool(found) and may_see(actor, found[0])


def may(actor: Actor, ability: str, report: Report) -> bool:
    """Whether the actor may do this with a report that he sees. What is under oversight is worked by its overseers."""
    return actor.may(OVERSEE if report.kind == Kind.OVERSIGHT else ability, report.holder_unit_id)


def may_hand_over(actor: Actor, report_id: UUID) -> bool:
    """Whether this actor may send the report to another government. One query."""
    found = rows.read(Report, "WHERE id = %s", [report_id])
    return bool(found) and may_see(actor, found[0]) and found[0].kind != Kind.OVERSIGHT and may(actor, VERIFY, found[0])


def get_for(actor: Actor, ability: str, report_id: UUID, revision: int | None = None) -> Report:
    """Locked, for an act. ``revision``: what the officer saw, to notice a collision."""
    found = rows.read(Report, "WHERE id = %s", [report_id], lock=True)
    report = found[0] if found else None
    if report is None or not may_see(actor, report):
        raise Missing(_("Laporan ini tidak ditemukan."))
    if not may(actor, ability, report):
        raise NotAllowed(_("Tindakan ini bukan tugas Anda. Anda dapat melihat, tetapi tidak memutuskan."))
    if revision is not None and revision != report.revision:
        raise Conflict(
            _("Laporan ini baru saja diubah orang lain. Lihat keadaannya dulu, lalu ulangi bila masih perlu.")
        )
    return report


def index_of(code: str) -> bytes:
    """The blind index of a reporter's code as typed."""
    return crypto.blind(tidy_code(code), "report code")


def get_by_code(code: str, *, lock: bool = False, part: str = "") -> Report:
    """The report of whoever holds its code, or the part of this number of it."""
    if part:
        condition = "WHERE number = %s AND root_id = (SELECT id FROM complaints_report WHERE code_index = %s)"
        held = rows.read(Report, condition, [part, index_of(code)], lock=lock)
    else:
        held = rows.read(Report, "WHERE code_index = %s", [index_of(code)], lock=lock)
    found = held[0] if held else None
    if found is None:
        raise Missing(_("Kode ini tidak cocok dengan laporan mana pun. Periksa lagi hurufnya."))
    return found


def get_for_reporter(report_id: UUID, code: str, *, lock: bool = False) -> Report:
    """The report of this id, if the code is its code."""
    held = rows.read(Report, "WHERE id = %s", [report_id], lock=lock)
    found = held[0] if held else None
    if found is None or not hmac.compare_digest(bytes(found.code_index or b""), index_of(code)):
        raise Missing(_("Laporan ini tidak ditemukan. Masukkan kode lacak Anda."))
    return found
