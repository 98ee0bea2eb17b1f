"""What is refused: it is on record where it opens a report, nothing that was chosen or typed is lost, and no thing stays in the unit's hands unseen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from maklumat.kernel.errors import Conflict
from maklumat.kernel.models import Entry
from maklumat.modules.gratuities import actions
from maklumat.modules.gratuities.models import Report
from tests.gratuities.gifts import act, completed, give
from tests.gratuities.test_reporting import FIELDS, browser

pytestmark = pytest.mark.django_db
TYPED = {
    **{key: value for key, value in FIELDS.items() if not key.startswith("received")},
    "story": "Cerita yang panjang sekali.",
}


@pytest.mark.parametrize(("who", "unit"), [("dewi", ""), ("gratuity_control", "tirtamulya")])
@pytest.mark.parametrize("sent", [{"act": "x"}, {}, {"act": "forward", "revision": 0}, {"act": "settle", "note": "x"}])
def test_a_refused_act_that_opens_a_report_is_a_look(here, who, unit, sent):
    row = give(here.actor("ani"))
    answer = browser(here, who, unit).post(f"/petugas/gratifikasi/{row.id}/langkah/", sent)
    assert answer.status_code in (403, 409, 422) and "Warga Banyuresik" in answer.content.decode()
    assert Entry.objects.filter(subject=row.id, kind="gratuities.viewed").count() == 1


def test_a_stranger_who_sends_an_act_opens_nothing(here):
    row = give(here.actor("ani"))
    for sent in ({"act": "x"}, {"act": "forward", "note": "n"}, {"act": "erase"}):
        answer = browser(here, "budi").post(f"/petugas/gratifikasi/{row.id}/langkah/", sent)
        assert answer.status_code == 404 and "Warga" not in answer.content.decode()


def test_what_was_typed_survives_a_lapse_and_another_window(here):
    ani, row = browser(here, "ani"), give(here.actor("ani"))
    path = f"/petugas/gratifikasi/{row.id}/lengkapi/"
    assert ani.get(path).status_code == 404  # nobody asked
    row = act("return_", here, row.id)
    completed(here.actor("ani"), row.id)
    answer = ani.post(path, {**TYPED, "revision": row.revision})
    assert answer.status_code == 409 and "Cerita yang panjang sekali." in answer.content.decode()
    row = act("return_", here, row.id)
    actions.sweep(row.due_at + timedelta(days=1))
    answer = ani.post(path, {**TYPED, "revision": row.revision})
    assert answer.status_code == 409 and "Cerita yang panjang sekali." in answer.content.decode()
    answer = ani.post(path, {**TYPED, "revision": row.revision + 1})
    assert (
        answer.status_code == 409
        and "sudah lewat" in answer.content.decode()
        and "Cerita yang panjang sekali." in answer.content.decode()
    )
    assert browser(here, "gratuity_control", "tirtamulya").post(path, {**TYPED, "revision": 0}).status_code == 404
    assert Report.objects.get().state == "lapsed"


def test_the_chosen_outcome_survives_a_refusal(here):
    row = act("forward", here, give(here.actor("ani")).id)
    laras = browser(here, "gratuity_control", "tirtamulya")
    sent = {"act": "determine", "revision": row.revision, "note": "", "outcome": "official"}
    answer = laras.post(f"/petugas/gratifikasi/{row.id}/langkah/", sent)
    assert answer.status_code == 422
    assert re.findall(r'<option value="(\w*)" selected', answer.content.decode()) == ["official"]


def test_a_thing_in_custody_leaves_before_the_report_is_put_away(here):
    ani = here.actor("ani")
    row = act("deposit", here, give(ani).id, inside=True)
    with pytest.raises(Conflict, match="masih dititipkan"):
        act("record", here, row.id)
    act("deposit", here, row.id, inside=False)
    row = act("record", here, row.id)
    with pytest.raises(Conflict, match="sudah selesai"):
        act("deposit", here, row.id, inside=True)
    assert not Report.objects.get(id=row.id).deposited


def test_a_thing_of_a_lapsed_report_can_still_leave(here):
    row = act("deposit", here, give(here.actor("ani")).id, inside=True)
    row = act("return_", here, row.id)
    actions.sweep(row.due_at + timedelta(days=1))
    row = Report.objects.get()
    laras, path = browser(here, "gratuity_control", "tirtamulya"), f"/petugas/gratifikasi/{row.id}/"
    assert row.state == "lapsed" and 'value="release"' in laras.get(path).content.decode()
    sent = {"act": "release", "revision": row.revision, "note": "Kepada pelapor"}
    assert laras.post(f"{path}langkah/", sent).status_code == 302
    page = laras.get(path).content.decode()
    assert not Report.objects.get().deposited and 'value="release"' not in page and 'value="deposit"' not in page
