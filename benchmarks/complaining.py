"""Reports of residents: filing, the officers' inbox, full text, similar ones, clocks, and whole lives over HTTP."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.calendars import api as calendars
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Report
from maklumat.modules.complaints.queries.public import visible_to_all
from maklumat.modules.complaints.queries.similar import sight_of, similar
from maklumat.site.demo import seed
from maklumat.site.roles import actor_of

from .heap import NAMES, WHAT
from .report import Section, median, quantile, spread
from .stage import Stage, cpu_each, shares
from .worklists import Case, run_case

COORDINATOR, CHIEF, INSPECTOR, ROOT = (
    "an agency's coordinator",
    "a head",
    "the inspectorate",
    "the government's coordinator",
)
WHO = {
    COORDINATOR: ("complaint_coordinator", "disdukcapil"), CHIEF: ("head", "disdukcapil"),
    INSPECTOR: ("inspector", None), ROOT: ("complaint_coordinator", "tirtamulya"),
}  # fmt: skip
STEPS = ("create", "verify and forward", "take on", "answer", "close")


def measure(stage: Stage) -> list[Section]:
    """What needs no server: pages in this process, the clock standing at the moment of the data."""
    with clock.standing_at(stage.at):
        return [_inbox(stage), _finding(stage), _clocks(stage)]


def measure_over_http(stage: Stage) -> list[Section]:
    """Filing and whole lives, by many at once; then a flood."""
    return [_filing(stage), _lives(stage), _spike(stage)]


def _people() -> dict[str, Any]:
    staff = seed.sample("people.json")["staff"]
    emails = {
        name: next(row["email"] for row in staff if row["role"] == role and unit in (None, row["unit"]))
        for name, (role, unit) in WHO.items()
    }
    return {name: get_user_model().objects.get(email=email) for name, email in emails.items()}


def signed_in(account: Any) -> Client:
    """An officer with a second factor, as in production."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "-"}})
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _inbox(stage: Stage) -> Section:
    scopes = ("new", "open", "mine", "overdue", "today", "waiting", "done")
    number = Report.objects.filter(finished_at=None).exclude(kind="oversight").values_list("number", flat=True).first()
    filters = [
        *({"scope": scope} for scope in scopes),
        {"scope": "open", "kind": "request"},
        {"scope": "done", "kind": "aspiration"},
        {"scope": "open", "q": number},
        {"scope": "open", "q": "lubang melati"},
        {"scope": "done", "q": "lubang melati"},
        {"scope": "done", "q": "kenanga nomor 1234"},
    ]
    section = Section(f"Reports · The inbox, {stage.size.reports:,} reports, a tenth open")
    cases = []
    for name, account in _people().items():
        client = signed_in(account)
        for wanted in filters:
            case = Case(name, " ".join(wanted.values()), [f"/petugas/laporan/?{urlencode(wanted)}"])
            cases.append(run_case(stage, client, case))
    worst = max(cases, key=lambda case: quantile(case.seconds, 0.95))
    p95 = quantile(worst.seconds, 0.95) * 1000
    met = p95 < 100 if stage.size.reports >= 2_000_000 else None
    section.add(
        f"slowest of {len(cases)} filters", f"{worst.actor}: {worst.name}: p95 {p95:.1f} ms", "p95 < 100 ms", met
    )
    section.add("most queries", str(max(case.queries for case in cases)))
    for case in sorted(cases, key=lambda one: -quantile(one.seconds, 0.95))[:8]:
        section.add(f"  {case.actor}: {case.name}", f"{spread(case.seconds)}, {case.queries} queries")
    return section


