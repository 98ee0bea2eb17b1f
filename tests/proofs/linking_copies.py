"""Attacks of an owner who kept everything on the way: a trigger's log of each answer, copies of each night, the public figures after each answer, the
officer's desk of each morning.

First he finds out which sealed rows became which plain answers: rows vanish in a night and plain ones appear; what was counted in one step is known by
row, and which plain answers add up to the step's change is a sum of subsets (`groups`). Whose row it is he knows from the place that was used at that
moment (with the letters) or from who was seen then (`suspects`). Then nothing but the inside of a group hides anybody: he lays every order that rows
have over every order that plain answers have.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

from maklumat.modules.surveys.queries.instruments import held
from maklumat.modules.surveys.rules.layout import ticks
from maklumat.modules.surveys.rules.quality import Flag
from maklumat.modules.surveys.rules.sampling import quarter_of
from tests.proofs.linkage_life import Evidence, Row
from tests.proofs.linking import assigned, place_in, spot, strange

Guesses = dict[str, str]
MOST_SEARCHED = 34  # answers among which a sum is looked for: half of them give 2^17 sums
TELEPHONE = timedelta(hours=3)  # more answers than a family gives, from one telephone within them, are doubted
FAR = 9.0  # from one end of an order to the other, in a cost


@dataclass
class Group:
    """Sealed rows and the plain answers they became. ``lines``: of the trigger's log; ``last``: the rows as they stood in the last copy."""

    lines: list[Row]
    plain: list[Row]
    last: dict[str, Row]
    facts: tuple[str, int]


def groups(found: Evidence) -> list[Group]:
    """All groups, the smallest that can be told apart; found once for all attacks."""
    if found.groups is None:
        found.groups = [group for batch in _batches(found) for group in _steps(found, batch)]
    return found.groups


def _batches(found: Evidence) -> Iterator[Group]:
    """What became facts in one night in one round."""
    lines = {line["row"]["id"]: line for line in found.watched}
    units = {row["id"]: row["unit_id"] for row in found.tables["surveys_round"]}
    ends = {row["id"]: row for row in found.tables["surveys_answer"]}
    for day, before, after in found.nights:
        now, then = ({row["id"]: row for row in copy["surveys_answer"]} for copy in (after, before))
        new: dict[str, list[Row]] = defaultdict(list)
        gone: dict[str, list[Row]] = defaultdict(list)
        for row_id in now.keys() - then.keys():
            new[now[row_id]["round_id"]].append(ends.get(row_id, now[row_id]))
        for row_id in then.keys() - now.keys():
            gone[then[row_id]["round_id"]].append(then[row_id])
        moved = [home for home in gone if home not in new]  # gathered and settled in the same night
        for home, plain in new.items():
            rows = list(gone.get(home, ()))
            for other in sorted(moved, key=lambda other: units[other] != units[home]):
                if len(rows) + len(gone[other]) <= len(plain):
                    rows += gone.pop(other)
                    moved.remove(other)
            yield Group([lines[row["id"]] for row in rows], plain, {row["id"]: row for row in rows}, (home, day))


def _steps(found: Evidence, batch: Group) -> Iterator[Group]:
    """A batch by the steps in which it was counted, and what was counted last."""
    kinds = {row["id"]: UUID(row["questionnaire_id"]) for row in found.tables["surveys_round"]}
    rest = {line["row"]["id"]: line for line in batch.lines}
    plain = list(batch.plain)
    steps = [line for line in found.watched if line["counted"] and set(line["counted"]) <= rest.keys()]
    for step in steps:
        instrument = held(kinds[step["round"]]).instrument
        sums = [_as_number(ticks(instrument, row["values"])) for row in plain]
        chosen = _adding_up(sums, len(step["counted"]), _as_number(step["change"]["ticks"]))
        if not chosen:
            continue
        yield Group(
            [rest.pop(row_id) for row_id in step["counted"]], [plain[at] for at in chosen], batch.last, batch.facts
        )
        plain = [row for at, row in enumerate(plain) if at not in chosen]
    yield Group(list(rest.values()), plain, batch.last, batch.facts)


def _as_number(counters: Sequence[int]) -> int:
    """Counters below 64 side by side, so that they are added all at once."""
    return sum(count << 6 * place for place, count in enumerate(counters))


