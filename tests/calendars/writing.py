"""The writes of the calendars with usual values, for tests with a database."""

from datetime import date

from maklumat.kernel.actor import SYSTEM, Actor
from maklumat.kernel.ids import new_id
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from .cases import SIX_DAYS, at

NOW = at("05-01 09:00")
CSV = "date,name,kind,effect\n2026-05-29,Cuti Bersama,collective_leave,closed\n2026-05-28,Cuti Bersama,collective_leave,open\n"


def place(code: str, parent=None):
    kind = "agency" if parent else "government"
    return units.add_unit(by=SYSTEM, code=code, kind=kind, name=code, parent_id=parent, at=NOW)


def staff(*unit_ids) -> Actor:
    return Actor("staff", new_id(), "Ani", {"calendars.manage": frozenset(unit_ids)})


def set_week(unit, by=SYSTEM, **changes):
    values = {
        "valid_from": date(2026, 5, 4),
        "zone": "Asia/Makassar",
        "week": SIX_DAYS.week,
        "legal_basis": "SK 1/2026",
    }
    return calendars.set_week(by=by, unit_id=unit, at=NOW, **(values | changes))


def import_decree(text=CSV, by=SYSTEM):
    return calendars.import_decree(
        by=by, number="SKB 1/2026", title="Libur", issued_on=date(2026, 4, 1), text=text, at=NOW
    )


def add_local_holiday(unit, by=SYSTEM, **changes):
    values = {"date": date(2026, 6, 10), "name": "Hari Jadi", "basis": "Perbup 2/2026"}
    return calendars.add_local_holiday(by=by, unit_id=unit, at=NOW, **(values | changes))
