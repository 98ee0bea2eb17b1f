from __future__ import annotations

from uuid import UUID

from maklumat.kernel import clock, outbox

from . import actions


@outbox.job("documents.produce", queue="documents")
def produce(certificate_id: str) -> None:
    actions.produce(UUID(certificate_id), at=clock.now())
