"""Independent oracle for the SKM rules (satisfaction index, grades, sample size).

Derived only from the rule text 01-skm.md.  Exact arithmetic throughout.

Choices where the text is silent:
* A blank answer drops out of that element's numerator and denominator only
  (the "divide by answered count" rule); the respondent is kept.
* An element nobody answered is unused.  If no element was answered at all,
  `index` raises ValueError: there is no index.
* A printed weight is applied literally to each used element, also when fewer
  or more than nine are used (the text defines it for nine only).
* `grade` rounds half-up first and has no lower bound check ("else D"): with
  weight 0.11 an all-ones survey gives 24.75, which is D.  Values over 100
  after rounding, or below 0, are rejected.
* `krejcie_morgan` gives 0 for n = 0 and raises for a negative n.
"""

from decimal import Decimal
from fractions import Fraction

_PRINTED_WEIGHTS = {"0.11": Fraction(11, 100), "0.111": Fraction(111, 1000)}


def _frac(value):
    if isinstance(value, (bool, float)):
        raise TypeError("exact value wanted (int, Fraction, Decimal or str)")
    return Fraction(value)


def _half_up(value, scale=1):
    """Integer nearest to value*scale, ties upward; value >= 0."""
    x = value * scale
    if x < 0:
        raise ValueError("negative value")
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def index(rows, weight="exact"):
    """Return (IKM unrounded, details) for respondents x elements answers."""
    if weight != "exact" and weight not in _PRINTED_WEIGHTS:
        raise ValueError(f"unknown weight {weight!r}")
    width = len(rows[0]) if rows else 0
    sums, counts = [0] * width, [0] * width
    for row in rows:
        if len(row) != width:
            raise ValueError("rows of different length")
        for i, v in enumerate(row):
            if v is None:
                continue
            if type(v) is not int or not 1 <= v <= 4:
                raise ValueError(f"answer {v!r} is not 1..4")
            sums[i] += v
            counts[i] += 1
    nrr = [Fraction(s, c) if c else None for s, c in zip(sums, counts, strict=False)]
    used = [i for i in range(width) if counts[i]]
    if not used:
        raise ValueError("no answers")
    w = Fraction(1, len(used)) if weight == "exact" else _PRINTED_WEIGHTS[weight]
    weighted = [None if m is None else m * w for m in nrr]
    ni = sum((weighted[i] for i in used), Fraction(0))
    ikm = ni * 25
    return ikm, {"nrr": nrr, "weighted": weighted, "counts": counts, "used": used, "weight": w, "ni": ni, "ikm": ikm}


def rounded(value):
    """Two decimals, half-up, from an exact value."""
    return Decimal(_half_up(_frac(value), 100)).scaleb(-2)


def grade(value):
    r = rounded(value)
    if r > 100:
        raise ValueError("above 100")
    for letter, low in (("A", "88.31"), ("B", "76.61"), ("C", "65.00")):
        if r >= Decimal(low):
            return letter
    return "D"


def performance(letter):
    return {"A": "Sangat Baik", "B": "Baik", "C": "Kurang Baik", "D": "Tidak Baik"}[letter]


def krejcie_morgan(n):
    if type(n) is not int or n < 0:
        raise ValueError("population must be a non-negative int")
    if n == 0:
        return 0
    top = Fraction(3841, 1000) * Fraction(1, 4)
    s = top * n / (Fraction(5, 100) ** 2 * (n - 1) + top)
    return min(n, _half_up(s))


# Printed values; 100000 is the documented deviation (formula: 383).
PRINTED = {
    10: 10,
    15: 14,
    20: 19,
    25: 24,
    30: 28,
    35: 32,
    40: 36,
    45: 40,
    50: 44,
    55: 48,
    60: 52,
    65: 56,
    70: 59,
    75: 63,
    80: 66,
    85: 70,
    90: 73,
    95: 76,
    100: 80,
    110: 86,
    120: 92,
    130: 97,
    140: 103,
    150: 108,
    160: 113,
    170: 118,
    180: 123,
    190: 127,
    200: 132,
    220: 140,
    240: 148,
    260: 155,
    280: 162,
    300: 169,
    340: 181,
    380: 191,
    400: 196,
    440: 205,
    500: 217,
    600: 234,
    700: 248,
    800: 260,
    900: 269,
    1000: 278,
    1200: 291,
    1500: 306,
    2000: 322,
    2600: 335,
    3000: 341,
    4000: 351,
    5000: 357,
    7000: 364,
    10000: 370,
    20000: 377,
    50000: 381,
    100000: 384,
}
DEVIATING = {100000: 383}
