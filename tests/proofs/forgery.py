"""Altered PDFs and altered tokens, against the real check with its register: none of them is good."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from maklumat.kernel import files
from maklumat.modules.documents import api as documents
from maklumat.modules.documents import queries
from maklumat.modules.documents.models import Certificate
from tests.documents.mutations import mutants
from tests.proofs.numbers import AT, issue
from tests.world import MONDAY

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
TOLD = ("number", "product", "holder", "government", "unit", "issued_on")


def genuine() -> tuple[Certificate, Certificate]:
    """Two signed certificates of one unit, in the register."""
    from maklumat.modules.units.models import Unit

    unit, _new = Unit.objects.get_or_create(
        code="asli", defaults={"path": "/asli/", "kind": "government", "name": "Kabupaten Asli"}
    )
    made = [Certificate.objects.get(number=issue(unit, "asli", False, 0)) for _n in range(2)]
    for one in made:
        documents.produce(one.id, at=AT)
        one.refresh_from_db()
    return made[0], made[1]


def altered_tokens(token: str, other: str, count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """``count`` different texts that are not the token, with what was done."""
    seen = {token, other}
    while len(seen) < count + 2:
        at, size = chance.randrange(len(token)), len(token)
        cut = chance.randrange(1, size)
        ways = {
            "a letter changed": token[:at] + chance.choice(LETTERS) + token[at + 1 :],
            "a letter gone": token[:at] + token[at + 1 :],
            "a letter more": token[:at] + chance.choice(LETTERS) + token[at:],
            "neighbours swapped": token[:at] + token[at : at + 2][::-1] + token[at + 2 :],
            "cut short": token[:cut],
            "something behind": token + "".join(chance.choices(LETTERS, k=chance.randint(1, 12))),
            "small letters": token[:at] + token[at : at + 9].lower() + token[at + 9 :],
            "turned round": token[cut:] + token[:cut],
            "padding": token + "=" * chance.randint(1, 6),
            "halves of two": token[:cut] + other[cut:],
            "several letters": "".join(chance.choice(LETTERS) if chance.random() < 0.05 else one for one in token),
            "junk": "".join(chance.choices(LETTERS, k=size)),
            "another alphabet": token[:at] + chance.choice("018\u0410\u00e9\0 ") + token[at + 1 :],
        }
        what = chance.choice(list(ways))
        if ways[what] not in seen and queries.token.token_of(ways[what]) != token:
            seen.add(ways[what])
            yield what, ways[what]


def run(count: int, *, seed: int = 1, tell: Callable[[str], None] = lambda line: None) -> dict[str, Any]:
    """``count`` PDFs and ``count`` tokens; how many were taken for good."""
    began, chance, wrong = time.perf_counter(), random.Random(seed), []
    one, other = genuine()
    now = max(AT, MONDAY) + timedelta(days=1)
    content = files.read(one.file_id)[0]
    if not documents.verify_file(content, at=now).good or not queries.verify_by_token(one.token, at=now).good:
        wrong.append("the genuine document does not verify: nothing is proved")
    answers: dict[str, Counter[str]] = {"pdf": Counter(), "token": Counter()}
    kinds: dict[str, set[str]] = {"pdf": set(), "token": set()}
    slowest = 0.0

    def judge(sort: str, what: str, verdict: documents.Verdict) -> None:
        answers[sort][verdict.state] += 1
        kinds[sort].add(what)
        if verdict.good or verdict.state == "signed" or any(getattr(verdict, name) for name in TOLD):
            wrong.append(f"{sort}, {what}: {verdict.state}, {verdict.number}")

    for number, (what, forged) in enumerate(mutants(content, count, seed=seed), 1):
        start = time.process_time()
        judge("pdf", what, documents.verify_file(forged, at=now))
        slowest = max(slowest, time.process_time() - start)
        if number % 250 == 0:
            tell(f"forgery: {number:,} of {count:,} PDFs, {len(wrong)} verified, {time.perf_counter() - began:.0f} s")
    for what, forged in altered_tokens(one.token, other.token, count, chance):
        judge("token", what, queries.verify_by_token(forged, at=now))
    return {
        "PDFs": sum(answers["pdf"].values()), "kinds of PDFs": len(kinds["pdf"]), "tokens": sum(answers["token"].values()),
        "kinds of tokens": len(kinds["token"]), "verified": len(wrong), "wrong": len(wrong),
        "answers": {sort: dict(found) for sort, found in answers.items()}, "slowest check in s": round(slowest, 3),
        "seconds": round(time.perf_counter() - began, 1), "examples": wrong[:20],
    }  # fmt: skip
