"""The published numbers against an independent computation, and against a replay of the whole ledger."""

import statistics
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.dashboards import actions, api
from maklumat.modules.dashboards.models import Figure, Tally
from maklumat.modules.dashboards.rules.periods import ENOUGH
from maklumat.modules.units import api as units

from .conftest import SERVICES
from .writing import NOW, ask_outside, finish, give_back, submit, work

pytestmark = pytest.mark.django_db

moments = st.sampled_from([datetime(y, m, 15, 3, tzinfo=UTC) for y, m in ((2025, 12), (2026, 1), (2026, 10))])
cases = st.fixed_dictionaries(
    {
        "slug": st.sampled_from(SERVICES),
        "at": moments,
        "end": st.sampled_from(["issued", "issued", "issued", "rejected", "withdrawn"]),
        "net_seconds": st.integers(0, 10**7),
        "gross_seconds": st.integers(0, 10**9),
        "used_percent": st.integers(0, 5000),
        "kept": st.booleans(),
        "returns": st.integers(0, 3),
    }
)
often = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def undone():
    """What happens inside is taken back: each example begins with nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def expected(found: list[dict]) -> dict:
    """The figures of these cases, computed without the database."""
    issued = [case for case in found if case["end"] == "issued"]
    numbers = {
        "finished": len(found),
        "issued": len(issued),
        "rejected": sum(case["end"] == "rejected" for case in found),
        "withdrawn": sum(case["end"] == "withdrawn" for case in found),
        "kept": sum(case["kept"] for case in issued),
        "sent_back": sum(case["returns"] > 0 for case in found),
    }
    for name, measure in (("net", "net_seconds"), ("gross", "gross_seconds"), ("used", "used_percent")):
        values = [case[measure] for case in issued]
        shown = len(values) >= ENOUGH
        numbers[f"{name}_median"] = pytest.approx(statistics.median(values), rel=1e-12) if shown else None
        # percentile_cont interpolates linearly between closest ranks: what Python calls inclusive quantiles
        ninth = statistics.quantiles(values, n=10, method="inclusive")[8] if shown else None
        numbers[f"{name}_p90"] = pytest.approx(ninth, rel=1e-12) if shown else None
    return numbers


@often
@given(found=st.lists(cases, max_size=20))
def test_figures_are_what_anyone_can_compute(regency, found):
    with undone():
        for case in found:
            finish(**case)
        work()
        by_subject = defaultdict(list)
        for case in found:
            version = catalogue.in_force(case["slug"], NOW)
            for period in (f"{case['at']:%Y}", f"{case['at']:%Y-%m}"):
                by_subject[version.service_id, period].append(case)
                for unit in units.tree().above(version.unit_id):
                    by_subject[unit.id, period].append(case)
        assert {(f.subject_id, f.period) for f in Figure.objects.all()} == set(by_subject)
        for (subject_id, period), its_cases in by_subject.items():
            shown = api.figure_of_unit(subject_id, period).values
            wanted = expected(its_cases)
            assert {name: shown.get(name) for name in wanted} == wanted


@often
@given(found=st.lists(st.tuples(cases, st.sampled_from(["", "work", "return", "outside"])), max_size=20))
def test_incremental_equals_recomputed(regency, found):
    with undone():
        for case, act in found:
            subject = submit(case["slug"], case["at"])
            if act == "work":
                work()
            if act == "return":
                give_back(case["slug"], subject, case["at"])
            if act == "outside":
                ask_outside(case["slug"], subject, case["at"])
            finish(subject=subject, **case)
        work()
        incremental = everything()
        actions.recompute_all(NOW)
        assert everything() == incremental
        assert bool(incremental["figures"]) == bool(found)


def everything() -> dict[str, list]:
    """All rows but the moment of computing; floats as the bytes they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(f) - 'as_of' FROM dashboards_figure f ORDER BY subject_id, period")
        figures = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT to_jsonb(o) FROM dashboards_outcome o ORDER BY fact_id")
        outcomes = [row[0] for row in cursor.fetchall()]
    return {"figures": figures, "outcomes": outcomes, "tallies": list(Tally.objects.order_by("pk").values())}


def test_below_five_nothing_but_counts(regency):
    for n in range(1, ENOUGH + 1):
        finish("sktm", used_percent=n * 10)
        work()
        found = api.figure_of_service(catalogue.in_force("sktm", NOW).service_id, "2026").values
        assert found["issued"] == found["kept"] == n
        assert ("net_median" not in found, "used_p90" not in found) == (n < ENOUGH,) * 2
    assert (found["used_median"], found["used_p90"]) == (30, 46)


def test_rejected_cases_do_not_fill_up_to_five(regency):
    for _ in range(ENOUGH - 1):
        finish("sktm")
    for _ in range(ENOUGH):
        finish("sktm", "rejected")
    work()
    found = api.figure_of_service(catalogue.in_force("sktm", NOW).service_id, "2026").values
    assert found["finished"] == 2 * ENOUGH - 1
    assert "net_median" not in found and found["sent_back"] == 0
