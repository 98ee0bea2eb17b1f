"""The parts of the public pages: tiles, tables, charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maklumat.modules.surveys import api as surveys

from ..queries.figures import Numbers, Told, told
from ..queries.pages import Line, Overview, Subject
from ..rules.measures import Measure, in_force
from ..rules.periods import Period
from . import words

APPLICATIONS = (
    "kept_share",
    "used_median",
    "used_p90",
    "net_median",
    "net_p90",
    "gross_median",
    "gross_p90",
    "sent_back_share",
    "outside",
)
REPORTS = ("reports_in_time_share", "reports_confirmed_share", "reports_gross_median", "reports_received")
LEADING = ("kept_share", "net_median")
COUNTS = ("received", "finished", "issued", "rejected", "withdrawn", "kept", "returned", "outside")


def measures(period: Period, keys: Iterable[str]) -> list[Measure]:
    """The definitions of these measures in force for a period."""
    known = in_force(period.first)
    return [known[key] for key in keys if key in known]


def tiles(numbers: Numbers, subject: Subject, period: Period, keys: Iterable[str]) -> list[dict[str, Any]]:
    return [
        words.tile(told(numbers, one), subject, str(period), of=_("laporan") if one.key.startswith("reports") else "")
        for one in measures(period, keys)
    ]  # fmt: skip


def satisfaction(found: surveys.Outcome | None, subject: Subject, period: Period) -> dict[str, Any] | None:
    """The tile of the satisfaction index; None where too few answered."""
    if found is None or found.index is None or not found.answered:
        return None
    (measure,) = measures(period, ["satisfaction"])
    value, half = float(found.index), found.half
    one = Told(
        measure,
        value,
        found.answered,
        value - half if half is not None else None,
        value + half if half is not None else None,
    )
    shown = words.tile(one, subject, found.period, of=_("jawaban"))
    return shown | {"grade": found.grade, "period": words.survey_words(found.period)}


def table(lines: Iterable[Line], period: Period, page: Overview | None = None) -> list[list]:
    """Rows: name, promise kept, used, counts; of units also satisfaction and reports."""
    return [
        [
            {"text": row.subject.name, "href": words.asking(words.address(row.subject), period)},
            *_cells(row.numbers, period),
            *(_voice(row, page) if page else ()),
        ]
        for row in lines
    ]


def _cells(numbers: Numbers, period: Period) -> list[str]:
    of = {m.key: told(numbers, m) for m in in_force(period.first).values()}
    used = words.short(of["used_median"])
    if of["used_median"].value is not None:
        used = f"{used} · {words.short(of['used_p90'])}"
    keys = ("received", "finished", "issued", "rejected", "sent_back_share", "outside")
    return [words.short(of["kept_share"]), used, *(words.short(of[key]) for key in keys)]


def _voice(row: Line, page: Overview) -> list[str]:
    found = page.satisfaction.get(row.subject.id)
    index = (
        words.number(float(found.index), 2)
        if found and found.index is not None and found.answered
        else _("belum cukup data")
    )
    return [index, words.short(told(row.numbers, in_force(page.period.first)["reports_in_time_share"]))]


def columns(first: str, *, of_units: bool = False) -> list:
    named = (
        _("Tepat janji"), _("Terpakai"), _("Masuk"), _("Selesai"), _("Terbit"), _("Ditolak"), _("Dikembalikan"), _("Di luar standar"),
        *((_("IKM"), _("Laporan tepat waktu")) if of_units else ()),
    )  # fmt: skip
    return [first, *((word, "number") for word in named)]


def month_rows(months: Iterable[Numbers], year: Numbers, today: date) -> list[list]:
    """Counts per month and, last, of the year."""
    labelled = [(words.month(one.period, today), one) for one in months] + [(_("Setahun"), year)]
    return [[label, *(_count(one, key) for key in COUNTS)] for label, one in labelled]


def _count(numbers: Numbers, key: str) -> str:
    found = numbers.count(key)
    return _("disamarkan") if found is None else words.number(found)


def month_columns() -> list:
    named = (
        _("Masuk"), _("Selesai"), _("Terbit"), _("Ditolak"), _("Dibatalkan"), _("Tepat janji"), _("Dikembalikan"), _("Di luar standar"),
    )  # fmt: skip
    return [_("Bulan"), *((word, "number") for word in named)]


def bars(months: Iterable[Numbers], today: date, key: str = "kept_share") -> list[dict]:
    """A share month by month, with what each is of."""
    return [
        _bar(words.month(one.period, today), told(one, in_force(Period.of(one.period).first)[key])) for one in months
    ]


def _bar(label: str, one: Told) -> dict:
    if one.hidden or one.n is None:
        text = _("disamarkan")
    elif one.value is None:
        text = _("belum cukup data (%(n)s)") % {"n": words.number(one.n)} if one.n else _("tidak ada")
    else:
        text = _("%(share)s dari %(n)s") % {"share": words.short(one), "n": words.number(one.n)}
    return {"label": label, "value": one.value or 0, "text": text}
