"""What officers do: check, return once, pass on, approve, reject. The workflow is the published procedure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed, require_short
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.documents import api as documents

from ..access import SUPERVISE, get_for_working, require_unchanged
from ..events import Advanced, Approved, AskedOutside, Checked, Claimed, Rejected, Returned
from ..models import Application, LineCheck
from ..rules.completeness import OUTSIDE, PAGE
from ..rules.states import Refused, State, after
from . import clockwork
from .certificates import request_for
from .ending import end
from .filing import wanting_lines
from .steps import unit_of

LATE_FROM = 80  # percent: a return in the last fifth of the clock is flagged
NOTE = "check note"


@transaction.atomic
def claim(*, by: Actor, application_id: UUID, revision: int, at: datetime) -> None:
    """Take the case on one's own desk, so that two officers do not do it twice."""
    application = get_for_working(by, application_id, revision)
    _move(application, "claimed")
    application.assigned_to = by.account_id
    _save(application, at)
    _record(Claimed(subject=application.id, unit_id=application.holder_unit_id, step=_step(application).key), by, at)


@transaction.atomic
def check(
    *, by: Actor, application_id: UUID, verdicts: Mapping[str, tuple[str, str]], revision: int, at: datetime
) -> None:
    """Judge requirement lines: line → (accepted | wanting, note). Only lines of the pinned standard."""
    application = get_for_working(by, application_id, revision)
    _move(application, "checked")
    known = checkable(application)
    stray = set(verdicts) - set(known)
    if stray:
        raise Invalid(
            _(
                "Hanya persyaratan yang ada di standar yang boleh diperiksa. Untuk hal lain, pakai “Minta di luar standar”."
            )
        )
    for line, (verdict, note) in verdicts.items():
        if verdict == LineCheck.Verdict.WANTING and not note.strip():
            raise Invalid(
                _("Tulis apa yang harus diperbaiki pada “%(line)s”.") % {"line": known[line]},
                fields={line: _("Wajib diisi.")},
            )
    _judge(application, verdicts, by, at)
    _save(application, at)
    accepted = tuple(sorted(k for k, (v, _n) in verdicts.items() if v == LineCheck.Verdict.ACCEPTED))
    wanting = tuple(sorted(set(verdicts) - set(accepted)))
    _record(Checked(subject=application.id, unit_id=application.unit_id, accepted=accepted, wanting=wanting), by, at)


@transaction.atomic
def return_to_applicant(*, by: Actor, application_id: UUID, revision: int, at: datetime) -> None:
    """One consolidated return of all wanting lines; the clock pauses. A second one needs the supervisor."""
    application = get_for_working(by, application_id, revision)
    lines = wanting_lines(application)
    if not lines:
        raise Invalid(_("Tandai dulu persyaratan mana yang perlu diperbaiki, beserta alasannya."))
    if application.returns >= 1 and not by.may(SUPERVISE, application.holder_unit_id):
        raise NotAllowed(_("Permohonan ini sudah pernah dikembalikan. Pengembalian kedua hanya oleh kepala unit."))
    _move(application, "returned")
    percent = clockwork.timing_of(application, at).percent
    application.returns += 1
    application.late_return = application.late_return or percent >= LATE_FROM
    clockwork.pause(application, "waiting_for_applicant", at)
    clockwork.set_due(application, at)
    _save(application, at)
    _record(
        Returned(
            subject=application.id,
            unit_id=application.unit_id,
            lines=tuple(sorted(lines)),
            number=application.returns,
            late=percent >= LATE_FROM,
            used_percent=percent,
        ),
        by,
        at,
    )


@transaction.atomic
def ask_outside(*, by: Actor, application_id: UUID, what: str, revision: int, at: datetime) -> None:
    """Ask for something the standard does not name. Allowed only openly: the act is counted in public."""
    application = get_for_working(by, application_id)
    if not by.may(SUPERVISE, application.holder_unit_id):
        raise NotAllowed(_("Permintaan di luar standar hanya oleh kepala unit, dan diumumkan."))
    require_unchanged(application, revision)
    if not what.strip():
        raise Invalid(_("Tulis apa yang diminta dan mengapa."), fields={"what": _("Wajib diisi.")})
    require_short(what=(what.strip(), 1000))
    _move(application, "asked_outside")
    count = len([line for line in application.checks.values_list("requirement", flat=True) if line.startswith(OUTSIDE)])
    _judge(application, {f"{OUTSIDE}{count + 1}": (LineCheck.Verdict.WANTING, what)}, by, at)
    application.returns += 1
    clockwork.pause(application, "asked_outside_standard", at)
    clockwork.set_due(application, at)
    _save(application, at)
    _record(
        AskedOutside(subject=application.id, unit_id=application.unit_id, service_id=application.service_id), by, at
    )


