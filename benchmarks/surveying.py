"""Surveys: indexes over millions of answers, answers stored over HTTP, and how soon the public figures know of one."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection
from django.test import Client

from maklumat.kernel import clock
from maklumat.modules.surveys import actions
from maklumat.modules.surveys.actions.rounds import new_round
from maklumat.modules.surveys.models import Answer, Round
from maklumat.modules.surveys.queries import figures
from maklumat.modules.surveys.queries.instruments import in_force
from maklumat.modules.surveys.queries.rounds import token_for
from maklumat.modules.surveys.rules.sampling import quarter_of
from maklumat.modules.surveys.rules.tokens import MOST
from maklumat.modules.units import api as units

from .report import Section, median, quantile, spread
from .stage import Stage, cpu_each, shares

EACH = 200  # answers in a round of the past
VALUES = {
    "persyaratan": "3",
    "prosedur": "3",
    "waktu": "2",
    "biaya": "4",
    "produk": "3",
    "kompetensi": "3",
    "perilaku": "4",
    "sarpras": "3",
    "pengaduan": "3",
}

# Rounds of five years as answers would have left them: the nine elements' ticks add up to the answers.
_PAST = """
INSERT INTO surveys_round (id, number, questionnaire_id, unit_id, service_id, period, channel, opened_on, closes_on, waiting, size, spent, gathers, came, answered, declined, sound,
  ticks, sound_ticks, whole, total, squares, makeup)
SELECT gen_random_uuid(), 1000000 + n, %(skm)s, (%(units)s::uuid[])[1 + n %% array_length(%(units)s::uuid[], 1)], NULL,
  (2021 + n %% 5)::text || '-Q' || (1 + (n / 5) %% 4)::text, 'invited', %(day)s, %(day)s, 400, 300, ''::bytea, false, %(each)s, %(each)s, 5, %(each)s,
  row.ticks, row.ticks, %(each)s, %(each)s * 28, %(each)s * 800, (SELECT array_agg((random() * 20)::int) FROM generate_series(1, %(makeup)s))
FROM generate_series(1, %(rounds)s) AS n
CROSS JOIN LATERAL (SELECT array_agg(tick ORDER BY element, value) AS ticks FROM (
  SELECT element, value, CASE value WHEN 1 THEN a WHEN 2 THEN b WHEN 3 THEN %(each)s - a - b - c ELSE c END AS tick
  FROM (SELECT element, (n * element * 7 %% 11)::int AS a, (n * element * 13 %% 23)::int AS b, (n * element * 17 %% 90)::int AS c FROM generate_series(1, 9) AS element) AS parts,
    generate_series(1, 4) AS value) AS cells) AS row
