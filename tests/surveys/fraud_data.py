"""SYNTHETIC survey (SKM) answers with planted fraud. Nothing here is real data.

    generate(seed, answers=10_000, share=0.05) -> list[dict]   (in order of arrival)

Same arguments give the same list (one random.Random(seed), no other state). All
numbers below are assumptions of the author, not measurements. The file was written
without knowledge of any detector.

RECORD
  unit "u01".."u12"; service "u01-s1".. (2-6 a unit); channel "web"|"kiosk"|"paper";
  typist officer key (paper only, else None); at aware datetime, UTC, whole seconds;
  seconds int, None for paper; device 12 hex digits; values nine ints 1-4 or None, in
  QUESTIONNAIRE order (ELEMENTS: sarpras is 8th, pengaduan 9th); comment; fraud None|
  "straight"|"fast"|"burst"|"officer".

CALENDAR  90 days from Monday 2025-07-07 (WIB = UTC+7). Offices Mon-Fri 08.00-16.00,
  two closed weekdays. Each unit-day has a busyness lognormal(0, 0.75), Mondays x1.4.

WORLD (per seed)  Unit size lognormal(0, 0.5); unit levels normal, then set to mean 0, SD 0.5
  (latent scale);
  10 units have a kiosk, 9 paper, all web (every unit has at least web + one other).
  Mix about web 45 %, kiosk 35 %, paper 20 %. 1-3 typists a paper unit. Service: level
  N(0, 0.25), element effects N(0, 0.22) a unit, 55 % of services are free of charge.
  Whether a service is free is NOT in the record (it shows in `biaya`).

HONEST VALUES  latent = unit + service + element + 0.74*person + 0.82*noise (person, noise
  N(0,1); stacks, families and queues add a shared effect), cut at -2.35, -1.45, +0.30.
  biaya: free service 4 in 88 %; paid service shifted by -0.9. pengaduan: 7 % "Tidak ada".
  16 % are deliberate straight-liners (more when satisfied; value from the person's
  latent, so mostly 3 or 4): 55 % of these change nothing but `biaya` (45 % of those it
  does not fit change it), the rest change one or two answers. With the people who are
  near-uniform by nature 9 of 9 are equal in about 11 %, 8 or 9 in about 25 %. Skips: 1.5 % of web/kiosk,
  5 % of paper answers skip one question (rarely two), most often pengaduan.
HONEST SECONDS  8.5 % quick: uniform 25-45. 0.4 % (HASTY_SHARE) very hasty: 18-25, so that no
  time limit divides perfectly; set HASTY_SHARE = 0 for a hard floor of 25; nobody with
  nine equal answers is that hasty. Others lognormal,
  median 98 web / 84 kiosk, sigma 0.58, at least 38; 3 % of web forms are left open (extra
  5-60 min). Kiosk at most 600 (idle reset). Straight-liners take 0.85 of that, at least
  40, and are never of the quick sort. Comments add 0.3-0.6 s a letter.
HONEST COMMENTS  web 18 %, kiosk 10 %, paper 16 %; dissatisfied people more.
HONEST TIMES
  web    own device; 53 % office hours, else evenings, early mornings, weekends; 20 % of web
         answers come in waves after an invitation blast (many devices, one unit, ~1 h).
         4 % are of families: 2-3 answers from one device, mostly over days, one in five
         on the same evening; and a few helper phones (village cadre) with 4-6 over weeks.
  kiosk  on busy days queues of 4-14 people 60-240 s apart (some just before closing, when
         officers ask all waiting to fill in); else alone, two peaks a day, lunch thin,
         few just after closing. A tablet serves one person at a time.
  paper  stacks of 5-35 varied sheets by one typist, 30-90 s apart, 6 % of the gaps 2-12
         min (interruption); 35 % late afternoon, 15 % lunch, 12 % after hours, rest any time.

FRAUD  round(answers*share), four patterns equal (+-1). About 6 units (low levels more
  likely) are corrupt; each campaign belongs to one of them.
  straight  campaigns of 15-45 over 4-15 days; 55 % web (own device, one token each, honest
            times of day), 45 % kiosk between honest people, 30 % of these 2-4 in a row. All nine
            equal: 4 in 88 %, 3 in 12 %, whatever the fee of the service. 5-25 s (triangular,
            mode 15). Comment 2 %.
  fast      campaigns of 15-45 over 3-12 days; web/kiosk as above (some web devices used
            twice). Each campaign is "high" (3/4 independent, 65 % 4, 5 % of items 2) or
            "random" (independent 1-4; weights drawn per campaign). 3-14 s (triangular,
            mode 8). Comment 1 %.
  burst     web; one fresh device, 10-40 answers within 20-120 min, one base pattern of
            mostly 4 (0-2 threes), each answer changes 0-2 of the nine (55/33/12 %).
            15-60 s. Day or evening. Comment 6 %, stock praise.
  officer   runs of 8-30 by one officer at the kiosk or on paper: 2-4 variants of 3/4 only,
            one item changed in 15 %. Kiosk: 18-70 s a form and 4-45 s between. Paper: 18-60 s
            apart. 35 % just before closing, 25 % lunch, 25 % after hours, 15 % any time;
            a third of paper runs follow straight on an honest stack of that typist. No comments.
  Below about 40 fraud answers a pattern may have less than its smallest campaign size.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone

ELEMENTS = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarpras", "pengaduan")
BIAYA, SARPRAS, PENGADUAN = 3, 7, 8
PATTERNS = ("straight", "fast", "burst", "officer")
HASTY_SHARE = 0.004

WIB = timezone(timedelta(hours=7))
FIRST_DAY = date(2025, 7, 7)
DAYS = 90
CLOSED = (date(2025, 8, 18), date(2025, 9, 5))
CUTS = (-2.35, -1.45, 0.30)
# mean shift of each element, questionnaire order
ELEMENT_SHIFT = (0.02, -0.05, -0.30, 0.0, 0.05, 0.10, 0.25, -0.25, -0.10)

PRAISE = {
    "any": (
        "pelayanan baik",
        "pelayanannya bagus",
        "terima kasih",
        "sangat membantu",
        "mantap",
        "sudah baik, pertahankan",
        "petugas ramah",
        "puas dengan pelayanan",
        "pelayanan cepat dan ramah",
        "alhamdulillah urusan selesai",
    ),
    "who": (
        "petugas loket",
        "mbak di loket 2",
        "bapak petugasnya",
        "petugas informasi",
        "satpam",
        "petugas pendaftaran",
    ),
    "did": (
        "sabar menjelaskan",
        "ramah sekali",
        "cepat tanggap",
        "membantu mengisi formulir",
        "mau menjawab semua pertanyaan saya",
    ),
}
BLAME = {
    "what": (
        "antrean",
        "ruang tunggu",
        "tempat parkir",
        "toilet",
        "waktu tunggu",
        "syarat berkas",
        "sistem online",
        "kursi",
        "nomor antrean",
        "pendingin ruangan",
        "papan informasi",
    ),
    "is": (
        "terlalu lama",
        "kurang jelas",
        "perlu diperbaiki",
        "kurang nyaman",
        "sering bermasalah",
        "mohon ditambah",
        "masih membingungkan",
        "kurang bersih",
    ),
    "more": (
        "sudah dua kali bolak balik",
        "saya menunggu lebih dari 2 jam",
        "petugas istirahat tidak ada pengganti",
        "tolong ditambah loket",
        "tidak tahu harus mengadu ke mana",
        "berkas dikembalikan tanpa penjelasan",
    ),
}
STOCK_PRAISE = ("Pelayanan sangat baik", "Sangat puas", "bagus", "Mantap", "ok", "pelayanan memuaskan")


# ---------------------------------------------------------------- small helpers


def _moment(day: int, second_of_day: float) -> datetime:
    base = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=WIB)
    return (base + timedelta(days=day, seconds=int(second_of_day))).astimezone(UTC)


def _clock(hours: float) -> float:
    return hours * 3600.0


def _is_open(day: int) -> bool:
    d = FIRST_DAY + timedelta(days=day)
    return d.weekday() < 5 and d not in CLOSED


OPEN_DAYS = tuple(d for d in range(DAYS) if _is_open(d))


def _spread(rng: random.Random, total: int, weights: list[float]) -> list[int]:
    """Draw how many of `total` fall on each weight."""
    counts = [0] * len(weights)
    if total > 0:
        for i in rng.choices(range(len(weights)), weights=weights, k=total):
            counts[i] += 1
    return counts


def _chunks(rng: random.Random, total: int, low: int, high: int) -> list[int]:
    """Cut total in pieces low..high (one smaller piece only if total < low)."""
    if total <= 0:
        return []
    if total <= low:
        return [total]
    sizes, left = [], total
    while left > 0:
        top = min(high, left)
        size = rng.randint(low, top) if top >= low else left
        if 0 < left - size < low:  # would leave a crumb
            if left <= high:
                size = left
            else:
                size = left - low if low <= left - low <= high else left // 2
        sizes.append(size)
        left -= size
    return sizes


class _World:
    def __init__(self, rng: random.Random):
        self.rng = rng
        self.used: set[str] = set()
        keys = [f"u{i:02d}" for i in range(1, 13)]
        no_kiosk = set(rng.sample(keys, 2))
        no_paper = set(rng.sample([k for k in keys if k not in no_kiosk], 3))
        self.units: dict[str, dict] = {}
        for key in keys:
            services = []
            for s in range(1, rng.randint(2, 6) + 1):
                services.append(
                    {
                        "key": f"{key}-s{s}",
                        "weight": rng.lognormvariate(0, 0.6),
                        "level": rng.gauss(0, 0.25),
                        "free": rng.random() < 0.55,
                    }
                )
            days = {}
            for d in OPEN_DAYS:
                monday = (FIRST_DAY + timedelta(days=d)).weekday() == 0
                days[d] = rng.lognormvariate(0, 0.75) * (1.4 if monday else 1.0)
            mix = [
                rng.uniform(0.30, 0.52),
                0.0 if key in no_kiosk else rng.uniform(0.28, 0.50),
                0.0 if key in no_paper else rng.uniform(0.14, 0.36),
            ]
            typists = []
            if key not in no_paper:
                typists = [{"key": f"{key}-p{t}", "device": self.device()} for t in range(1, rng.randint(1, 3) + 1)]
            self.units[key] = {
                "key": key,
                "size": rng.lognormvariate(0, 0.5),
                "level": rng.gauss(0, 1),
                "element": [rng.gauss(0, 0.22) for _ in ELEMENTS],
                "services": services,
                "days": days,
                "mix": mix,
                "typists": typists,
                "tablet": None if key in no_kiosk else self.device(),
            }
        levels = [u["level"] for u in self.units.values()]
        mean = sum(levels) / 12
        sd = (sum((x - mean) ** 2 for x in levels) / 12) ** 0.5
        for u in self.units.values():
            u["level"] = (u["level"] - mean) / sd * 0.5
        # time slots already taken by a typist: key -> list of (start, end)
        self.taken: dict[str, list[tuple[datetime, datetime]]] = {}
        self.stack_ends: dict[str, list[datetime]] = {}

    def device(self) -> str:
        while True:
            key = f"{self.rng.getrandbits(48):012x}"
            if key not in self.used:
                self.used.add(key)
                return key

    def service(self, unit: dict) -> dict:
        return self.rng.choices(unit["services"], weights=[s["weight"] for s in unit["services"]])[0]


# ---------------------------------------------------------------- honest people


def _cut(x: float) -> int:
    return 1 + sum(x > c for c in CUTS)


def _honest_values(w: _World, unit: dict, service: dict, channel: str, shared: float):
    """-> (values, deliberate straight-liner?, person level)"""
    rng = w.rng
    person = rng.gauss(0, 1)
    level = unit["level"] + service["level"] + shared + 0.74 * person
    straight = rng.random() < min(0.45, max(0.05, 0.16 + 0.05 * level))
    values: list[int | None] = []
    if straight:
        # the same cut points; one opinion for everything
        v = _cut(level + rng.gauss(0, 0.35))
        values = [v] * 9
        if rng.random() < 0.45:
            n = 1 if rng.random() < 0.7 else 2
            odd = [BIAYA, PENGADUAN, SARPRAS, 2, rng.randrange(9)]
            for _ in range(n):
                i = rng.choice(odd)
                step = rng.choice((-1, 1)) if v < 4 else -1
                values[i] = min(4, max(1, v + step))
        misfit = (service["free"] and v != 4) or (not service["free"] and v == 4)
        if misfit and rng.random() < 0.45:
            values[BIAYA] = 4 if service["free"] else rng.choice((2, 3, 3))
    else:
        for i in range(9):
            x = level + ELEMENT_SHIFT[i] + unit["element"][i] + 0.82 * rng.gauss(0, 1)
            if i == BIAYA:
                if service["free"]:
                    values.append(rng.choices((4, 3, 2, 1), weights=(88, 9, 2, 1))[0])
                    continue
                values.append(_cut(x - 0.9) if rng.random() < 0.97 else 4)
                continue
            if i == PENGADUAN and rng.random() < 0.07:
                values.append(1)
                continue
            values.append(_cut(x))
    if rng.random() < (0.05 if channel == "paper" else 0.015):
        for _ in range(2 if rng.random() < 0.12 else 1):
            values[rng.choice((PENGADUAN, PENGADUAN, BIAYA, SARPRAS, rng.randrange(9)))] = None
    return values, straight, level


def _honest_comment(rng: random.Random, channel: str, level: float) -> str:
    p = {"web": 0.175, "kiosk": 0.095, "paper": 0.155}[channel]
    if level < -1.1:
        p *= 2.0
    if rng.random() >= p:
        return ""
    happy = rng.random() < (0.75 if level > 0 else 0.45 if level > -1 else 0.12)
    if happy:
        text = (
            rng.choice(PRAISE["any"])
            if rng.random() < 0.6
            else f"{rng.choice(PRAISE['who'])} {rng.choice(PRAISE['did'])}"
        )
        if rng.random() < 0.15:
            text += f", hanya {rng.choice(BLAME['what'])} {rng.choice(BLAME['is'])}"
    else:
        text = f"{rng.choice(BLAME['what'])} {rng.choice(BLAME['is'])}"
        if rng.random() < 0.35:
            text += ". " + rng.choice(BLAME["more"])
    style = rng.random()
    if style < 0.45:
        text = text[0].upper() + text[1:]
    elif style < 0.5:
        text = text.upper()
    if rng.random() < 0.2:
        text += rng.choice((".", "!", "...", " 🙏"))
    return text


def _honest_seconds(rng: random.Random, channel: str, straight: bool, equal: bool, comment: str) -> int | None:
    if channel == "paper":
        return None
    r = rng.random()
    if r < HASTY_SHARE and not straight and not equal:
        s = rng.uniform(18, 25)
    elif r < HASTY_SHARE + 0.085 and not straight:
        s = rng.uniform(25, 45)
    else:
        s = rng.lognormvariate(0, 0.58) * (98 if channel == "web" else 84)
        if straight:
            s = s * 0.85
        low = 40 if straight else 38
        if s < low:
            s = low + rng.expovariate(1 / 9)
        if channel == "web" and rng.random() < 0.03:
            s += rng.uniform(300, 3600)
    if comment:
        s += len(comment) * rng.uniform(0.3, 0.6)
    if channel == "kiosk":
        s = min(s, 600 - rng.uniform(0, 60) if s > 600 else s)
    return round(s)


def _honest(
    w: _World,
    unit: dict,
    channel: str,
    at: datetime,
    device: str,
    typist: str | None = None,
    shared: float = 0.0,
    service: dict | None = None,
) -> dict:
    service = service or w.service(unit)
    values, straight, level = _honest_values(w, unit, service, channel, shared)
    comment = _honest_comment(w.rng, channel, level)
    return _row(
        unit,
        service,
        channel,
        typist,
        at,
        _honest_seconds(w.rng, channel, straight, _same(values) == 9, comment),
        device,
        values,
        comment,
        None,
    )


def _row(unit, service, channel, typist, at, seconds, device, values, comment, fraud) -> dict:
    return {
        "unit": unit["key"],
        "service": service["key"],
        "channel": channel,
        "typist": typist,
        "at": at,
        "seconds": seconds,
        "device": device,
        "values": values,
        "comment": comment,
        "fraud": fraud,
    }


# ---------------------------------------------------------------- when


def _office_second(rng: random.Random) -> float:
    """One time of an office day: two peaks, thin at lunch."""
    r = rng.random()
    while True:
        if r < 0.55:
            h = rng.gauss(9.9, 1.1)
        elif r < 0.90:
            h = rng.gauss(14.0, 0.9)
        else:
            h = rng.uniform(8.05, 16.0)
        if 12.0 <= h < 13.0 and rng.random() < 0.6:
            continue
        if 8.03 <= h <= 15.98 or (15.98 < h < 16.2 and rng.random() < 0.5):
            return _clock(h)


def _web_moment(w: _World, unit: dict, first: int = 0, last: int = DAYS - 1) -> datetime:
    rng = w.rng
    days = list(range(first, last + 1))
    weights = [unit["days"].get(d, 0.55) + 0.25 for d in days]
    day = rng.choices(days, weights=weights)[0]
    if day in unit["days"] and rng.random() < 0.60:
        return _moment(day, rng.triangular(_clock(8), _clock(16.5), _clock(11)))
    r = rng.random()
    if r < 0.62:
        h = min(23.9, max(16.2, rng.gauss(19.8, 1.5)))
    elif r < 0.78:
        h = rng.uniform(5.0, 8.0)
    elif r < 0.97:
        h = rng.uniform(9.0, 18.0) if day not in unit["days"] else rng.uniform(16.0, 18.5)
    else:
        h = rng.uniform(0.0, 3.0)
    return _moment(day, _clock(h) + rng.uniform(0, 60) if h < 23.9 else _clock(h))


def _honest_web(w: _World, counts: dict[str, int]) -> list[dict]:
    rng, rows = w.rng, []
    left = dict(counts)

    def take(key: str) -> bool:
        if left.get(key, 0) > 0:
            left[key] -= 1
            return True
        return False

    keys = list(counts)
    total = sum(counts.values())
    # families
    quota = round(total * 0.04)
    while quota > 1:
        size = min(quota, 2 if rng.random() < 0.65 else 3)
        key = rng.choices(keys, weights=[left[k] + 0.001 for k in keys])[0]
        device, shared = w.device(), rng.gauss(0, 0.35)
        same_evening = rng.random() < 0.2
        at = _web_moment(w, w.units[key], 0, DAYS - 25)
        for i in range(size):
            k = key if rng.random() < 0.6 or same_evening else rng.choice(keys)
            if not take(k):
                continue
            if i:
                at += (
                    timedelta(seconds=rng.uniform(150, 1500))
                    if same_evening
                    else timedelta(days=rng.randint(1, 8), seconds=rng.uniform(-9000, 9000))
                )
                at = at.replace(microsecond=0)
            rows.append(_honest(w, w.units[k], "web", at, device, shared=shared))
        quota -= size
    # helper phones
    for _ in range(round(total / 1500)):
        key = rng.choices(keys, weights=[left[k] + 0.001 for k in keys])[0]
        device = w.device()
        first = rng.randint(0, DAYS - 26)
        for _ in range(rng.randint(4, 6)):
            if take(key):
                rows.append(_honest(w, w.units[key], "web", _web_moment(w, w.units[key], first, first + 24), device))
    # waves after an invitation blast
    quota = round(total * 0.20)
    while quota > 0:
        key = rng.choices(keys, weights=[left[k] + 0.001 for k in keys])[0]
        size = min(quota, rng.randint(6, 28), left[key])
        if size <= 0:
            break
        start = _clock(rng.choice((9.0, 10.0, 13.5, 15.0, 16.5, 19.0))) + rng.uniform(0, 1200)
        day = rng.choice(OPEN_DAYS)
        for _ in range(size):
            take(key)
            delay = rng.expovariate(1 / 1700) + 60
            at = _moment(day, min(start + delay, _clock(23.95)))
            rows.append(_honest(w, w.units[key], "web", at, w.device()))
        quota -= size
    for key in keys:
        for _ in range(left[key]):
            rows.append(_honest(w, w.units[key], "web", _web_moment(w, w.units[key]), w.device()))
    return rows


def _honest_kiosk(w: _World, counts: dict[str, int]) -> list[dict]:
    rng, rows = w.rng, []
    for key, n in counts.items():
        unit = w.units[key]
        days = list(unit["days"])
        per_day = _spread(rng, n, [unit["days"][d] ** 1.3 for d in days])
        cap = max(45, 2 * n // len(days))  # what one tablet can serve in a day
        for i, m in enumerate(per_day):
            while per_day[i] > cap:
                per_day[i] -= 1
                per_day[rng.choice([j for j, x in enumerate(per_day) if x < cap])] += 1
        for day, m in zip(days, per_day, strict=False):
            mood, queues = rng.gauss(0, 0.15), []
            while m > 0:
                if m >= 4 and rng.random() < 0.75:
                    size = min(m, rng.randint(4, 14))
                    closing = rng.random() < 0.22  # all who wait are asked before closing
                    for _ in range(40):
                        if closing and not queues:
                            t = _clock(16.0) - size * 140 - rng.uniform(0, 900)
                        else:
                            t = min(_office_second(rng), _clock(15.9) - size * 150 - rng.uniform(0, 600))
                        if all(t + size * 160 < a or t > b for a, b in queues):
                            break
                    queues.append((t, t + size * 160))
                    for _ in range(size):
                        row = _honest(w, unit, "kiosk", _moment(day, t), unit["tablet"], shared=mood)
                        t += max(rng.uniform(60, 240), row["seconds"] + rng.uniform(6, 30))
                        rows.append(row)
                    m -= size
                else:
                    rows.append(
                        _honest(w, unit, "kiosk", _moment(day, _office_second(rng)), unit["tablet"], shared=mood)
                    )
                    m -= 1
    return rows


def _free_slot(w: _World, typist: str, start: datetime, length: float) -> bool:
    end = start + timedelta(seconds=length)
    pad = timedelta(seconds=120)
    return all(end + pad < a or start > b + pad for a, b in w.taken.get(typist, ()))


def _place(w: _World, typist: str, length: float, pick) -> datetime:
    """A start that does not overlap another session of the typist."""
    start = pick()
    for _ in range(300):
        if _free_slot(w, typist, start, length):
            break
        start = pick()
    w.taken.setdefault(typist, []).append((start, start + timedelta(seconds=length)))
    return start


def _honest_paper(w: _World, counts: dict[str, int]) -> list[dict]:
    rng, rows = w.rng, []
    for key, n in counts.items():
        unit = w.units[key]
        for size in _chunks(rng, n, 5, 35):
            typist = rng.choice(unit["typists"])
            gaps = [rng.uniform(120, 720) if rng.random() < 0.06 else rng.uniform(30, 90) for _ in range(size)]
            length = sum(gaps)

            def pick() -> datetime:
                r = rng.random()
                if r < 0.35:
                    t = max(_clock(14.0), _clock(16.0) - length - rng.uniform(-300, 1500))
                elif r < 0.50:
                    t = _clock(rng.uniform(11.9, 12.6))
                elif r < 0.62:
                    t = _clock(rng.uniform(16.0, 17.0))
                else:
                    t = _clock(rng.uniform(8.2, 15.0))
                return _moment(rng.choice(OPEN_DAYS), t)

            at = _place(w, typist["key"], length, pick)
            shared = rng.gauss(0, 0.25)
            main = w.service(unit)
            for gap in gaps:
                at = at + timedelta(seconds=round(gap))
                service = main if rng.random() < 0.6 else w.service(unit)
                rows.append(_honest(w, unit, "paper", at, typist["device"], typist["key"], shared, service))
            w.stack_ends.setdefault(typist["key"], []).append(at)
    return rows


# ---------------------------------------------------------------- fraud


def _single_fraud(w: _World, units: list[dict], quota: int, pattern: str) -> list[dict]:
    """ "straight" and "fast": single answers spread over some days at one unit."""
    rng, rows = w.rng, []
    for size in _chunks(rng, quota, 15, 45):
        unit = rng.choice(units)
        span = rng.randint(4, 15) if pattern == "straight" else rng.randint(3, 12)
        first = rng.randint(0, DAYS - 1 - span)
        days = [d for d in OPEN_DAYS if first <= d <= first + span]
        p_web = 1.0 if not unit["tablet"] else rng.choice((0.2, 0.55, 0.9))
        high = rng.random() < 0.6
        weights = [rng.uniform(0.5, 1.5) for _ in range(4)]
        last_device = None
        made = 0
        while made < size:
            web = rng.random() < p_web or not days
            many = 1
            if not web and rng.random() < 0.3:
                many = min(size - made, rng.randint(2, 4))
            t = _office_second(rng)
            day = rng.choice(days) if days else first
            for _ in range(many):
                if pattern == "straight":
                    values = [4 if rng.random() < 0.88 else 3] * 9
                    seconds = round(rng.triangular(5, 25, 15))
                    comment = rng.choice(STOCK_PRAISE) if rng.random() < 0.02 else ""
                else:
                    if high:
                        values = [rng.choices((4, 3, 2), weights=(65, 30, 5))[0] for _ in range(9)]
                    else:
                        values = [rng.choices((1, 2, 3, 4), weights=weights)[0] for _ in range(9)]
                    seconds = round(rng.triangular(3, 14, 8))
                    comment = rng.choice(STOCK_PRAISE) if rng.random() < 0.01 else ""
                if web:
                    at = _web_moment(w, unit, first, first + span)
                    device = w.device()
                    if pattern == "fast" and last_device and rng.random() < 0.08:
                        device, last_device = last_device, None
                    else:
                        last_device = device
                else:
                    at, device = _moment(day, t), unit["tablet"]
                    t += seconds + rng.uniform(15, 150)
                rows.append(
                    _row(
                        unit,
                        w.service(unit),
                        "web" if web else "kiosk",
                        None,
                        at,
                        seconds,
                        device,
                        values,
                        comment,
                        pattern,
                    )
                )
                made += 1
    return rows


def _burst(w: _World, units: list[dict], quota: int) -> list[dict]:
    rng, rows = w.rng, []
    for size in _chunks(rng, quota, 10, 40):
        unit, device = rng.choice(units), w.device()
        base = [4] * 9
        for _ in range(rng.choice((0, 1, 1, 2))):
            base[rng.randrange(9)] = 3
        seconds = [round(rng.triangular(15, 60, 28)) for _ in range(size)]
        need = sum(s + 4 for s in seconds)
        length = max(need * 1.05, rng.uniform(1200, 7000))
        length = min(length, 7150)
        idle = [rng.expovariate(1) for _ in range(size)]
        scale = max(0.0, length - need) / sum(idle)
        if rng.random() < 0.6:
            day, t = rng.choice(OPEN_DAYS), _clock(rng.uniform(8.5, 14.5))
        else:
            day, t = rng.randrange(DAYS), _clock(rng.uniform(18.5, 21.5))
        one_service = w.service(unit) if rng.random() < 0.4 else None
        for s, pause in zip(seconds, idle, strict=False):
            t += s + 4 + pause * scale
            values = list(base)
            for i in rng.sample(range(9), rng.choices((0, 1, 2), weights=(55, 33, 12))[0]):
                values[i] = 3 if values[i] == 4 else 4
            comment = rng.choice(STOCK_PRAISE) if rng.random() < 0.06 else ""
            rows.append(
                _row(
                    unit,
                    one_service or w.service(unit),
                    "web",
                    None,
                    _moment(day, t),
                    s,
                    device,
                    values,
                    comment,
                    "burst",
                )
            )
    return rows


def _officer(w: _World, units: list[dict], quota: int) -> list[dict]:
    rng, rows = w.rng, []
    able = [u for u in units if u["tablet"] or u["typists"]]
    # one or two officers an able unit; each keeps channel and variants
    crooks = []
    for unit in able:
        for _ in range(rng.choice((1, 1, 2))):
            typist = rng.choice(unit["typists"]) if unit["typists"] else None
            if typist and unit["tablet"]:
                typist = typist if rng.random() < 0.5 else None
            variants = []
            for _ in range(rng.randint(2, 4)):
                p4 = rng.choice((0.1, 0.6, 0.85, 1.0))
                variants.append([4 if rng.random() < p4 else 3 for _ in range(9)])
            crooks.append((unit, typist, variants, [rng.uniform(0.3, 1.5) for _ in variants]))
    crooks = rng.sample(crooks, min(len(crooks), 5))
    if all(c[1] is None for c in crooks) or all(c[1] is not None for c in crooks):
        crooks.append(_other_kind(w, crooks[0]))
    kinds = [[c for c in crooks if c[1] is None], [c for c in crooks if c[1] is not None]]
    kinds = [k for k in kinds if k]
    turn = rng.randrange(2)
    for size in _chunks(rng, quota, 8, 30):
        turn += 1
        unit, typist, variants, weights = rng.choice(kinds[turn % len(kinds)])
        if typist:
            seconds = [None] * size
            gaps = [rng.triangular(18, 60, 32) for _ in range(size)]
        else:
            seconds = [round(rng.triangular(18, 70, 32)) for _ in range(size)]
            gaps = [s + rng.triangular(4, 45, 10) for s in seconds]
        length = sum(gaps)

        def pick() -> datetime:
            r = rng.random()
            if r < 0.35:
                t = _clock(16.0) - length - rng.uniform(0, 900)
            elif r < 0.60:
                t = _clock(12.0) + rng.uniform(0, max(300, 3500 - length))
            elif r < 0.85:
                t = _clock(16.0) + rng.uniform(300, 4500)
            else:
                t = _clock(rng.uniform(8.5, 15.0))
            return _moment(rng.choice(OPEN_DAYS), t)

        ends = w.stack_ends.get(typist["key"], []) if typist else []
        at = None
        if typist and ends and rng.random() < 0.33:
            end = rng.choice(ends)
            slot = end + timedelta(seconds=20)
            # ours is the next thing the typist does, if nothing else follows
            clash = any(
                a < slot + timedelta(seconds=length + 120) and b > slot + timedelta(seconds=60)
                for a, b in w.taken[typist["key"]]
            )
            if not clash:
                at = slot
                w.taken[typist["key"]].append((slot, slot + timedelta(seconds=length)))
        if at is None:
            owner = typist["key"] if typist else "tablet " + unit["key"]
            at = _place(w, owner, length, pick)
        one_service = w.service(unit) if rng.random() < 0.5 else None
        for s, gap in zip(seconds, gaps, strict=False):
            at = at + timedelta(seconds=round(gap))
            values = list(rng.choices(variants, weights=weights)[0])
            if rng.random() < 0.15:
                i = rng.randrange(9)
                values[i] = 7 - values[i]
            rows.append(
                _row(
                    unit,
                    one_service or w.service(unit),
                    "paper" if typist else "kiosk",
                    typist["key"] if typist else None,
                    at,
                    s,
                    typist["device"] if typist else unit["tablet"],
                    values,
                    "",
                    "officer",
                )
            )
    return rows


def _other_kind(w: _World, crook):
    """A crook of the other channel, so that both kinds occur in every set."""
    want_paper = crook[1] is None
    pool = [u for u in w.corrupt if (u["typists"] if want_paper else u["tablet"])]
    pool = pool or [u for u in w.units.values() if (u["typists"] if want_paper else u["tablet"])]
    unit = w.rng.choice(pool)
    return (unit, w.rng.choice(unit["typists"]) if want_paper else None, crook[2], crook[3])


# ---------------------------------------------------------------- all together


def _one_at_a_time(w: _World, rows: list[dict]) -> None:
    """A tablet serves one person at a time: push overlapping forms back."""
    by_tablet: dict[str, list[dict]] = {}
    for row in rows:
        if row["channel"] == "kiosk":
            by_tablet.setdefault(row["device"], []).append(row)
    for tablet in sorted(by_tablet):
        end = None
        for row in sorted(by_tablet[tablet], key=lambda r: r["at"] - timedelta(seconds=r["seconds"])):
            start = row["at"] - timedelta(seconds=row["seconds"])
            if end is not None and start < end + timedelta(seconds=2):
                # a person who waited takes a moment; an officer or clicker hardly any
                wait = w.rng.randint(5, 25) if row["fraud"] is None else w.rng.randint(3, 12)
                start = end + timedelta(seconds=wait)
                row["at"] = start + timedelta(seconds=row["seconds"])
            end = row["at"]


def generate(seed: int, answers: int = 10_000, share: float = 0.05) -> list[dict]:
    if answers < 0 or not 0.0 <= share <= 1.0:
        raise ValueError("answers must be >= 0 and share within 0..1")
    rng = random.Random(seed)
    w = _World(rng)
    n_fraud = round(answers * share)
    n_honest = answers - n_fraud

    keys = list(w.units)
    per_unit = _spread(rng, n_honest, [w.units[k]["size"] for k in keys])
    web, kiosk, paper = {}, {}, {}
    for key, n in zip(keys, per_unit, strict=False):
        web[key], kiosk[key], paper[key] = _spread(rng, n, w.units[key]["mix"])
    rows = _honest_web(w, web) + _honest_kiosk(w, kiosk) + _honest_paper(w, paper)

    # corrupt units: the worse the level, the likelier
    pool = list(w.units.values())
    w.corrupt = []
    while len(w.corrupt) < 6:
        u = rng.choices(pool, weights=[2.718 ** (-0.8 * u["level"]) for u in pool])[0]
        pool.remove(u)
        w.corrupt.append(u)
    quotas = [n_fraud // 4 + (1 if i < n_fraud % 4 else 0) for i in range(4)]
    for pattern, quota in zip(PATTERNS, quotas, strict=False):
        units = rng.sample(w.corrupt, 4)
        if pattern in ("straight", "fast"):
            rows += _single_fraud(w, units, quota, pattern)
        elif pattern == "burst":
            rows += _burst(w, units, quota)
        else:
            rows += _officer(w, units, quota)

    _one_at_a_time(w, rows)
    rng.shuffle(rows)  # equal times in no telling order
    rows.sort(key=lambda r: r["at"])
    return rows


# ---------------------------------------------------------------- figures


def _same(values) -> int:
    given = [v for v in values if v is not None]
    return max(given.count(v) for v in (1, 2, 3, 4)) if given else 0


def _quantiles(numbers, points=(0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1)) -> str:
    xs = sorted(numbers)
    return " ".join(f"{int(p * 100)}%:{xs[min(len(xs) - 1, int(p * len(xs)))]}" for p in points) if xs else "-"


def check(rows: list[dict], answers: int, share: float) -> None:
    """Promises of the docstring that must hold in every set."""
    assert len(rows) == answers
    assert sum(r["fraud"] is not None for r in rows) == round(answers * share)
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=WIB)
    previous, tablet_unit, tablet_end, typist_last = None, {}, {}, {}
    bursts: dict[str, list[datetime]] = {}
    for r in rows:
        assert previous is None or r["at"] >= previous
        previous = r["at"]
        assert start <= r["at"] < start + timedelta(days=DAYS), r
        assert r["at"].tzinfo is UTC and r["at"].microsecond == 0
        assert len(r["values"]) == 9 and all(v is None or v in (1, 2, 3, 4) for v in r["values"])
        assert (r["seconds"] is None) == (r["channel"] == "paper") == (r["typist"] is not None)
        assert r["service"].startswith(r["unit"])
        if r["channel"] == "kiosk":
            assert tablet_unit.setdefault(r["device"], r["unit"]) == r["unit"]
            begin = r["at"] - timedelta(seconds=r["seconds"])
            assert begin >= tablet_end.get(r["device"], begin), r
            tablet_end[r["device"]] = r["at"]
        if r["channel"] != "web":
            d = r["at"].astimezone(WIB)
            assert d.weekday() < 5 and d.date() not in CLOSED and 7.5 <= d.hour < 20, r
        if r["channel"] == "paper":
            if r["typist"] in typist_last:
                gap = (r["at"] - typist_last[r["typist"]]).total_seconds()
                assert gap >= (30 if r["fraud"] is None else 18), (gap, r)
            typist_last[r["typist"]] = r["at"]
        f, s = r["fraud"], r["seconds"]
        if f == "straight":
            assert 5 <= s <= 25 and _same(r["values"]) == 9 and r["channel"] != "paper"
        elif f == "fast":
            assert 3 <= s <= 14 and r["channel"] != "paper"
        elif f == "burst":
            assert 15 <= s <= 60 and min(r["values"]) >= 3 and r["channel"] == "web"
            bursts.setdefault(r["device"], []).append(r["at"])
        elif f == "officer":
            assert min(r["values"]) >= 3 and r["comment"] == "" and r["channel"] != "web"
        elif s is not None:
            assert s >= 18
    for times in bursts.values():
        assert len(times) <= 40 and (times[-1] - times[0]).total_seconds() <= 7300
