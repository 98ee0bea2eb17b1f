"""Attacks on the anonymity of answers. Each sees nothing but the evidence and guesses who gave which answer.

With the letters a token's place tells whether its owner used it: `_crowd` then holds only those. Whatever an attack gains by that alone is one
in the used places instead of one in the size; what it gains beyond, it gains by a leak.
"""

from __future__ import annotations

import json
import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

from maklumat.modules.surveys.rules.tokens import read
from tests.proofs.linkage_life import Evidence

Row = dict[str, Any]
Guesses = dict[str, str]
Cost = Callable[[Row, Row], float]  # answer, person: the lower, the likelier
STEP = 10.0  # minutes of a bin of the time line
NEAR = 20.0  # minutes between answering and being seen


def in_order_of_letters(found: Evidence) -> Guesses:
    """Who got his letter first answered first."""
    guessed = {}
    numbers = {row["id"]: row["number"] for row in found.tables["surveys_round"]}
    for round_id, number in numbers.items():
        answers = [row["id"] for row in found.tables["surveys_answer"] if row["round_id"] == round_id]
        for answer, one in zip(
            answers, sorted(found.invited.get(number, ()), key=lambda one: one["sent"]), strict=False
        ):
            guessed[answer] = one["person"]
    return guessed


def spot(row: Row) -> tuple[int, ...]:
    """Version, page and line of a row as numbers: the dump sorts ``ctid`` as text, where (0,10) comes before (0,2)."""
    page, line = row["ctid"].strip("()").split(",")
    return row["xmin"], int(page), int(line)


def _rounds(found: Evidence) -> Iterator[tuple[Row, list[Row], list[Row]]]:
    """Each round with its answers in the true order of versions and disk, and those who may have given them."""
    answers: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(found.tables["surveys_answer"], key=spot):
        answers[row["round_id"]].append(row)
    for row in found.tables["surveys_round"]:
        if answers[row["id"]]:
            yield row, answers[row["id"]], _crowd(found, row)


def _crowd(found: Evidence, its_round: Row) -> list[Row]:
    """Who may have answered in a round; with the letters only those whose bit is set, be it of an answer or of a no."""
    asked = found.invited.get(its_round["number"], [])
    used = {row["number"]: set(_used(row)) for row in found.tables["surveys_round"]}
    return [one for one in asked if place_in(one) in used[one["asked"]]] if found.letters else asked


