"""Small ledgers made by hand, with figures worked out by hand."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

import maklumat.modules.dashboards.rules as rules
from tests.proofs.second_opinion import differences, figures


def _id(number: int) -> str:
    return str(UUID(int=number))


ROOT, WEST, EAST, DESK = _id(1), _id(2), _id(3), _id(4)
UNITS = [(ROOT, None), (WEST, ROOT), (EAST, ROOT), (DESK, WEST)]
JAKARTA, JAYAPURA = "Asia/Jakarta", "Asia/Jayapura"
ALWAYS = ("0001-01-01", "9999-12-31")
ZONES = [(ROOT, *ALWAYS, JAKARTA), (WEST, *ALWAYS, JAKARTA), (DESK, *ALWAYS, JAKARTA), (EAST, *ALWAYS, JAYAPURA)]
BIRTH, TRADE = _id(101), _id(102)


class Ledger:
    """Facts are put in one by one; ``figures`` reads them from a Parquet file."""

    def __init__(self, path) -> None:
        self.path, self.rows, self.numbers = str(path), [], count(10_000)

    def put(self, kind: str, subject: int, unit: str | None, at: str, **data) -> None:
        self.rows.append((_id(next(self.numbers)), kind, _id(subject), unit, at, json.dumps(data)))

    def hand_in(self, subject: int, at: str, unit: str = DESK, service: str = BIRTH) -> None:
        self.put("applications.submitted", subject, unit, at, service_id=service, fee=0)

    def end(self, subject: int, at: str, how: str = "issued", unit: str = DESK, service: str = BIRTH, **data) -> None:
        told = {"net_seconds": 10, "gross_seconds": 20, "used_percent": 50, "kept": True, "returns": 0}
        self.put(f"applications.{how}", subject, unit, at, **{"service_id": service, "finished_at": at, **told, **data})

    def figures(self, periods: list[str], today: str = "2027-06-01", units=UNITS, zones=ZONES) -> dict:
        with duckdb.connect() as base:
            base.execute("SET TimeZone = 'UTC'")
            base.execute(
                'CREATE TABLE f (id varchar, kind varchar, subject varchar, unit_id varchar, "at" timestamptz, data varchar)'
            )
            base.executemany("INSERT INTO f VALUES (?, ?, ?, ?, ?, ?)", self.rows)
            base.execute(f"COPY f TO '{self.path}' (FORMAT parquet)")
        return figures(self.path, units, zones, periods, today)


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    return Ledger(tmp_path / "facts.parquet")


def test_ends_count_at_the_service_and_at_every_unit_above(ledger):
    ledger.end(1001, "2026-10-05T03:00:00+00:00")
    ledger.end(1002, "2026-10-06T03:00:00+00:00", kept=False, returns=2)
    ledger.end(1003, "2026-10-07T03:00:00+00:00", how="rejected", unit=EAST, service=TRADE, kept=True, returns=1)
    ledger.end(1004, "2026-11-07T03:00:00+00:00", how="withdrawn", unit=WEST)
    found = ledger.figures(["2026", "2026-10"])
    keys = ("finished", "issued", "rejected", "withdrawn", "kept", "sent_back")
    told = {(s, p): tuple(found[s, p, key] for key in keys) for s, p, key in found if key == "finished"}
    assert told == {
        (DESK, "2026-10"): (2, 2, 0, 0, 1, 1),
        (WEST, "2026-10"): (2, 2, 0, 0, 1, 1),
        (EAST, "2026-10"): (1, 0, 1, 0, 0, 1),
        (ROOT, "2026-10"): (3, 2, 1, 0, 1, 2),
        (BIRTH, "2026-10"): (2, 2, 0, 0, 1, 1),
        (TRADE, "2026-10"): (1, 0, 1, 0, 0, 1),
        (DESK, "2026"): (2, 2, 0, 0, 1, 1),
        (WEST, "2026"): (3, 2, 0, 1, 1, 1),
        (EAST, "2026"): (1, 0, 1, 0, 0, 1),
        (ROOT, "2026"): (4, 2, 1, 1, 1, 2),
        (BIRTH, "2026"): (3, 2, 0, 1, 1, 1),
        (TRADE, "2026"): (1, 0, 1, 0, 0, 1),
    }


def test_the_day_is_local_and_an_end_has_its_own_moment(ledger):
    ledger.end(1001, "2026-09-30T17:00:00+00:00")  # 00:00 on 1 October in Jakarta
    ledger.end(1002, "2026-09-30T16:59:59+00:00")  # 23:59:59 on 30 September in Jakarta
    ledger.end(1003, "2026-09-30T15:00:00+00:00", unit=EAST)  # 00:00 on 1 October in Jayapura
    ledger.end(1004, "2026-10-31T23:00:00+07:00")  # 31 October in Jakarta, told on 1 November:
    ledger.rows[-1] = (*ledger.rows[-1][:4], "2026-11-01T05:00:00+00:00", ledger.rows[-1][5])
    found = ledger.figures(["2026-09", "2026-10", "2026-11"])
    assert [found.get((ROOT, p, "finished"), 0) for p in ("2026-09", "2026-10", "2026-11")] == [1, 3, 0]
    assert found[EAST, "2026-10", "finished"] == 1


def test_a_unit_that_moves_to_another_zone(ledger):
    # The UTC date chooses the zone: until 30 September Jakarta (+7), from 1 October Jayapura (+9).
    zones = [(DESK, "0001-01-01", "2026-10-01", JAKARTA), (DESK, "2026-10-01", "9999-12-31", JAYAPURA)]
    ledger.hand_in(1001, "2026-09-30T16:00:00+00:00")  # still Jakarta: 23:00 on 30 September
    ledger.hand_in(1002, "2026-10-31T16:00:00+00:00")  # Jayapura: 01:00 on 1 November
    found = ledger.figures(["2026-09", "2026-10", "2026-11"], zones=zones)
    assert [found.get((DESK, p, "received"), 0) for p in ("2026-09", "2026-10", "2026-11")] == [1, 0, 1]


def test_quantiles_interpolate_and_need_five_cases(ledger):
    for number, used in enumerate([10, 20, 30, 40, 100]):
        ledger.end(
            1001 + number, "2026-10-05T03:00:00Z", used_percent=used, net_seconds=used * 2, gross_seconds=used * 3
        )
    ledger.end(1010, "2026-10-05T03:00:00Z", how="rejected", used_percent=900)  # not issued: in no quantile
    for number in range(4):
        ledger.end(1020 + number, "2026-11-05T03:00:00Z", unit=EAST, service=TRADE)
    found = ledger.figures(["2026-10", "2026-11"])
    for subject in (DESK, WEST, ROOT, BIRTH):
        # 0.9 × (5 − 1) = 3.6: six tenths of the way from the fourth (40) to the fifth (100).
        assert found[subject, "2026-10", "used_median"] == 30
        assert found[subject, "2026-10", "used_p90"] == pytest.approx(76)
        assert found[subject, "2026-10", "net_median"] == 60
        assert found[subject, "2026-10", "net_p90"] == pytest.approx(152)
        assert found[subject, "2026-10", "gross_median"] == 90
        assert found[subject, "2026-10", "gross_p90"] == pytest.approx(228)
    assert not [key for _, period, key in found if period == "2026-11" and key.endswith(("_median", "_p90"))]


def test_acts_count_where_their_application_was_handed_in(ledger):
    at = "2026-10-05T03:00:00Z"
    ledger.hand_in(1001, at)
    ledger.put("applications.returned", 1001, WEST, at, late=False, number=1)  # counts at the desk, not at WEST itself
    ledger.put("applications.returned", 1001, DESK, at, late=True, number=2)
    ledger.put("applications.mark_reached", 1001, DESK, at, percent=80)
    ledger.put("applications.mark_reached", 1001, DESK, at, percent=100)
    ledger.put("applications.asked_outside", 1001, EAST, at, service_id=TRADE)  # names its service: its own unit
    ledger.put("applications.returned", 1002, DESK, at, late=True)  # never handed in: nowhere
    ledger.put("applications.returned", 1001, None, at, late=True)  # no unit: nowhere
    found = ledger.figures(["2026-10"])

    def told(subject: str) -> dict:
        keys = ("received", "returned", "late_returned", "overdue", "outside")
        return {key: found[subject, "2026-10", key] for key in keys if found.get((subject, "2026-10", key))}

    desk = {"received": 1, "returned": 2, "late_returned": 1, "overdue": 1}
    assert told(DESK) == told(WEST) == told(BIRTH) == desk
    assert told(EAST) == told(TRADE) == {"outside": 1}
    assert told(ROOT) == {**desk, "outside": 1}


def test_reports_and_oversight_reports_are_kept_apart(ledger):
    at = "2026-10-05T03:00:00Z"
    closing = {"net_seconds": 5, "gross_seconds": 9}
    # 2001: an ordinary report on a service, with everything that can happen to it.
    ledger.put("complaints.filed", 2001, None, at, oversight=False, service_id=BIRTH)
    ledger.put("complaints.verified", 2001, DESK, at, report_kind="complaint")
    ledger.put("complaints.objected", 2001, DESK, at, number=1)
    ledger.put("complaints.handed_back", 2001, DESK, at, number=1)
    ledger.put("complaints.closed", 2001, DESK, at, ending="confirmed", in_time=True, **closing)
    # 2002: filed as ordinary, verified as oversight; 2003: filed as oversight.
    ledger.put("complaints.filed", 2002, None, at, oversight=False, service_id=BIRTH)
    ledger.put("complaints.verified", 2002, DESK, at, report_kind="oversight")
    ledger.put("complaints.objected", 2002, DESK, at, number=1)
    ledger.put("complaints.handed_back", 2002, DESK, at, number=1)
    ledger.put("complaints.closed", 2002, DESK, at, ending="disputed", in_time=True, **closing)
    ledger.put("complaints.filed", 2003, None, at, oversight=True, service_id=None)
    ledger.put("complaints.verified", 2003, EAST, at, report_kind="complaint")
    # 2004: a part, about no service; 2005: closed, and nothing else is known.
    ledger.put("complaints.part_made", 2004, EAST, at, report_kind="complaint", whole=_id(2001))
    ledger.put("complaints.closed", 2004, EAST, at, ending="silent", in_time=False, **closing)
    ledger.put("complaints.closed", 2005, EAST, at, ending="disputed", in_time=False, **closing)
    found = ledger.figures(["2026-10"])

    def told(subject: str) -> dict:
        return {k: v for (s, _, k), v in found.items() if s == subject and v and ("report" in k or "oversight" in k)}

    first = {"reports_received": 1, "reports_objected": 1, "reports_handed_back": 1}
    first |= {"reports_closed": 1, "reports_in_time": 1, "reports_confirmed": 1}
    grave = {"oversight_received": 1, "oversight_closed": 1}
    assert told(DESK) == told(WEST) == told(BIRTH) == {**first, **grave}
    east = {"reports_received": 1, "reports_closed": 2, "reports_silent": 1, "reports_disputed": 1}
    assert told(EAST) == {**east, "oversight_received": 1}
    assert told(ROOT) == {
        "reports_received": 2,
        "reports_objected": 1,
        "reports_handed_back": 1,
        "reports_closed": 3,
        "reports_in_time": 1,
        "reports_confirmed": 1,
        "reports_silent": 1,
        "reports_disputed": 1,
        "oversight_received": 2,
        "oversight_closed": 1,
    }


def test_the_stock_and_its_mean(ledger):
    noon = "T05:00:00Z"
    ledger.hand_in(1001, "2025-03-01" + noon)  # open before the period
    ledger.hand_in(1002, "2026-10-02" + noon)
    ledger.hand_in(1003, "2026-10-10" + noon)
    ledger.end(1001, "2026-10-06" + noon)
    ledger.end(1003, "2026-10-10" + noon, how="withdrawn")
    ledger.hand_in(1004, "2026-11-03" + noon)
    # October whole: 31 + 30 + 22 − 26 − 22 = 35 case-days over 31 days.
    found = ledger.figures(["2025", "2026-09", "2026-10", "2026-11"])
    assert [found[DESK, p, "open"] for p in ("2025", "2026-09", "2026-10", "2026-11")] == [1, 1, 1, 2]
    assert found[DESK, "2026-10", "open_daily"] == 1.129
    assert found[BIRTH, "2026-10", "open_daily"] == found[ROOT, "2026-10", "open_daily"] == 1.129
    assert found[DESK, "2026-09", "open_daily"] == 1
    assert found[DESK, "2025", "open_daily"] == 0.838  # 306 of 365 days
    # On 6 October: 6 + 5 − 1 = 10 over 6 days; what happens after today is not in the mean. November has not begun.
    found = ledger.figures(["2026-10", "2026-11"], today="2026-10-06")
    assert found[DESK, "2026-10", "open_daily"] == 1.667
    assert found[DESK, "2026-11", "open_daily"] == 0


def test_halves_are_rounded_away_from_zero(ledger):
    ledger.hand_in(1001, "2026-10-16T05:00:00Z")  # one of sixteen days: 0.0625
    ledger.end(1002, "2026-10-16T05:00:00Z", service=TRADE)
    found = ledger.figures(["2026-10"], today="2026-10-16")
    assert (found[BIRTH, "2026-10", "open_daily"], found[TRADE, "2026-10", "open_daily"]) == (0.063, -0.063)


def test_facts_without_a_unit_count_nowhere(ledger):
    at = "2026-10-05T03:00:00Z"
    ledger.put("applications.submitted", 1001, None, at, service_id=BIRTH)
    ledger.put("applications.returned", 1001, DESK, at, late=False)  # its application is at no unit
    ledger.put("applications.issued", 1002, None, at, service_id=BIRTH, finished_at=at, kept=True, returns=0)
    ledger.put("complaints.closed", 2001, None, at, ending="silent", in_time=True)
    assert ledger.figures(["2026"]) == {}


def test_what_would_have_to_be_guessed_is_refused(ledger):
    ledger.hand_in(1001, "2026-10-05T03:00:00Z")
    with pytest.raises(ValueError, match="no zone"):
        ledger.figures(["2026"], zones=[(DESK, "2026-10-06", "9999-12-31", JAKARTA)])
    with pytest.raises(ValueError, match="two zones"):
        ledger.figures(["2026"], zones=[(DESK, *ALWAYS, JAKARTA), (DESK, "2026-01-01", "2027-01-01", JAYAPURA)])
    with pytest.raises(ValueError, match="circle"):
        ledger.figures(["2026"], units=[(WEST, DESK), (DESK, WEST)])
    with pytest.raises(ValueError):
        ledger.figures(["2026-Q1"])


def test_the_catalogue_defines_the_same():
    assert differences(str(Path(rules.__file__).parent / "measures.json")) == []
