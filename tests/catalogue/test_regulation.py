"""What the law asks is data with a date and a source; an edition that is added changes nothing that was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.catalogue import actions, queries
from maklumat.modules.catalogue.models import Service
from maklumat.modules.catalogue.rules import regulation
from maklumat.modules.catalogue.rules.standard import Decision
from tests import world
from tests.world import MONDAY

SLUG = "ktp-el-hilang-rusak"
NEW = replace(
    regulation.EDITIONS[-1],
    valid_from=date(2026, 12, 1),
    review_standard_after=timedelta(days=730),
    review_charter_after=timedelta(days=100),
    charter=("Kalimat baru.",),
)


def test_editions_follow_each_other_and_name_their_source():
    for one in regulation.EDITIONS:
        assert one.charter and one.charter_basis and one.review_standard_basis and one.review_charter_basis
    assert all(a.valid_from < b.valid_from for a, b in pairwise(regulation.EDITIONS))
    assert regulation.on(date(1999, 1, 1)) is regulation.EDITIONS[0]


@pytest.mark.django_db
def test_an_edition_counts_from_its_day_on_and_touches_nothing_older(monkeypatch):
    world.build((SLUG,))
    unit_id = Service.objects.get(slug=SLUG).unit_id
    decision = Decision(number="1", date=MONDAY.date(), signatory="Kepala", signatory_title="Kepala Dinas")
    actions.publish_maklumat(by=SYSTEM, unit_id=unit_id, decision=decision, at=MONDAY)
    before = queries.maklumat_in_force(unit_id)
    monkeypatch.setattr(regulation, "EDITIONS", (*regulation.EDITIONS, NEW))
    assert queries.maklumat_in_force(unit_id) == before and before.text != NEW.charter
    assert before.review_due == MONDAY.date() + timedelta(days=365)
    later = MONDAY + timedelta(days=40)
    actions.publish_maklumat(
        by=SYSTEM, unit_id=unit_id, decision=decision.model_copy(update={"date": later.date()}), at=later
    )
    after = queries.maklumat_in_force(unit_id)
    assert after.text == NEW.charter and after.review_due == later.date() + timedelta(days=100)
    for at, days in ((MONDAY, 365), (later, 730)):
        version_id = actions.draft_from(by=SYSTEM, service_id=Service.objects.get(slug=SLUG).id, at=at)
        dated = decision.model_copy(update={"date": at.date()})
        actions.publish(by=SYSTEM, version_id=version_id, decision=dated, consultation=None, at=at)
        assert queries.version(version_id).review_due == at.date() + timedelta(days=days)