def _used(its_round: Row) -> list[int]:
    """The places whose bit is set, as PostgreSQL counts bits: the lowest of the first byte is 0."""
    spent = bytes.fromhex(its_round["spent"])
    return [place for place in range(len(spent) * 8) if spent[place // 8] >> place % 8 & 1]


def place_in(one: Row) -> int:
    """The place that the token of a letter tells."""
    told = read(one["token"])
    return told[0].place if told else -1


def _zipped(answers: Sequence[Row], people: Sequence[Row]) -> Guesses:
    return {row["id"]: one["person"] for row, one in zip(answers, people, strict=False)}


def _spread(answers: Sequence[Row], people: Sequence[Row]) -> Guesses:
    """The order of some answers laid evenly over the order of more people."""
    return (
        {row["id"]: people[at * len(people) // len(answers)]["person"] for at, row in enumerate(answers)}
        if people
        else {}
    )


def assigned(answers: Sequence[Row], people: Sequence[Row], cost: Cost) -> Guesses:
    """The assignment of answers to people whose costs together are least (Hungarian method)."""
    rows = answers[: len(people)]
    table = [[cost(row, one) for one in people] for row in rows]
    high, wide = len(rows), len(people)
    over, under, owner = [0.0] * (high + 1), [0.0] * (wide + 1), [0] * (wide + 1)
    for row in range(1, high + 1):
        owner[0], column = row, 0
        least, came, done = [math.inf] * (wide + 1), [0] * (wide + 1), [False] * (wide + 1)
        while owner[column]:
            done[column], line = True, owner[column]
            for other in range(1, wide + 1):
                if not done[other]:
                    price = table[line - 1][other - 1] - over[line] - under[other]
                    if price < least[other]:
                        least[other], came[other] = price, column
            step, following = min((least[other], other) for other in range(1, wide + 1) if not done[other])
            for other in range(wide + 1):
                if done[other]:
                    over[owner[other]] += step
                    under[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            owner[column], column = owner[came[column]], came[column]
    return {rows[owner[at] - 1]["id"]: people[at - 1]["person"] for at in range(1, wide + 1) if owner[at]}


def on_disk_as_letters_left(found: Evidence) -> Guesses:
    """True order of versions and disk, laid over the order of the letters: who was asked early answers early."""
    return _over(found, lambda one: one["sent"])


def on_disk_as_cases_ended(found: Evidence) -> Guesses:
    """The same over the order in which the cases ended, in which the candidates waited."""
    return _over(found, lambda one: one["waited"])


def on_disk_as_seen(found: Evidence) -> Guesses:
    """The same over the order in which people were seen; who was not seen stands where his letter would put him."""
    return _over(found, lambda one: min(one["seen"], default=one["sent_at"] + timedelta(hours=2)))


def _over(found: Evidence, key: Callable[[Row], Any]) -> Guesses:
    guessed: Guesses = {}
    for _round, answers, people in _rounds(found):
        guessed |= _spread(answers, sorted(people, key=key))
    return guessed


def in_order_of_places(found: Evidence) -> Guesses:
    """The answers on disk stand as the used places do. Only with the letters."""
    return _over(found, place_in) if found.letters else {}


def places_as_letters_left(found: Evidence) -> Guesses:
    """Places were handed out as the letters left, so the bits tell without any letter who answered; they did in this order."""
    return _as_if_places(found, "sent")


def places_as_cases_ended(found: Evidence) -> Guesses:
    """The same, had places been handed out in the order in which people waited."""
    return _as_if_places(found, "waited")


def _as_if_places(found: Evidence, key: str) -> Guesses:
    guessed: Guesses = {}
    for its_round, answers, _people in _rounds(found):
        asked = sorted(found.invited.get(its_round["number"], ()), key=lambda one: one[key])
        used = [asked[place] for place in _used(its_round) if place < len(asked)]
        guessed |= _zipped(answers, sorted(used, key=lambda one: min(one["seen"], default=one["sent_at"])))
    return guessed


def in_order_of_jobs(found: Evidence) -> Guesses:
    """Letters by the moment in the id (version 7) that their sending job still names, instead of the invitation list: the nth of a round's
    used places is the nth of those letters."""
    letters = sorted(
        (UUID(json.loads(row["args"])["message_id"]).int >> 80, row["id"])
        for row in found.tables["procrastinate_jobs"]
        if row["task_name"] == "notify.send"
    )
    guessed, at = {}, 0
    asked = {row["number"]: row for row in found.tables["surveys_round"]}
    answers = {its_round["id"]: rows for its_round, rows, _people in _rounds(found)}
    for number in sorted(asked):
        mine, at = letters[at : at + asked[number]["size"]], at + asked[number]["size"]
        people = sorted(found.invited.get(number, ()), key=lambda one: one["sent"])
        named = dict(zip(mine, people, strict=False))
        used = [named[mine[place]] for place in _used(asked[number]) if place < len(mine) and mine[place] in named]
        guessed |= _zipped(answers.get(asked[number]["id"], []), used)
    return guessed


def in_order_of_facts(found: Evidence) -> Guesses:
    """The ledger's facts of a round, by position and id (version 7), are matched to answers by their values; their order is that of being
    seen. By day there are none."""
    place = {row["entry_id"]: row["position"] for row in found.tables.get("ledger_position", ())}
    facts = [row for row in found.tables["ledger_entry"] if row["kind"] == "surveys.answered"]
    facts.sort(key=lambda row: (place.get(row["id"], 0), row["id"]))
    rank: dict[tuple[str, str], int] = {}
    for at, row in enumerate(facts):
        rank.setdefault((row["subject"], str(json.loads(row["data"])["values"])), at)
    guessed: Guesses = {}
    for its_round, answers, people in _rounds(found) if facts else ():
        ordered = sorted(answers, key=lambda row: rank.get((its_round["id"], str(row["values"])), 0))
        guessed |= _spread(ordered, sorted(people, key=lambda one: min(one["seen"], default=one["sent_at"])))
    return guessed


def in_order_of_ids(found: Evidence) -> Guesses:
    """Ids as if they were ordered, and by their moment should they be of version 7, laid over the order of being seen."""
    guessed: Guesses = {}
    for _round, answers, people in _rounds(found):
        ordered = sorted(answers, key=lambda row: (UUID(row["id"]).version != 7, row["id"]))
        guessed |= _spread(ordered, sorted(people, key=lambda one: min(one["seen"], default=one["sent_at"])))
    return guessed


def by_night(found: Evidence) -> Guesses:
    """Answers that became facts in the same night were given since the night before: likely by those who were seen in just these hours, or whose
    letter was fresh then. The version of an answer is that of its night, the ledger tells the date."""
    nights = {row["xmin"]: row["at"] for row in found.tables["ledger_entry"] if row["kind"] == "surveys.answered"}
    ends = [(version, datetime.fromisoformat(nights[version])) for version in sorted(nights)]
    before = [min(one["sent_at"] for group in found.invited.values() for one in group), *(at for _version, at in ends)]
    hours = {version: (begin, end) for (version, end), begin in zip(ends, before, strict=False)}
    return _everywhere(found, lambda row, one: _strange_between(one, *hours[row["xmin"]])) if hours else {}


def _strange_between(one: Row, begin: datetime, end: datetime) -> float:
    """How unlikely this person answered between, as a logarithm."""
    near = timedelta(minutes=NEAR)
    if one["seen"]:
        return 0.0 if any(begin - near < seen < end + near for seen in one["seen"]) else 8.0
    first, last = (max(0.0, (at - one["sent_at"]) / timedelta(minutes=1)) for at in (begin, end))
    return -math.log(max(last / (150 + last) - first / (150 + first), 1e-4))


def _everywhere(found: Evidence, cost: Cost) -> Guesses:
    guessed: Guesses = {}
    for _round, answers, people in _rounds(found):
        guessed |= assigned(answers, people, cost)
    return guessed


def on_a_time_line(found: Evidence) -> Guesses:
    """Versions order all answers of all rounds among each other. The likeliest rising row of moments is sought for them (Viterbi), then of each
    round the best assignment to the moments at which people were seen."""
    moments = _moments(found)
    return _everywhere(found, lambda row, one: strange(one, moments[row["id"]]))


def _moments(found: Evidence) -> dict[str, datetime]:
    """When each answer came, told by nothing but their order and when people of its round were asked and seen."""
    people = [one for group in found.invited.values() for one in group]
    first = min(one["sent_at"] for one in people)
    last = max(max(one["seen"], default=one["sent_at"] + timedelta(days=1)) for one in people)
    bins = range(int((last - first) / timedelta(minutes=STEP)) + 2)
    lines = {its_round["id"]: _line(crowd, first, len(bins)) for its_round, _answers, crowd in _rounds(found) if crowd}
    rank = {
        row["id"]: (at, len(answers) - 1 - at) for _r, answers, _c in _rounds(found) for at, row in enumerate(answers)
    }
    answers = sorted((row for row in found.tables["surveys_answer"] if row["round_id"] in lines), key=spot)
    best, kept = array("d", bytes(8 * len(bins))), []
    for row in answers:
        before, after = rank[row["id"]]
        likely = zip(accumulate(best, max), *lines[row["round_id"]], strict=True)
        best = array("d", [came + now + before * past + after * rest for came, now, past, rest in likely])
        kept.append(best)
    moments, end = {}, len(bins)
    for row, scores in zip(reversed(answers), reversed(kept), strict=True):
        end = max(range(end), key=scores.__getitem__) + 1
        moments[row["id"]] = first + timedelta(minutes=STEP * (end - 0.5))
    return moments


def _line(crowd: Sequence[Row], first: datetime, many: int) -> tuple[list[float], list[float], list[float]]:
    """Of a crowd by bins, as logarithms: how likely one of them answers just then, before, and later."""
    begin = int((min(one["sent_at"] for one in crowd) - first) / timedelta(minutes=STEP))
    silent = sum(not one["seen"] for one in crowd)
    now = [silent * STEP * _later((at - begin) * STEP) for at in range(many)]
    for one in crowd:
        for seen in one["seen"]:
            middle, wide = int((seen - first) / timedelta(minutes=STEP)), int(NEAR / STEP)
            for at in range(max(middle - wide, begin, 0), min(middle + wide + 1, many)):
                now[at] += 1 / (2 * wide + 1)
    past = list(accumulate(now))
    whole = past[-1] * 1.01
    return (
        [math.log(share + 1e-9) for share in now],
        [math.log(share / whole + 1e-3) for share in past],
        [math.log(1 - share / whole) for share in past],
    )


def _later(after: float) -> float:
    """How likely somebody answers so many minutes after his letter: half of them within two hours and a half."""
    return 150 / (150 + after) ** 2 if after >= 0 else 0.0


def strange(one: Row, at: datetime) -> float:
    """How unlikely this person answered about then, as a logarithm: shortly before or after he was seen, else some time after his letter."""
    if not one["seen"]:
        return -math.log(_later((at - one["sent_at"]) / timedelta(minutes=1)) + 1e-9)
    away = min(abs((at - seen) / timedelta(minutes=1)) for seen in one["seen"])
    return math.log(2 * NEAR) + max(0.0, away / NEAR - 1)


def _whole(row: Row) -> float:
    """The mean of what was ticked; by day nothing is to be read."""
    told = [value for value in row["values"] or () if value is not None]
    return sum(told) / len(told) if told else 0.0


def _seen_after(one: Row) -> float:
    """How many minutes after his letter he was seen first; as late as can be when he never was."""
    return min(((at - one["sent_at"]) / timedelta(minutes=1) for at in one["seen"]), default=1e9)


def the_unhappy_come_at_once(found: Evidence) -> Guesses:
    """Whoever is angry answers at once: the lower the marks, the sooner after his letter he was seen."""
    return _ranked(found, _whole, _seen_after)


def the_last_case_praises(found: Evidence) -> Guesses:
    """A service gets better by the hour, and a fresh memory is kind: marks rise as cases end."""
    return _ranked(found, _whole, lambda one: one["ended_at"])


def _ranked(found: Evidence, answer: Callable[[Row], Any], person: Callable[[Row], Any]) -> Guesses:
    guessed: Guesses = {}
    for _round, answers, people in _rounds(found):
        guessed |= _spread(sorted(answers, key=answer), sorted(people, key=person))
    return guessed


def who_spoke(found: Evidence) -> Guesses:
    """An answer with a comment of its own version (by day), or standing in the row of answers where the comment stands in that of comments (by
    night), took longer: it belongs to those who were seen late."""
    said = Counter((row["round_id"], row["xmin"]) for row in found.tables["surveys_comment"])
    order = {}
    for round_id in {row["round_id"] for row in found.tables["surveys_comment"]}:
        mine = sorted((row for row in found.tables["surveys_comment"] if row["round_id"] == round_id), key=spot)
        order[round_id] = [bool(row["themes"]) for row in mine]
    guessed: Guesses = {}
    for its_round, answers, people in _rounds(found):
        spoke = [said[its_round["id"], row["xmin"]] for row in answers]
        if not any(spoke):
            many = len(order.get(its_round["id"], ()))
            spoke = [int(at * many // len(answers) != (at - 1) * many // len(answers)) for at in range(len(answers))]
        ranked = [
            row
            for _spoke, _at, row in sorted(
                zip(spoke, range(len(answers)), answers, strict=True), key=lambda one: one[:2]
            )
        ]
        guessed |= _spread(ranked, sorted(people, key=_seen_after))
    return guessed


def the_last_of_each_round(found: Evidence) -> Guesses:
    """The version of a round's row is that of its last answer: among the rounds it tells when that came, so who was seen then. By night the
    answer of that version is gone, and the last one on disk stands for it."""
    ends = sorted((row for row, answers, _people in _rounds(found) if answers), key=spot)
    late = {row["id"]: max((at for one in _crowd(found, row) for at in one["seen"]), default=None) for row in ends}
    told = [(spot(row)[0], late[row["id"]]) for row in ends if late[row["id"]]]
    guessed: Guesses = {}
    for its_round, answers, people in _rounds(found):
        at = bisect_left([version for version, _at in told], its_round["xmin"])
        around = sorted(moment for _version, moment in told[max(0, at - 2) : at + 3])
        if not around or not people:
            continue
        middle = around[len(around) // 2]
        last = next((row for row in answers if row["xmin"] == its_round["xmin"]), answers[-1])
        nearest = min(people, key=lambda one: min((abs(seen - middle) for seen in one["seen"]), default=timedelta.max))
        guessed[last["id"]] = nearest["person"]
    return guessed


def alone(found: Evidence) -> Guesses:
    """Where only one place of a round is used, or one of its people is left, there is no crowd: a guess is made in rounds with at most two."""
    guessed: Guesses = {}
    for _round, answers, people in _rounds(found):
        if len(people) <= 2:
            guessed |= _zipped(answers, people)
    return guessed


def gaps_between_versions(found: Evidence) -> Guesses:
    """Where version numbers jump, something else was written between two answers: somebody logged in. Answers beside a gap belong to those
    who were seen, the others to those who were not."""
    versions = sorted({row["xmin"] for rows in found.tables.values() for row in rows})
    jumps = {later: later - earlier for earlier, later in pairwise(versions)}
    return _everywhere(
        found, lambda row, one: abs(float(jumps.get(row["xmin"], 1) > 1) - float(bool(one["seen"]))) + one["sent"] / 1e6
    )


def all_together(found: Evidence) -> Guesses:
    """Every trace with a weight: time line, rank among the letters, rank among the seen, night, marks."""
    moments = _moments(found)
    guessed: Guesses = {}
    for _round, answers, people in _rounds(found):
        rank = {row["id"]: at / len(answers) for at, row in enumerate(answers)}
        seen = {one["person"]: at / len(people) for at, one in enumerate(sorted(people, key=_seen_after))}
        sent = {one["person"]: at / len(people) for at, one in enumerate(sorted(people, key=lambda one: one["sent"]))}
        marks = {row["id"]: at / len(answers) for at, row in enumerate(sorted(answers, key=_whole))}

        def cost(
            row: Row, one: Row, rank: dict[str, float] = rank, seen: dict[str, float] = seen,
            sent: dict[str, float] = sent, marks: dict[str, float] = marks,
        ) -> float:  # fmt: skip
            line = strange(one, moments[row["id"]])
            order = 4 * (rank[row["id"]] - seen[one["person"]]) ** 2 + (rank[row["id"]] - sent[one["person"]]) ** 2
            return line + order + 0.2 * (marks[row["id"]] - seen[one["person"]]) ** 2

        guessed |= assigned(answers, people, cost)
    return guessed


ATTACKS: dict[str, Callable[[Evidence], Guesses]] = {
    "order of letters": in_order_of_letters,
    "on disk as letters left": on_disk_as_letters_left,
    "on disk as cases ended": on_disk_as_cases_ended,
    "on disk as seen": on_disk_as_seen,
    "order of places": in_order_of_places,
    "places as letters left": places_as_letters_left,
    "places as cases ended": places_as_cases_ended,
    "order of jobs": in_order_of_jobs,
    "order of facts": in_order_of_facts,
    "order of ids": in_order_of_ids,
    "night tells day": by_night,
    "time line": on_a_time_line,
    "unhappy at once": the_unhappy_come_at_once,
    "last case praises": the_last_case_praises,
    "who spoke": who_spoke,
    "last of each round": the_last_of_each_round,
    "alone": alone,
    "gaps between versions": gaps_between_versions,
    "all together": all_together,
}
