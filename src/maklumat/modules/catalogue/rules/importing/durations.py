"""The promised time, in the words of a list → :class:`Duration`."""

from __future__ import annotations

import re
from fractions import Fraction

from maklumat.kernel.words import N_

from ..standard import Duration
from . import numbers
from .quantities import DAY, Quantity, find, hinted_unit, joined, rest
from .readings import MAX_WORDING, Reading, decide, exact, flat, is_nothing, normalised
from .remarks import Remarks

NOTHING = N_("“%(original)s” – berapa lama janji waktunya?")
NO_NUMBER = N_("“%(original)s” tidak menyebut angka. Berapa lama janji waktunya, dan dalam satuan apa?")
NO_UNIT = N_("“%(original)s” – menit, jam, hari kerja, atau hari kalender?")
DAY_KIND = N_("“%(original)s” – hari kerja atau hari kalender?")
HR = N_("“%(original)s” – “hr” berarti hari kerja, hari kalender, atau jam?")
LONG_UNIT = N_("“%(original)s” – berapa hari kerja atau hari kalender?")
PART_DAY = N_("“%(original)s” bukan hari penuh. Berapa menit atau hari kerja janji waktunya?")
RANGE = N_("“%(original)s” adalah rentang. Waktu mana yang dijanjikan?")
SEVERAL = N_("“%(original)s” memuat beberapa waktu. Mana yang berlaku, atau pisahkan menjadi beberapa layanan?")
MIXED = N_("“%(original)s” mencampur hari dengan jam. Berapa janji waktunya dalam satu satuan?")
LOWER = N_("“%(original)s” adalah waktu paling sedikit. Berapa lama waktu paling lama?")
START = N_("“%(original)s” – waktu mulai dihitung sejak diajukan atau sejak berkas dinyatakan lengkap?")
EXTRA = N_("“%(original)s” memuat keterangan tambahan “%(extra)s”. Apakah waktunya selalu %(reading)s?")
SPELLED = N_("“%(original)s” – angka dan hurufnya berbeda. Mana yang benar?")
SAME_DAY = N_("“%(original)s” – apakah berarti satu hari kerja, atau berapa jam?")
ON_SPOT = N_("“%(original)s” – berapa menit warga menunggu paling lama?")
OPENING = N_("“%(original)s” tampak seperti jam buka. Berapa lama janji waktunya?")
TOO_LONG = N_("“%(original)s” terlalu panjang untuk dibaca. Berapa lama janji waktunya?")
BOUNDS = N_("“%(original)s” di luar batas 1 sampai 2000. Berapa lama janji waktunya?")

WORDS_READ = N_("Angka ditulis dengan huruf; dibaca %(reading)s.")
SHORT_READ = N_("Singkatan atau istilah asing; dibaca %(reading)s.")
HINT_READ = N_("Satuan diambil dari judul kolom; dibaca %(reading)s.")
SUM_READ = N_("Dijumlahkan atau diubah satuannya; dibaca %(reading)s.")
CLOCK_READ = N_("Kelipatan 24 jam dibaca sebagai hari kalender: %(reading)s.")
UPPER_READ = N_("Dibaca sebagai waktu paling lama: %(reading)s.")
ABOUT_READ = N_("Perkiraan dibaca sebagai janji paling lama: %(reading)s.")
START_READ = N_("Waktu dihitung sejak berkas dinyatakan lengkap: %(reading)s.")
SUBMITTED_READ = N_("Waktu dihitung sejak pengajuan: %(reading)s.")

UNIT_WORDS = {
    "minutes": "menit", "hours": "jam", "working_days": "hari kerja", "calendar_days": "hari kalender",
}  # fmt: skip
_OPENING = re.compile(r"\b\d{1,2}[.:]\d{2}\s*(?:wi[bt]a?|-|–|s/?d|sampai)|\b(?:pukul|pkl)\b")
_SAME_DAY = re.compile(r"\bhari (?:itu|ini|yang sama|yg sama)\b|\bsame[ -]day\b")
_ON_SPOT = re.compile(
    r"\bdi ?tempat\b|\blangsung\b|\bseketika\b|\bditunggu\b|\bsaat itu\b|\breal ?time\b|\bon the spot\b"
)
_BARE = re.compile(rf"\D{{0,12}}({numbers.NUMBER})\D{{0,12}}")
_LONG = {"week": (5, 7), "month": (22, 30), "year": (0, 365)}


def text(duration: Duration) -> str:
    """The reading in plain words, for the report."""
    return f"{duration.number} {UNIT_WORDS[duration.unit]}"


