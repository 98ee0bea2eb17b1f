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
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.applications.views.holding import COOKIE
from maklumat.modules.complaints.views.holding import COOKIE as REPORTS
from maklumat.modules.units import api as units
from maklumat.site.roles import ROLES
from tests.proofs.stage import NOBODYS, OURS, THEIRS, Stage, address, patterns, variants
from tests.world import MONDAY

# --- what the duties mean (docs/glossary), not how the code decides ------------------------------------------------
SEE_CASES = {"front_desk", "verifier", "technical", "head", "inspector"}
RECEIVE = {"front_desk", "head"}
FIRST_STEP = {"front_desk", "head"}  # both sample procedures begin at the counter; the head may do any step
LAST_STEP = {"head"}
WRITE_STANDARDS = {"head", "catalogue_editor", "organisation_bureau"}
PUBLISH = {"head"}
CALENDARS = {"head", "admin"}
UNITS = {"admin"}
SIGN = {"head"}
SEE_REPORTS = {"complaint_coordinator", "head", "inspector"}
VERIFY_REPORTS = {"complaint_coordinator"}
WORK_REPORTS = {"complaint_coordinator", "head"}
KNOWN_ROLES = SEE_CASES | RECEIVE | WRITE_STANDARDS | CALENDARS | UNITS | SIGN | SEE_REPORTS

WHERE = {"government": "tirtamulya", "agency": "disdukcapil", "below": "dukcapil-loket-kota"}
REACH = {"government": {OURS, THEIRS}, "agency": {OURS}, "below": set(), "": set()}


@dataclass(frozen=True)
class Who:
    """``kind``: anonymous | holder (a browser with the code of our draft) | resident | staff; ``role`` may be empty."""

    kind: str
    role: str = ""
    at: str = ""

    def __str__(self) -> str:
        return f"{self.role}@{self.at}" if self.role else self.kind


IN, LOGIN, SHUT, HIDDEN, NO, BROKEN = "in", "log in", "shut (403)", "hidden (404)", "no such method", "BROKEN"
OUT = frozenset({SHUT, HIDDEN})
Rule = Callable[[Who, str], frozenset[str]]


def _in(answer: bool, who: Who, otherwise: frozenset[str] = OUT) -> frozenset[str]:
    if answer:
        return frozenset({IN})
    return otherwise | {LOGIN} if who.kind in ("anonymous", "holder") else otherwise


def everybody(who: Who, whose: str) -> frozenset[str]:
    return frozenset({IN})


def never(who: Who, whose: str) -> frozenset[str]:
    return frozenset({NO})


def nowhere(who: Who, whose: str) -> frozenset[str]:
    return frozenset({HIDDEN})


def what_exists(who: Who, whose: str) -> frozenset[str]:
    """Public, or opened by a code in the address: the same for everybody."""
    return frozenset({HIDDEN if whose == NOBODYS else IN})


def holder(who: Who, whose: str) -> frozenset[str]:
    """Only the browser that holds the code; for all others it does not exist."""
    return frozenset({IN if who.kind == "holder" and whose == OURS else HIDDEN})


def member(who: Who, whose: str) -> frozenset[str]:
    return _in(who.kind in ("resident", "staff"), who)


def guest(who: Who, whose: str) -> frozenset[str]:
    """A page between two others of logging in: nothing is there without the first."""
    return frozenset({IN, LOGIN, SHUT, HIDDEN})


def anywhere(roles: set[str]) -> Rule:
    return lambda who, whose: _in(who.role in roles, who)


def there(roles: set[str]) -> Rule:
    return lambda who, whose: _in(who.role in roles and whose in REACH[who.at], who)


def whole_government(roles: set[str]) -> Rule:
    return lambda who, whose: _in(who.role in roles and who.at == "government", who)


def act(roles: set[str]) -> dict[str, Rule]:
    return {"GET": never, "POST": there(roles)}


def reads(rule: Rule) -> dict[str, Rule]:
    return {"GET": rule, "POST": never}


def reads_inside(rule: Rule) -> dict[str, Rule]:
    """Third-party pages that ask for the login before they refuse the method."""
    return {"GET": rule, "POST": lambda who, whose: OUT | {NO, LOGIN}}


def form(rule: Rule) -> dict[str, Rule]:
    return {"GET": rule, "POST": rule}


def button(rule: Rule) -> dict[str, Rule]:
    return {"GET": never, "POST": rule}


