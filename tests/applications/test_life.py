"""An application from the first page to the certificate, through the actions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maklumat.kernel import ledger
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed
from maklumat.modules.applications import actions
from maklumat.modules.applications.actions.issuing import mark_issued
from maklumat.modules.applications.models import Application
from maklumat.modules.applications.queries.cases import case_page
from maklumat.modules.applications.queries.tracking import tracking
from maklumat.modules.applications.rules.states import replay
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"


@pytest.fixture
def here():
    return world.build()


def work_off(here, application: Application, at, until_approval: bool = False):
    """Every step by whoever holds its role."""
    standard = case_page(here.actor("dewi"), application.id, at).standard
    while True:
        application.refresh_from_db()
        step = standard.steps[application.step]
        unit = application.holder_unit.code
        actor = here.with_role(step.role, unit)
        if step.act == "approve":
            if until_approval:
                return None
            return actions.approve(by=actor, application_id=application.id, revision=application.revision, at=at)
        if step.act == "check":
            page = case_page(actor, application.id, at)
            verdicts = {line.key: ("accepted", "") for line in page.lines if line.file}
            actions.check(
                by=actor, application_id=application.id, verdicts=verdicts, revision=application.revision, at=at
            )
            application.refresh_from_db()
        actions.advance(by=actor, application_id=application.id, revision=application.revision, at=at)


@pytest.mark.parametrize("slug", world.SLUGS)
def test_runs_from_form_to_approval(here, slug):
    draft = world.fill(slug)
    receipt = world.submit(draft)
    application = Application.objects.get(number=receipt.number)
    starts_at_once = tracking(draft.code, MONDAY)[1]().timing.started
    assert (application.due_at is not None) == starts_at_once
    work_off(here, application, MONDAY + timedelta(minutes=30))
    application.refresh_from_db()
    assert application.state == "approved"
    mark_issued(application.id, MONDAY + timedelta(minutes=40))
    page = tracking(draft.code, MONDAY + timedelta(hours=1))[1]()
    assert page.state == "issued"
    acts = [f.kind.rpartition(".")[2] for f in ledger.facts_about(application.id)]
    application.refresh_from_db()
    standing = replay(acts)
    assert (standing.state, standing.step) == (application.state, application.step)


def test_a_return_pauses_and_never_resets(here):
    draft = world.fill(SLUG)
    receipt = world.submit(draft)
    application = Application.objects.get(number=receipt.number)
    actor = here.with_role(
        case_page(here.actor("dewi"), application.id, MONDAY).step.role, application.holder_unit.code
    )
    line = application.attachments.first().requirement
    common = {"by": actor, "application_id": application.id}
    actions.check(verdicts={line: ("wanting", "Foto buram")}, revision=1, at=MONDAY, **common)
    before = tracking(draft.code, MONDAY)[1]().timing
    actions.return_to_applicant(revision=2, at=MONDAY, **common)
    later = MONDAY + timedelta(days=3)
    page = tracking(draft.code, later)[1]()
    assert page.state == "returned" and page.due_at is None
    assert page.timing.used == before.used
    with pytest.raises(Invalid):
        actions.complete(by=world.ANONYMOUS, application_id=draft.id, code=draft.code, at=later)
    actions.attach(application_id=draft.id, code=draft.code, requirement=line, content=world.photo("red"), at=later)
    actions.complete(by=world.ANONYMOUS, application_id=draft.id, code=draft.code, at=later)
    application.refresh_from_db()
    assert application.state == "in_process" and application.due_at > receipt.due_at
    actions.check(verdicts={line: ("wanting", "Masih buram")}, revision=application.revision, at=later, **common)
    if not actor.may("applications.supervise", application.holder_unit_id):
        with pytest.raises(NotAllowed):
            actions.return_to_applicant(revision=application.revision + 1, at=later, **common)


def test_refuses_to_submit_what_is_incomplete(here):
    draft = world.fill(SLUG, files=False)
    with pytest.raises(Invalid) as refusal:
        world.submit(draft)
    assert "lengkap" in refusal.value.message


def test_submitting_twice_answers_with_the_same_receipt(here):
    draft = world.fill(SLUG)
    assert world.submit(draft) == world.submit(draft, MONDAY + timedelta(minutes=1))


def test_two_officers_collide_politely(here):
    receipt = world.submit(world.fill(SLUG))
    application = Application.objects.get(number=receipt.number)
    actor = here.with_role(application.holder_role, application.holder_unit.code)
    actions.claim(by=actor, application_id=application.id, revision=1, at=MONDAY)
    with pytest.raises(Conflict):
        actions.claim(by=actor, application_id=application.id, revision=1, at=MONDAY)
