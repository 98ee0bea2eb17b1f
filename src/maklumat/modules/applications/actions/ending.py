"""The three ends of an application: issued, rejected, withdrawn. The clock stops and the sum is a fact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor

from ..events import Finished
from ..models import Application
from . import clockwork, retention


def end(application: Application, event: type[Finished], by: Actor, at: datetime, **more: Any) -> None:
    """Stop the clock, save the row and record the end with its measures, in the caller's transaction."""
    timing = clockwork.stop(application, at)
    application.finished_at, application.changed_at = at, at
    application.due_at = timing.due_at or application.due_at
    application.revision += 1
    application.save()
    retention.begin(application, at)
    ledger.record(
        event(
            subject=application.id,
            unit_id=application.unit_id,
            service_id=application.service_id,
            version_id=application.version_id,
            submitted_at=application.submitted_at,
            finished_at=at,
            net_seconds=timing.net_seconds,
            gross_seconds=int((at - application.submitted_at).total_seconds()),
            used_percent=timing.percent,
            kept=timing.kept,
            returns=application.returns,
            **more,
        ),
        by=by,
        at=at,
    )
