"""The cost in the words of a list → :class:`Fee`. Money is whole rupiah."""

from __future__ import annotations

import re
from fractions import Fraction

from maklumat.kernel.words import N_

from ..standard import Fee
from . import keys, laws, numbers
from .amounts import Amount, find
from .readings import MAX_WORDING, Reading, decide, exact, flat, is_nothing, normalised

NOTHING = N_("“%(original)s” – gratis, atau berapa biayanya?")
NO_NUMBER = N_("“%(original)s” tidak menyebut jumlah. Gratis, berapa biayanya, atau bagaimana rumusnya?")
LAW_ONLY = N_("“%(original)s” hanya menyebut peraturan. Salin jumlah atau rumus biaya dari peraturan itu.")
RANGE = N_("“%(original)s” adalah rentang. Berapa biayanya, atau bagaimana rumusnya?")
SEVERAL = N_(
    "“%(original)s” memuat beberapa jumlah. Mana yang berlaku, atau buat pilihan pada formulir dan rumus biaya?"
)
PER_UNIT = N_("“%(original)s” dihitung per %(per)s. Pakai rumus dengan isian jumlah, atau biaya tetap?")
PERCENT = N_("“%(original)s” adalah persentase. Isian mana yang menjadi dasar hitungan?")
MIXED = N_("“%(original)s” menyebut gratis dan juga jumlah. Kapan biaya dipungut?")
EXTRA = N_("“%(original)s” memuat keterangan tambahan “%(extra)s”. Apakah biayanya selalu %(reading)s?")
SPELLED = N_("“%(original)s” – angka dan hurufnya berbeda. Mana yang benar?")
TOO_LONG = N_("“%(original)s” terlalu panjang untuk dibaca. Gratis, berapa biayanya, atau bagaimana rumusnya?")
UNCLEAR = N_("“%(original)s” – berapa rupiah tepatnya?")

BARE_READ = N_("Angka tanpa “Rp” dibaca sebagai rupiah: %(reading)s.")
SHORT_READ = N_("Singkatan jumlah atau tanda pemisah lain; dibaca %(reading)s.")
ZERO_READ = N_("Nol rupiah dibaca sebagai gratis.")
WORDS_READ = N_("Jumlah ditulis dengan huruf; dibaca %(reading)s.")

_FREE = re.compile(
    r"gratis|free(?: of charge)?|\bbebas(?: (?:dari )?biaya)?\b|tidak di ?(?:pungut|kenakan|pungut) ?(?:biaya|retribusi|bayaran|tarif)?(?: apapun)?"
    r"|tanpa (?:di ?pungut )?(?:biaya|retribusi)|tidak ada (?:biaya|tarif|retribusi|pungutan)|no (?:charge|fee|cost)|cuma[ \-]cuma|nol rupiah"
)
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,4})?)\s*(?:%|persen)")
_HARMLESS = re.compile(
    r"\b(?:biaya|tarif|retribusi|sebesar|rupiah|rp|idr|administrasi|adalah|yaitu|total|hanya|pnbp|cost|fee|sesuai|berdasarkan|menurut|of|charge)\b"
)
_CONDITION = re.compile(r"\b(?:bagi|untuk|kecuali|khusus|jika|apabila|bila|mulai|minimal|maksimal|denda)\b")
_M2 = re.compile(r"m\s?2|meter persegi|luas")


def text(fee: Fee) -> str:
    """The reading in plain words, for the report."""
    if fee.kind == "free":
        return "gratis"
    return rupiah(fee.amount) if fee.kind == "fixed" else fee.formula


def rupiah(amount: int) -> str:
    """50000 → "Rp50.000"."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def read_cost(cell: str, hint: str = "") -> Reading[Fee]:
    """One cell. ``hint`` is the title of its column: "tarif_rp" makes a bare number plain."""
    original = flat(cell)
    basis = "; ".join(laws.find(cell))[:300]
    plain = flat(laws.without(cell)).lower()
    if is_nothing(plain) and not basis:
        return decide(cell, NOTHING, (Fee(kind="free"),))
    if len(plain) > MAX_WORDING:
        return decide(cell, TOO_LONG)
    plain, mismatch = numbers.check_spelled(plain)
    free = _FREE.search(plain)
    found = find(plain)
    spelled = False
    if not found and not free:
        plain, spelled = numbers.to_digits(plain)
        found = find(plain)
    options = tuple(dict.fromkeys(_fixed(a.value, basis) for a in found if a.value is not None))
    if mismatch is not None:
        return decide(cell, SPELLED, (*options, _fixed(int(mismatch), basis)))
    if free:
        return _free(cell, plain, options, basis)
    if percent := _PERCENT.search(plain):
        share = numbers.number(percent.group(1)) or Fraction(0)
        return decide(
            cell, PERCENT, (Fee(kind="formula", formula=f"nilai * {numbers.plain(share)} / 100", legal_basis=basis),)
        )
    if not found:
        return decide(cell, LAW_ONLY if basis else NO_NUMBER)
    if len(found) > 1:
        return decide(cell, RANGE if any(a.ranged for a in found) else SEVERAL, options)
    return _one(cell, original, plain, found[0], basis, spelled, hint)


def _one(cell: str, original: str, plain: str, amount: Amount, basis: str, spelled: bool, hint: str) -> Reading[Fee]:
    if amount.value is None:
        return decide(cell, UNCLEAR)
    fee = _fixed(amount.value, basis)
    if amount.per:
        formula = Fee(
            kind="formula",
            formula=f"{amount.value} * {_quantity(amount.per)}",
            explanation=original[:300],
            legal_basis=basis,
        )
        return decide(cell, PER_UNIT, (formula, fee), per=amount.per)
    extra = _extra(plain[: amount.start] + " " + plain[amount.end :])
    if extra:
        return decide(cell, EXTRA, (fee,), extra=extra, reading=text(fee))
    if amount.value == 0:
        return normalised(fee, cell, ZERO_READ)
    if spelled:
        return normalised(fee, cell, WORDS_READ, reading=text(fee))
    if amount.scaled:
        return normalised(fee, cell, SHORT_READ, reading=text(fee))
    if not amount.currency and not re.search(r"(?<![a-z])(?:rp|idr|rupiah)(?![a-z])", hint.lower()):
        return normalised(fee, cell, BARE_READ, reading=text(fee))
    return exact(fee, cell)


def _free(cell: str, plain: str, options: tuple[Fee, ...], basis: str) -> Reading[Fee]:
    fee = Fee(kind="free", legal_basis=basis)
    if any(option.amount for option in options):
        return decide(cell, MIXED, (fee, *options))
    extra = _extra(re.sub(r"[\d.,\-]+", " ", _FREE.sub(" ", plain)))
    if extra:
        return decide(cell, EXTRA, (fee,), extra=extra, reading=text(fee))
    return exact(fee, cell)


def _extra(rest: str) -> str:
    if not _CONDITION.search(rest):
        rest = _HARMLESS.sub(" ", rest)
    return " ".join(re.sub(r"[^\w%]+", " ", rest).split())[:80]


def _fixed(value: int, basis: str) -> Fee:
    return Fee(kind="fixed" if value else "free", amount=value, legal_basis=basis)


def _quantity(per: str) -> str:
    return "luas" if _M2.search(per) else keys.key(f"jumlah {per}")