def _finding(stage: Stage) -> Section:
    section, big, chance = (
        Section("Reports · Full text and similar ones"),
        stage.size.reports >= 2_000_000,
        random.Random(5),
    )
    pairs = [f"{chance.choice(WHAT)} {chance.choice(NAMES)}" for _ in range(20)]
    rare = [f"{chance.choice(NAMES)} {chance.choice(NAMES)} nomor {chance.randrange(1, 3000)}" for _ in range(20)]
    words = [one for three in zip(WHAT, pairs, rare, strict=True) for one in three]
    case = run_case(stage, Client(), Case("", "public", [f"/laporan/?{urlencode({'q': one})}" for one in words]))
    p95 = quantile(case.seconds, 0.95) * 1000
    section.add("full text of public reports", f"{spread(case.seconds)}, {case.queries} queries", "p95 < 150 ms", p95 < 150 if big else None)  # fmt: skip
    last = visible_to_all().order_by("-published_at")[len(words) * 40].number
    for name, narrow in (("of one agency", {"unit": WHO[COORDINATOR][1]}), ("of one region", {"region": _region()}), ("further pages", {"after": last})):  # fmt: skip
        found = Case("", name, [f"/laporan/?{urlencode({'q': one, **narrow})}" for one in words])
        run_case(stage, Client(), found)
        p95 = quantile(found.seconds, 0.95) * 1000
        section.add(f"full text, {name}", f"{spread(found.seconds)}, {found.queries} queries", "p95 < 150 ms", p95 < 150 if big else None)  # fmt: skip
    rows = list(visible_to_all().order_by("code_index")[: stage.size.calls * 5])
    who = {"a resident, while typing": visible_to_all()}
    account = _people()[ROOT]
    from maklumat.modules.complaints.access import visible_to

    who["an officer, at triage"] = visible_to(actor_of(account, stage.at))
    for name, seen in who.items():
        seconds = []
        for row in rows:
            began = time.perf_counter()
            similar(seen, sight_of(row), apart_from=row.id)
            seconds.append(time.perf_counter() - began)
        p95 = quantile(seconds[2:], 0.95) * 1000
        section.add(f"similar ones: {name}", spread(seconds[2:]), "p95 < 50 ms", p95 < 50 if big else None)
    return section


def _region() -> str:
    """Where most public reports lie."""
    found = (
        visible_to_all().exclude(region="").values_list("region").annotate(many=Count("id")).order_by("-many").first()
    )
    return found[0] if found else ""


def _clocks(stage: Stage) -> Section:
    section, big = Section("Reports · Clocks"), stage.size.reports >= 2_000_000
    seconds = []
    for _ in range(20):
        began = time.perf_counter()
        actions.reach_steps(stage.at)
        actions.end_waits(stage.at)
        seconds.append(time.perf_counter() - began)
    section.add(
        "the due sweep, nothing due", spread(seconds), "< 200 ms", quantile(seconds, 0.95) < 0.2 if big else None
    )
    due = list(Report.objects.filter(next_step_at__isnull=False).values_list("id", flat=True)[:1000])
    Report.objects.filter(id__in=due).update(next_step_at=stage.at - timedelta(minutes=1))
    began = time.perf_counter()
    actions.reach_steps(stage.at)
    section.add("the due sweep, 1,000 due", f"{1000 * (time.perf_counter() - began):.0f} ms")
    if stage.size.used_up:
        return section  # recomputing takes as long as there are open clocks: measured with the smaller set
    with transaction.atomic():
        text = f"date,name,kind,effect\n{(stage.at + timedelta(days=3)).date()},Libur bersama,national,closed\n"
        calendars.import_decree(
            by=SYSTEM, number="BENCH/1", title="Uji", issued_on=stage.at.date(), text=text, at=stage.at
        )
    began = time.perf_counter()
    count = actions.recompute_due(stage.at, "BENCH/1")
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE kind = 'complaints.clock_moved'")
        facts = cursor.fetchone()[0]
    rate = f"{count:,} open clocks in {took:.1f} s, {facts:,} reasons written: 200,000 in {200_000 * took / max(count, 1):.0f} s"
    section.add("recomputing after a decree", rate, "200,000 < 60 s", 200_000 * took / max(count, 1) < 60)
    return section


def _plan(stage: Stage, **more: Any) -> dict[str, Any]:
    chance = random.Random(3)
    texts = [
        f"{chance.choice(WHAT)} di jalan {chance.choice(NAMES)}, sudah {n} hari. Mohon segera diperbaiki."
        for n in range(500)
    ]
    return {
        "texts": texts,
        "api_key": _key(stage),
        "connections": 8,
        "database": stage.environment["DATABASE_URL"],
        **more,
    }


def _key(stage: Stage) -> str:
    if "api_key" not in stage.facts:
        stage.facts["api_key"] = actions.add_client(by=SYSTEM, name="Bench", at=clock.now())
    return stage.facts["api_key"]


