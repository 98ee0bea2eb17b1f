"""Independent oracle for PEKPPP / IPP, from the rule text 05-pekppp.md only.

Variants: "A" or "luring", "B" or "daring".  Everything exact (int, Fraction).

General reading used for `score`: the result is the highest rung which the fact
meets or clearly surpasses; if it reaches no rung, 0.  `defensible()` lists the
other scores which the text would also allow, so that a checker can tell a
deviation from an open question.
"""

from decimal import Decimal
from fractions import Fraction

WEIGHTS = (  # aspect, weight, indicators
    ("Kebijakan Pelayanan", Fraction(24, 100), range(1, 10)),
    ("Profesionalisme SDM", Fraction(25, 100), range(10, 15)),
    ("Sarana Prasarana", Fraction(18, 100), range(15, 21)),
    ("Sistem Informasi Pelayanan Publik", Fraction(11, 100), range(21, 25)),
    ("Konsultasi dan Pengaduan", Fraction(10, 100), range(25, 29)),
    ("Inovasi", Fraction(12, 100), range(29, 31)),
)
F03_SPLIT = {"A": (4, 3, 4, 2, 1), "B": (4, 1, 4, 1, 1)}
_CATEGORIES = (
    ("4.51", "A", "Pelayanan Prima"),
    ("4.01", "A-", "Sangat Baik"),
    ("3.51", "B", "Baik"),
    ("3.01", "B-", "Baik (dengan catatan)"),
    ("2.51", "C", "Cukup"),
    ("2.01", "C-", "Cukup (dengan catatan)"),
    ("1.51", "D", "Buruk"),
    ("1.01", "E", "Sangat Buruk"),
    ("0", "F", "Gagal"),
)


def _variant(v):
    try:
        return {"A": "A", "luring": "A", "B": "B", "daring": "B"}[v]
    except KeyError:
        raise ValueError(f"unknown variant {v!r}") from None


def _exact(v):
    if isinstance(v, (bool, float)):
        raise TypeError("exact number wanted")
    return Fraction(v)


def _point(v):
    if type(v) is not int or not 0 <= v <= 5:
        raise ValueError(f"{v!r} is not a score 0..5")
    return v


# ---------------------------------------------------------------- indices


def f02_index(scores, variant):
    """Weighted sum of aspect means; absent or None counts 0; 31 is ignored.

    The divisor of an aspect is always its full number of indicators."""
    _variant(variant)
    for n, v in scores.items():
        if type(n) is not int or not 1 <= n <= 31:
            raise ValueError(f"unknown indicator {n!r}")
        if v is not None:
            _point(v)
    total = Fraction(0)
    for _, w, nums in WEIGHTS:
        total += w * Fraction(sum(scores.get(n) or 0 for n in nums), len(nums))
    return total


def f03_index(answers, variant, empty="skip"):
    """Mean of the aspect means; an aspect mean is the mean of its item means.

    empty="skip": an item nobody answered leaves its aspect, an aspect without
    any answered item leaves the index.  empty="zero": such an item counts 0
    (and the divisor stays five).  No answers at all: 0 in both cases."""
    split = F03_SPLIT[_variant(variant)]
    if empty not in ("skip", "zero"):
        raise ValueError(empty)
    width = sum(split)
    columns = [[] for _ in range(width)]
    for row in answers:
        if len(row) != width:
            raise ValueError(f"a row needs {width} items")
        for col, v in zip(columns, row, strict=False):
            if v is not None:
                col.append(_point(v))
    means = [Fraction(sum(c), len(c)) if c else (None if empty == "skip" else Fraction(0)) for c in columns]
    aspects, at = [], 0
    for size in split:
        part = [m for m in means[at : at + size] if m is not None]
        at += size
        if part:
            aspects.append(sum(part) / len(part))
    return sum(aspects) / len(aspects) if aspects else Fraction(0)


def ipp(f02, f03):
    return Fraction(3, 4) * _exact(f02) + Fraction(1, 4) * _exact(f03)