TABLE: dict[str, dict[str, Rule]] = {
    "site:healthz": reads(everybody),
    "site:metrics": reads(everybody),  # from this computer; the token is tests/site's matter
    "site:emblem": reads(everybody),
    "site:mailbox": reads(nowhere),  # only in the demo
    "site:office": reads(anywhere(KNOWN_ROLES)),  # leads on to the first page of each one's menu
    "ui:pattern": {"GET": everybody, "POST": everybody},
    "ui:pattern_office": {"GET": everybody, "POST": everybody},
    "set_language": form(everybody),
    "account_login": form(everybody),
    "account_logout": form(everybody),
    "account_inactive": reads(everybody),
    "account_signup": form(everybody),
    "account_reauthenticate": form(member),
    "account_email": form(member),
    "account_email_verification_sent": reads(everybody),
    "account_change_password": form(member),
    "account_set_password": form(member),
    "account_reset_password": form(everybody),
    "account_confirm_login_code": form(guest),
    "account_confirm_email": form(guest),
    "account_reset_password_from_key_done": reads(everybody),
    "account_reset_password_from_key": form(everybody),
    "account_reset_password_done": reads(everybody),
    "mfa_index": reads_inside(member),
    "mfa_authenticate": form(guest),
    "mfa_reauthenticate": form(member),
    "mfa_activate_totp": form(member),
    "mfa_deactivate_totp": form(guest),
    "mfa_view_recovery_codes": reads_inside(guest),
    "mfa_generate_recovery_codes": form(guest),
    "mfa_download_recovery_codes": reads_inside(guest),
    "mfa_list_webauthn": reads_inside(member),
    "mfa_add_webauthn": form(member),
    "mfa_reauthenticate_webauthn": form(guest),
    "mfa_remove_webauthn": form(guest),
    "mfa_edit_webauthn": form(guest),
    "mfa_login_webauthn": form(guest),
    "accounts:home": reads(member),
    "accounts:rename": form(member),
    "units:desk": reads(anywhere(UNITS)),
    "units:unit": reads(there(UNITS)),
    "units:add": form(there(UNITS)),
    "units:change": form(there(UNITS)),
    "units:appoint": form(there(UNITS)),
    "units:end": act(UNITS),
    "units:invite": act(UNITS),
    "calendars:desk": reads(anywhere(CALENDARS)),
    "calendars:set_week": form(there(CALENDARS)),
    "calendars:holidays": reads(anywhere(CALENDARS)),
    "calendars:add_local_holiday": form(anywhere(CALENDARS)),
    "calendars:import_decree": form(whole_government(CALENDARS)),
    "documents:check": form(everybody),
    "documents:keys": reads(everybody),
    "documents:root_certificate": reads(everybody),
    "documents:verdict": reads(everybody),
    "documents:sign": form(anywhere(SIGN)),
    "catalogue:home": reads(everybody),
    "catalogue:search": reads(everybody),
    "catalogue:services": reads(everybody),
    "catalogue:category": reads(everybody),
    "catalogue:life_event": reads(everybody),
    "catalogue:json": reads(what_exists),
    "catalogue:csv": reads(what_exists),
    "catalogue:service": reads(what_exists),
    "catalogue:standard": reads(what_exists),
    "catalogue:versions": reads(what_exists),
    "catalogue:sippn": reads(what_exists),
    "catalogue:units": reads(everybody),
    "catalogue:unit": reads(what_exists),
    "catalogue:maklumat": reads(what_exists),
    "catalogue:poster": reads(what_exists),
    "catalogue:desk": reads(anywhere(WRITE_STANDARDS)),
    "catalogue:draft_new": form(anywhere(WRITE_STANDARDS)),
    "catalogue:draft_from": act(WRITE_STANDARDS),
    "catalogue:import": form(anywhere(WRITE_STANDARDS)),
    "catalogue:import_report": button(anywhere(WRITE_STANDARDS)),
    "catalogue:charter": reads(anywhere(WRITE_STANDARDS)),
    "catalogue:publish_maklumat": form(there(PUBLISH)),
    "catalogue:log_publication": form(there(PUBLISH)),
    "catalogue:edit": reads(there(WRITE_STANDARDS)),
    "catalogue:part": form(there(WRITE_STANDARDS)),
    "catalogue:add_item": form(there(WRITE_STANDARDS)),
    "catalogue:add_item_in": form(there(WRITE_STANDARDS)),
    "catalogue:item": form(there(WRITE_STANDARDS)),
    "catalogue:move_item": act(WRITE_STANDARDS),
    "catalogue:remove_item": form(there(WRITE_STANDARDS)),
    "catalogue:preview": reads(there(WRITE_STANDARDS)),
    "catalogue:preview_page": reads(there(WRITE_STANDARDS)),
    "catalogue:submit": act(WRITE_STANDARDS),
    "catalogue:return": form(there(PUBLISH)),
    "catalogue:publish": form(there(PUBLISH)),
    "applications:intro": reads(what_exists),
    "applications:start": button(what_exists),
    "applications:resume": form(everybody),
    "applications:overview": reads(holder),
    "applications:page": form(holder),
    "applications:files": form(holder),
    "applications:review": form(holder),
    "applications:receipt": reads(holder),
    "applications:complete": button(holder),
    "applications:announce": {"GET": never, "POST": holder, "PATCH": never},
    "applications:upload": {"GET": never, "POST": never, "HEAD": holder, "PATCH": holder},
    "applications:find": form(everybody),
    "applications:track": reads(what_exists),
    "applications:mend": button(what_exists),
    "applications:withdraw": button(what_exists),
    "applications:download": reads(what_exists),
    "applications:inbox": reads(anywhere(SEE_CASES)),
    "applications:export": reads(anywhere(SEE_CASES)),
    "applications:save_filter": button(anywhere(SEE_CASES)),
    "applications:case": reads(there(SEE_CASES)),
    "applications:attachment": reads(there(SEE_CASES)),
    "applications:act claim": act(FIRST_STEP),
    "applications:act check": act(FIRST_STEP),
    "applications:act return": act(FIRST_STEP),
    "applications:act advance": act(FIRST_STEP),
    "applications:act reject": act(FIRST_STEP),
    "applications:act ask-outside": act({"head"}),
    "applications:act approve": act(LAST_STEP),
    "applications:counter": reads(anywhere(RECEIVE)),
    "complaints:intro": reads(everybody),
    "complaints:start": button(everybody),
    "complaints:find": form(everybody),
    "complaints:track": reads(what_exists),
    "complaints:answer reply": button(what_exists),
    "complaints:answer confirm": button(what_exists),
    "complaints:answer object": button(what_exists),
    "complaints:story": form(holder),
    "complaints:about": form(holder),
    "complaints:photos": form(holder),
    "complaints:reporter": form(holder),
    "complaints:review": form(holder),
    "complaints:receipt": reads(holder),
    "complaints:public_list": reads(everybody),
    "complaints:public_report": reads(what_exists),
    "complaints:inbox": reads(anywhere(SEE_REPORTS)),
    "complaints:case": reads(there(SEE_REPORTS)),
    "complaints:evidence": reads(there(SEE_REPORTS)),
    "complaints:act verify": act(VERIFY_REPORTS),
    "complaints:act archive": act(VERIFY_REPORTS),
    "complaints:act place": act(VERIFY_REPORTS),
    "complaints:act take-on": act(WORK_REPORTS),
    "complaints:act hand-back": act(WORK_REPORTS),
    "complaints:act ask": act(WORK_REPORTS),
    "complaints:act answer": act(WORK_REPORTS),
    "complaints:act note": act(WORK_REPORTS),
    "complaints:act narrow": act(WORK_REPORTS),
    "complaints:act settle": act({"head"}),
    "complaints:act reveal": act(VERIFY_REPORTS),
    "dashboards:overview": reads(everybody),
    "dashboards:services_csv": reads(everybody),
    "dashboards:units_csv": reads(everybody),
    "dashboards:service": reads(what_exists),
    "dashboards:service_csv": reads(what_exists),
    "dashboards:unit": reads(what_exists),
    "dashboards:unit_csv": reads(what_exists),
}
TUS = {"Tus-Resumable": "1.0.0", "Upload-Length": "100", "Upload-Offset": "0"}
PUBLIC_IDS = (
    "units:",
    "calendars:",
    "catalogue:draft_from",
    "catalogue:publish_maklumat",
    "catalogue:log_",
)  # units, services
SAID_TO_BE_OURS = (b"Citra Lestari", b"3273014107900003", b"Jalan Kenari")  # never in an answer to a stranger


def gaps() -> list[str]:
    """Routes without a row, rows without a route, roles without a meaning."""
    routes = {variant for name, _parameters in patterns() for variant in variants(name)}
    return [
        *(f"{route}: a new address needs a row in tests/proofs/matrix.py" for route in sorted(routes - set(TABLE))),
        *(f"{route}: this row has no address any more" for route in sorted(set(TABLE) - routes)),
        *(f"{role}: a new role needs a meaning in tests/proofs/matrix.py" for role in sorted(set(ROLES) ^ KNOWN_ROLES)),
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