@transaction.atomic
def advance(*, by: Actor, application_id: UUID, revision: int, at: datetime) -> None:
    """Finish the present step; the next role gets the case. A check step needs every line accepted."""
    application = get_for_working(by, application_id, revision)
    standard = catalogue.published_version(application.version_id).standard
    step = standard.steps[application.step]
    if step.act == "approve":
        raise Conflict(_("Langkah ini menetapkan produk. Pilih “Setujui dan terbitkan” atau “Tolak”."))
    if step.act == "check":
        _require_complete(application)
        if standard.duration.start_event == "accepted":
            clockwork.start(application, at)
    _move(application, "advanced")
    application.step += 1
    following = standard.steps[application.step]
    application.holder_unit_id, application.holder_role = unit_of(following, application.unit_id), following.role
    application.assigned_to = None
    clockwork.set_due(application, at)
    _save(application, at)
    _record(
        Advanced(
            subject=application.id,
            unit_id=application.unit_id,
            step=step.key,
            next_step=following.key,
            holder_unit=application.holder_unit_id,
        ),
        by,
        at,
    )


@transaction.atomic
def approve(*, by: Actor, application_id: UUID, revision: int, at: datetime) -> UUID:
    """The last step: the certificate gets its number in this transaction, and is made after it. Returns its id."""
    application = get_for_working(by, application_id, revision)
    step = _step(application)
    if step.act != "approve" or by.roles.get(step.role, frozenset()).isdisjoint({application.holder_unit_id}):
        raise NotAllowed(_("Produk ditetapkan oleh kepala unit pada langkah terakhir."))
    _move(application, "approved")
    certificate = documents.issue(request_for(application, by, at), by=by, at=at)
    _save(application, at)
    _record(
        Approved(subject=application.id, unit_id=application.unit_id, step=step.key, certificate_id=certificate.id),
        by,
        at,
    )
    return certificate.id


@transaction.atomic
def reject(*, by: Actor, application_id: UUID, rule: str, reason: str, revision: int, at: datetime) -> None:
    """Refuse, naming the rule it rests on; the applicant is told how to object."""
    application = get_for_working(by, application_id, revision)
    lacking = {k: _("Wajib diisi.") for k, v in {"rule": rule, "reason": reason}.items() if not v.strip()}
    if lacking:
        raise Invalid(_("Penolakan harus menyebut aturan dan alasannya."), fields=lacking)
    require_short(rule=(rule.strip(), 300), reason=(reason.strip(), 2000))
    _move(application, "rejected")
    _judge(application, {"penolakan": (LineCheck.Verdict.WANTING, f"{rule.strip()}\n{reason.strip()}")}, by, at)
    end(application, Rejected, by, at, rule=rule.strip())


def checkable(application: Application) -> dict[str, str]:
    """The lines an officer may judge: documents handed in or needed, and form pages; line → label."""
    standard = catalogue.published_version(application.version_id).standard
    lines = {PAGE + page.key: page.title for page in standard.pages}
    lines |= {r.key: r.label for r in standard.documents()}
    outside = application.checks.filter(requirement__startswith=OUTSIDE).values_list("requirement", flat=True)
    return lines | {line: _("Diminta di luar standar") for line in outside}


def _require_complete(application: Application) -> None:
    if wanting_lines(application):
        raise Conflict(_("Masih ada persyaratan yang ditandai kurang. Kembalikan kepada pemohon, atau terima dulu."))
    judged = set(application.checks.values_list("requirement", flat=True))
    handed_in = set(application.attachments.filter(removed_at=None).values_list("requirement", flat=True))
    if handed_in - judged:
        raise Conflict(_("Periksa dulu setiap berkas, lalu lanjutkan."))


def _judge(application: Application, verdicts: Mapping[str, tuple[str, str]], by: Actor, at: datetime) -> None:
    LineCheck.objects.bulk_create(
        LineCheck(
            application=application,
            requirement=line,
            verdict=verdict,
            note=crypto.seal(note.strip().encode(), NOTE) if note.strip() else None,
            by=by.account_id,
            at=at,
        )
        for line, (verdict, note) in verdicts.items()
    )


def _step(application: Application) -> catalogue.Step:
    return catalogue.published_version(application.version_id).standard.steps[application.step]


def _move(application: Application, act: str) -> None:
    try:
        application.state = after(State(application.state), act)
    except Refused as error:
        raise Conflict(_("Keadaan permohonan ini sudah berubah. Muat ulang halaman untuk melihatnya.")) from error


def _save(application: Application, at: datetime) -> None:
    application.changed_at = at
    application.revision += 1
    application.save()


def _record(event: ledger.Event, by: Actor, at: datetime) -> None:
    ledger.record(event, by=by, at=at)
