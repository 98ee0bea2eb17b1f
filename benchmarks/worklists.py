"""The work list under every filter, tracking, search and public figures, with the data of years.

Whole pages through all middleware in this process, one caller, the clock standing at the moment of the data.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from maklumat.kernel import clock
from maklumat.modules.applications.models import Application
from maklumat.modules.applications.rules.states import OPEN
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.catalogue.queries import find
from maklumat.modules.units import api as units
from maklumat.site.demo import seed
from maklumat.ui import kept

from .report import Section, quantile, spread
from .stage import Stage

OFFICER, CHIEF, INSPECTOR = "a verifier", "a head", "the inspectorate"
MOST_QUERIES = 8


@dataclass
class Case:
    """One page that is asked for again and again. ``slowest``: its slowest statement, for PLANS.md."""

    actor: str
    name: str
    paths: list[str]
    seconds: list[float] = field(default_factory=list)
    spent: list[tuple[float, float]] = field(default_factory=list)  # CPU of this process, time in statements
    queries: int = 0
    slowest: tuple[float, str, tuple] = (0.0, "", ())
    rows: int = -1
    anew: bool = False  # rendered for each call, as for the first visitor after a change


def measure(stage: Stage) -> tuple[list[Section], list[Case]]:
    """The sections, and the cases with their slowest statements."""
    with clock.standing_at(stage.at):
        clients = _clients()
        listed = [run_case(stage, clients[case.actor], case) for case in _cases(stage)]
        other = [run_case(stage, Client(), case) for case in _public(stage)]
        search = _timed(stage, lambda words: find(words, stage.at), [row["q"] for row in seed.sample("questions.json")])
    size = stage.size
    title = f"3 · With {size.applications:,} applications, {size.open:,} open"
    section = Section(title + ("" if size.comparable else " (NOT COMPARABLE with the target: 1,000,000 and 100,000)"))
    worst = max(listed, key=lambda case: quantile(case.seconds, 0.95))
    p95, most = quantile(worst.seconds, 0.95) * 1000, max(case.queries for case in listed)
    verdict = (lambda met: met) if size.comparable else (lambda met: None)
    section.add(
        "work list, slowest filter", f"{worst.actor}: {worst.name}: p95 {p95:.1f} ms", "p95 < 50 ms", verdict(p95 < 50)
    )
    section.add("work list, most queries", f"{most}", f"≤ {MOST_QUERIES}", most <= MOST_QUERIES)
    for case in other:
        p95 = quantile(case.seconds, 0.95) * 1000
        section.add(case.name, f"{spread(case.seconds)}, {case.queries} queries", "p95 < 50 ms", verdict(p95 < 50))
    p95 = quantile(search, 0.95) * 1000
    comparable = len(catalogue.shelf(clock.now()).versions) >= 300
    section.add(f"search of {len(catalogue.shelf(clock.now()).versions)} services", spread(search), "p95 < 30 ms", p95 < 30 if comparable else None)  # fmt: skip
    if stage.facts.get("select"):
        times = quantile(worst.seconds, 0.5) / stage.facts["select"]
        section.notes.append(f"the slowest filter's median is {times:.0f} indexed SELECTs")
    section.notes.append(f"replaying all facts into figures took {stage.replayed:.0f} s when the data was built")
    detail = Section("3 · The work list, filter by filter")
    for case in listed:
        cpu, sql = (quantile([pair[n] for pair in case.spent], 0.5) * 1000 for n in (0, 1))
        told = f"{spread(case.seconds)}; Python {cpu:.0f}, SQL {sql:.1f} ms; {case.queries} queries, {case.rows} rows"
        detail.add(f"{case.actor}: {case.name}", told)
    return [section, detail], listed + other


def _clients() -> dict[str, Client]:
    """Signed-in officers, with a second factor as in production."""
    from allauth.mfa.models import Authenticator

    from maklumat.modules.accounts.models import Account

    staff = seed.sample("people.json")["staff"]
    wanted = {OFFICER: ("verifier", "disdukcapil"), CHIEF: ("head", "disdukcapil"), INSPECTOR: ("inspector", None)}
    found = {}
    for name, (role, unit) in wanted.items():
        email = next(row["email"] for row in staff if row["role"] == role and unit in (None, row["unit"]))
        account = Account.objects.get(email=email)
        Authenticator.objects.get_or_create(
            user=account, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "-"}}
        )
        found[name] = Client()
        found[name].force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def _cases(stage: Stage) -> list[Case]:
    busiest, rare = "ktp-el-hilang-rusak", "surat-datang"  # of the agency whose officers ask
    numbers = _numbers()
    filters = [
        *((scope, {"scope": scope}) for scope in ("unit", "mine", "overdue", "today", "waiting", "done")),
        ("busiest service", {"service": busiest}),
        ("rarer service", {"service": rare}),
        ("done, busiest service", {"scope": "done", "service": busiest}),
        ("number", {"q": numbers[0]}),
        ("number of a finished one", {"scope": "done", "q": numbers[1]}),
        ("beginning of numbers", {"q": numbers[0][:6]}),
        ("no such number", {"q": "ZZZ-99-99999"}),
        ("common name", {"q": "siti"}),
        ("whole name", {"q": "siti rahmawati"}),
        ("rare name", {"q": "slamet maulana"}),
        ("nobody's name", {"q": "xylophon"}),
        ("done, common name", {"scope": "done", "q": "siti"}),
        ("done, whole name", {"scope": "done", "q": "siti rahmawati"}),
        ("done, nobody's name", {"scope": "done", "q": "xylophon"}),
        ("overdue, common name", {"scope": "overdue", "q": "siti"}),
    ]
    cases = []
    for actor in (OFFICER, CHIEF, INSPECTOR):
        asked = [*filters, ("unit, deep page", {"after": _deep("unit")}), ("done, deep page", {"scope": "done", "after": _deep("done")})]  # fmt: skip
        if actor == INSPECTOR:
            asked += [("one unit", {"unit": stage.units[len(stage.units) // 2]}), ("done, one unit", {"scope": "done", "unit": stage.units[0]})]  # fmt: skip
        cases += [Case(actor, name, [f"/petugas/permohonan/?{urlencode(query)}"]) for name, query in asked]
    return cases


def _numbers() -> tuple[str, str]:
    """An open and a finished case of the agency whose officers ask."""
    home = units.tree().by_code["disdukcapil"].id
    rows = Application.objects.filter(unit_id=home, holder_unit_id=home)
    still = rows.filter(state__in=OPEN).order_by("id").values_list("number", flat=True)
    return still.first(), rows.filter(finished_at__isnull=False).order_by("id").values_list("number", flat=True).first()


def _deep(scope: str) -> str:
    """The keyset mark of a case nine tenths down the list."""
    rows, moment = (
        (Application.objects.filter(finished_at__isnull=False).order_by("submitted_at", "id"), "submitted_at")
        if scope == "done"
        else (Application.objects.filter(state__in=OPEN).order_by("-work_order", "-id"), "work_order")
    )
    row = rows[rows.count() // 10]
    return base64.urlsafe_b64encode(json.dumps([getattr(row, moment).isoformat(), str(row.id)]).encode()).decode()


def _public(stage: Stage) -> list[Case]:
    return [
        Case("", "tracking", [f"/lacak/{code}/" for code in stage.codes[:: max(1, len(stage.codes) // 200)]]),
        Case("", "figures of all", ["/angka/"]),
        Case("", "figures of all, rendered anew", ["/angka/"], anew=True),
        Case(
            "",
            "figures of a service, rendered anew",
            [f"/angka/layanan/{slug}/" for slug in stage.slugs[:50]],
            anew=True,
        ),
        Case("", "figures of a service", [f"/angka/layanan/{slug}/" for slug in stage.slugs[:50]]),
        Case("", "figures of a unit", [f"/angka/unit/{code}/" for code in stage.units]),
    ]


def run_case(stage: Stage, client: Client, case: Case) -> Case:
    """Ask for its pages again and again; times, statements and the slowest of these are kept in the case."""
    counted, waited = 0, 0.0

    def watch(execute, sql, params, many, context):
        nonlocal counted, waited
        counted += 1
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            waited += took
            if took > case.slowest[0]:
                case.slowest = (took, sql, params)

    for n in range(stage.size.calls + 2):
        path, counted, waited = case.paths[n % len(case.paths)], 0, 0.0
        if n == 2:
            case.slowest = (0.0, "", ())
        if case.anew:
            kept.forget()
        with connection.execute_wrapper(watch):
            began, cpu = time.perf_counter(), time.process_time()
            answer = client.get(path)
            took, cpu = time.perf_counter() - began, time.process_time() - cpu
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        if n > 1:  # two to warm up
            case.seconds.append(took)
            case.spent.append((cpu, waited))
            case.queries = max(case.queries, counted)
    page = answer.context.get("page") if answer.context else None
    case.rows = answer.content.count(b"/petugas/permohonan/0") if page is None else len(getattr(page, "rows", ()))
    return case


def _timed(stage: Stage, function: Callable, inputs: list[str]) -> list[float]:
    seconds = []
    for one in [inputs[0], *inputs * (1 if stage.size.calls < 50 else 3)]:
        began = time.perf_counter()
        function(one)
        seconds.append(time.perf_counter() - began)
    return seconds[1:]