def _filing(stage: Stage) -> Section:
    section = Section("Reports · Filing by Open311")
    stage.load(**_plan(stage, kind="file"), seconds=1.5, seed=98)
    told = [
        stage.load(**_plan(stage, kind="file"), seconds=stage.size.seconds, seed=n) for n in range(stage.size.repeats)
    ]
    counts = [len(one["numbers"]) for one in told]
    rate = median(count / one["seconds"] for count, one in zip(counts, told, strict=True))
    seconds = [value for one in told for value in one["times"]["file"]]
    failed, p99 = sum(one["failed"] for one in told), quantile(seconds, 0.99) * 1000
    section.add("stored", f"{rate:.0f}/s, {failed} failed", "≥ 200/s", rate >= 200 and not failed)
    section.add("  answered", spread(seconds), "p99 < 100 ms", p99 < 100)
    numbers = [number for one in told for number in one["numbers"]]
    there = Report.objects.filter(code_index__in=[actions_index(one) for one in numbers]).count()
    whole = len(set(numbers)) == len(numbers) == there
    section.add("  acknowledged", f"{len(numbers):,}, unique and all there: {'yes' if whole else 'NO'}", "yes", whole)
    section.add("  SQL statements", str(_statements(stage)), "≤ 10", _statements(stage) <= 10)
    section.add("  CPU for one", cpu_each(told, counts))
    section.notes.append(f"shares of all cores: {shares(told[-1])}")
    section.notes += [f"refused: {error}" for error in told[-1]["errors"][:2]]
    return section


def actions_index(token: str) -> bytes:
    """The index under which a tracking code is kept."""
    from maklumat.modules.complaints.access import index_of

    return index_of(token)


def _statements(stage: Stage) -> int:
    """Statements of one filing, those of its transaction's frame included."""
    counted = 0

    def watch(execute, sql, params, many, context):
        nonlocal counted
        counted += 1
        return execute(sql, params, many, context)

    client, fields = Client(), {"api_key": _key(stage), "service_code": "jalan", "lat": "-7.4", "long": "110.2",
                                "description": "Jalan berlubang di depan pasar, sudah dua minggu."}  # fmt: skip
    for _ in range(2):
        counted = 0
        with connection.execute_wrapper(watch):
            answer = client.post("/open311/v2/requests.json", fields)
        assert answer.status_code == 201, answer.content
    return counted


def _lives(stage: Stage) -> Section:
    section = Section("Reports · Whole lives over HTTP: create, verify and forward, take on, answer, close")
    account = _people()[ROOT]
    plan = _plan(stage, kind="live", category="waktu", session=signed_in(account).cookies["sessionid"].value)
    stage.load(**plan, seconds=1.5, seed=98)
    told = [stage.load(**plan, seconds=stage.size.seconds, seed=n) for n in range(stage.size.repeats)]
    counts = [len(one["numbers"]) for one in told]
    rate = median(count / one["seconds"] for count, one in zip(counts, told, strict=True))
    failed = sum(one["failed"] for one in told)
    section.add("lives", f"{rate:.1f}/s, {failed} failed", "≥ 60/s", rate >= 60 and not failed)
    for step in STEPS:
        seconds = [value for one in told for value in one["times"].get(step, ())]
        section.add(f"  {step}", spread(seconds), "p95 < 150 ms", quantile(seconds, 0.95) < 0.15)
    section.add("  CPU for one", cpu_each(told, counts))
    section.notes.append(
        "the acts themselves, each a POST and its answer; the pages that an officer reads in between are not asked for"
    )
    section.notes += [f"refused: {error}" for error in told[-1]["errors"][:2]]
    return section


def _spike(stage: Stage) -> Section:
    """A tenth of what was measured, then as many as ten times that for a minute, then the tenth again."""
    section, long = Section("Reports · A flood: ten times as many for a minute"), stage.size.seconds >= 10
    calm = _plan(stage, kind="file", pace=15.0)
    before = stage.load(**calm, seconds=5, seed=1)
    flood = stage.load(**_plan(stage, kind="file", pace=150.0) | {"connections": 64}, seconds=60 if long else 5, seed=2)
    after = stage.load(**calm, seconds=5, seed=3)
    times = [quantile(one["times"]["file"], 0.95) * 1000 for one in (before, flood, after)]
    failed = sum(one["failed"] for one in (before, flood, after))
    section.add("errors", str(failed), "0", failed == 0)
    section.add("  before, during, after", "p95 {:.0f} · {:.0f} · {:.0f} ms".format(*times))
    back = times[2] <= max(2 * times[0], times[0] + 20)
    section.add("  back to the baseline at once", "yes" if back else "NO", "within 30 s", back)
    section.add("  filed in the flood", f"{len(flood['numbers']) / flood['seconds']:.0f}/s of 150/s wanted")
    return section
