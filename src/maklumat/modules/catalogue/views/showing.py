"""A standard in the words of a page: what residents read instead of codes. No database, no decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maklumat.kernel import clock
from maklumat.kernel.words import N_
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units
from maklumat.ui.formats import number

from .. import queries
from ..queries import VersionFacts
from ..rules import placeholders
from ..rules.standard import Condition, Duration, Question, Requirement, Standard, Step
from ..rules.vocabulary import CHANNELS, OPERATORS, ROLES
from ..rules.wording import duration_text, fee_text, promise_text, render

CATEGORY_ICONS = {
    "kependudukan": "id-card", "perizinan": "stamp", "usaha": "store", "tanah-bangunan": "hard-hat", "kesehatan": "stethoscope",
    "sosial": "hand-heart", "pendidikan": "graduation-cap", "keluarga": "users-round", "surat-keterangan": "file-text",
    "ketenagakerjaan": "briefcase-business",
}  # fmt: skip
EVENT_ICONS = {
    "lahir": "baby", "sekolah": "graduation-cap", "bekerja": "briefcase-business", "menikah": "heart", "punya-rumah": "house",
    "buka-usaha": "store", "sakit": "heart-pulse", "pindah": "truck", "kehilangan": "search", "lanjut-usia": "users",
    "meninggal": "flower-2", "disabilitas": "accessibility",
}  # fmt: skip
CHANNEL_ICONS = {
    "counter": "map-pin", "phone": "phone", "whatsapp": "message-circle", "email": "mail", "web": "external-link",
    "sp4n": "megaphone", "letter": "inbox",
}  # fmt: skip
_UNITS = {
    "minutes": N_("sekitar %(n)s menit"), "hours": N_("sekitar %(n)s jam"),
    "working_days": N_("sekitar %(n)s hari kerja"), "calendar_days": N_("sekitar %(n)s hari"),
}  # fmt: skip
_LESS = {
    "minutes": N_("kurang dari 1 menit"), "hours": N_("kurang dari setengah jam"),
    "working_days": N_("kurang dari setengah hari kerja"), "calendar_days": N_("kurang dari setengah hari"),
}  # fmt: skip


def edition() -> tuple:
    """What all public pages of the catalogue show, in one stamp."""
    return queries.edition(clock.now()), units.edition(), calendars.edition()


@dataclass(frozen=True)
class Line:
    """One thing to bring or to know."""

    label: str
    explanation: str
    when: str
    remark: str
    legal_basis: str


@dataclass(frozen=True)
class Stage:
    title: str
    who: str
    time: str
    explanation: str


@dataclass(frozen=True)
class Way:
    """A channel with its link."""

    icon: str
    kind: str
    value: str
    href: str
    note: str


@dataclass(frozen=True)
class Card:
    """A service in a list."""

    slug: str
    name: str
    summary: str
    duration: str
    fee: str
    unit: str


def name_of(standard: Standard) -> str:
    return (get_language() == "en" and standard.name_en) or standard.name


def summary_of(standard: Standard) -> str:
    return (get_language() == "en" and standard.summary_en) or standard.summary


def cards(versions: tuple[VersionFacts, ...]) -> list[Card]:
    """The services as cards, with their units."""
    by_id = units.tree().by_id
    return [_card(v, by_id) for v in versions]


def _card(v: VersionFacts, by_id: dict[Any, units.UnitFacts]) -> Card:
    s, unit = v.standard, by_id.get(v.unit_id)
    return Card(s.slug, name_of(s), summary_of(s), duration(s), short_fee(s), unit.label if unit else "")


def duration(s: Standard) -> str:
    return render(*duration_text(s.duration), _) if s.duration else ""


def promise(s: Standard) -> str:
    return render(*promise_text(s.duration), _) if s.duration else ""


def short_fee(s: Standard) -> str:
    if s.fee and s.fee.kind == "formula":
        return _("Dihitung")
    return render(*fee_text(s.fee), _) if s.fee else ""


def bring(s: Standard) -> list[Line]:
    """The documents to have at hand, those that everybody needs first."""
    lines = sorted(s.documents(), key=lambda r: (r.condition is not None, not r.mandatory))
    return [Line(r.label, r.explanation, when(s, r), _formats(r), r.legal_basis) for r in lines]


def know(s: Standard) -> list[Line]:
    """The data that are requirements and are asked by the form."""
    return [Line(r.label, r.explanation, when(s, r), "", r.legal_basis) for r in s.requirements if r.kind == "datum"]


def when(s: Standard, r: Requirement | Question) -> str:
    """When a line applies, in words; empty for always."""
    if r.condition is not None:
        return _("Hanya bila %(condition)s") % {"condition": condition(s, r.condition)}
    if isinstance(r, Requirement) and not r.mandatory:
        return _("Bila ada")
    return ""


def condition(s: Standard, c: Condition) -> str:
    """A condition as a clause: “Jenis reklame” adalah Billboard."""
    question = next((q for q in s.questions() if q.key == c.field), None)
    label = question.label if question else c.field
    values = [value_word(question, v) for v in (c.values if c.op == "in" else (c.value,) if c.value else ())]
    if question and question.kind == "yes_no" and c.op == "is":
        pattern = _("jawaban “%(question)s” adalah %(value)s")
    else:
        pattern = "“%(question)s” " + _(OPERATORS.get(c.op, OPERATORS["is"])) + (" %(value)s" if values else "")
    return pattern % {"question": label, "value": _(" atau ").join(values)}


def value_word(question: Question | None, value: str) -> str:
    """An answer as people read it."""
    if question and question.kind == "choice":
        return next((c.label for c in question.choices if c.value == value), value)
    if question and question.kind == "yes_no":
        return _("Ya") if value == "true" else _("Tidak")
    return value


def _formats(r: Requirement) -> str:
    names = ", ".join(f.upper() for f in r.formats)
    shown = _("%(formats)s, paling besar %(size)d MB") % {"formats": names, "size": r.max_megabytes}
    return _("%(shown)s; asli diperlihatkan saat mengambil") % {"shown": shown} if r.original_shown else shown


def stages(s: Standard) -> list[Stage]:
    """The procedure with who and about how long."""
    by_code = units.tree().by_code
    return [Stage(step.title, _who(step, by_code), share(s.duration, step.share), step.explanation) for step in s.steps]


def _who(step: Step, by_code: dict[str, units.UnitFacts]) -> str:
    role = _(ROLES[step.role])
    other = by_code.get(step.unit)
    return f"{role}, {other.name}" if other else role


def share(promised: Duration | None, percent: int) -> str:
    """A share of the promised time in words: "sekitar 1,5 hari kerja"."""
    if promised is None:
        return _("%(percent)d%% dari waktu") % {"percent": percent}
    whole = promised.number * percent / 100
    rounded = round(whole) if promised.unit == "minutes" or whole >= 3 else round(whole * 2) / 2
    if rounded <= 0:
        return _(_LESS[promised.unit])
    return _(_UNITS[promised.unit]) % {"n": number(rounded, 0 if rounded == int(rounded) else 1)}


def ways(s: Standard) -> list[Way]:
    """The complaint channels with links that a telephone can follow."""
    return [
        Way(CHANNEL_ICONS[c.kind], _(CHANNELS[c.kind]), c.value, _href(c.kind, c.value), c.note)
        for c in s.complaint.channels
    ]


def _href(kind: str, value: str) -> str:
    digits = "".join(ch for ch in value if ch.isdigit())
    if kind == "phone" and digits:
        return f"tel:{digits}"
    if kind == "whatsapp" and digits:
        return "https://wa.me/" + ("62" + digits[1:] if digits.startswith("0") else digits)
    if kind == "email" and "@" in value:
        return f"mailto:{value}"
    if kind in ("web", "sp4n") and value.startswith(("https://", "http://")):
        return value
    return ""


def validity(s: Standard) -> str:
    months = s.product.valid_months if s.product else 0
    if not months:
        return _("Berlaku tanpa batas waktu")
    if months % 12 == 0:
        return ngettext("Berlaku %(n)d tahun", "Berlaku %(n)d tahun", months // 12) % {"n": months // 12}
    return ngettext("Berlaku %(n)d bulan", "Berlaku %(n)d bulan", months) % {"n": months}


def service(version: VersionFacts) -> dict[str, Any]:
    """Everything that the service page says about a version."""
    s = version.standard
    unit = units.tree().by_id.get(version.unit_id)
    return {
        "version": version, "standard": s, "unit": unit, "name": name_of(s), "summary": summary_of(s),
        "bring": bring(s), "know": know(s), "stages": stages(s), "ways": ways(s), "duration": duration(s), "promise": promise(s),
        "fee": short_fee(s), "validity": validity(s),
        "formula": placeholders.formula_shown(s.fee.formula, s) if s.fee and s.fee.kind == "formula" else "",
    }  # fmt: skip
