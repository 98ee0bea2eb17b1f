"""Who may open what: role × where the role is held × whose thing × route × method, against a table written by hand.

The table says what each duty *means*; it does not ask the code's access functions. A route without a row, or a role
without a meaning, fails before any request is made.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.applications.views.holding import COOKIE
from maklumat.modules.complaints.views.holding import COOKIE as REPORTS
from maklumat.modules.units import api as units
from maklumat.site.roles import ROLES
from tests.proofs.duties import (
    BROKEN,
    HIDDEN,
    IN,
    KNOWN_ROLES,
    LOGIN,
    NO,
    REACH,
    SEE_CASES,
    SEE_REPORTS,
    SHUT,
    TABLE,
    WHERE,
    WRITE_STANDARDS,
    Who,
)  # fmt: skip
from tests.proofs.stage import NOBODYS, OURS, Stage, address, patterns, variants
from tests.world import MONDAY

TUS = {"Tus-Resumable": "1.0.0", "Upload-Length": "100", "Upload-Offset": "0"}
PUBLIC_IDS = (
    "units:",
    "calendars:",
    "catalogue:draft_from",
    "catalogue:publish_maklumat",
    "catalogue:log_",
    "surveys:unit_desk",
    "surveys:open_",
    "surveys:publish",
    "surveys:wording",
    "surveys:reword",
    "evaluation:open",
    "dashboards:unit_desk",
)  # units, services
SAID_TO_BE_OURS = (b"Citra Lestari", b"3273014107900003", b"Jalan Kenari")  # never in an answer to a stranger


def gaps() -> list[str]:
    """Routes without a row, rows without a route, roles without a meaning."""
    routes = {variant for name, _parameters in patterns() for variant in variants(name)}
    return [
        *(f"{route}: a new address needs a row in tests/proofs/duties.py" for route in sorted(routes - set(TABLE))),
        *(f"{route}: this row has no address any more" for route in sorted(set(TABLE) - routes)),
        *(f"{role}: a new role needs a meaning in tests/proofs/duties.py" for role in sorted(set(ROLES) ^ KNOWN_ROLES)),
    ]


def everyone() -> list[Who]:
    staff = [Who("staff", role, at) for role in sorted(KNOWN_ROLES) for at in WHERE]
    return [Who("anonymous"), Who("holder"), Who("resident"), Who("staff"), *staff]


def cells(stage: Stage) -> Iterator[tuple[str, str, str, str]]:
    """Route, method, whose, address; things of nobody's are only asked for where the address names a thing."""
    for variant, methods in TABLE.items():
        addresses = {whose: address(variant, things) for whose, things in stage.things.items()}
        told_apart = {path: whose for whose, path in reversed(addresses.items())}
        for path, whose in told_apart.items():
            for method in methods:
                yield variant, method, whose, path


def clients(stage: Stage) -> dict[Who, Client]:
    """A browser for everyone."""
    tree, found = units.tree(), {}
    for number, who in enumerate(everyone()):
        found[who] = client = Client(raise_request_exception=False)
        if who.kind == "holder":
            client.cookies[COOKIE] = stage.cookie(OURS)
            client.cookies[REPORTS] = stage.report_cookie(OURS)
        elif who.kind != "anonymous":
            account = Account.objects.create(email=f"m{number}@tirtamulya.example", name=f"M {number}", kind=who.kind)
            if who.role:
                unit = tree.by_code[WHERE[who.at]].id
                units.appoint(by=SYSTEM, account_id=account.id, unit_id=unit, role=who.role, at=MONDAY)
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def ask(client: Client, method: str, path: str):
    """One request, undone afterwards: in the database and in the browser."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        if method == "PATCH":
            kind = "application/offset+octet-stream"
            answer = client.patch(path, b"x" * 10, content_type=kind, headers=TUS)
        else:
            answer = getattr(client, method.lower())(
                path, headers=TUS if "/unggah/" in path or "/bagian/" in path else {}
            )
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def kind_of(answer) -> str:
    """What happened to the request."""
    if answer.status_code >= 500:
        return BROKEN
    if answer.status_code in (301, 302, 303):
        return LOGIN if answer["Location"].startswith("/masuk/login/") else IN
    return {403: SHUT, 404: HIDDEN, 405: NO}.get(answer.status_code, IN)


def run(stage: Stage, *, sample: int = 0, seed: int = 1, tell: Callable[[str], None] = lambda line: None) -> dict:
    """Ask every cell, or ``sample`` of them so that every route and everyone comes up; the figures."""
    wrong = gaps()
    if wrong:
        return {"cells": 0, "wrong": len(wrong), "examples": wrong}
    browsers, every = clients(stage), list(cells(stage))
    asked = [(cell, who) for cell in every for who in browsers]
    if sample:
        chance = random.Random(seed)
        order = list(browsers)
        first = [(cell, order[n % len(order)]) for n, cell in enumerate(every)]
        asked = chance.sample(first, min(sample, len(first)))
        asked += chance.sample([(c, w) for c in every for w in order], max(0, sample - len(asked)))
    figures: Counter[str] = Counter()
    strangers: dict[tuple, dict[str, str]] = {}
    began, told = time.perf_counter(), 0.0
    for (variant, method, whose, path), who in asked:
        cache.clear()
        answer = ask(browsers[who], method, path)
        got, expected = kind_of(answer), TABLE[variant][method](who, whose)
        figures[got] += 1
        if got not in expected:
            wrong.append(
                f"{who} {method} {variant} of {whose}: {got} ({answer.status_code}), not {' or '.join(sorted(expected))}"
            )
        elif got in (SHUT, HIDDEN) and IN not in expected and not _may_see(who, whose):
            if any(word in answer.content for word in SAID_TO_BE_OURS):
                wrong.append(f"{who} {method} {variant} of {whose}: refused, but tells a person's data")
            strangers.setdefault((variant, method, who), {})[whose] = got
        if time.perf_counter() - told > 10:
            told = time.perf_counter()
            tell(f"matrix: {sum(figures.values()):,} of {len(asked):,} cells, {len(wrong)} wrong, {told - began:.0f} s")
    for (variant, method, who), answers in strangers.items():
        if not variant.startswith(PUBLIC_IDS) and len(set(answers.values())) > 1 and NOBODYS in answers:
            wrong.append(f"{who} {method} {variant}: what exists is told apart from what does not: {answers}")
    return {
        "cells": len(asked), "routes": len({c[0] for c, _w in asked}), "of routes": len(TABLE), "people": len(browsers),
        "wrong": len(wrong), "answers": dict(sorted(figures.items())), "seconds": round(time.perf_counter() - began, 1),
        "examples": wrong[:40],
    }  # fmt: skip


def _may_see(who: Who, whose: str) -> bool:
    return whose in REACH[who.at] and (who.role in SEE_CASES | WRITE_STANDARDS | SEE_REPORTS)
