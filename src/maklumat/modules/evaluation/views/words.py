"""The evaluation in the words of a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel.words import N_
from maklumat.ui.formats import number

from ..queries.claims import Claims
from ..queries.sheets import Line, Sheet
from ..rules.claims import Compared
from ..rules.index import rounded
from ..rules.instrument import Category, Instrument, in_words

STATES = {"": (N_("Belum dibuka"), "neutral"), "open": (N_("Diisi unit"), "info"), "handed_in": (N_("Dinilai"), "warning"), "closed": (N_("Selesai"), "success")}  # fmt: skip
SOURCES = {
    "computed": (N_("Dihitung"), "success"), "mixed": (N_("Dihitung dan dinyatakan"), "info"), "attested": (N_("Dinyatakan unit"), "warning"),
    "missing": (N_("Belum ada"), "neutral"),
}  # fmt: skip
VARIANTS = {"A": N_("Tatap muka (luring)"), "B": N_("Daring")}


def language() -> str:
    return (get_language() or "id")[:2]


def two(value: Decimal | str | None) -> str:
    return number(Decimal(value), 2) if value not in (None, "") else "–"


def category_of(instrument: Instrument, grade: str) -> str:
    found = next((one for one in instrument.categories if one.grade == grade), None)
    return in_words(found.word, language()) if found else ""


def category_words(category: Category) -> str:
    return f"{category.grade} · {in_words(category.word, language())}"


def aspects(found: Sheet) -> list[dict[str, Any]]:
    """Aspects as bars on 0–5, with their weights."""
    return [
        {"label": f"{in_words(one.name, language())} ({one.weight}%)", "value": float(found.index.aspects[one.key]), "text": two(rounded(found.index.aspects[one.key]))}
        for one in found.instrument.aspects
    ]  # fmt: skip


def frozen_aspects(instrument: Instrument, result: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": f"{in_words(one.name, language())} ({one.weight}%)", "value": float(result["aspects"][one.key]), "text": two(result["aspects"][one.key])}
        for one in instrument.aspects
    ]  # fmt: skip


def lines(found: Sheet) -> list[dict[str, Any]]:
    """Indicators as the sheet shows them, under their aspects."""
    groups: list[dict[str, Any]] = []
    names = {one.key: in_words(one.name, language()) for one in found.instrument.aspects} | {
        "": _("Pertanyaan tambahan, tidak dihitung")
    }
    for line in found.lines:
        if not groups or groups[-1]["key"] != line.indicator.aspect:
            groups.append({"key": line.indicator.aspect, "name": names[line.indicator.aspect], "lines": []})
        groups[-1]["lines"].append(line_words(line))
    return groups


def line_words(line: Line) -> dict[str, Any]:
    word, tone = SOURCES[line.source]
    return {
        "number": line.indicator.number, "code": line.indicator.code, "name": in_words(line.indicator.name, language()), "source": _(word), "tone": tone,
        "score": line.score, "proposed": line.proposed, "judged": line.verdict is not None, "facts": line.count,
        "overridden": line.verdict is not None and line.verdict.score != line.proposed,
    }  # fmt: skip


def claims(found: Claims) -> list[dict[str, Any]]:
    """The comparisons of F-03 with the ledger: a heading, whether they agree, what both say, and what a difference may mean."""
    return [_claim(one) for one in (*((found.days,) if found.days else ()), *found.fees)]


def _claim(one: Compared) -> dict[str, Any]:
    said = {
        "beyond": number(one.beyond), "answers": number(one.answers), "share": number(round(100 * one.beyond / one.answers)), "limit": number(one.limit),
        "cases": number(one.cases), "charged": number(one.charged), "claimed": number(one.middles[0]), "known": number(one.middles[1]),
    }  # fmt: skip
    heading, text, meaning = {
        "days": (
            _("Lama pelayanan"),
            _("%(beyond)s dari %(answers)s responden (%(share)s%%) menyebut lebih dari %(limit)s hari. Menurut catatan, sembilan dari sepuluh permohonan selesai dalam %(limit)s hari (%(cases)s permohonan). Nilai tengah: %(claimed)s hari menurut responden, %(known)s hari menurut catatan."),
            _("Mungkin berkas dicatat masuk lebih lambat daripada diserahkan, atau hasil terlambat sampai ke pengguna. Bandingkan tanda terima dengan catatan pada beberapa permohonan."),
        ),
        "paid": (
            _("Membayar atau tidak"),
            _("%(beyond)s dari %(answers)s responden (%(share)s%%) menyebut membayar. Menurut catatan, %(charged)s dari %(cases)s permohonan dikenai biaya."),
            _("Mungkin yang disebut ongkos lain, seperti fotokopi dan perjalanan; mungkin juga ada pungutan di luar standar. Periksa cara menerima uang di loket, bukan siapa yang menjawab."),
        ),
        "over": (
            _("Besarnya biaya"),
            _("%(beyond)s dari %(answers)s responden (%(share)s%%) menyebut lebih dari Rp%(limit)s, biaya tertinggi dalam catatan (%(cases)s permohonan)."),
            _("Mungkin ada ongkos lain yang ikut dihitung, atau uang yang diminta di luar tarif. Periksa apakah tarif terpasang di tempat pembayaran."),
        ),
    }[one.what]  # fmt: skip
    return {"heading": heading, "text": text % said, "differs": one.differs, "meaning": meaning if one.differs else ""}
