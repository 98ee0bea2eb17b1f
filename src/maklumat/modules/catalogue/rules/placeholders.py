"""Question keys shown as labels in brackets, so that nobody needs to see a key: ``luas * 2`` ↔ ``[Luas] × 2``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .standard import Question, Standard

PATTERN_WORDS = {
    "{number:04d}": "[nomor 4 angka]", "{number:03d}": "[nomor 3 angka]", "{number:05d}": "[nomor 5 angka]", "{number}": "[nomor]",
    "{unit}": "[kode unit]", "{month_roman}": "[bulan romawi]", "{month:02d}": "[bulan]", "{month}": "[bulan 1–12]", "{year}": "[tahun]",
}  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FUNCTIONS = {"min", "max", "ceil"}


class UnknownLabel(ValueError):
    """A label in brackets that is no question of the form."""


def labels(questions: Iterable[Question]) -> dict[str, str]:
    """Key → label, made different from each other and free of brackets."""
    found: dict[str, str] = {}
    for question in questions:
        label = re.sub(r"[\[\]{}]", "", question.label).strip() or question.key
        number, unique = 1, label
        while unique in found.values():
            number += 1
            unique = f"{label} ({number})"
        found[question.key] = unique
    return found


def formula_shown(formula: str, standard: Standard) -> str:
    """A formula as people write it: labels, ×, ÷, decimal comma."""
    known = labels(standard.questions())

    def word(match: re.Match[str]) -> str:
        return match[0] if match[0] in _FUNCTIONS else f"[{known[match[0]]}]" if match[0] in known else f"[{match[0]}]"

    parts = re.split(r"([a-z][a-z0-9_]*)", formula)
    shown = [word(m) if (m := _NAME.fullmatch(part)) else _signs(part) for part in parts]
    return re.sub(r" {2,}", " ", "".join(shown)).strip()


def _signs(text: str) -> str:
    text = text.replace(",", ";")
    text = re.sub(r"(\d)\.(\d)", r"\1,\2", text)
    return text.replace("*", "×").replace("/", "÷")


def formula_meant(typed: str, standard: Standard) -> str:
    """The formula of what people wrote. Raises :class:`UnknownLabel`."""
    keys = {label.casefold(): key for key, label in labels(standard.questions()).items()}
    parts = re.split(r"(\[[^\]]*\])", typed)
    return "".join(_meant(part, keys) for part in parts).strip()


def _meant(part: str, keys: dict[str, str]) -> str:
    if part.startswith("["):
        label = part[1:-1].strip()
        if label.casefold() not in keys:
            raise UnknownLabel(label)
        return keys[label.casefold()]
    part = re.sub(r"(?<![\d.,])([1-9]\d{0,2})((?:\.\d{3})+)(?!\d)", lambda m: m[1] + m[2].replace(".", ""), part)
    part = re.sub(r"(\d),(\d)", r"\1.\2", part)
    part = re.sub(r"(\d+(?:\.\d+)?)\s*%", r"(\1/100)", part)
    for sign, meant in (("×", "*"), ("÷", "/"), (":", "/"), ("–", "-"), ("−", "-"), (";", ",")):
        part = part.replace(sign, meant)
    return re.sub(r"(?<=[\s\d)])[xX](?=[\s\d(]|$)", "*", part)


def prose_shown(text: str, standard: Standard) -> str:
    """Prose with ``{key}`` places as ``[Label]``."""
    known = labels(standard.questions())
    return re.sub(r"\{([a-z][a-z0-9_]*)\}", lambda m: f"[{known.get(m[1], m[1])}]", text)


def prose_meant(typed: str, standard: Standard) -> str:
    """Prose with ``[Label]`` places as ``{key}``. Raises :class:`UnknownLabel`."""
    keys = {label.casefold(): key for key, label in labels(standard.questions()).items()}

    def place(match: re.Match[str]) -> str:
        if match[1].strip().casefold() not in keys:
            raise UnknownLabel(match[1])
        return "{" + keys[match[1].strip().casefold()] + "}"

    return re.sub(r"\[([^\]]*)\]", place, typed)


def pattern_shown(pattern: str) -> str:
    """A number pattern with words in brackets."""
    for code, word in PATTERN_WORDS.items():
        pattern = pattern.replace(code, word)
    return pattern


def pattern_meant(typed: str) -> str:
    """The pattern of what people wrote. Raises :class:`UnknownLabel`."""
    for code, word in PATTERN_WORDS.items():
        typed = re.sub(re.escape(word), code, typed, flags=re.IGNORECASE)
    if left := re.search(r"\[([^\]]*)\]?", typed):
        raise UnknownLabel(left[1])
    return typed
