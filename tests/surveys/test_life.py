"""From the case that ended to the published result: drawn, answered once, counted, settled, published, followed up."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import ledger
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.kernel.models import Entry, Message
from maklumat.modules.surveys import actions
from maklumat.modules.surveys.models import Answer, Candidate, Comment, Round
from maklumat.modules.surveys.queries.figures import outcome
from maklumat.modules.surveys.queries.rounds import token_for
from maklumat.modules.surveys.rules.layout import own_total, ticks
from maklumat.modules.surveys.rules.quality import Flag
from maklumat.modules.surveys.rules.tokens import read
from maklumat.modules.units import api as units
from tests import world
from tests.surveys.cast import answer_all, drawn, given, instrument_of, wait
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
UNIT = "disdukcapil"
LATER = MONDAY + timedelta(days=31)


@pytest.fixture
def here():
    return world.build(())


def unit_id(code: str = UNIT):
    return units.tree().by_code[code].id


def test_the_system_draws_and_nothing_tells_who_was_asked(here):
    row = drawn(UNIT, 40)
    assert row.size >= 8 and row.waiting >= row.size
    assert not Candidate.objects.exists()
    letters = list(Message.objects.values_list("burns", flat=True))
    assert len(letters) == 40 and all(letters)
    assert not Message.objects.exclude(about=None).exists()
    facts = [fact for fact in ledger.facts_about(row.id) if fact.kind == "surveys.drawn"]
    assert facts[0].data["invited"] == row.size and facts[0].by_kind == "system"


def test_too_few_wait_until_they_can_hide_among_others(here):
    wait(UNIT, 7)
    assert actions.draw_rounds(MONDAY) == 0
    wait(UNIT, 1, start=7)
    assert actions.draw_rounds(MONDAY) == 8


def test_small_services_are_asked_together_after_two_weeks(here):
    for service in (uuid4(), uuid4()):
        wait(UNIT, 5, service_id=service)
    assert actions.draw_rounds(MONDAY + timedelta(days=13)) == 0
    assert actions.draw_rounds(MONDAY + timedelta(days=15)) == 10
    assert Round.objects.get().service_id is None


def test_nobody_is_asked_after_two_months(here):
    wait(UNIT, 3)
    assert actions.draw_rounds(MONDAY + timedelta(days=61)) == 0
    assert not Candidate.objects.exists()
    assert Entry.objects.filter(kind="surveys.given_up").exists()


def test_answers_move_the_index_in_steps_of_eight(here):
    row, seen = drawn(UNIT, 60), []
    for place in range(26):
        answer_all(row, [[4, 4, 4, 4, 4, 4, 4, 4, 4]], start=place, over=False)
        seen.append(outcome(unit_id(), "skm", row.period).answered)
    assert seen == [0] * 15 + [8] * 8 + [16] * 3
    assert outcome(unit_id(), "skm", row.period).makeup["sex"] == {1: 0, 2: 0}
    answer_all(row, [[3, 3, 3, 4, 3, 3, 3, 2, 3]] * 2, start=26)
    found = outcome(unit_id(), "skm", row.period)
    assert (found.answered, str(found.index)) == (28, "98.21")
    assert found.grade == "A" and found.weakest[0] == "sarpras"
    assert outcome(unit_id("tirtamulya"), "skm", row.period).index == found.index


def test_sums_are_those_of_the_answers_whatever_was_counted_when(here):
    """Steps, flags of the night and the end of the round add up to what all answers say together."""
    row, dice = drawn(UNIT, 90), Random(5)
    for place in range(60):
        said = [dice.choice((1, 2, 3, 4, 4, None)) for _item in range(9)]
        many = {"seconds": dice.choice((4, 90, None)), "traits": {"sex": dice.choice((1, 2, None))}}
        phone = f"phone {place // 10}"
        actions.answer(
            row=row, place=place, given=given(said, **many), device=phone, at=MONDAY + timedelta(minutes=place)
        )
        if place == 40:
            actions.settle(MONDAY + timedelta(hours=14))
    actions.settle(LATER)
    row.refresh_from_db()
    one, answers = instrument_of(row), list(Answer.objects.filter(round=row))
    sums = [sum(column) for column in zip(*(ticks(one, answer.values) for answer in answers), strict=True)]
    sound = [
        sum(column)
        for column in zip(*(ticks(one, answer.values) for answer in answers if not answer.flags), strict=True)
    ]
    assert (row.answered, row.came, row.ticks, row.sound_ticks) == (60, 60, sums, sound)
    assert row.sound == sum(not answer.flags for answer in answers) < 60
    totals = [total for answer in answers if (total := own_total(one, answer.values)) is not None]
    assert (row.whole, row.total, row.squares) == (len(totals), sum(totals), sum(total**2 for total in totals))


def test_too_few_are_gathered_with_others_and_none_is_lost(here):
    """Three answers of one round and six of another of the unit count together, as nine; two of another unit wait for those above."""
    for start, many in ((0, 3), (40, 6)):
        row = drawn(UNIT, 40, at=MONDAY + timedelta(hours=start))
        answer_all(row, [[3] * 9] * many, at=MONDAY + timedelta(hours=start), over=False)
    few = drawn("dpmptsp", 40, at=MONDAY)
    answer_all(few, [[2] * 9] * 2, over=False)
    assert [actions.settle(LATER + timedelta(days=days)) for days in (0, 1, 2)] == [0, 0, 9]
    assert outcome(unit_id(), "skm", row.period).answered == 9
    assert outcome(unit_id("dpmptsp"), "skm", row.period).answered == 0
    for days in range(40, 400):
        actions.settle(MONDAY + timedelta(days=days))
    assert Answer.objects.filter(moment__isnull=False).count() == 2
    other = drawn("dpmptsp", 40, at=MONDAY + timedelta(days=400))
    answer_all(other, [[2] * 9] * 7, at=MONDAY + timedelta(days=400), over=False)
    for days in range(430, 600):
        actions.settle(MONDAY + timedelta(days=days))
    assert not Answer.objects.filter(moment__isnull=False).exists()
    assert (
        sum(Round.objects.values_list("came", flat=True)) == sum(Round.objects.values_list("answered", flat=True)) == 18
    )


def test_a_place_answers_once_and_the_same_form_counts_once(here):
    row, key = drawn(UNIT), uuid4()
    for _again in range(2):
        actions.answer(row=row, place=0, given=given([4] * 9, key=key), device="a", at=MONDAY)
    with pytest.raises(Conflict):
        actions.answer(row=row, place=0, given=given([1] * 9), device="a", at=MONDAY)
    assert Round.objects.get(id=row.id).came == 1


def test_a_declined_place_is_counted_and_used_up(here):
    row = drawn(UNIT)
    actions.decline(row=row, place=1)
    with pytest.raises(Conflict):
        actions.answer(row=row, place=1, given=given([4] * 9), device="a", at=MONDAY)
    assert Round.objects.get(id=row.id).declined == 1


def test_after_its_time_a_round_takes_nothing(here):
    row = drawn(UNIT)
    with pytest.raises(Conflict):
        actions.answer(row=row, place=0, given=given([4] * 9), device="a", at=MONDAY + timedelta(days=40))


def test_a_made_up_token_opens_nothing(here):
    row = drawn(UNIT)
    token = token_for(row, 3)
    assert actions.place_of(token.lower().replace("-", " "), "", MONDAY)[1] == 3
    other = token[:-1] + ("2" if token[-1] != "2" else "3")
    assert read(other) is not None
    with pytest.raises(Missing):
        actions.place_of(other, "", MONDAY)


def test_comments_stand_apart_and_sealed(here):
    row = drawn(UNIT)
    actions.answer(
        row=row, place=0, given=given([4] * 9, texts={"comment": "Petugasnya ramah, antre lama"}), device="a", at=MONDAY
    )
    answer_all(row, [[4] * 9] * 7, start=1, over=False)
    assert not Comment.objects.exists()  # that somebody wrote one is not to be seen before the others are
    actions.settle(LATER)
    comment = Comment.objects.get()
    assert set(comment.themes) == {"waktu", "perilaku"} and b"ramah" not in bytes(comment.text)
    assert {field.name for field in Comment._meta.fields} == {"id", "round", "item", "text", "themes"}


def test_all_seals_are_of_one_size(here):
    """A copy of the database does not show who wrote a comment, left items out or was too quick; nor does what is left at the end."""
    row, sizes = drawn(UNIT, 40), set()
    said = [
        ([4] * 9, 90, ""),
        ([None] * 9, 5, ""),
        ([1] * 9, None, "Antre lama, kursi kurang. " * 38),
        ([4] * 9, 2000, "é" * 1000),
    ] * 5
    for place, (values, seconds, text) in enumerate(said):
        form = given(values, seconds=seconds, texts={"comment": text}, traits={"sex": 1} if place % 2 else {})
        actions.answer(row=row, place=place, given=form, device=str(place), at=MONDAY)
        sizes |= {len(moment) for moment in Answer.objects.values_list("moment", flat=True)}
    actions.settle(MONDAY + timedelta(days=1))
    assert sizes | {len(moment) for moment in Answer.objects.values_list("moment", flat=True)} == {sizes.pop()}
    actions.settle(LATER)
    assert set(Answer.objects.values_list("looked", "counted", "moment")) == {(True, True, None)}
    assert Comment.objects.count() == 10


def test_who_answered_is_counted_apart(here):
    row = drawn(UNIT)
    for place, sex in enumerate((1, 2, 2, 2, 2, 2, 2, 2)):
        actions.answer(row=row, place=place, given=given([4] * 9, traits={"sex": sex}), device=str(place), at=MONDAY)
    actions.settle(LATER)
    assert outcome(unit_id(), "skm", row.period).makeup["sex"] == {1: 1, 2: 7}


def test_doubts_are_flagged_counted_and_never_dropped(here):
    row = drawn(UNIT)
    answer_all(row, [[4] * 9] * 2, seconds=5, over=False)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 2]] * 6, start=2, over=False)
    assert not Answer.objects.exclude(values=None).exists()  # rows in the order of arrival say nothing
    actions.settle(LATER)
    found = outcome(unit_id(), "skm", row.period)
    assert (found.answered, found.sound, found.flagged) == (8, 6, 2)
    assert found.sound_index < found.index
    assert Answer.objects.filter(flags=Flag.FAST | Flag.STRAIGHT).count() == 2


def test_the_night_finds_bursts_makes_facts_and_forgets_the_moment(here):
    row = drawn(UNIT, 60)
    for place in range(8):
        actions.answer(
            row=row,
            place=place,
            given=given([4, 4, 4, 3, 4, 4, 4, 4, 4]),
            device="same phone",
            at=MONDAY + timedelta(minutes=place),
        )
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 2]] * 2, start=8, over=False)
    assert actions.settle(LATER) == 10
    after = outcome(unit_id(), "skm", row.period)
    assert (after.sound, after.answered) == (2, 10)
    assert Answer.objects.filter(moment__isnull=True).count() == 10
    facts = [fact for fact in ledger.facts_about(row.id) if fact.kind == "surveys.answered"]
    assert len(facts) == 10 and {fact.at for fact in facts} == {LATER}
    assert actions.settle(LATER + timedelta(days=1)) == 0


def test_until_the_round_is_over_not_even_the_day_of_an_answer_stands_anywhere(here):
    row = drawn(UNIT, 60)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 2]] * 8, over=False)
    assert actions.settle(MONDAY + timedelta(hours=14)) == 0
    assert Answer.objects.filter(values=None, looked=True).count() == 8
    assert not Entry.objects.filter(kind="surveys.answered").exists()
    assert actions.settle(LATER) == 8


def test_an_answer_takes_few_statements(here):
    row = drawn(UNIT)
    token = token_for(row, 0)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        found, place = actions.place_of(token, "", MONDAY)
        actions.answer(row=found, place=place, given=given([4] * 9, texts={"comment": "Baik"}), device="a", at=MONDAY)
    said = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"] and "current_database" not in one["sql"]]
    assert len(said) <= 6, said
    answer_all(row, [[4] * 9] * 14, start=1, over=False)
    with CaptureQueriesContext(connection) as statements:
        answer_all(row, [[4] * 9], start=15, over=False)  # the sixteenth counts eight of them
    said = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"] and "current_database" not in one["sql"]]
    assert len(said) <= 6 and Round.objects.get(id=row.id).answered == 8, said


def test_a_result_is_frozen_published_and_followed_up(here):
    row, head = drawn(UNIT), here.actor("bambang")
    answer_all(row, [[3, 3, 3, 4, 3, 3, 3, 2, 3]] * 8)
    result = actions.publish_result(by=head, unit_id=unit_id(), key="skm", period=row.period, note="", at=MONDAY)
    with pytest.raises(Conflict):
        actions.publish_result(by=head, unit_id=unit_id(), key="skm", period=row.period, note="", at=MONDAY)
    actions.log_medium(
        by=head, result_id=result, medium="print", place="Papan ruang tunggu", published_on=MONDAY.date(), at=MONDAY
    )
    line = actions.plan(
        by=head, result_id=result, element="sarpras", problem="Kursi kurang", action="Tambah kursi", owner=head.account_id,
        due_on=date(2026, 11, 20), at=MONDAY,
    )  # fmt: skip
    assert actions.watch_plans(MONDAY + timedelta(days=10)) == 0
    assert actions.watch_plans(MONDAY + timedelta(days=30)) == 1
    assert actions.watch_plans(MONDAY + timedelta(days=31)) == 0
    actions.end_plan(
        by=head, plan_id=line, state="done", outcome="20 kursi", proof=world.photo(), at=MONDAY + timedelta(days=31)
    )
    kinds = [fact.kind for fact in ledger.facts_about(line)]
    assert kinds == ["surveys.planned", "surveys.plan_late", "surveys.plan_ended"]


def test_others_do_not_publish(here):
    row = drawn(UNIT)
    answer_all(row, [[3] * 8 + [4]] * 6)
    for name in ("ani", "budi", "dewi"):
        with pytest.raises(NotAllowed):
            actions.publish_result(
                by=here.actor(name), unit_id=unit_id(), key="skm", period=row.period, note="", at=MONDAY
            )


def test_too_few_answers_are_not_published(here):
    row = drawn(UNIT)
    answer_all(row, [[3] * 8 + [4]] * 4)
    with pytest.raises(Invalid):
        actions.publish_result(
            by=here.actor("bambang"), unit_id=unit_id(), key="skm", period=row.period, note="", at=MONDAY
        )


def test_the_draw_asks_as_many_as_the_volume_wants(here):
    """A volume of 5,000 wants 357 answers; with two of five answering, 893 of 5,000 are asked."""
    from maklumat.modules.surveys.models import Volume

    unit = unit_id()
    Volume.objects.create(unit_id=unit, service_id="00000000-0000-0000-0000-000000000000", period="2026-Q3", cases=5000)
    wait(UNIT, 200)
    asked = actions.draw_rounds(MONDAY, Random(5))
    assert 35 <= asked <= 37


def test_who_had_a_case_waits_for_the_draw_once_it_ended():
    from maklumat.modules.surveys.models import Volume
    from maklumat.site.flows import FLOWS
    from tests.proofs.stage import _work

    slug = "ktp-el-hilang-rusak"
    here, draft = world.build((slug,)), world.fill(slug)
    world.submit(draft)
    _work(here, draft.id, UNIT, to_the_end=True)
    fact = next(fact for fact in ledger.facts_about(draft.id) if fact.kind == "applications.issued")
    follow = next(one for one in FLOWS if (one.kind, one.name) == (fact.kind, "await_survey"))
    follow.function(fact)
    one = Candidate.objects.get()
    assert (one.kind, one.unit_id, one.channel) == ("online", unit_id(), "phone")
    assert world.PHONE.encode() not in bytes(one.address) and Volume.objects.get().cases == 1
