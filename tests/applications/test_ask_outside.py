"""Asking for something the standard does not name: only the head of the unit, openly, and the clock stands still."""

from __future__ import annotations

import pytest

from maklumat.kernel import ledger
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed
from maklumat.modules.applications import actions
from maklumat.modules.applications.models import Application
from maklumat.modules.applications.queries.tracking import tracking
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build()


@pytest.fixture
def case(here):
    receipt = world.submit(world.fill("ktp-el-hilang-rusak"))
    return Application.objects.get(number=receipt.number), receipt.code


def test_the_head_asks_and_the_applicant_sees_it(here, case):
    application, code = case
    head = here.with_role("head", application.holder_unit.code)
    actions.ask_outside(
        by=head, application_id=application.id, what="Surat dari RT", revision=application.revision, at=MONDAY
    )
    page = tracking(code, MONDAY)[1]()
    assert page.paused and [note for _line, _label, note in page.wanting] == ["Surat dari RT"]
    assert "applications.asked_outside" in [fact.kind for fact in ledger.facts_about(application.id)]


@pytest.mark.parametrize("late", [0, 1])
def test_nobody_else_may_not_even_with_an_old_page(here, case, late):
    application, _code = case
    desk = here.with_role("front_desk", application.holder_unit.code)
    with pytest.raises(NotAllowed):
        actions.ask_outside(
            by=desk, application_id=application.id, what="Uang kopi", revision=application.revision - late, at=MONDAY
        )


def test_a_head_with_an_old_page_looks_again_first(here, case):
    application, _code = case
    head = here.with_role("head", application.holder_unit.code)
    with pytest.raises(Conflict):
        actions.ask_outside(by=head, application_id=application.id, what="Surat", revision=0, at=MONDAY)
    with pytest.raises(Invalid):
        actions.ask_outside(by=head, application_id=application.id, what="  ", revision=application.revision, at=MONDAY)