def _adding_up(sums: Sequence[int], many: int, whole: int) -> tuple[int, ...]:
    """Which so many of the numbers add up to the whole: all sums of one half are looked for among those of the other."""
    if len(sums) > MOST_SEARCHED:
        return ()
    middle = len(sums) // 2
    left = {(size, total): chosen for size, total, chosen in _subsets(sums[:middle], 0)}
    for size, total, chosen in _subsets(sums[middle:], middle):
        if (other := left.get((many - size, whole - total))) is not None:
            return other + chosen
    return ()


def _subsets(sums: Sequence[int], first: int) -> list[tuple[int, int, tuple[int, ...]]]:
    made: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    for at, number in enumerate(sums, first):
        made += [(size + 1, total + number, (*chosen, at)) for size, total, chosen in made]
    return made


def suspects(found: Evidence) -> dict[str, str]:
    """Of each sealed row the person: whose place was used, or without the letters who was seen about then."""
    people = {one["person"]: one for group in found.invited.values() for one in group}
    if found.letters:
        places = {(one["asked"], place_in(one)): name for name, one in people.items()}
        return {line["row"]["id"]: places[line["number"], line["place"]] for line in found.watched}
    lines, crowd = defaultdict(list), defaultdict(list)
    for line in found.watched:
        lines[line["number"]].append({"id": line["row"]["id"], "at": line["at"]})
    for one in people.values():
        crowd[one["asked"]].append(one)
    told: dict[str, str] = {}
    for number, some in lines.items():
        told |= assigned(some, crowd[number], lambda row, one: strange(one, row["at"]))
    return told


def _octets(row: Row) -> int:
    return len(row["moment"] or "") // 2


def _told(row: Row) -> int:
    """How many octets an answer's values and flags take, as they would be sealed."""
    return len(json.dumps([row["values"], row["flags"]]))


def _mean(row: Row) -> float:
    said = [value for value in row["values"] if value is not None]
    return sum(said) / max(len(said), 1)


SEALED: dict[str, Callable[[Group, Row], Any]] = {
    "arrival": lambda _group, line: line["at"],
    "first id": lambda _group, line: line["row"]["id"],
    "place": lambda _group, line: line["place"],
    "round": lambda _group, line: (line["number"], line["at"]),
    "octets at arrival": lambda _group, line: _octets(line["row"]),
    "crowd of its hours": lambda group, line: sum(abs(other["at"] - line["at"]) < TELEPHONE for other in group.lines),
    "octets at last": lambda group, line: _octets(group.last[line["row"]["id"]]),
    "disk at last": lambda group, line: spot(group.last[line["row"]["id"]]),
    "marks at last": lambda group, line: [group.last[line["row"]["id"]][name] for name in ("counted", "looked", "flags")],
}  # fmt: skip
PLAIN: dict[str, Callable[[Row], Any]] = {
    "disk": spot,
    "id": lambda row: row["id"],
    "octets": _told,
    "mean": _mean,
    "marks": lambda row: [row[name] for name in ("counted", "looked", "flags")],
    "doubt": lambda row: bool(row["flags"] & Flag.BURST),
}  # fmt: skip


def _laid_over(sealed: str, plain: str, found: Evidence) -> Guesses:
    """One order of a group's rows over one of its answers."""
    who, guessed = suspects(found), {}
    for group in groups(found):
        lines = sorted(group.lines, key=partial(SEALED[sealed], group))
        for line, row in zip(lines, sorted(group.plain, key=PLAIN[plain]), strict=False):
            guessed[row["id"]] = who.get(line["row"]["id"], "")
    return guessed


def facts_over_arrival(found: Evidence) -> Guesses:
    """The order of facts in the ledger over that of arrival."""
    facts = [row for row in found.tables["ledger_entry"] if row["kind"] == "surveys.answered"]
    rank = {
        str(json.loads(row["data"])["values"]): at for at, row in enumerate(sorted(facts, key=lambda row: row["id"]))
    }
    who, guessed = suspects(found), {}
    for group in groups(found):
        ordered = sorted(group.plain, key=lambda row: rank.get(str(row["values"]), 0))
        for line, row in zip(sorted(group.lines, key=lambda line: line["at"]), ordered, strict=False):
            guessed[row["id"]] = who.get(line["row"]["id"], "")
    return guessed


