"""The written number of a certificate, from a pattern such as ``503/{number:04d}/{unit}/{month_roman}/{year}``."""

from __future__ import annotations

import re
import string

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SPECS = {
    "number": re.compile(r"(0?[1-9]d)?"),
    "month": re.compile(r"(0?[1-9]d)?"),
    "year": re.compile(""),
    "unit": re.compile(""),
    "month_roman": re.compile(""),
}


def number_text(pattern: str, *, number: int, unit: str, month: int, year: int) -> str:
    """Write a number. Raises ValueError for a pattern that :func:`problem_of` finds fault with."""
    if problem := problem_of(pattern):
        raise ValueError(problem)
    return pattern.format(number=number, unit=unit, month=month, month_roman=_ROMAN[month - 1], year=year)


def problem_of(pattern: str) -> str:
    """What is wrong with a pattern, or an empty text.

    ``{number}`` and ``{year}`` must be there: numbers start again each year, and a written number is unique for
    ever. Attribute look-ups and conversions of Python's format language are refused.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        return str(error)
    names = {name for _text, name, _spec, _conversion in parts if name is not None}
    for _text, name, spec, conversion in parts:
        if name is None:
            continue
        if name not in _SPECS or conversion:
            return f"unknown part {{{name}}}"
        if not _SPECS[name].fullmatch(spec or ""):
            return f"unknown form {{{name}:{spec}}}"
    if not {"number", "year"} <= names:
        return "a pattern needs {number} and {year}"
    return ""