"""


def measure(stage: Stage) -> list[Section]:
    """Indexes in this process; then, with the server, answers."""
    with clock.standing_at(stage.at):
        sections = [_indexes(stage)]
    return [*sections, _storing(stage)]


def _indexes(stage: Stage) -> Section:
    skm, answers = in_force("skm", stage.at.date()), 500_000 if stage.size.name == "tiny" else 5_000_000
    assert skm is not None
    homes = [unit.id for unit in units.tree().units if unit.parent_id]
    with connection.cursor() as cursor:
        cursor.execute(
            _PAST,
            {
                "skm": skm.id,
                "units": homes,
                "day": stage.at.date(),
                "each": EACH,
                "rounds": answers // EACH,
                "makeup": 20,
            },
        )
        cursor.execute("ANALYZE surveys_round")
    section = Section(f"Surveys · Indexes over {answers:,} answers in {answers // EACH:,} rounds, {len(homes)} units")
    root, seconds, whole = units.tree().government, [], []
    assert root is not None
    for period in ("2025-Q3", "2025", "2024-Q1", "2023"):
        began = time.perf_counter()
        found = figures.by_unit("skm", period)
        whole.append(time.perf_counter() - began)
        assert len(found) >= len(homes) - 1
        for unit in list(units.tree().units)[:20]:
            began = time.perf_counter()
            figures.outcome(unit.id, "skm", period)
            seconds.append(time.perf_counter() - began)
    section.add("one unit, a quarter or a year", spread(seconds), "< 1 s", max(seconds) < 1)
    section.add("every unit at once", f"{1000 * max(whole):.0f} ms the slowest", "< 1 s", max(whole) < 1)
    page = []
    for _time in range(5):
        began = time.perf_counter()
        assert Client().get("/survei/?masa=2025").status_code == 200
        page.append(time.perf_counter() - began)
    section.add("the public page of a year, rendered anew", spread(page))
    return section


def _tokens(stage: Stage, many: int) -> list[str]:
    """Rounds of today with open places, over several units, in random order."""
    skm, now = in_force("skm", clock.now().date()), clock.now()
    assert skm is not None
    homes = [unit for unit in units.tree().units if unit.parent_id][:20]
    rows = [
        new_round(skm, unit_id=homes[n % len(homes)].id, service_id=None, period=quarter_of(now.date()), channel=Round.Channel.INVITED, today=now.date(), waiting=MOST, places=MOST)
        for n in range(-(-many // MOST))
    ]  # fmt: skip
    found = [token_for(row, place) for row in rows for place in range(MOST)]
    Random(4).shuffle(found)
    return found[:many]


def _storing(stage: Stage) -> Section:
    from django.db import transaction

    section = Section("Surveys · Answers over HTTP")
    many = int(1200 * (stage.size.seconds + 2) * (stage.size.repeats + 1))
    with transaction.atomic():
        tokens = _tokens(stage, many)
    share = len(tokens) // (stage.size.repeats + 1)

    def plan(number: int, pages: bool) -> dict[str, Any]:
        return {
            "kind": "answer",
            "connections": 8,
            "values": VALUES,
            "tokens": tokens[number * share : (number + 1) * share],
            "pages": pages,
        }

    before = Answer.objects.count()
    stage.load(**plan(0, True), seconds=2, seed=98)
    told = [stage.load(**plan(n, False), seconds=stage.size.seconds, seed=n) for n in range(1, stage.size.repeats + 1)]
    counts = [len(one["numbers"]) for one in told]
    rate = median(count / one["seconds"] for count, one in zip(counts, told, strict=True))
    failed = sum(one["failed"] for one in told)
    section.add("stored", f"{rate:.0f}/s, {failed} failed", "≥ 200/s", rate >= 200 and not failed)
    seconds = [value for one in told for value in one["times"]["answer"]]
    section.add("  answered", f"{spread(seconds)}, p99 {1000 * quantile(seconds, 0.99):.0f} ms")
    stored = Answer.objects.count() - before
    section.add("  acknowledged and there", f"{sum(counts):,} of {stored:,} in the table", "all", stored >= sum(counts))
    counted = sum(Round.objects.filter(period=quarter_of(clock.now().date())).values_list("answered", flat=True))
    waiting = 15 * -(-many // MOST)
    section.add("  counted in the rounds", f"{counted:,}", "all but 8 to 15 of each round", counted >= stored - waiting)
    section.add("  SQL statements", str(_statements(tokens[-1])), "≤ 6", _statements(tokens[-2]) <= 6)
    section.add("  CPU for one", cpu_each(told, counts))
    section.notes.append(f"shares of all cores: {shares(told[-1])}")
    section.notes += [f"refused: {error}" for error in told[-1]["errors"][:2]]
    later = _fresh(tokens[-3])
    section.add("eight answers are in the public figures", f"{later:.1f} s after the last of them", "< 5 s", later < 5)
    began = time.perf_counter()
    settled = actions.settle(clock.now() + timedelta(hours=12))
    section.add("the night", f"{settled:,} answers settled in {time.perf_counter() - began:.1f} s")
    return section


def _statements(token: str) -> int:
    """Statements of one answer, those of its transaction's frame included."""
    counted = 0

    def watch(execute, sql, params, many, context):
        nonlocal counted
        counted += 1
        return execute(sql, params, many, context)

    client = Client()
    page = client.get(f"/s/{token}/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)) | VALUES
    with connection.execute_wrapper(watch):
        assert client.post(f"/s/{token}/", fields).status_code == 302
    return counted


def _fresh(token: str) -> float:
    """Seconds from the acknowledged answer that makes a step of counting until the server's public page has it."""
    from .browser import Browser
    from .places import PORT

    browser = Browser(PORT)
    row, _place = actions.place_of(token, "", clock.now())
    free = [place for place in range(row.size) if not row.spent[place // 8] >> place % 8 & 1]
    address = f"/survei/unit/{_unit_of(token)}/angka.csv"
    before = browser.get(address).clear
    for place in free[: 16 - (row.came - row.answered)]:
        link = f"/s/{token_for(row, place)}/"
        page = browser.get(link).clear.decode()
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)) | VALUES
        fields.pop("csrfmiddlewaretoken", None)
        assert browser.post(link, fields).status == 302
    began = time.monotonic()
    while browser.get(address).clear == before and time.monotonic() - began < 30:
        time.sleep(0.1)
    browser.close()
    return time.monotonic() - began


def _unit_of(token: str) -> str:
    row, _place = actions.place_of(token, "", clock.now())
    return units.tree().by_id[row.unit_id].code