def rounded(value):
    x = _exact(value) * 100
    if x < 0:
        raise ValueError("negative")
    return Decimal((2 * x.numerator + x.denominator) // (2 * x.denominator)).scaleb(-2)


def category(value):
    r = rounded(value)
    if r > 5:
        raise ValueError("above 5")
    for low, letter, meaning in _CATEGORIES:
        if r >= Decimal(low):
            return letter, meaning


# ---------------------------------------------------------------- indicators

LADDERS = {  # every rung is a tuple of keys of which one suffices
    5: (("exists",), ("set",), ("conforming",), ("non_electronic",), ("electronic",)),
    6: (("done",), ("per_rule",), ("non_electronic",), ("electronic",), ("follow_up",)),
    21: (("oral",), ("print",), ("electronic_offline",), ("online",), ("sippn",)),
    22: (("sp",), ("sp4n",), ("skm",), ("staff_performance",), ("faq", "fee", "other")),
    23: (("easy",), ("accessible",), ("compatible",), ("go_id",), ("navigation",)),
    27: (("archived",), ("report",), ("monev",), ("follow_up",), ("published",)),
}
ITEMS = {  # closed item lists (a count as int is accepted too)
    (10, "A"): "policy no_break extra_hours extra_days core_24h",
    (11, "A"): "basic_values no_kkn no_discrimination sanctions rewards",
    (14, "A"): "uniform name_tag pin five_s culture_values",
    (15, "A"): "space attendant ticket_check cctv storage shelter other",
    (17, "A"): "separate basin toiletries water cleaning_log other",
    (18, "A"): "wheelchair entrance ramp lift corridor toilet counter waiting guiding_block "
    "parking aids play_area lactation other",
    (19, "A"): "copy_atk apar first_aid canteen prayer smoking evacuation lactation bins cctv other",
    (20, "A"): "officer desk display printed register other",
    (25, "A"): "box officer refreshments register mechanism other",
    (31, "A"): "online_registration number monitor other",
}
for _n in (11, 14, 31):
    ITEMS[_n, "B"] = ITEMS[_n, "A"]
COUNTED = {"A": {2, 7, 10, 11, 12, 14, 15, 17, 18, 19, 20, 25, 31}, "B": {2, 7, 10, 11, 12, 14, 15, 17, 18, 19, 25, 31}}
CRITERIA = {"attendance", "performance", "teamwork", "innovation", "appearance", "no_complaints"}
STORAGE = ("free", "shared", "third_party", "own", "own_cloud")
RHYTHM = ("yearly", "half_yearly", "monthly", "weekly", "daily")
RESOURCES = ("budget", "facilities", "people")


def _count(fact, keys):
    if type(fact) is int:
        if fact < 0 or (keys and fact > len(keys) and "other" not in keys):
            raise ValueError(f"count {fact} impossible")
        return fact
    have = set(fact)
    if keys and have - keys:
        raise ValueError(f"unknown items {have - keys}")
    return len(have)


def _climb(rungs, have):
    known = {k for r in rungs for k in r}
    if have - known:
        raise ValueError(f"unknown rungs {have - known}")
    level = 0
    for rung in rungs:
        if not have.intersection(rung):
            break
        level += 1
    return level


def _within(value, limits):
    """limits: from the worst (1) to the best (5) permitted duration."""
    v = _exact(value)
    if v < 0:
        raise ValueError("negative duration")
    return sum(v <= lim for lim in limits)


def _percent(p):
    p = _exact(p)
    if not 0 <= p <= 100:
        raise ValueError("percent outside 0..100")
    return p


def score(number, variant, fact):
    """Score 0..5 of one F-02 indicator.  fact None always gives 0.

    Durations and percents are exact (int/Fraction/Decimal/str); percent 0..100.
    "count": a non-negative int, or a set of item keys (keys in ITEMS where the
    text lists them, else any distinct keys; "other" in a set is one item).

     1  dict components 0..14; set, public, monev (bool).  Ladder.
     2  count of distinct public elements
     3  dict components 0..6, media (int, SIPPN NOT included), sippn (bool)
     4  dict years (interval), all (bool: all services rather than some).
        <=1 y: 4/5; <=2 y: 2/3; longer: 1 if all, else 0.
     5  set from LADDERS[5]        6  set from LADDERS[6]
     7  count of media
     8  percent finished; None = nothing planned; 0 = planned, not done (1)
     9  months until everything was followed up; over 12 -> 0
    10  count, A: ITEMS keys, one point each; B: number of forms
    11  count (ITEMS keys), one point each
    12  count of kinds
    13  set out of CRITERIA ("performance" itself belongs to the number)
    14  count (ITEMS)
    15  count    A: ITEMS (2- and 4-wheel space is one item); B: conditions
    16  dict mandatory (bool), extras (int); without the mandatory set 0
    17  count    A: ITEMS; B: features
    18  A: count of the 14, in bands of three; B: count of elements
    19  count    A: ITEMS; B: media
    20  A: count (ITEMS); B: one of STORAGE
    21, 22, 23, 27  set from LADDERS[number], capped at the first missing rung
        (22: the fifth rung is any of faq, fee, other; 21: "sippn" means
        connected and services entered)
    24  dict rhythm (one of RHYTHM), complete (bool); daily, incomplete -> 4
    25  count    A: ITEMS; B: media
    26  A: dict offline (None | "fo" | "separate"), online, sp4n (bool); SP4N
        is itself an online channel; without an offline means 0.
        B: days (units of 24 h); over 14 -> 0
    28  dict sp4n (bool), percent; percent 0 = no follow-up -> 0
    29  dict months (None = learning stage), contest, recognition (bool);
        months < 12: 2, with recognition 5; learning stage always 1
    30  dict legal (None | "draft" | "set"), plus bools budget, facilities,
        people: legal 0/1/2 + one per resource
    31  count (ITEMS), never part of the index
    """
    v = _variant(variant)
    if type(number) is not int or not 1 <= number <= 31:
        raise ValueError(f"unknown indicator {number!r}")
    if fact is None:
        return 0
    n = number

    if n in COUNTED[v]:
        c = _count(fact, set(ITEMS.get((n, v), "").split()))
        if (n, v) == (18, "A"):
            if c > 14:
                raise ValueError("the list has 14 items")
            return min(5, -(-c // 3))
        return min(5, c)
    if n in LADDERS:
        return _climb(LADDERS[n], set(fact))
    if n == 1:
        c = fact["components"]
        if type(c) is not int or not 0 <= c <= 14:
            raise ValueError("components 0..14")
        if c < 14:
            return 1 if c else 0
        level = 2
        for key in ("set", "public", "monev"):
            if not fact[key]:
                return level
            level += 1
        return level
    if n == 3:
        c, m, s = fact["components"], fact["media"], bool(fact["sippn"])
        if not 0 <= c <= 6 or m < 0:
            raise ValueError("components 0..6, media >= 0")
        if c == 0 or (m == 0 and not s):
            return 0
        if c < 6 or m < 2:
            return 1
        return min(5, m + 1) if s else 2
    if n == 4:
        y, every = _exact(fact["years"]), bool(fact["all"])
        if y <= 0:
            raise ValueError("interval must be positive")
        if y <= 1:
            return 4 + every
        if y <= 2:
            return 2 + every
        return int(every)
    if n == 8:
        p = _percent(fact)
        if p == 0:
            return 1
        if p == 100:
            return 5
        return 2 if p < 30 else 3 if p <= 80 else 4
    if n == 9:
        return _within(fact, (12, 9, 6, 3, 1))
    if n == 13:
        have = set(fact)
        if have - CRITERIA:
            raise ValueError("unknown criterion")
        c = len(have)
        if "performance" in have:
            return 3 if c <= 2 else 4 if c <= 4 else 5
        return 0 if c == 0 else 1 if c <= 2 else 2
    if n == 16:
        e = fact["extras"]
        if type(e) is not int or e < 0:
            raise ValueError("extras")
        return min(5, 1 + e) if fact["mandatory"] else 0
    if n == 20:  # variant B
        return STORAGE.index(fact) + 1
    if n == 24:
        level = RHYTHM.index(fact["rhythm"]) + 1
        return 4 if level == 5 and not fact["complete"] else level
    if n == 26:
        if v == "B":
            return _within(fact, (14, 7, 5, 3, 1))
        place, sp4n = fact["offline"], bool(fact["sp4n"])
        online = bool(fact["online"]) or sp4n
        if place is None:
            return 0
        if place == "fo":
            return 3 if online else 1
        if place == "separate":
            return 5 if sp4n else 4 if online else 2
        raise ValueError(place)
    if n == 28:
        p = _percent(fact["percent"])
        if p == 0:
            return 0
        if fact["sp4n"]:
            return 3 if p < 50 else 4 if p < 90 else 5
        return 1 if p < 50 else 2
    if n == 29:
        months = fact["months"]
        if months is None:
            return 1
        if _exact(months) < 0:
            raise ValueError("months")
        if fact["recognition"]:
            return 5
        if _exact(months) < 12:
            return 2
        return 4 if fact["contest"] else 3
    if n == 30:
        return {None: 0, "draft": 1, "set": 2}[fact["legal"]] + sum(bool(fact[k]) for k in RESOURCES)
    raise AssertionError(n)


def defensible(number, variant, fact):
    """Every score the text can bear for this fact; contains score(...)."""
    s = score(number, variant, fact)
    out = {s}
    if fact is None:
        return out
    v, n = _variant(variant), number
    if n == 3 and fact["components"] == 6 and fact["sippn"]:
        m = fact["media"]  # may SIPPN itself be one of the media?
        # reading 2: total incl. SIPPN; 1+SIPPN = two media: rung 2 or 3
        out |= {1: {2, 3}, 0: set()}.get(m, {s})
        if m >= 2:
            out.add(min(5, m + 2))
    elif n == 4:
        y = _exact(fact["years"])
        if 1 < y < 2:
            out |= {2 + bool(fact["all"]), 4 + bool(fact["all"])}
        elif y > 2:
            if not fact["all"]:
                out |= {0, 1}
            if y < 3:
                out |= {1, 2 + bool(fact["all"])}
    elif n == 9 and s == 0:
        out.add(1)
    elif ((n == 10 and v == "A") or n == 11) and not isinstance(fact, int):
        if ("policy" if n == 10 else "basic_values") not in fact:
            out.add(0)
    elif n == 15 and v == "A" and not isinstance(fact, int) and "space" in fact:
        out.add(min(5, s + 1))  # two items if counted per vehicle kind
    elif n == 16 and not fact["mandatory"]:
        out.add(min(5, fact["extras"]))
    elif n == 21:
        have = set(fact)  # rungs 3-5 are not written with "+"
        for i, (key,) in enumerate(LADDERS[21], 1):
            if key in have and i > s and (key != "sippn" or "online" in have):
                out.add(i)
    elif n == 23:
        out.add(len(set(fact)))  # table: cumulative; trap list omits 23
    elif n == 26 and v == "B" and s == 0:
        out.add(1)
    elif n == 26 and v == "A":
        if fact["sp4n"] and not fact["online"]:
            out |= {"fo": {1}, "separate": {2, 4}}.get(fact["offline"], set())
        if fact["offline"] is None and (fact["online"] or fact["sp4n"]):
            out |= {1, 2, 3}
    elif n == 28 and s == 0:
        out.add(3 if fact["sp4n"] else 1)
    elif n == 29 and fact["recognition"]:
        if fact["months"] is None:
            out |= {1, 5}
        elif _exact(fact["months"]) < 12:
            out.add(2)
    elif n == 30:
        if fact["legal"] is None:
            out.add(0)
        elif fact["legal"] == "draft":
            out.add(1)
    return out
