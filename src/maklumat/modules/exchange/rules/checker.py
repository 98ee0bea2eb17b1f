"""Check the figures of a Maklumat site against its own files. Needs Python 3.9 or newer, and nothing else.

    python3 periksa.py https://situs.example 2026

It downloads the file of all figures, counts shares, intervals and sums again, opens every page of figures and compares what stands there.
Source of the intervals: Wilson (1927), 95 %. It ends with 0 when everything agrees, else with 1 and a list.
"""

from __future__ import annotations

import csv
import io
import math
import re
import sys
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from typing import NamedTuple

SHARES = {
    "kept_share": ("kept", "issued"), "sent_back_share": ("sent_back", "finished"), "reports_in_time_share": ("reports_in_time", "reports_closed"),
    "reports_confirmed_share": ("reports_confirmed", "reports_closed"),
}  # fmt: skip
SUMS = {
    "finished": ("issued", "rejected", "withdrawn"),
    "reports_closed": ("reports_confirmed", "reports_silent", "reports_disputed"),
}
COUNTS = ("received", "finished", "issued", "rejected", "withdrawn", "kept", "sent_back", "returned", "outside")
ENOUGH = 5
Figure = tuple[str, str, str]  # subject, period, measure


def fetch(address: str) -> str:
    """The text behind an address."""
    request = urllib.request.Request(address, headers={"Accept-Language": "id", "User-Agent": "periksa"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode("utf-8")


def wilson(part: float, whole: float) -> tuple[float, float]:
    """The 95 % interval of a share, in percent."""
    p, z = part / whole, 1.96
    middle, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = (100 * min(1, max(0, (middle + sign * half) / (1 + z * z / whole))) for sign in (-1, 1))
    return low, high


def share(part: float, whole: float) -> float | None:
    """In percent with one decimal; 0 and 100 only where it is exactly so; None of fewer than five."""
    if whole < ENOUGH:
        return None
    return 100.0 * part / whole if part in (0, whole) else min(max(round(100 * part / whole, 1), 0.1), 99.9)


class Shown(NamedTuple):
    """A figure as it stands on a page: its mark ("kept_share unit/x 2026"; the row of a table may say whose), its value (empty: none is told), n with the ends of the interval, the text."""

    mark: str
    value: str
    basis: str
    text: str


class Page(HTMLParser):
    """The figures of a page, its sentences about figures ("unit/x 2026": the text), and its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.figures: list[Shown] = []
        self.sentences: list[tuple[str, str]] = []
        self.links: list[str] = []
        self._of = ""  # what the figures of a row of a table are about
        self._tile: tuple[str, str] | None = None
        self._open: tuple[str, str, str, str] | None = None  # tag, mark, value, basis
        self._words: list[str] = []
        self.feed(text)
        self._no_value()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self._of = given.get("data-of", "")
        if "data-figure" in given and tag != "data":
            self._no_value()
            self._tile = (given["data-figure"], given.get("data-basis", ""))
        elif tag == "data":
            mark, basis = (self._whole(given["data-figure"]), "") if "data-figure" in given else self._tile or ("", "")
            self._tile = self._tile if "data-figure" in given else None
            self._open, self._words = (tag, mark, given.get("value", ""), basis), []
        elif "data-headline" in given:
            self._open, self._words = (tag, given["data-headline"], "", ""), []
        elif tag == "a":
            self.links.append(given.get("href", ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag != self._open[0]:
            return
        _tag, mark, value, basis = self._open
        text, self._open = "".join(self._words).strip(), None
        if tag == "data":
            self.figures.append(Shown(mark, value, basis, text))
        else:
            self.sentences.append((mark, text))

    def _whole(self, mark: str) -> str:
        return mark if " " in mark else f"{mark} {self._of}"

    def _no_value(self) -> None:
        """A tile that tells none."""
        if self._tile:
            self.figures.append(Shown(self._tile[0], "", self._tile[1], ""))
        self._tile = None


def numbers(text: str) -> list[float]:
    """The numbers of an Indonesian text: "1.234" and "87,5"."""
    return [
        float(one.replace(".", "").replace(",", ".")) for one in re.findall(r"[0-9]+(?:[.][0-9]{3})*(?:,[0-9]+)?", text)
    ]


class Check:
    """The file of a year, and what was found wrong."""

    def __init__(self, base: str, year: str) -> None:
        self.base, self.year, self.done = base.rstrip("/"), year, 0
        self.wrong: list[str] = []
        lines = csv.DictReader(io.StringIO(fetch(f"{self.base}/data/angka.csv?tahun={year}")))
        self.rows = {(f"{one['kind']}/{one['code']}", one["period"], one["measure"]): one for one in lines}
        voices = csv.DictReader(io.StringIO(fetch(f"{self.base}/data/kepuasan.csv?tahun={year}")))
        self.voices = {(f"{one['kind']}/{one['code']}", one["period"]): one for one in voices}

    def value(self, subject: str, period: str, measure: str) -> float | None:
        """A number of the file; None where none is told."""
        row = self.rows.get((subject, period, measure))
        return float(row["value"]) if row and row["value"] else None

    def agree(self, what: str, told: float | None, counted: float | None, within: float = 1e-6) -> None:
        self.done += 1
        same = told == counted if told is None or counted is None else abs(told - counted) <= within
        if not same:
            self.wrong.append(f"{what}: {told}, dihitung {counted}")

    def shares(self) -> None:
        """Shares and their intervals out of the counts."""
        for (subject, period, measure), row in self.rows.items():
            if measure not in SHARES or row["hidden"] == "true":
                continue
            part, whole = (self.value(subject, period, one) for one in SHARES[measure])
            if part is None or whole is None:
                self.wrong.append(f"{subject} {period} {measure}: terbuka, padahal asalnya disamarkan")
                continue
            what = f"{subject} {period} {measure}"
            self.agree(what, float(row["value"]) if row["value"] else None, share(part, whole))
            if row["value"]:
                for name, end in zip(("low", "high"), wilson(part, whole)):
                    self.agree(f"{what} {name}", float(row[name]), end, 1e-5)

    def sums(self) -> None:
        """A year is its months, a whole its parts, a unit what is in it; where nothing of them is hidden."""
        months = sorted({period for _subject, period, _measure in self.rows if "-" in period})
        subjects = sorted({subject for subject, _period, _measure in self.rows})
        for subject in subjects:
            for measure in COUNTS:
                self._sum(
                    f"{subject} {measure}, bulan",
                    (subject, self.year, measure),
                    [(subject, month, measure) for month in months],
                )
            for whole, parts in SUMS.items():
                for period in (self.year, *months):
                    self._sum(
                        f"{subject} {period} {whole}",
                        (subject, period, whole),
                        [(subject, period, part) for part in parts],
                    )
        inside: dict[str, list[str]] = {}
        for subject, period, measure in self.rows:
            if period == self.year and measure == "issued" and self.rows[subject, period, measure]["above"]:
                inside.setdefault(self.rows[subject, period, measure]["above"], []).append(subject)
        for subject in subjects:
            if not subject.startswith("service/") and (code := subject.partition("/")[2]) in inside:
                for measure in COUNTS:
                    self._sum(
                        f"{subject} {measure}, isi",
                        (subject, self.year, measure),
                        [(one, self.year, measure) for one in inside[code]],
                        most=True,
                    )

    def _sum(self, what: str, whole: Figure, parts: list[Figure], most: bool = False) -> None:
        total, found = self.value(*whole), [self.value(*part) for part in parts]
        if total is None or any(one is None for one in found):
            return
        counted = sum(one or 0 for one in found)
        if most and counted <= total:  # services that are no more are in the unit, and not in the list
            self.done += 1
            return
        self.agree(what, total, counted)

    def pages(self) -> int:
        """Every page of figures: what stands there stands in the file."""
        seen: set[str] = set()
        todo = [f"/angka/?masa={self.year}", f"/angka/jelajah/?tahun={self.year}"]
        while todo:
            path = todo.pop()
            if path in seen:
                continue
            seen.add(path)
            page = Page(fetch(self.base + path))
            for shown in page.figures:
                self._figure(path, shown)
            for mark, text in page.sentences:
                self._sentence(path, mark, text)
            for link in page.links:
                place, _mark, query = link.partition("?")
                wanted = urllib.parse.parse_qs(query).get("masa", [""])[0]
                if place.startswith("/angka/") and place.endswith("/") and wanted[:4] == self.year:
                    todo.append(f"{place}?masa={wanted}")
                    if place.count("/") == 4:
                        todo.append(f"{place}sematan/?masa={wanted}")
        return len(seen)

    def _figure(self, path: str, shown: Shown) -> None:
        """The value, what is to be read there, and what it rests on."""
        what, told = f"{path} {shown.mark}", float(shown.value) if shown.value else None
        measure, subject, period = shown.mark.split(" ")
        if measure == "satisfaction":
            row = self.voices.get((subject, period))
            value = float(row["index"]) if row else None
            basis = (
                [float(row["answered"]), *(value + sign * float(row["half"]) for sign in (-1, 1))]
                if row and value and row["half"]
                else []
            )
        else:
            row = self.rows.get((subject, period, measure))
            value = self.value(subject, period, measure)
            basis = [float(row[name]) for name in ("n", "low", "high") if row[name]] if row else []
        self.agree(what, told, value)
        if shown.basis.strip() and value is not None:
            for given, counted in zip([float(one) for one in shown.basis.split()], basis):
                self.agree(f"{what} n/selang", given, counted, 1e-5)
        if value is not None and shown.text:
            read, wanted = (numbers(shown.text) or [math.nan])[0], self._as_read(shown.text, value)
            self.agree(f"{what} tertulis “{shown.text}”", read, wanted, 0.0501)

    def _as_read(self, text: str, value: float) -> float:
        """A value in the unit of the words around it."""
        units = {"menit kerja": 60, "jam kerja": 3600, "menit": 60, "jam": 3600, "hari": 86400}
        return value / next((seconds for word, seconds in units.items() if word in text), 1)

    def _sentence(self, path: str, mark: str, text: str) -> None:
        """A sentence tells no other numbers than those of the file."""
        subject, period = mark.split(" ")
        known = [self.value(subject, period, one) for one in ("finished", "issued", "kept")]
        for one in numbers(text.replace(period[:4], "")):
            self.done += 1
            if one not in known:
                self.wrong.append(f"{path} “{text}”: {one:g}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    check = Check(*arguments)
    check.shares()
    check.sums()
    pages = check.pages()
    print(
        f"{len(check.rows)} angka dalam berkas, {pages} halaman, {check.done} perbandingan, {len(check.wrong)} berbeda"
    )
    for line in check.wrong[:50]:
        print(" ", line)
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
