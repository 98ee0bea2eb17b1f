"""What the applicant does after handing in: complete what was returned, or withdraw."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from ..access import get_for_applicant
from ..events import Completed, Withdrawn
from ..models import Application, LineCheck
from ..rules.completeness import PAGE
from ..rules.states import Refused, State, after
from . import clockwork
from .ending import end
from .filing import wanting_lines


@transaction.atomic
def complete(*, by: Actor, application_id: UUID, code: str, at: datetime) -> None:
    """Hand in what the office asked for: the clock runs on, the case goes back to the same step."""
    application = get_for_applicant(application_id, code, lock=True)
    _move(application, "completed")
    lines = [line for line in wanting_lines(application) if not line.startswith(PAGE)]
    asked_at = dict(application.checks.filter(requirement__in=lines).order_by("id").values_list("requirement", "at"))
    given = dict(application.attachments.filter(removed_at=None).values_list("requirement", "added_at"))
    open_lines = [line for line in lines if line not in given or given[line] <= asked_at[line]]
    if open_lines:
        raise Invalid(_("Masih ada %(count)d berkas yang belum Anda kirim.") % {"count": len(open_lines)})
    # What came back is judged anew: the newest word on each line is no longer "wanting".
    LineCheck.objects.bulk_create(
        LineCheck(application=application, requirement=line, verdict="renewed", by=application.id, at=at)
        for line in wanting_lines(application)
    )
    clockwork.run_on(application, at)
    clockwork.set_due(application, at)
    _save(application, at)
    ledger.record(Completed(subject=application.id, unit_id=application.unit_id), by=by, at=at)


@transaction.atomic
def withdraw(*, by: Actor, application_id: UUID, code: str, at: datetime) -> None:
    """Take the application back."""
    application = get_for_applicant(application_id, code, lock=True)
    _move(application, "withdrawn")
    end(application, Withdrawn, by, at)


def _move(application: Application, act: str) -> None:
    try:
        application.state = after(State(application.state), act)
    except Refused as error:
        raise Conflict(_("Permohonan ini sudah berjalan lebih jauh. Lihat keadaannya di halaman lacak.")) from error


def _save(application: Application, at: datetime) -> None:
    application.changed_at = at
    application.revision += 1
    application.save()
