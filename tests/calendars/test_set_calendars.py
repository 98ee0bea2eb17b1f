"""Writing calendars: one row, one fact, nothing overwritten; who may, and what is refused."""

from datetime import date

import pytest

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Invalid, Missing, NotAllowed
from maklumat.kernel.ids import new_id
from maklumat.modules.calendars import api as calendars
from maklumat.modules.calendars.models import HolidayDecree, LocalHoliday, WeekVersion

from .cases import SIX_DAYS
from .writing import CSV, NOW, add_local_holiday, import_decree, place, set_week, staff

pytestmark = pytest.mark.django_db


def test_set_week_adds_a_version_and_a_fact(clinic):
    first = set_week(clinic)
    second = set_week(clinic, zone="Asia/Jayapura")
    assert WeekVersion.objects.count() == 2
    fact = ledger.facts_about(first)[0]
    assert (fact.kind, fact.unit_id, fact.at) == ("calendars.week_set", clinic, NOW)
    assert fact.data == {"valid_from": "2026-05-04", "zone": "Asia/Makassar"}
    assert ledger.facts_about(second)[0].data["zone"] == "Asia/Jayapura"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"week": ((),) * 7}, "week"),
        ({"week": SIX_DAYS.week[:5]}, "week"),
        ({"week": (("pagi",),) * 7}, "week"),
        ({"week": None}, "week"),
        ({"zone": "Europe/Paris"}, "zone"),
        ({"observes": "some"}, "observes"),
        ({"legal_basis": "  "}, "legal_basis"),
    ],
)
def test_set_week_refuses(clinic, changes, field):
    with pytest.raises(Invalid) as refused:
        set_week(clinic, **changes)
    assert list(refused.value.fields) == [field]
    assert not WeekVersion.objects.exists()


def test_only_who_manages_the_unit_may_write(government, clinic):
    other = place("dinas", government)
    ani = staff(clinic)
    set_week(clinic, by=ani)
    add_local_holiday(clinic, by=ani)
    for write in (
        lambda: set_week(other, by=ani),
        lambda: add_local_holiday(other, by=ani),
        lambda: add_local_holiday(None, by=ani),
        lambda: import_decree(by=ani),
    ):
        with pytest.raises(NotAllowed):
            write()
    import_decree(by=staff(government, clinic))
    with pytest.raises(Missing):
        set_week(new_id())


def test_import_decree_records_all_lines(government):
    decree = import_decree()
    assert HolidayDecree.objects.get().days[1] == {
        "date": "2026-05-28",
        "name": "Cuti Bersama",
        "kind": "collective_leave",
        "effect": "open",
    }
    fact = ledger.facts_about(decree)[0]
    assert fact.data == {"number": "SKB 1/2026", "issued_on": "2026-04-01", "closed": 1, "opened": 1}


def test_import_decree_names_the_lines_and_records_nothing(government):
    with pytest.raises(Invalid) as refused:
        import_decree(CSV + "besok,Cuti Bersama,collective_leave,closed\n2026-06-02,X,libur,closed\n")
    assert list(refused.value.fields) == ["baris 4", "baris 5"]
    assert refused.value.fields["baris 4"].startswith("Tanggal harus ditulis")
    assert not HolidayDecree.objects.exists()


def test_import_decree_file(government, tmp_path):
    path = tmp_path / "skb.csv"
    path.write_text("\ufeff" + CSV, encoding="utf-8")
    known = {"by": SYSTEM, "number": "SKB 1/2026", "title": "Libur", "issued_on": date(2026, 4, 1), "at": NOW}
    calendars.import_decree_file(path, **known)
    path.write_bytes(b"\xff\xfe\x00")
    for unreadable in (path, tmp_path / "none.csv"):
        with pytest.raises(Invalid):
            calendars.import_decree_file(unreadable, **known)
    assert HolidayDecree.objects.count() == 1


def test_add_local_holiday(government, clinic):
    holiday = add_local_holiday(None)
    assert LocalHoliday.objects.get().unit_id is None
    assert ledger.facts_about(holiday)[0].data == {"date": "2026-06-10", "effect": "closed"}
    with pytest.raises(Invalid):
        add_local_holiday(clinic, name="")
    with pytest.raises(Invalid):
        add_local_holiday(clinic, effect="maybe")
