"""Attacks on comments: whose words are those on an officer's desk? By the same owner as `linking_copies`; he is an officer, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from maklumat.modules.surveys.rules.sampling import quarter_of
from tests.proofs.linkage_life import Evidence, Row
from tests.proofs.linking import spot
from tests.proofs.linking_copies import Group, groups, suspects

Guesses = dict[str, str]  # text → person


def texts(found: Evidence) -> dict[str, tuple[Row, int]]:
    """Of each text its row and the day it appeared: the desk shows the rows of a unit in the order of their ids, fifty at most."""
    days = {day: after for day, _before, after in found.nights}
    codes = {row["code"]: row["id"] for row in found.tables["units_unit"]}
    told: dict[str, tuple[Row, int]] = {}
    for day, at, code, shown in found.mornings:
        homes = {
            row["id"]
            for row in days[day]["surveys_round"]
            if row["unit_id"] == codes[code] and row["period"] == quarter_of(at.date())
        }
        rows = [row for row in days[day]["surveys_comment"] if row["round_id"] in homes]
        for row, text in zip(sorted(rows, key=lambda row: row["id"]), shown, strict=False):
            told.setdefault(text, (row, day))
    return told


def same_cipher(found: Evidence) -> Guesses:
    """A sealed text that lay in an older copy came with the answer of the same version."""
    who = suspects(found)
    came = {row["text"]: who.get(line["row"]["id"], "") for line in found.watched for row in line["comments"]}
    return {text: came[row["text"]] for text, (row, _day) in texts(found).items() if row["text"] in came}


def _batches(found: Evidence) -> dict[tuple[str, int], list[tuple[Group, Row]]]:
    """The log's lines that became facts together."""
    together = defaultdict(list)
    for group in groups(found):
        together[group.facts] += [(group, line) for line in group.lines]
    return together


SPOKE: dict[str, Callable[[Group, Row], Any]] = {
    "octets at arrival": lambda _group, line: len(line["row"]["moment"]) + sum(len(row["text"]) for row in line["comments"]),
    "octets at last": lambda group, line: len(group.last[line["row"]["id"]]["moment"]),
    "arrival": lambda _group, line: line["at"],
    "disk at last": lambda group, line: spot(group.last[line["row"]["id"]]),
    "first id": lambda _group, line: line["row"]["id"],
}  # fmt: skip
SAID: dict[str, Callable[[Row], Any]] = {
    "octets": lambda row: len(row["text"]),
    "disk": spot,
    "id": lambda row: row["id"],
}


def _laid_over(sealed: str, said: str, found: Evidence) -> Guesses:
    """One order of the rows that were settled together over one of their comments. Who was seen to speak comes first, if that can be seen; else
    whose row is longest."""
    who, guessed, batches = suspects(found), {}, _batches(found)
    comments: dict[tuple[str, int], list[tuple[Row, str]]] = defaultdict(list)
    for text, (row, day) in texts(found).items():
        comments[row["round_id"], day].append((row, text))
    for facts, some in comments.items():
        pairs = batches.get(facts, [])
        spoke = [pair for pair in pairs if pair[1]["comments"]]
        if not spoke:
            spoke = sorted(pairs, key=lambda pair: -SPOKE["octets at arrival"](*pair))[: len(some)]
        spoke.sort(key=lambda pair: SPOKE[sealed](*pair))
        some.sort(key=lambda pair: SAID[said](pair[0]))
        for (_group, line), (_row, text) in zip(spoke, some, strict=False):
            guessed[text] = who.get(line["row"]["id"], "")
    return guessed


ATTACKS: dict[str, Callable[[Evidence], Guesses]] = {
    "same cipher": same_cipher,
    **{f"{sealed} over {said}": partial(_laid_over, sealed, said) for sealed in SPOKE for said in SAID},
}