def everything(found: Evidence) -> Guesses:
    """All orders of a group together: the assignment that costs least, where octets weigh most."""
    who, guessed = suspects(found), {}
    weights = {("octets at last", "octets"): 3.0, ("octets at arrival", "octets"): 2.0, ("marks at last", "marks"): 1.0, ("disk at last", "disk"): 0.5, ("arrival", "mean"): 0.2}  # fmt: skip
    for group in groups(found):
        cost: dict[tuple[str, str], float] = defaultdict(float)
        for (sealed, plain), weight in weights.items():
            left = _ranks(group.lines, partial(SEALED[sealed], group), lambda line: line["row"]["id"])
            right = _ranks(group.plain, PLAIN[plain], lambda row: row["id"])
            for one, other in product(left, right):
                cost[other, one] += weight * abs(left[one] - right[other])
        rows = [{"id": row["id"]} for row in group.plain]
        people = [{"person": who.get(line["row"]["id"], ""), "id": line["row"]["id"]} for line in group.lines]
        guessed |= assigned(rows, people, lambda row, one, cost=cost: cost[row["id"], one["id"]])
    return guessed


def _ranks(rows: Sequence[Row], key: Callable[[Row], Any], name: Callable[[Row], str]) -> dict[str, float]:
    """Where each stands in an order, from 0 to FAR; equal ones stand together."""
    keys = sorted(map(key, rows))
    return {name(row): FAR * keys.index(key(row)) / len(rows) for row in rows}


def polled(found: Evidence) -> Guesses:
    """Two looks at the public figures of a unit: their difference is laid to whose answer came just then, be it one answer or several."""
    who, guessed = suspects(found), {}
    at_once = {line["at"]: who.get(line["row"]["id"], "") for line in found.watched}
    codes = {row["code"]: row["id"] for row in found.tables["units_unit"]}
    homes = {row["id"]: row for row in found.tables["surveys_round"]}
    former: dict[tuple[str, str], dict[str, float]] = {}
    for at, code, text in found.csv:
        now = _figures(text)
        before = former.get((code, quarter_of(at.date())), {})
        former[code, quarter_of(at.date())] = now
        many = now.get("jawaban", 0) - before.get("jawaban", 0)
        elements = [name for name in now if name.startswith("unsur ")]
        if at not in at_once or many <= 0 or not elements:
            continue
        moved = {
            name[6:]: (now[name] * now["jawaban"] - before.get(name, 0) * before.get("jawaban", 0)) / many
            for name in elements
        }
        rows = [
            row
            for row in found.tables["surveys_answer"]
            if homes[row["round_id"]]["unit_id"] == codes[code] and row["values"]
        ]
        near = min(rows, key=lambda row: _away(row, homes[row["round_id"]], moved), default=None)
        if near is not None:
            guessed[near["id"]] = at_once[at]
    return guessed


def _figures(text: str) -> dict[str, float]:
    """The counts and means of a unit's public CSV."""
    told = {}
    for line in list(csv.reader(io.StringIO(text)))[1:]:
        if line[3] in ("jumlah", "unsur") and line[5]:
            told[line[4] if line[3] == "jumlah" else f"unsur {line[4]}"] = float(line[5])
    return told


def _away(row: Row, its_round: Row, moved: Mapping[str, float]) -> float:
    """How far an answer is from the elements' movement; a questionnaire of other elements is far."""
    items = held(UUID(its_round["questionnaire_id"])).instrument.items
    said = {
        item.group: value for item, value in zip(items, row["values"], strict=True) if item.group and value is not None
    }
    return sum(abs(said.get(name, 2.5) - value) for name, value in moved.items()) + 9 * len(
        moved.keys() - {item.group for item in items}
    )


ATTACKS: dict[str, Callable[[Evidence], Guesses]] = {
    **{f"{sealed} over {plain}": partial(_laid_over, sealed, plain) for sealed, plain in product(SEALED, PLAIN)},
    "arrival over facts": facts_over_arrival,
    "everything": everything,
    "polled": polled,
}
