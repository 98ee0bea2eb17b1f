"""Can somebody who holds the whole database, copies of every day, the log and even the mail server's letters tell who gave which answer?

`linkage_life` lets people answer in a database of its own and writes down all an owner can see of it. `linking` (the database at the end) and
`linking_copies` (whatever he kept on the way) attack; they were written by somebody who wanted to succeed, and see nothing but the evidence.

What chance alone finds, for each guess that was made:
* At the end, without the letters: one in all who were asked in the rounds that became facts together, weighed by how many of each round answered.
* At the end, with the letters (a place is used or not): one in all who answered in these rounds.
* With copies: one in those who were counted in the same step or the same night, eight at least. A guess outside this group never holds, so nothing
  is expected of it. The owner *does* know these groups: he sees which rows are counted together, and which plain answers add up to it.
* Of a comment: one in all who answered in these rounds, for whether somebody wrote one must not be seen either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from unittest.mock import patch

from django.db import transaction

from maklumat.modules.surveys.actions import counting, settling
from maklumat.modules.surveys.rules.quality import Flag
from tests import world
from tests.proofs import linking, linking_comments, linking_copies
from tests.proofs.linkage_life import Evidence, Life, Truth

RARE = 0.001  # so seldom does this proof fail by chance
Guesses = Mapping[str, str]  # of an answer (its row at the end) or a comment (its text): the person
Chance = Callable[[str, str], float]  # the same


@dataclass(frozen=True)
class Verdict:
    """``right`` of so many ``guesses``; ``expected`` by chance; ``luck``: how likely chance alone finds so many or more."""

    attack: str
    guesses: int
    right: int
    expected: float
    luck: float

    def __str__(self) -> str:
        return f"{self.attack}: {self.right} of {self.guesses}, by chance {self.expected:.1f} (luck {self.luck:.1g})"


class Judge:
    """Knows who said what: no two people gave the same values."""

    def __init__(self, life: Life) -> None:
        self.truth: Truth = life.truth
        self.sizes = life.sizes()
        self.asked = {one["person"]: one["asked"] for one in life.known}
        whose = {str(values): person for person, values in self.truth.said.items()}
        rows = life.seen.tables["surveys_answer"]
        self.author = {row["id"]: whose[str(row["values"])] for row in rows if str(row["values"]) in whose}
        self.writer = {text: person for person, text in self.truth.wrote.items()}
        self.batch, self.settled = Counter(self.truth.batch.values()), Counter(self.truth.settled.values())
        self.homes = Counter((self.asked[person], facts) for person, facts in self.truth.settled.items())

    def of_asked(self, answer: str, person: str) -> float:
        """One in those who were asked in the rounds that became facts together."""
        facts, home = self.truth.settled[self.author[answer]], self.asked[person]
        return self.homes[home, facts] / self.settled[facts] / self.sizes[home]

    def of_answered(self, answer: str, person: str) -> float:
        """One in those who answered in the rounds that became facts together."""
        return self._together(self.author[answer], person)

    def of_comment(self, text: str, person: str) -> float:
        return self._together(self.writer[text], person)

    def _together(self, author: str, person: str) -> float:
        facts = self.truth.settled[author]
        return 1 / self.settled[facts] if self.truth.settled.get(person) == facts else 0.0

    def of_batch(self, answer: str, person: str) -> float:
        """One in those who were counted in the same step, or in the same night."""
        batch = self.truth.batch[self.author[answer]]
        return 1 / self.batch[batch] if self.truth.batch.get(person) == batch else 0.0

    def verdict(self, attack: str, guessed: Guesses, right: Mapping[str, str], chance: Chance) -> Verdict:
        """``right``: the true person of what may be guessed."""
        chances = [chance(one, person) for one, person in guessed.items() if one in right]
        found = sum(right.get(one) == person for one, person in guessed.items())
        return Verdict(attack, len(chances), found, sum(chances), luck(chances, found))


def luck(chances: Sequence[float], found: int) -> float:
    """How likely so many or more hold of guesses with these chances: the exact tail of the sum, for standard deviations say little of rare things."""
    fewer = [1.0, *[0.0] * found]  # how likely exactly so many hold, up to what was found
    for chance in chances:
        fewer = [now * (1 - chance) + before * chance for now, before in zip(fewer, [0.0, *fewer], strict=False)]
    return max(1 - sum(fewer[:found]), 1e-12) if found else 1.0


def verdicts(life: Life) -> list[Verdict]:
    """Every attack, with and without the letters."""
    judge, found = Judge(life), []
    for letters in (False, True):
        seen, word = life.evidence(letters=letters), ", with letters" if letters else ""
        crowd = judge.of_answered if letters else judge.of_asked
        found += [
            judge.verdict(f"{name}{word}", attack(seen), judge.author, crowd)
            for name, attack in linking.ATTACKS.items()
        ]
        found += [
            judge.verdict(f"copies: {name}{word}", attack(seen), judge.author, judge.of_batch)
            for name, attack in linking_copies.ATTACKS.items()
        ]
        found += [
            judge.verdict(f"comments: {name}{word}", attack(seen), judge.writer, judge.of_comment)
            for name, attack in linking_comments.ATTACKS.items()
        ]
    return found


def run(rounds: int = 60, seed: int = 1) -> dict[str, Any]:
    """All attacks on one life; beside it the control, and what is known not to be closed."""
    here = world.build(())
    officer = here.with_role("organisation_bureau", "bag-organisasi")
    aside = {"control": control(15, seed, officer), "known_limit_one_telephone_for_ten": _lent(15, seed, officer)}
    return figures(Life(rounds, Random(seed), officer)) | aside


def figures(life: Life) -> dict[str, Any]:
    """Of a life. Wrong is an attack that finds more than chance does, a group smaller than a step, or anything readable too early."""
    every, judge = verdicts(life), Judge(life)
    every.sort(key=lambda one: one.luck)
    wrong = [one for one in every if one.luck * len(every) < RARE]  # of many attacks the best is lucky by chance alone
    small = [size for size in judge.batch.values() if size < counting.STEP]
    readable = _readable(life.seen)
    chances = {"asked": judge.of_asked, "answered": judge.of_answered, "counted together": judge.of_batch}
    return {
        "answers": len(life.truth.said), "facts": len(life.truth.settled), "comments": len(life.truth.wrote), "nights": len(life.seen.nights),
        "groups": len(judge.batch), "smallest_group": min(judge.batch.values()),
        "by_chance": {name: round(sum(of(one, person) for one, person in judge.author.items()), 1) for name, of in chances.items()},
        "attacks": len(every), "best": " · ".join(map(str, every[:3])), "readable_before_the_end": readable,
        "wrong": len(wrong) + len(small) + readable, "examples": [str(one) for one in wrong],
    }  # fmt: skip


def _readable(seen: Evidence) -> int:
    """Answers in a copy whose values could be read while they were not yet facts."""
    return sum(
        row["values"] is not None and row["moment"] is not None
        for _day, *copies in seen.nights
        for copy in copies
        for row in copy["surveys_answer"]
    )


def control(rounds: int, seed: int, officer: Any) -> dict[str, str]:
    """The same attacks where every answer is counted at once: they must find nearly all. Undone afterwards."""
    with transaction.atomic(), patch.object(counting, "STEP", 1), patch.object(settling, "STEP", 1):
        life = Life(rounds, Random(seed), officer)
        found = verdicts(life)
        transaction.set_rollback(True)
    families = {"copies": "copies: ", "polled": "copies: polled"}
    best = {
        name: max((one for one in found if one.attack.startswith(word)), key=lambda one: one.right)
        for name, word in families.items()
    }
    return {name: f"{one.right} of {one.guesses}" for name, one in best.items()}


def _lent(rounds: int, seed: int, officer: Any) -> str:
    """What is not closed: the night's doubts stand beside the answers at the end and part a group into those who came in the hours when many did, and
    the others. Undone afterwards."""
    with transaction.atomic():
        life = Life(rounds, Random(seed), officer, helped=True)
        seen, judge = life.evidence(letters=True), Judge(life)
        transaction.set_rollback(True)
    doubted = {
        judge.author[row["id"]]
        for row in seen.tables["surveys_answer"]
        if row["flags"] & Flag.BURST and row["id"] in judge.author
    }
    parts = Counter((batch, person in doubted) for person, batch in judge.truth.batch.items())
    found = judge.verdict(
        "crowd of its hours over doubt",
        linking_copies.ATTACKS["crowd of its hours over doubt"](seen),
        judge.author,
        judge.of_batch,
    )
    few = sum(size for size in parts.values() if size < counting.STEP)
    return f"{found}; {few} people in a part below {counting.STEP}, the smallest of {min(parts.values())}"
