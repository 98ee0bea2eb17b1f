"""The table of ASVS says what is there: ids in order and once, words that are known, evidence that exists, counts that agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.house.reading import PACKAGE, empty

ROOT = PACKAGE.parent.parent
STATUS = ("met", "partly", "not met", "does not apply")
WANTED = {"1": 70, "2": 183}  # requirements of each level in 5.0.0


def lines(text: str) -> Iterator[list[str]]:
    """The cells of each line of the table of requirements."""
    for line in text.splitlines():
        if re.match(r"\| \d+\.\d+\.\d+ \|", line):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def missing(evidence: str) -> Iterator[str]:
    """What is named in back-ticks and not there."""
    for named in re.findall(r"`([^`]+)`", evidence):
        path, _sep, name = named.partition("::")
        if "/" not in path and "." not in path:
            continue  # a word of the command line
        if not (ROOT / path).exists() or (name and f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")):
            yield named


def wrong(text: str) -> Iterator[str]:
    rows = list(lines(text))
    ids = [tuple(int(one) for one in row[0].split(".")) for row in rows]
    if ids != sorted(set(ids)):
        yield "ids are not in order, or one is there twice"
    for number, level, _words, status, evidence in rows:
        if status not in STATUS or level not in WANTED:
            yield f"{number}: {status}, level {level}"
        if status in ("met", "partly") and not evidence:
            yield f"{number}: no evidence"
        yield from (f"{number}: there is no {one}" for one in missing(evidence))
    counted = Counter((number.split(".")[0], status) for number, _level, _words, status, _evidence in rows)
    for chapter, *told in re.findall(r"^\| V(\d+) [^|]*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE):
        if [int(one) for one in told] != [counted[chapter, status] for status in STATUS]:
            yield f"V{chapter}: counted otherwise"


def test_the_table_is_whole_and_its_evidence_exists():
    text = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
    empty(wrong(text))
    assert Counter(row[1] for row in lines(text)) == WANTED


def test_wrong_lines_are_noticed():
    bad = (
        "| 1.1.2 | 2 | a | met | `tests/nowhere.py` |\n| 1.1.1 | 2 | b | perhaps | |\n| V1 Encoding | 9 | 0 | 0 | 0 |\n"
    )
    assert len(list(wrong(bad))) == 4
