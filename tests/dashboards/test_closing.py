"""A period that is over is closed: frozen by the database, its digest in the ledger, its definitions kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from maklumat.kernel.models import Entry
from maklumat.modules.dashboards import actions
from maklumat.modules.dashboards.models import Figure, Revision

from .writing import NOW, finish, work

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 5, 3, tzinfo=UTC)


def filled() -> None:
    for number in range(12):
        finish("sktm", at=OCTOBER + timedelta(days=number))
        finish("kia", at=NOW)
    work()


def test_a_month_is_closed_ten_days_after_its_end(regency):
    filled()
    assert actions.close_periods(datetime(2026, 11, 9, 3, tzinfo=UTC)) == 0
    assert actions.close_periods(NOW) == 1
    assert actions.close_periods(NOW) == 0
    closed = Figure.objects.exclude(closed_at=None)
    assert {row.period for row in closed} == {"2026-10"}
    fact = Entry.objects.get(kind="dashboards.period_closed")
    assert (fact.data["period"], fact.data["figures"]) == ("2026-10", closed.count())
    assert Revision.objects.get().digest == fact.data["digest"]


def test_what_arrives_later_changes_a_closed_period_no_more(regency):
    filled()
    actions.close_periods(NOW)
    before = list(Figure.objects.filter(period="2026-10").order_by("subject_id").values())
    finish("sktm", at=OCTOBER)
    work()
    actions.recompute_all(NOW)
    assert list(Figure.objects.filter(period="2026-10").order_by("subject_id").values()) == before
    assert (
        max(values["finished"] for values in Figure.objects.filter(period="2026").values_list("values", flat=True))
        == 25
    )
    for attempt in ("UPDATE dashboards_figure SET values = '{}'", "DELETE FROM dashboards_figure"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{attempt} WHERE period = '2026-10'")


def test_a_year_is_closed_with_its_december(regency):
    filled()
    assert actions.close_periods(datetime(2027, 1, 12, 3, tzinfo=UTC)) == 3
    assert not Figure.objects.filter(closed_at=None).exists()


def test_late_arrivals_do_not_tell_what_a_closed_month_hides(regency):
    """The public's year is the closed month as it was closed, and the open ones."""
    filled()
    for _case in range(3):
        finish("surat-keterangan-domisili", at=OCTOBER)
    work()
    actions.close_periods(NOW)
    before = dict(Figure.objects.filter(period="2026").values_list("subject_id", "shown"))
    finish("surat-keterangan-domisili", at=OCTOBER)
    work()
    assert dict(Figure.objects.filter(period="2026").values_list("subject_id", "shown")) == before
