"""The life of a report through its acts: clock, shield, returns, objections, ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maklumat.kernel import ledger, notify
from maklumat.kernel.actor import ANONYMOUS, SYSTEM
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Identity, Report
from maklumat.modules.complaints.queries.cases import case_page
from maklumat.modules.complaints.queries.inbox import Filter, inbox
from maklumat.modules.complaints.queries.public import public_list, public_report
from maklumat.modules.complaints.queries.tracking import tracking
from maklumat.modules.complaints.rules import ladder
from maklumat.modules.units import api as units
from tests import world
from tests.complaints.cast import SLUG, TEXT, act, coordinator, file, revision, seen_by
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def here():
    return world.build((SLUG,))


def kinds(one):
    return [fact.kind.partition(".")[2] for fact in ledger.facts_about(one.id)]


def test_a_report_goes_all_the_way(here):
    one, desk, head = file(), coordinator(here), here.actor("bambang")
    assert one.number.startswith("ADU-26-") and one.row.state == "received"
    act("verify", one, desk)
    act("take_on", one, head)
    act("ask", one, head)
    actions.reply(by=ANONYMOUS, code=one.code, text="Senin pagi.", at=MONDAY + DAY)
    act("answer", one, head, MONDAY + 2 * DAY)
    actions.confirm(by=ANONYMOUS, code=one.code, at=MONDAY + 3 * DAY)
    assert (one.row.state, one.row.ending) == ("closed", "confirmed")
    assert kinds(one) == ["filed", "verified", "taken_on", "asked", "told", "answered", "closed"]


def test_the_clock_waits_for_the_reporter_and_is_never_reset(here):
    one, desk, head = file(), coordinator(here), here.actor("bambang")
    act("verify", one, desk)
    due = one.row.due_at
    act("take_on", one, head)
    act("ask", one, head)
    assert one.row.due_at is None and tracking(one.code, MONDAY + DAY).timing.paused
    actions.reply(by=ANONYMOUS, code=one.code, text="Senin pagi.", at=MONDAY + 7 * DAY)
    # Tuesday to Friday are four whole days of waiting, and of the Monday of the reply the first opening hour.
    later = one.row.due_at
    assert due + 6 * DAY < later < due + 7 * DAY
    act("answer", one, head, MONDAY + 8 * DAY)
    actions.object_to(by=ANONYMOUS, code=one.code, text="Belum ada yang berubah.", at=MONDAY + 9 * DAY)
    assert one.row.state == "in_process" and one.row.intervals.count() == 5 and one.row.objections == 1
    assert later + 2 * DAY < one.row.due_at < later + 4 * DAY  # one more day of standing still, over a weekend


def test_what_the_public_reads_is_masked_and_only_after_verification(here):
    one = file()
    assert public_list().rows == ()
    act("verify", one, coordinator(here))
    page = public_report(one.number)
    assert (
        "Suryadi" not in page.text
        and "3456-7890" not in page.text
        and "[nama]" in page.text
        and "Rp 50.000" in page.text
    )
    assert "Citra" not in str(page)


def test_what_an_officer_leaves_unmasked_is_masked_all_the_same(here):
    one = file()
    act("verify", one, coordinator(here), public_title="Pak Suryadi", public_text="Telepon 0812-3456-7890 milik warga.")
    page = public_report(one.number)
    assert (page.title, page.text) == ("Pak [nama]", "Telepon [nomor telepon] milik warga.")


def test_a_secret_report_is_never_public_and_staff_cannot_make_it_so(here):
    one = file(secret=True)
    act("verify", one, coordinator(here), secret=False)
    assert one.row.secret and public_list().rows == ()
    with pytest.raises(Missing):
        public_report(one.number)


def test_what_becomes_secret_later_is_withdrawn(here):
    one, desk = file(), coordinator(here)
    act("verify", one, desk)
    act("narrow", one, here.actor("bambang"), anonymous=False, secret=True)
    assert public_list().rows == () and one.row.public_text == ""
    with pytest.raises(Conflict):
        act("narrow", one, here.actor("bambang"), anonymous=False, secret=True)


def test_oversight_goes_to_the_inspectorate_out_of_sight_of_the_unit_and_those_above(here):
    one = file(oversight=True)
    assert one.row.secret and one.row.holder_unit.code == "inspektorat"
    assert seen_by(here.actor("dewi"), one)
    for stranger in (here.actor("bambang"), here.actor("ani"), here.actor("budi"), coordinator(here)):
        assert not seen_by(stranger, one)


def test_verified_as_oversight_it_leaves_the_unit_it_names(here):
    one, desk = file(), coordinator(here)
    act("verify", one, desk, kind="oversight")
    assert one.row.secret and one.row.holder_unit.code == "inspektorat" and not seen_by(desk, one)
    assert seen_by(here.actor("dewi"), one) and public_list().rows == ()


def test_not_ours_twice_goes_to_a_person_who_decides_for_good(here):
    one, desk, head = file(), coordinator(here), here.actor("bambang")
    act("verify", one, desk)
    act("hand_back", one, head)
    assert (one.row.state, one.row.holder_unit.code) == ("received", "tirtamulya")
    judge = here.with_role("complaint_coordinator", "tirtamulya")
    act("verify", one, judge)
    act("hand_back", one, head)
    assert (one.row.state, one.row.returns) == ("judging", 2)
    act("place", one, judge, unit="disdukcapil")
    with pytest.raises(Conflict):
        act("hand_back", one, head)


def test_strangers_get_nothing(here):
    one = file()
    for name in ("budi", "ani"):
        assert not seen_by(here.actor(name), one)
        with pytest.raises(Missing):
            act("verify", one, here.actor(name))
    with pytest.raises(Missing):
        actions.reply(by=ANONYMOUS, code="K7PM4QXR9TBN", text="x", at=MONDAY)


def test_a_head_sees_but_does_not_verify(here):
    one = file()
    assert seen_by(here.actor("bambang"), one)
    with pytest.raises(NotAllowed):
        act("verify", one, here.actor("bambang"))


def test_two_officers_at_once_are_noticed(here):
    one, desk = file(), coordinator(here)
    seen = revision(one)
    act("verify", one, desk)
    with pytest.raises(Conflict):
        actions.take_on(by=here.actor("bambang"), report_id=one.id, revision=seen, at=MONDAY)


def test_an_answer_that_says_nothing_comes_back_once(here):
    one, head = file(), here.actor("bambang")
    act("verify", one, coordinator(here))
    act("take_on", one, head)
    nothing = {"text": "Terima kasih atas laporannya, akan kami tindaklanjuti.", "done_on": "segera"}
    with pytest.raises(Invalid):
        act("answer", one, head, **nothing)
    act("answer", one, head, **nothing, sure=True)
    assert one.row.state == "answered"


def test_silence_ends_it_after_ten_working_days_and_objection_still_opens_it(here):
    one, head = file(), here.actor("bambang")
    act("verify", one, coordinator(here))
    act("take_on", one, head)
    act("answer", one, head)
    assert actions.end_waits(MONDAY + 13 * DAY) == 0
    assert actions.end_waits(MONDAY + 15 * DAY) == 1
    assert (one.row.state, one.row.ending) == ("closed", "silent")
    actions.object_to(by=ANONYMOUS, code=one.code, text="Saya baru membaca.", at=MONDAY + 20 * DAY)
    assert (one.row.state, one.row.ending, one.row.finished_at) == ("in_process", "", None)


def test_too_late_an_objection_is_refused_politely(here):
    one, head = file(), here.actor("bambang")
    act("verify", one, coordinator(here))
    act("take_on", one, head)
    act("answer", one, head)
    actions.confirm(by=ANONYMOUS, code=one.code, at=MONDAY + DAY)
    with pytest.raises(Conflict):
        actions.object_to(by=ANONYMOUS, code=one.code, text="Ternyata belum.", at=MONDAY + 40 * DAY)


def test_a_dispute_ends_openly_after_two_objections(here):
    one, head = file(), here.actor("bambang")
    act("verify", one, coordinator(here))
    act("take_on", one, head)
    for turn in range(2):
        act("answer", one, head, MONDAY + turn * DAY)
        if not turn:
            with pytest.raises(Conflict):
                act("settle", one, head, MONDAY)
        actions.object_to(by=ANONYMOUS, code=one.code, text="Belum beres.", at=MONDAY + turn * DAY)
    act("settle", one, head, MONDAY + 2 * DAY)
    assert (one.row.state, one.row.ending) == ("closed", "disputed")
    with pytest.raises(Conflict):
        actions.object_to(by=ANONYMOUS, code=one.code, text="Masih belum.", at=MONDAY + 3 * DAY)


def test_an_unanswered_question_lets_the_clock_run_on(here):
    one, head = file(), here.actor("bambang")
    act("verify", one, coordinator(here))
    act("take_on", one, head)
    act("ask", one, head)
    actions.end_waits(MONDAY + 16 * DAY)
    assert one.row.state == "in_process" and "left_untold" in kinds(one)


def test_each_step_of_the_ladder_fires_once(here):
    one = file()
    for _again in range(3):
        actions.reach_steps(MONDAY + 60 * DAY)
    steps = [fact.data["step"] for fact in ledger.facts_about(one.id) if fact.kind == "complaints.step_reached"]
    assert sorted(steps) == sorted(set(steps)) and {"verify_late/0", "limit_100", "limit_150"} <= set(steps)


def test_nothing_of_a_person_stands_in_the_ledger_or_in_clear_in_a_row(here):
    one = file()
    act("verify", one, coordinator(here), secret=True)
    for fact in ledger.facts_about(one.id):
        assert not any(word in str(fact) for word in ("Citra", "Suryadi", "3456-7890", "81234567890"))
    row = one.row
    clear = " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)
    clear += str(bytes(row.content)) + str(bytes(Identity.objects.get(report=row).sealed))
    assert not any(word in clear for word in ("Citra", "Suryadi", "81234567890", "loket", TEXT[:20]))


def test_who_reported_takes_two_persons_and_tells_the_reporter(here):
    one, desk = file(anonymous=True), here.with_role("complaint_coordinator", "tirtamulya")
    with pytest.raises(NotAllowed):  # the unit complained about
        actions.ask_reveal(by=coordinator(here), report_id=one.id, reason="Perlu tahu", at=MONDAY)
    wish = actions.ask_reveal(by=desk, report_id=one.id, reason="Panggilan pengadilan", at=MONDAY)
    with pytest.raises(NotAllowed):
        actions.agree_reveal(by=desk, reveal_id=wish, at=MONDAY)
    with pytest.raises(Conflict):
        actions.look_at_reporter(by=desk, reveal_id=wish, at=MONDAY)
    with pytest.raises(Missing):
        actions.agree_reveal(by=here.actor("budi"), reveal_id=wish, at=MONDAY)
    actions.agree_reveal(by=here.actor("dewi"), reveal_id=wish, at=MONDAY)
    assert actions.look_at_reporter(by=desk, reveal_id=wish, at=MONDAY).name == "Citra Lestari"
    with pytest.raises(Missing):
        actions.look_at_reporter(by=coordinator(here), reveal_id=wish, at=MONDAY)
    with pytest.raises(Conflict):
        actions.look_at_reporter(by=desk, reveal_id=wish, at=MONDAY + 4 * DAY)
    assert kinds(one)[-3:] == ["reveal_asked", "reveal_agreed", "identity_viewed"]


def test_the_reporter_is_told_by_each_channel_once(here):
    one = file()
    fact = ledger.facts_about(one.id)[0]
    for _again in range(2):
        actions.telling.tell_reporter(fact)
    assert notify.pending() == 1


def test_sending_twice_gives_the_same_receipt(here):
    one = file()
    again = actions.send(by=ANONYMOUS, report_id=one.id, code=one.code, at=MONDAY)
    assert again.number == one.number and kinds(one).count("filed") == 1


def test_new_limits_hold_for_what_is_filed_from_their_day_on(here):
    before = file()
    newer = {
        **ladder.FIRST,
        "version": 2,
        "valid_from": "2026-11-03",
        "limits": {**ladder.FIRST["limits"], "complaint": 7},
    }
    actions.ladders.record_ladder(by=SYSTEM, data=newer, at=MONDAY)
    same_day, after = file(), file(at=MONDAY + DAY)
    assert [one.row.ladder for one in (before, same_day, after)] == [1, 1, 2]
    act("verify", after, coordinator(here), MONDAY + DAY)
    act("verify", before, coordinator(here), MONDAY + DAY)
    assert tracking(after.code, MONDAY + DAY).timing.allowed == 7
    assert tracking(before.code, MONDAY + DAY).timing.allowed == 14
    with pytest.raises(Conflict):
        actions.ladders.record_ladder(by=SYSTEM, data=newer, at=MONDAY)
    with pytest.raises(Invalid):
        actions.ladders.record_ladder(by=SYSTEM, data={**newer, "version": 3, "basis": ""}, at=MONDAY)


def test_an_inspector_with_a_post_in_the_unit_sees_nothing_of_it(here):
    one = file(oversight=True)
    free = file(oversight=True, slug="", unit="dpmptsp")
    dewi = here.account("dewi")
    unit = units.tree().by_code["disdukcapil"].id
    units.appoint(by=SYSTEM, account_id=dewi.id, unit_id=unit, role="technical", at=MONDAY)
    actor = here.actor("dewi", MONDAY + DAY)
    assert not seen_by(actor, one) and seen_by(actor, free)
    listed = [row.number for row in inbox(actor, Filter(scope="open"), MONDAY + DAY).rows]
    assert listed == [free.number]


def test_whoever_is_named_sees_nothing(here):
    one = file(oversight=True)
    Report.objects.filter(id=one.id).update(named=[here.account("dewi").id])
    assert not seen_by(here.actor("dewi"), one)
    assert inbox(here.actor("dewi"), Filter(scope="open"), MONDAY).rows == ()


def test_about_the_inspectorate_itself_the_reporter_is_sent_on_and_keeps_the_text(here):
    draft = actions.start(by=ANONYMOUS, at=MONDAY)
    common = {"report_id": draft.id, "code": draft.code, "at": MONDAY}
    actions.describe(text=TEXT, oversight=True, **common)
    actions.locate(slug="", unit="inspektorat", category="", region="", place="", **common)
    with pytest.raises(Conflict, match="Ombudsman"):
        actions.send(by=ANONYMOUS, **common)
    assert Report.objects.get(id=draft.id).state == "draft"


def test_the_reporters_own_name_is_masked_wherever_it_stands(here):
    one = file(text="Nama saya citra lestari. Kata petugas: Lestari tunggu saja, padahal CITRA sudah antre.")
    act("verify", one, coordinator(here))
    act("take_on", one, here.actor("bambang"))
    act("answer", one, here.actor("bambang"), text="Kami sudah menelepon Citra Lestari dan meminta maaf.")
    page = str(public_report(one.number)).casefold()
    assert "citra" not in page and "lestari" not in page and "[nama] tunggu saja" in page


def test_of_an_anonymous_report_the_office_reads_no_trace_of_its_writer(here):
    one = file(text="Saya Citra, wa 0812-3456-7890. Pak Suryadi minta uang.", anonymous=True)
    act("verify", one, coordinator(here))
    act("take_on", one, here.actor("bambang"))
    act("ask", one, here.actor("bambang"))
    actions.reply(by=ANONYMOUS, code=one.code, text="Telepon saja citra lestari.", at=MONDAY)
    page = case_page(here.actor("bambang"), one.id, MONDAY)
    assert page.text == "Saya [nama], wa [nomor telepon]. Pak Suryadi minta uang."
    assert page.entries[-1].text == "Telepon saja [nama]."
    assert "Citra" not in str(inbox(here.actor("bambang"), Filter(scope="open"), MONDAY).rows)


def test_nobody_agrees_to_his_own_wish(here):
    one = file(oversight=True)
    wish = actions.ask_reveal(by=here.actor("dewi"), report_id=one.id, reason="Pemeriksaan", at=MONDAY)
    with pytest.raises(NotAllowed, match="orang kedua"):
        actions.agree_reveal(by=here.actor("dewi"), reveal_id=wish, at=MONDAY)


def test_another_code_opens_no_draft(here):
    draft, other = (actions.start(by=ANONYMOUS, at=MONDAY) for _n in range(2))
    with pytest.raises(Missing):
        actions.describe(report_id=draft.id, code=other.code, text=TEXT, oversight=False, at=MONDAY)


def test_an_officer_names_the_unit_complained_about_and_the_inspectorate_answers(here):
    one = file(slug="")
    act(
        "verify",
        one,
        here.with_role("complaint_coordinator", "tirtamulya"),
        kind="oversight",
        unit="inspektorat",
        about="disdukcapil",
    )
    assert (one.row.holder_unit.code, one.row.about_unit.code) == ("inspektorat", "disdukcapil")
    assert not seen_by(here.actor("bambang"), one) and seen_by(here.actor("dewi"), one)
    unnamed = file(slug="")
    act("verify", unnamed, here.with_role("complaint_coordinator", "tirtamulya"), kind="oversight", unit="inspektorat")
    assert unnamed.row.holder_unit.code == "inspektorat" and unnamed.row.about_unit is None


def test_a_report_on_abuse_of_office_stays_with_the_inspectorate_and_its_facts_do_not_tell_whom_it_is_about(here):
    one, dewi = file(oversight=True), here.actor("dewi")
    filed = ledger.facts_about(one.id)[0]
    assert filed.data["service_id"] is None and filed.data["about_unit"] is None
    act("verify", one, dewi, kind="oversight")
    act("take_on", one, dewi)
    with pytest.raises(Conflict):
        act("hand_back", one, dewi)


def test_nobody_of_the_unit_its_agency_or_below_asks_who_reported_anonymously(here):
    one = file(slug="", unit="dukcapil-loket-kota", anonymous=True)
    act("verify", one, coordinator(here), unit="dukcapil-loket-kota")
    with pytest.raises(NotAllowed, match="anonim"):
        actions.ask_reveal(by=coordinator(here), report_id=one.id, reason="Perlu tahu", at=MONDAY)


def test_the_reporter_says_once_how_content_he_is_and_only_after_the_end(here):
    one, desk, head = file(), coordinator(here), here.actor("bambang")
    with pytest.raises(Conflict):
        actions.rate(by=ANONYMOUS, code=one.code, stars=4, at=MONDAY)
    act("verify", one, desk)
    act("take_on", one, head)
    act("answer", one, head)
    actions.confirm(by=ANONYMOUS, code=one.code, at=MONDAY + DAY)
    assert tracking(one.code, MONDAY + DAY).may_rate
    with pytest.raises(Invalid):
        actions.rate(by=ANONYMOUS, code=one.code, stars=0, at=MONDAY + DAY)
    actions.rate(by=ANONYMOUS, code=one.code, stars=3, at=MONDAY + DAY)
    assert one.row.satisfaction == 3 and not tracking(one.code, MONDAY + DAY).may_rate
    with pytest.raises(Conflict):
        actions.rate(by=ANONYMOUS, code=one.code, stars=1, at=MONDAY + DAY)


def test_what_was_begun_and_not_sent_is_deleted_after_a_month(here):
    draft, sent = actions.start(by=ANONYMOUS, at=MONDAY), file()
    actions.attach(report_id=draft.id, code=draft.code, content=world.photo(), at=MONDAY)
    assert actions.sweep_drafts(MONDAY + 29 * DAY) == 0
    assert actions.sweep_drafts(MONDAY + 31 * DAY) == 1
    assert list(Report.objects.values_list("id", flat=True)) == [sent.id]
