"""What an officer typed is not lost when the act is refused: it stands in its field, or to be copied."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from maklumat.kernel import clock
from maklumat.modules.applications import actions
from maklumat.modules.applications.models import Application, LineCheck
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"
NOTE, ON_PAGE = "Sudah cocok dengan aslinya.", "Nama di isian berbeda satu huruf."


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


@pytest.fixture
def case(here, client) -> Application:
    draft = world.fill(SLUG)
    world.submit(draft)
    client.force_login(here.account("ani"))
    return Application.objects.get(id=draft.id)


def typed(client, case: Application) -> dict[str, str]:
    """What the officer sends: all accepted, one note beside *accepted*, one form page wanting."""
    page = client.get(reverse("applications:case", args=[case.id])).context
    sent = {f"verdict-{line.key}": "accepted" for line in page["lines"]}
    group = page["groups"][0].key
    return sent | {f"note-{page['lines'][0].key}": NOTE, f"verdict-{group}": "wanting", f"note-{group}": ON_PAGE}


def act(client, case: Application, sent: dict[str, str], verb: str = "check"):
    return client.post(reverse("applications:act", args=[case.id, verb]), {"revision": str(case.revision)} | sent)


def test_a_colleague_was_quicker_and_the_form_keeps_everything(here, client, case):
    sent = typed(client, case)
    actions.claim(by=here.actor("ani"), application_id=case.id, revision=case.revision, at=MONDAY)
    answer = act(client, case, sent)
    page = html.fromstring(answer.content.decode())
    assert answer.status_code == 409 and "baru saja diubah orang lain" in page.text_content()
    for name, value in sent.items():
        if name.startswith("note-"):
            assert page.xpath(f"//textarea[@name='{name}']")[0].text == value
        else:
            assert page.xpath(f"//input[@name='{name}'][@value='{value}']/@checked"), name
    assert not LineCheck.objects.exists()
    case.refresh_from_db()
    assert act(client, case, sent).status_code == 302, "sent again as it stands it is accepted"


def test_a_missing_explanation_loses_no_other_note(here, client, case):
    sent = typed(client, case)
    line = next(name for name in sent if name.startswith("verdict-") and "isian" not in name)
    answer = act(client, case, sent | {line: "wanting", line.replace("verdict", "note"): " "})
    assert answer.status_code == 422 and ON_PAGE in answer.content.decode()


def test_the_case_has_moved_on_and_the_notes_can_be_copied(here, client, case):
    sent = typed(client, case)
    step = {"by": here.actor("ani"), "application_id": case.id, "at": MONDAY + timedelta(minutes=1)}
    lines = dict.fromkeys(actions.working.checkable(case), ("accepted", ""))
    actions.check(verdicts=lines, revision=case.revision, **step)
    actions.advance(revision=case.revision + 1, **step)
    answer = act(client, case, sent | {"reason": "x"})
    page = html.fromstring(answer.content.decode())
    assert answer.status_code in (403, 409)
    kept = [one.text for one in page.xpath("//textarea[@readonly]")]
    assert NOTE in kept and ON_PAGE in kept and "Tulisan Anda yang belum tersimpan" in page.text_content()


def test_a_withdrawn_case_keeps_the_reason_of_its_refusal(here, client):
    draft = world.fill(SLUG)
    world.submit(draft)
    case = Application.objects.get(id=draft.id)
    client.force_login(here.account("ani"))
    actions.withdraw(by=world.ANONYMOUS, application_id=case.id, code=draft.code, at=MONDAY + timedelta(minutes=1))
    answer = act(client, case, {"rule": "Pasal 12", "reason": "Bukan warga sini."}, "reject")
    kept = [one.text for one in html.fromstring(answer.content.decode()).xpath("//textarea[@readonly]")]
    assert answer.status_code == 409 and kept == ["Pasal 12", "Bukan warga sini."]
