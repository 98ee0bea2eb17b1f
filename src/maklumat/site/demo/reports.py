"""Reports with a past, made through the real acts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from maklumat.kernel.actor import ANONYMOUS, SYSTEM, Actor
from maklumat.modules.accounts import api as accounts
from maklumat.modules.calendars import api as calendars
from maklumat.modules.complaints import api as complaints
from maklumat.modules.units import api as units

from ..roles import actor_of
from .seed import sample
from .ways import Ways

COORDINATOR = "complaint_coordinator"
USUAL = (3, 20, 48)  # hours until it is verified, taken on, answered
OUTSIDE = ("lapor", "email", "api")  # come without a unit: first to the desk of the whole government
CATEGORY = {"name_en": "", "parent": "", "unit": "", "stopper": ""}


def seed_categories(at: datetime) -> None:
    """The tree of categories."""
    for row in sample("reports.json")["categories"]:
        complaints.add_category(by=SYSTEM, at=at, **CATEGORY | row)


def seed_boundaries(at: datetime) -> None:
    """The outlines of the regency's districts."""
    units.import_boundaries(by=SYSTEM, data=sample("boundaries.geojson"), code="kode", name="nama", tolerance=0, at=at)


def make_reports(now: datetime) -> None:
    """Each sample report as far as its end says, by the way it came; who would come after hours comes the next morning."""
    ways = Ways(now)
    for row in sorted(sample("reports.json")["reports"], key=lambda row: -row["days"]):
        _make(row, now, ways)
    complaints.count_words(now)
    complaints.compute_figures(now)


def _make(row: dict[str, Any], now: datetime, ways: Ways) -> None:
    moment = now - timedelta(days=row["days"])
    way = row.get("way", "web")
    report_id, code = ways.file(row, way, moment)
    if row["end"] == "new":
        return
    until_verified, until_taken, until_answered = row.get("hours", USUAL)
    moment = _open(moment + timedelta(hours=until_verified))
    if moment > now:
        return
    desk = "tirtamulya" if way in OUTSIDE else _agency(row["unit"])
    complaints.verify(
        by=_desk(desk, moment), report_id=report_id, kind=row["kind"], category=row["category"], unit=row["unit"], about="",
        public_title="", public_text="", anonymous=False, secret=False, revision=1, at=moment,
    )  # fmt: skip
    if row["end"] == "forwarded":
        return
    moment = _open(moment + timedelta(hours=until_taken))
    if moment > now:
        return
    officer = _desk(row["unit"], moment)
    complaints.take_on(by=officer, report_id=report_id, revision=2, at=moment)
    if row["end"] == "open":
        return
    moment = _open(moment + timedelta(hours=until_answered))
    complaints.answer(
        by=officer, report_id=report_id, text=row["answer"], done_on=row["done_on"], evidence=[], sure=True, revision=3, at=moment
    )  # fmt: skip
    later = moment + timedelta(hours=18)
    if row["end"] == "confirm":
        complaints.confirm(by=ANONYMOUS, code=code, at=later)
    elif row["end"] == "object":
        complaints.object_to(by=ANONYMOUS, code=code, text="Tambalannya sudah lepas lagi kena hujan.", at=later)
    else:
        complaints.end_waits(now)


def _open(moment: datetime) -> datetime:
    root = units.tree().government
    return calendars.next_open(root.id if root else None, moment)


def _agency(unit: str) -> str:
    """Whose desk a report about this unit comes to first."""
    tree = units.tree()
    return next(one.code for one in tree.above(tree.by_code[unit].id) if one.kind == "agency")


def _desk(unit: str, at: datetime) -> Actor:
    """The coordinator who reaches this unit: its own, its agency's, else the government's."""
    tree = units.tree()
    people = {row["unit"]: row["email"] for row in sample("people.json")["staff"] if row["role"] == COORDINATOR}
    line = [one.code for one in reversed(tree.above(tree.by_code[unit].id))]
    return actor_of(accounts.account_by_email(next(people[code] for code in line if code in people)), at)


def seed_desk(at: datetime) -> None:
    """A standard text and a rule, so that the desk's tools show what they are for."""
    desk = _desk("disdukcapil", at)
    complaints.make_text(
        by=desk, unit="disdukcapil", use="answer", title="Dokumen sudah dicetak", at=at,
        text="Terima kasih. Tentang laporan {nomor}: dokumen Anda sudah dicetak dan dapat diambil di {unit} dengan membawa tanda terima.",
    )  # fmt: skip
    complaints.make_rule(
        by=_desk("dishub", at), name="Lampu jalan", given={"words": "lampu jalan, penerangan"}, unit="dishub", at=at
    )
