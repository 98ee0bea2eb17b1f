"""Dividing, joining, transferring, in any order: one responsible unit at every instant, a whole ends with its parts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maklumat.kernel import crypto, ledger, notify
from maklumat.kernel.actor import ANONYMOUS
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.actions import telling
from maklumat.modules.complaints.models import Companion, Link
from maklumat.modules.complaints.queries.cases import case_page
from maklumat.modules.complaints.queries.drafts import alike
from maklumat.modules.complaints.queries.public import public_report
from maklumat.modules.complaints.queries.tracking import tracking
from tests import world
from tests.complaints.cast import act, file, revision, seen_by
from tests.proofs import knots
from tests.proofs.knots import LAMP, divide
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def here():
    return world.build(())


@pytest.fixture
def desk(here):
    return here.with_role("complaint_coordinator", "tirtamulya")


def end(part, desk, at=MONDAY):
    act("take_on", part, desk, at)
    act("answer", part, desk, at)
    actions.confirm(by=ANONYMOUS, code=part.code, part=part.number, at=at)


def test_a_report_for_two_units_is_one_thread_and_ends_with_its_last_part(here, desk):
    one = file(text=LAMP, slug="")
    road, lamp = divide(one, desk)
    assert (road.row.holder_unit.code, lamp.row.holder_unit.code) == ("dpupr", "dishub")
    assert road.row.due_at is not None and one.row.due_at is None and one.row.state == "divided"
    assert public_report(one.number).text == LAMP  # dividing verifies
    end(road, desk)
    page = tracking(one.code, MONDAY)
    assert [part.facts.state for part in page.parts] == ["closed", "forwarded"] and one.row.state == "divided"
    assert page.parts[0].facts.entries[0].kind == "answer"
    end(lamp, desk)
    assert (one.row.state, one.row.ending) == ("closed", "confirmed")
    assert one.row.answered_at == lamp.row.answered_at and one.row.answered_in_time
    actions.object_to(by=ANONYMOUS, code=one.code, part=lamp.number, text="Masih mati.", at=MONDAY + HOUR)
    assert (one.row.state, lamp.row.state, road.row.state) == ("divided", "in_process", "closed")


def test_the_clock_of_a_part_goes_on_from_the_first_one(here, desk):
    one = file(text=LAMP, slug="")
    act("verify", one, desk, unit="dpupr")
    due = one.row.due_at
    road, _lamp = divide(one, desk, MONDAY + 3 * HOUR)
    assert road.row.due_at == due


def test_what_must_stay_whole_is_not_divided(here, desk):
    one, oversight = file(text=LAMP, slug=""), file(oversight=True)
    with pytest.raises(Invalid, match="berbeda"):
        divide(one, desk, offices=("dpupr", "dpupr"))
    with pytest.raises(Invalid):
        divide(one, desk, offices=("dpupr",))
    with pytest.raises(Conflict, match="Inspektorat"):
        divide(oversight, here.actor("dewi"))
    road, _lamp = divide(one, desk)
    with pytest.raises(Conflict, match="bagian"):
        divide(road, desk)
    with pytest.raises(NotAllowed):
        divide(file(text=LAMP, slug="", unit="disdukcapil"), here.actor("bambang"))


def test_hiding_a_part_hides_the_whole(here, desk):
    one = file(text=LAMP, slug="")
    act("verify", one, desk, unit="dpupr")
    road, _lamp = divide(one, desk)
    assert public_report(one.number).number == one.number
    actions.narrow(by=desk, report_id=road.id, anonymous=False, secret=True, revision=revision(road), at=MONDAY)
    assert one.row.secret and one.row.published_at is None


def test_the_same_matter_is_linked_and_can_be_taken_apart_again(here, desk):
    main, same = file(text=LAMP, slug=""), file(text="Lampu pasar mati juga, gelap kalau malam.", slug="", name="")
    act("verify", main, desk, unit="dishub")
    actions.join(by=desk, report_id=same.id, number=main.number, revision=revision(same), at=MONDAY)
    assert same.row.state == "joined" and tracking(same.code, MONDAY).related.main == (main.number, main.id)
    assert public_report(main.number).concerned == 1
    actions.part_as_reporter(by=ANONYMOUS, code=same.code, at=MONDAY + HOUR)
    link = Link.objects.get()
    assert same.row.state == "received" and link.undone_at == MONDAY + HOUR and link.by == desk.account_id
    assert same.row.intervals.get(state="paused").reason == "joined"


def test_who_joined_gets_the_same_news_as_who_reported(here, desk):
    main, same = file(text=LAMP, slug=""), file(text=LAMP, slug="", phone="+628999000111")
    act("verify", main, desk, unit="dishub")
    actions.join(by=desk, report_id=same.id, number=main.number, revision=revision(same), at=MONDAY)
    actions.accompany(
        by=ANONYMOUS, number=main.number, phone="+628777000222", email="", source="x", language="id", at=MONDAY
    )
    act("take_on", main, desk)
    act("answer", main, desk)
    fact = next(f for f in ledger.facts_about(main.id) if f.kind == "complaints.answered")
    before = notify.pending()
    telling.tell_reporter(fact)
    assert notify.pending() == before + 3


def test_a_report_on_abuse_of_office_is_linked_to_nothing(here, desk):
    main, hidden = file(text=LAMP, slug=""), file(oversight=True)
    with pytest.raises(Conflict):
        actions.join(by=here.actor("dewi"), report_id=hidden.id, number=main.number, revision=1, at=MONDAY)
    with pytest.raises(Exception, match="ditemukan"):
        actions.join(by=desk, report_id=main.id, number=hidden.number, revision=1, at=MONDAY)
    assert not seen_by(desk, hidden)


def test_a_neighbour_is_counted_once_and_may_leave(here, desk):
    main = file(text=LAMP, slug="")
    act("verify", main, desk, unit="dishub")
    same = {"by": ANONYMOUS, "number": main.number, "phone": "+628777000222", "email": "", "source": "x",
            "language": "id", "at": MONDAY}  # fmt: skip
    actions.accompany(**same)
    assert actions.accompany(**same).code == ""  # who types another's number gets no hold of it
    assert public_report(main.number).concerned == 1
    code = crypto.unseal_json(Companion.objects.get().sealed, "companion")["code"]
    assert actions.leave(by=ANONYMOUS, code=code, at=MONDAY) == main.number
    assert public_report(main.number).concerned == 0
    mute = actions.accompany(**same | {"phone": ""})
    assert mute.code and actions.leave(by=ANONYMOUS, code=mute.code, at=MONDAY) == main.number


def test_whatever_is_divided_joined_or_transferred_has_one_responsible_unit(here):
    assert knots.tie(here, 8, steps=25) > 30


def test_the_same_matter_is_suggested_to_the_writer_and_at_triage_and_never_what_is_hidden(here, desk, client):
    other = file(text="Petugas loket galak dan membentak warga tua.", slug="")
    main = file(text="Lampu jalan depan Pasar Banyuresik mati total, gelap kalau malam.", slug="")
    act("verify", main, desk, unit="dishub")
    act("verify", other, desk, unit="disdukcapil", secret=True)
    same = "Penerangan jalan di depan pasar Banyuresik mati, gelap sekali tiap malam."
    draft = actions.start(by=ANONYMOUS, at=MONDAY + HOUR)
    common = {"report_id": draft.id, "code": draft.code, "at": MONDAY + HOUR}
    actions.describe(text=same, oversight=False, **common)
    assert [one.number for one in alike(draft.id, draft.code, MONDAY + HOUR)] == [main.number]
    actions.describe(text="Petugas di loket galak, warga tua dibentak.", oversight=False, **common)
    assert alike(draft.id, draft.code, MONDAY + HOUR) == ()
    actions.describe(text=same, oversight=True, **common)
    assert alike(draft.id, draft.code, MONDAY + HOUR) == ()
    waiting = file(text=same, slug="", at=MONDAY + HOUR)
    assert [one.number for one in case_page(desk, waiting.id, MONDAY + HOUR).similar] == [main.number]
