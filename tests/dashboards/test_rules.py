"""Periods, shares and the order of lists."""

from datetime import date

import pytest

from maklumat.modules.dashboards.rules.periods import (
    ENOUGH,
    RANKABLE,
    Period,
    in_order,
    may_rank,
    percent,
    read_period,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Period(2026)),
        ("2026", Period(2026)),
        ("2026-11", Period(2026, 11)),
        ("2025-01", Period(2025, 1)),
        ("2026-12", None),
        ("2027", None),
        ("2026-13", None),
        ("2026-1", None),
        ("0000", None),
        ("2026-11-01", None),
        ("٢٠٢٦", None),
        ("semua", None),
    ],
)
def test_read_period(text, expected):
    assert read_period(text, TODAY) == expected
    if expected and text:
        assert str(expected) == text


def test_a_year_has_the_months_that_have_begun():
    assert [m.month for m in Period(2026, 3).months(TODAY)] == list(range(1, 12))
    assert len(Period(2025).months(TODAY)) == 12
    assert Period(2027).months(TODAY) == ()


def test_a_period_ends_where_the_next_begins():
    assert (Period(2026).first, Period(2026).after) == (date(2026, 1, 1), date(2027, 1, 1))
    assert (Period(2026, 12).after, Period(2026, 1).after) == (date(2027, 1, 1), date(2026, 2, 1))
    assert Period.of("2026-03") == Period(2026, 3) and Period.of("2025") == Period(2025)


def test_a_share_is_never_rounded_to_all_or_nothing():
    assert percent(9999, 10_000) == 99.9
    assert percent(1, 10_000) == 0.1
    assert percent(10_000, 10_000) == 100
    assert percent(0, 10) == 0
    assert percent(2, 3 * ENOUGH) == 13.3
    assert percent(ENOUGH - 1, ENOUGH - 1) is None
    assert percent(0, 0) is None


def test_no_order_by_performance_unless_everybody_has_enough():
    rows = [("c", RANKABLE, 0.5), ("B", 99, 0.9), ("a", 50, 0.7)]

    def names(rows, ranked):
        return [
            r[0] for r in in_order(rows, name=lambda r: r[0], n=lambda r: r[1], share=lambda r: r[2], ranked=ranked)
        ]

    assert names(rows, False) == ["a", "B", "c"]
    assert names(rows, True) == ["B", "a", "c"]
    assert names([*rows, ("d", RANKABLE - 1, 1.0)], True) == ["a", "B", "c", "d"]
    assert not may_rank([])
    assert not may_rank([RANKABLE - 1, 1000])
