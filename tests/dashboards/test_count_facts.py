"""Every fact counts once, in the month of its place, for its service, its unit and all above."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import transaction

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.dashboards import actions, api
from maklumat.modules.dashboards.models import Counted, Figure, Outcome, Tally
from maklumat.modules.units import api as units

from .writing import NOW, ask_outside, fact_of, finish, give_back, submit, waiting, work

pytestmark = pytest.mark.django_db


def figure(slug, period="2026"):
    """The values of a service, nothing where nothing happened."""
    found = api.figure_of_service(catalogue.in_force(slug, NOW).service_id, period)
    return found and SimpleNamespace(**found.values)


def test_a_life_in_figures(regency):
    first, second = submit("sktm"), submit("sktm")
    give_back("sktm", first)
    ask_outside("sktm", second)
    finish("sktm", subject=first, returns=1)
    finish("sktm", "rejected", subject=second, kept=True)
    work()
    found = figure("sktm", "2026-11")
    assert (found.received, found.finished, found.issued, found.rejected, found.withdrawn) == (2, 2, 1, 1, 0)
    assert (found.returned, found.outside, found.sent_back) == (1, 1, 1)
    assert found.kept == 1  # only what was issued can keep the promise
    assert figure("sktm").finished == 2
    assert figure("sktm", "2026-10") is None
    assert figure("kia") is None


def test_units_hold_their_subtree(regency):
    finish("sktm")
    finish("kia")
    work()
    tree = units.tree()
    of = {
        code: api.figure_of_unit(tree.by_code[code].id, "2026")
        for code in ("kel-wanaasri", "kec-lembahayu", "tirtamulya")
    }
    assert [of[code].values["finished"] for code in of] == [1, 1, 2]
    assert api.figure_of_unit(tree.by_code["dinsos"].id, "2026") is None
    kinds = dict(Figure.objects.filter(period="2026").values_list("subject_id", "kind"))
    assert kinds[tree.government.id] == "government"
    assert sorted(kinds.values()).count("service") == 2


def test_a_fact_that_comes_twice_counts_once(regency):
    subject = submit("sktm")
    facts = [give_back("sktm", subject), ask_outside("sktm", subject), finish("sktm", subject=subject)]
    work()
    before = figure("sktm")
    for fact_id in facts:
        api.count(fact_of(fact_id))
    work()
    assert figure("sktm") == before
    assert Outcome.objects.count() == 1
    assert Counted.objects.count() == 4


def test_a_fact_without_an_application_is_left_out(regency):
    api.count(fact_of(give_back("sktm", new_id())))
    assert not Tally.objects.exists()
    assert not waiting("dashboards.refresh")


def test_an_effect_that_fails_leaves_no_trace(regency, monkeypatch):
    def fail(*_, **__):
        raise OSError("no outbox")

    monkeypatch.setattr("maklumat.modules.dashboards.actions.refreshing.outbox.enqueue", fail)
    submitted = fact_of(ledger.facts_about(submit_quietly())[0].id)
    with pytest.raises(OSError, match="no outbox"), transaction.atomic():
        api.count(submitted)
    assert not Tally.objects.exists()
    assert not Counted.objects.exists()


def submit_quietly():
    ledger.follow([])
    return submit("sktm")


def test_the_month_is_that_of_the_unit(regency):
    unit_id = catalogue.in_force("kia", NOW).unit_id
    calendars.set_week(
        by=SYSTEM, unit_id=unit_id, valid_from=date(2025, 6, 1), zone="Asia/Jayapura",
        week=(((480, 960),),) * 5 + ((), ()), legal_basis="Perbup", at=NOW,
    )  # fmt: skip
    late = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)  # 23.00 WIB, 01.00 WIT
    finish("kia", at=late)
    finish("sktm", at=late)
    work()
    assert figure("kia", "2026-01").finished == 1
    assert figure("sktm", "2025-12").finished == 1


def test_one_waiting_job_for_each_subject_and_month(regency):
    for _ in range(3):
        api.count(fact_of(finish("sktm")))
    jobs = waiting("dashboards.refresh")
    unit_id = catalogue.in_force("sktm", NOW).unit_id
    assert len(jobs) == 1 + len(units.tree().above(unit_id))
    assert {job["month"] for job in jobs} == {"2026-11"}


def test_recompute_all_leaves_no_stale_figure(regency):
    finish("sktm")
    work()
    Figure.objects.filter(period="2026").update(values={"finished": 99})
    Figure.objects.create(
        subject_id=new_id(), period="2020", kind="service", values={}, bounds={}, versions={}, as_of=NOW
    )
    actions.recompute_all(NOW)
    assert not Figure.objects.filter(period="2020").exists()
    assert figure("sktm").finished == 1


def test_a_delivery_after_a_replay_does_not_count_again(regency):
    submit("sktm")
    finish("sktm")
    actions.recompute_all(NOW)  # the deliveries are still waiting
    work()
    assert (figure("sktm").received, figure("sktm").finished) == (1, 1)