def read_duration(cell: str, hint: str = "") -> Reading[Duration]:
    """One cell. ``hint`` is the title of its column, where a bare number finds its unit."""
    plain = flat(cell).lower()
    if is_nothing(plain):
        return decide(cell, NOTHING)
    if len(plain) > MAX_WORDING:
        return decide(cell, TOO_LONG)
    if _OPENING.search(plain):
        return decide(cell, OPENING)
    plain, mismatch = numbers.check_spelled(plain)
    plain, spelled = numbers.to_digits(plain)
    found = find(plain)
    unit = hinted_unit(hint)
    hinted = not found and bool(unit) and _BARE.fullmatch(plain) is not None
    if hinted:
        plain = _BARE.sub(lambda m: f"{m.group()} {unit}", plain, count=1)
        found = find(plain)
    if not found:
        return _without_unit(cell, plain)
    remarks = Remarks.of(rest(plain, found))
    options = tuple(dict.fromkeys(d for q in found for d in _candidates(q)))
    if remarks.start == "accepted":
        options = tuple(o.model_copy(update={"start_event": "accepted"}) for o in options)
    if mismatch is not None:
        return decide(cell, SPELLED, options + _candidates(Quantity(mismatch, found[0].unit)))
    question, value, rule = _settle(plain, found)
    if remarks.start == "unclear" and not question:
        return decide(
            cell,
            START,
            tuple(o.model_copy(update={"start_event": e}) for o in options for e in ("submitted", "accepted")),
        )
    if remarks.lower:
        return decide(cell, LOWER, options)
    if question or value is None:
        return decide(cell, question or BOUNDS, options)
    if remarks.extra:
        return decide(cell, EXTRA, (value,), extra=remarks.extra[:80], reading=text(value))
    if remarks.start == "accepted":
        value = value.model_copy(update={"start_event": "accepted"})
    rules = (
        (remarks.start == "accepted", START_READ), (remarks.start == "submitted", SUBMITTED_READ), (bool(rule), rule),
        (remarks.about, ABOUT_READ), (remarks.upper, UPPER_READ), (hinted, HINT_READ), (spelled, WORDS_READ),
    )  # fmt: skip
    for applied, note in rules:
        if applied:
            return normalised(value, cell, note, reading=text(value))
    return exact(value, cell)


def _without_unit(cell: str, plain: str) -> Reading[Duration]:
    if _SAME_DAY.search(plain):
        return decide(cell, SAME_DAY, _made(1, "working_days"))
    if _ON_SPOT.search(plain):
        return decide(cell, ON_SPOT)
    bare = _BARE.fullmatch(plain)
    value = numbers.number(bare.group(1)) if bare else None
    if value is None:
        return decide(cell, NO_NUMBER)
    options = tuple(d for unit in ("working_days", "calendar_days", "hours", "minutes") for d in _made(value, unit))
    return decide(cell, NO_UNIT, options)


def _settle(plain: str, found: list[Quantity]) -> tuple[str, Duration | None, str]:
    """(question, value, rule): a question when a person must decide, else the value and the rule applied."""
    if any(q.ranged for q in found):
        return RANGE, None, ""
    if len(found) > 1:
        connection = joined(plain, found)
        if connection != "sum":
            return (RANGE if connection == "range" else SEVERAL), None, ""
        if {q.unit for q in found} - {"hours", "minutes"}:
            return MIXED, None, ""
        minutes = sum((q.number * (60 if q.unit == "hours" else 1) for q in found), Fraction(0))
        return _sized(minutes, "minutes", SUM_READ)
    one = found[0]
    if one.unit == "clock_days":
        return _sized(one.number, "calendar_days", CLOCK_READ)
    if one.unit in DAY:
        whole = one.number.denominator == 1
        return (HR if one.unit == "hr" else DAY_KIND if whole else PART_DAY), None, ""
    if one.unit in _LONG:
        return LONG_UNIT, None, ""
    if one.unit == "seconds":
        return NO_NUMBER if one.number <= 0 else ON_SPOT, None, ""
    if one.unit in ("working_weeks", "calendar_weeks"):
        per, unit = (5, "working_days") if one.unit == "working_weeks" else (7, "calendar_days")
        return _sized(one.number * per, unit, SUM_READ)
    if one.number.denominator != 1:
        if one.unit == "hours":
            return _sized(one.number * 60, "minutes", SUM_READ)
        return PART_DAY, None, ""
    return _sized(one.number, one.unit, SHORT_READ if one.short else "")


def _sized(number: Fraction, unit: str, rule: str) -> tuple[str, Duration | None, str]:
    if unit == "minutes" and number > 2000 and number % 60 == 0:
        number, unit, rule = number / 60, "hours", SUM_READ
    made = _made(number, unit)
    return ("", made[0], rule) if made else (BOUNDS if number.denominator == 1 else PART_DAY, None, "")


def _made(number: Fraction | int, unit: str) -> tuple[Duration, ...]:
    """The duration, or nothing when the standard cannot hold it."""
    if Fraction(number).denominator != 1 or not 1 <= number <= 2000:
        return ()
    return (Duration(number=int(number), unit=unit),)  # type: ignore[arg-type]


def _candidates(q: Quantity) -> tuple[Duration, ...]:
    """Every sensible meaning, offered to the person who decides."""
    values = (q.number, q.ranged) if q.ranged else (q.number,)
    return tuple(d for value in values for d in _meanings(value, q.unit))


def _meanings(value: Fraction, unit: str) -> tuple[Duration, ...]:
    if unit in ("day", "hr", "clock_days", "working_days", "calendar_days"):
        if value.denominator != 1:
            return _made(value * 450, "minutes") + _made(Fraction(-(-value // 1)), "working_days")
        kinds = {
            "clock_days": ("calendar_days",),
            "working_days": ("working_days",),
            "calendar_days": ("calendar_days",),
        }
        made = tuple(d for kind in kinds.get(unit, ("working_days", "calendar_days")) for d in _made(value, kind))
        return made + (_made(value, "hours") if unit == "hr" else ())
    if unit in _LONG:
        working, calendar = _LONG[unit]
        return _made(value * working, "working_days") + _made(value * calendar, "calendar_days")
    if unit == "working_weeks":
        return _made(value * 5, "working_days")
    if unit == "calendar_weeks":
        return _made(value * 7, "calendar_days")
    if unit == "seconds":
        return _made(Fraction(-(-value // 60)), "minutes")
    return _made(value, unit) or _made(value * 60, "minutes") if unit == "hours" else _made(value, unit)
