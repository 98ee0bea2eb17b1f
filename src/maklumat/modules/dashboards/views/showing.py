"""The parts of the public pages: tiles, tables, charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maklumat.modules.surveys import api as surveys
from maklumat.ui.formats import number

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


def voiced(found: surveys.Outcome | None, period: Period) -> Told:
    """The satisfaction index as a figure; without a value where too few answered."""
    (measure,) = measures(period, ["satisfaction"])
    if found is None or found.index is None or not found.answered:
        return Told(measure, None, None)
    value, half = float(found.index), found.half
    ends = (None, None) if half is None else (value - half, value + half)
    return Told(measure, value, found.answered, *ends)


def satisfaction(found: surveys.Outcome | None, subject: Subject, period: Period) -> dict[str, Any] | None:
    """The tile of the satisfaction index; None where too few answered."""
    one = voiced(found, period)
    if found is None or one.value is None:
        return None
    shown = words.tile(one, subject, found.period, of=_("jawaban"))
    return shown | {"grade": found.grade, "period": words.survey_words(found.period)}


def table(lines: Iterable[Line], period: Period, page: Overview | None = None) -> list[list]:
    """Rows: name, promise kept, used, counts; of units also satisfaction and reports."""
    return [
        [
            {
                "text": row.subject.name,
                "href": words.asking(words.address(row.subject), period),
                "of": words.about(row.subject, str(period)),
            },
            *_cells(row, period),
            *(_voice(row, page) if page else ()),
        ]
        for row in lines
    ]


def _cells(row: Line, period: Period) -> list[Any]:
    of = {m.key: words.mark(told(row.numbers, m), row.subject, str(period)) for m in in_force(period.first).values()}
    used = [of["used_median"], *([of["used_p90"]] if of["used_median"]["raw"] else [])]
    keys = ("received", "finished", "issued", "rejected", "sent_back_share", "outside")
    return [of["kept_share"], used, *(of[key] for key in keys)]


def _voice(row: Line, page: Overview) -> list[dict[str, str]]:
    in_time = told(row.numbers, in_force(page.period.first)["reports_in_time_share"])
    return [
        words.mark(voiced(page.satisfaction.get(row.subject.id), page.period), row.subject, page.survey_period),
        words.mark(in_time, row.subject, str(page.period)),
    ]


def columns(first: str, *, of_units: bool = False) -> list:
    named = (
        _("Tepat janji"), _("Terpakai"), _("Masuk"), _("Selesai"), _("Terbit"), _("Ditolak"), _("Dikembalikan"), _("Di luar standar"),
        *((_("IKM"), _("Laporan tepat waktu")) if of_units else ()),
    )  # fmt: skip
    return [first, *((word, "number") for word in named)]


def month_rows(months: Iterable[Numbers], year: Numbers, subject: Subject, today: date) -> list[list]:
    """Counts per month and, last, of the year."""
    labelled = [(words.month(one.period, today), one) for one in months] + [(_("Setahun"), year)]
    return [
        [{"text": label, "of": words.about(subject, one.period)}, *_counts(one, subject)] for label, one in labelled
    ]


def _counts(numbers: Numbers, subject: Subject) -> list[dict[str, str]]:
    found = (told(numbers, one) for one in measures(Period.of(numbers.period), COUNTS))
    return [words.mark(one, subject, numbers.period) for one in found]


def month_columns() -> list:
    named = (
        _("Masuk"), _("Selesai"), _("Terbit"), _("Ditolak"), _("Dibatalkan"), _("Tepat janji"), _("Dikembalikan"), _("Di luar standar"),
    )  # fmt: skip
    return [_("Bulan"), *((word, "number") for word in named)]


def bars(months: Iterable[Numbers], subject: Subject, today: date, key: str = "kept_share") -> list[dict]:
    """A share month by month, with what each is of."""
    return [
        _bar(words.month(one.period, today), told(one, in_force(Period.of(one.period).first)[key]), subject, one.period)
        for one in months
    ]


def _bar(label: str, one: Told, subject: Subject, period: str) -> dict:
    if one.hidden or one.n is None:
        text = _("disamarkan")
    elif one.value is None:
        text = _("belum cukup data (%(n)s)") % {"n": number(one.n)} if one.n else _("tidak ada")
    else:
        text = _("%(share)s dari %(n)s") % {"share": words.short(one), "n": number(one.n)}
    return {**words.mark(one, subject, period), "label": label, "value": one.value or 0, "text": text}
