"""What the worker does with other systems."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from maklumat.kernel import clock, outbox
from maklumat.kernel.errors import Refusal

from . import actions
from .queries.partners import partners_by


@outbox.job("exchange.deliver", queue="exchange")
def deliver(sending_id: str) -> None:
    actions.deliver(sending_id=UUID(sending_id), at=clock.now())


@outbox.job("exchange.follow_up", queue="exchange")
def follow_up(word_id: int) -> None:
    actions.follow_up(word_id=word_id, at=clock.now())


@outbox.job("exchange.send_over", queue="exchange")
def send_over(twin_id: str, service_code: str) -> None:
    actions.send_over(twin_id=UUID(twin_id), service_code=service_code, at=clock.now())


@outbox.job("exchange.pull", queue="exchange", every="*/10 * * * *")
def pull(timestamp: int = 0) -> None:
    """Every ten minutes: what is new at LAPOR!, and how those stand that neighbours have."""
    for partner_id in partners_by("lapor", "lapor_csv"):
        actions.pull(partner_id=partner_id, at=clock.now())
    for partner_id in partners_by("open311"):
        actions.watch(partner_id=partner_id, at=clock.now())


@outbox.job("exchange.reconcile", queue="exchange", every="30 1 * * *")
def reconcile(timestamp: int = 0) -> None:
    """Every night: compare all that was exchanged."""
    for partner_id in partners_by("lapor", "lapor_csv"):
        actions.reconcile(partner_id=partner_id, at=clock.now())


@outbox.job("exchange.read_mail", queue="exchange", every="* * * * *")
def read_mail(timestamp: int = 0) -> None:
    """Every minute: the letters that the mail server laid into the Maildir. One that is read moves on, whatever became of it;
    a crash before that reads it again, which is the same report."""
    if not settings.MAIL_DIR:
        return
    folder = Path(settings.MAIL_DIR)
    (folder / "cur").mkdir(parents=True, exist_ok=True, mode=0o700)
    broken: list[Exception] = []
    for path in sorted((folder / "new").glob("*")):
        try:
            filed = actions.take_mail(content=path.read_bytes(), at=clock.now())
            mark = "S" if filed else "T"
        except Refusal:
            mark = "F"
        except Exception as error:
            broken.append(error)
            continue
        path.rename(folder / "cur" / f"{path.name}:2,{mark}")
    if broken:
        raise broken[0]
