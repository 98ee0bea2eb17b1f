"""Results in the words of a page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from maklumat.kernel.words import N_
from maklumat.ui.formats import number

from ..forms import language_of
from ..queries.figures import Outcome
from ..rules.index import converted
from ..rules.instrument import Instrument, in_words
from ..rules.suppression import hidden

TONES = {"A": "success", "B": "success", "C": "warning", "D": "danger"}
CHANNELS = {
    "invited": N_("undangan acak"),
    "kiosk": N_("tablet di loket"),
    "paper": N_("kertas"),
    "open": N_("terbuka"),
}
FLAGS = {
    "STRAIGHT": N_("Satu jawaban untuk semua pertanyaan, terlalu cepat untuk dibaca"), "FAST": N_("Lebih cepat daripada orang membaca dan menekan"),
    "BURST": N_("Banyak jawaban dari satu perangkat dalam waktu singkat"), "OFFICER": N_("Deretan jawaban seragam yang serba baik dari satu loket"),
}  # fmt: skip
QUARTERS = (N_("Januari–Maret"), N_("April–Juni"), N_("Juli–September"), N_("Oktober–Desember"))


def period_words(period: str) -> str:
    """“Oktober–Desember 2026” or “tahun 2026”."""
    if len(period) == 4:
        return _("tahun %(year)s") % {"year": period}
    return f"{_(QUARTERS[int(period[-1]) - 1])} {period[:4]}"


def performance(instrument: Instrument, grade: str) -> str:
    """The word of a grade, as the instrument has it."""
    return next((in_words(one.word, language_of()) for one in instrument.grades if one.letter == grade), "")


def grades(instrument: Instrument) -> str:
    """“A mulai 88,31; B mulai 76,61; C mulai 65,00; di bawahnya D.”"""
    steps = [
        _("%(letter)s mulai %(lower)s") % {"letter": one.letter, "lower": number(one.lower, 2)}
        for one in instrument.grades[:-1]
    ]
    return "; ".join([*steps, _("di bawahnya %(letter)s.") % {"letter": instrument.grades[-1].letter}]) if steps else ""


def headline(found: Outcome, unit: str) -> str:
    """The result as one sentence."""
    if found.index is None or found.answered < 5:
        return _("Belum cukup jawaban untuk menilai %(unit)s pada %(period)s.") % {
            "unit": unit,
            "period": period_words(found.period),
        }
    said = _("%(n)s orang menilai %(unit)s pada %(period)s: %(index)s dari 100, mutu %(grade)s (%(word)s).")
    return said % {
        "n": number(found.answered), "unit": unit, "period": period_words(found.period), "index": number(found.index, 2), "grade": found.grade,
        "word": performance(found.instrument, found.grade),
    }  # fmt: skip


def bars(found: Outcome) -> list[dict[str, Any]]:
    """Elements as bars on the scale 25–100, in the order of the rule."""
    language, weak = language_of(), set(found.weakest[:1])
    shown = []
    for number_, one in enumerate(found.elements, 1):
        value = converted(one.mean) if one.mean is not None and found.instrument.method == "skm" else one.mean
        shown.append(
            {
                "label": f"U{number_} {in_words(one.name, language)}" if found.instrument.method == "skm" else in_words(one.name, language),
                "value": float(value) if value is not None else 0, "text": number(value, 2) if value is not None else _("belum ada"),
                "tone": "warning" if one.key in weak else "brand",
            }
        )  # fmt: skip
    return shown


def spread_rows(found: Outcome) -> list[list[str]]:
    """Element, mean, and how many chose each value."""
    language = language_of()
    values = range(found.instrument.low, found.instrument.high + 1)
    return [
        [
            in_words(one.name, language),
            number(one.mean, 3) if one.mean is not None else "–",
            *(number(one.spread.get(v, 0)) for v in values),
        ]
        for one in found.elements
    ]


def makeup_rows(
    instrument: Instrument, answered: int, makeup: Mapping[str, Mapping[int, int]]
) -> list[tuple[str, list[list[str]]]]:
    """Who answered, each question about the respondent as rows; those who did not say are told, too. Small numbers are not."""
    language, shown = language_of(), []
    for trait in instrument.respondent:
        counts = {one.value: makeup.get(trait.key, {}).get(one.value, 0) for one in trait.choices}
        counts[-1] = max(answered - sum(counts.values()), 0)
        small = hidden(counts)
        names = {one.value: in_words(one.text, language) for one in trait.choices} | {-1: _("Tidak menjawab")}
        rows = [[names[value], _("disamarkan") if value in small else number(count)] for value, count in counts.items()]
        shown.append((in_words(trait.text, language), rows))
    return shown


def choice_rows(found: Outcome) -> list[tuple[str, list[list[str]]]]:
    """Of each item with choices: how often each was chosen."""
    language, shown = language_of(), []
    for item, counts in zip(found.instrument.items, found.items, strict=True):
        if item.choices:
            rows = [[in_words(one.text, language), number(counts.get(one.value, 0))] for one in item.choices]
            shown.append((in_words(item.text, language), rows))
    return shown


def two(value: Decimal | str | None) -> str:
    return number(value, 2) if value is not None else _("belum ada")
