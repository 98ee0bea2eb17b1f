"""Gifts for tests: reported through the act, with what matters said and the rest as in any other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from maklumat.kernel.actor import Actor
from maklumat.modules.gratuities import actions
from maklumat.modules.gratuities.models import Report
from tests.world import MONDAY, World

LIKE = {
    "kind": "received", "occasion": "duty", "relation": "service_user", "thing": "food", "value": 85_000, "received_on": date(2026, 10, 30), "photos": (),
}  # fmt: skip


def give(by: Actor, *, giver: str = "Warga Banyuresik", at: datetime = MONDAY, **changed: Any) -> Report:
    """A report as it lies in the database after it was sent."""
    texts = {"giver": giver, "thing_words": "Kue kering", "story": "Diantar ke loket.", "phone": "0812 3456 7890"}
    report_id = actions.report(by=by, unit_id=next(iter(by.posts)), texts=texts, at=at, **{**LIKE, **changed})
    return Report.objects.get(id=report_id)


def of_colleague(by: Actor, value: int, **changed: Any) -> Report:
    """From somebody of the same office, within or beyond what the rule lets pass."""
    return give(by, **{"giver": "Rekan A", "occasion": "coworker", "relation": "coworker", "thing": "goods", "value": value, **changed})  # fmt: skip


def upg(here: World) -> Actor:
    return here.with_role("gratuity_control", "tirtamulya")


def act(word: str, here: World, report_id: UUID, at: datetime = MONDAY, note: str = "Catatan", **more: Any) -> Report:
    """An act of the UPG on the report as it is now."""
    revision = Report.objects.values_list("revision", flat=True).get(id=report_id)
    getattr(actions, word)(by=upg(here), report_id=report_id, revision=revision, note=note, at=at, **more)
    return Report.objects.get(id=report_id)


def completed(by: Actor, report_id: UUID, at: datetime = MONDAY, value: int = 90_000, giver: str = "Warga") -> Report:
    """Completed by its reporter."""
    revision = Report.objects.values_list("revision", flat=True).get(id=report_id)
    texts = {"giver": giver, "thing_words": "Kue kering", "story": "Diantar ke loket."}
    actions.complete(by=by, report_id=report_id, revision=revision, value=value, texts=texts, photos=(), at=at)
    return Report.objects.get(id=report_id)
