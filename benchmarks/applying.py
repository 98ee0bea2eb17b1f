"""A whole application over real HTTP: intro, start, each page, files, review, submit, receipt."""

from __future__ import annotations

import io
import random
from datetime import timedelta
from typing import Any

from maklumat.kernel import clock
from maklumat.modules.catalogue import api as catalogue
from maklumat.site.demo import seed
from maklumat.site.demo.history import answer

from . import regency, serving
from .places import PLACE
from .report import Section, median, spread
from .stage import Stage, shares

WITHOUT, WITH = "kartu-berobat", "surat-pindah"  # no file needed; one photo needed
PHOTO_BYTES = 120_000


def measure(stage: Stage) -> Section:
    section = Section("1 · Whole applications over HTTP")
    _one(stage, section, "without a file", _plan(WITHOUT, []), 60, "plain")
    _one(stage, section, "with one photo of 120 kB", _plan(WITH, ["kk"]) | {"photo": _photo()}, 25, "photo")
    _beside_worker(stage, section)
    section.notes.append(
        "every application is a new visitor on a new connection, 8 at a time; pages in full, without pictures, styles and "
        "fonts (a browser keeps them); the client runs on the same cores as server and database"
    )
    return section


def _one(stage: Stage, section: Section, name: str, plan: dict, target: int, key: str) -> None:
    stage.load(**plan, seconds=1.5, seed=98)
    told = [stage.load(**plan, seconds=stage.size.seconds * 1.5, seed=n) for n in range(stage.size.repeats)]
    rate = median(len(one["numbers"]) / one["seconds"] for one in told)
    numbers = [number for one in told for number in one["numbers"]]
    whole, failed = _all_there(stage, numbers), sum(one["failed"] for one in told)
    asked = sum(one["asked"] for one in told) / max(1, len(numbers))
    verdict = f"{rate:.1f} applications/s ({asked:.0f} requests each), {failed} failed"
    section.add(name, verdict, f"≥ {target}/s", rate >= target and whole and not failed)
    section.add(
        "  from the first page to the receipt", spread([v for one in told for v in one["times"].get("application", ())])
    )
    section.add(
        "  acknowledged numbers", f"{len(numbers):,}, unique and all there: {'yes' if whole else 'NO'}", "yes", whole
    )
    server, database = (
        1000 * median(one[who] / max(1, len(one["numbers"])) for one in told) for who in ("web", "database")
    )
    section.add("  CPU for one", f"web {server:.1f} ms, database {database:.1f} ms")
    section.notes.append(f"{name}: shares of all cores: {shares(told[-1])}")
    if stage.facts.get("empty") and rate:
        views, commits = stage.facts["empty"] / rate / asked, 1 / rate / stage.facts["insert"]
        section.notes.append(f"{name}: a request costs as much as {views:.1f} empty views; an application as {commits:.1f} commits")  # fmt: skip
    section.notes += [f"refused: {error}" for error in told[-1]["errors"][:2]]


def _beside_worker(stage: Stage, section: Section) -> None:
    """The same while the worker deals with what follows from each application."""
    with serving.worker(stage.environment) as worker, stage.connect() as given:
        todo = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
        before, spent = given.execute(todo).fetchone()[0], worker.cpu
        told = stage.load(**_plan(WITHOUT, []), seconds=stage.size.seconds * 1.5, seed=97)
        after = given.execute(todo).fetchone()[0]
    rate = len(told["numbers"]) / told["seconds"]
    section.add("without a file, the worker running beside", f"{rate:.1f} applications/s")
    section.notes.append(
        f"beside the worker: shares of all cores: {shares(told)}, worker {(worker.cpu_at_end - spent) / told['seconds'] / serving.WORKERS * 100:.0f} %; "
        f"jobs waiting: {before:,} before, {after:,} after"
    )


def _all_there(stage: Stage, numbers: list[str]) -> bool:
    """Every number that a resident was shown stands once in the table, handed in."""
    with stage.connect() as given:
        kept = given.execute(
            "SELECT count(*) FROM applications_application WHERE number = ANY(%s) AND state = 'in_process'", [numbers]
        ).fetchone()[0]
    return len(set(numbers)) == len(numbers) == kept > 0


def _plan(slug: str, uploads: list[str]) -> dict[str, Any]:
    """What the client types, page by page."""
    person, standard = seed.sample("people.json")["residents"][0], catalogue.in_force(slug, clock.now()).standard
    pages = {
        page.key: {k: v for q in page.questions for k, v in _typed(q.key, q, person).items()} for page in standard.pages
    }
    return {
        "kind": "apply",
        "connections": 8,
        "slug": slug,
        "pages": pages,
        "uploads": uploads,
        "names": regency.names(),
    }


def _typed(name: str, question: catalogue.Question, person: dict) -> dict[str, str]:
    if question.kind == "group":
        rows = [_typed(f"{name}-0-{field.key}", field, person) for field in question.fields]
        return {f"{name}-rows": "1"} | {k: v for row in rows for k, v in row.items()}
    value = str(answer(question, person, random.Random(1)))
    if question.kind == "date":
        least, most = (
            given if given is not None else none for given, none in ((question.minimum, -9), (question.maximum, 9))
        )
        days = min(max(-3, least + 1), most)  # a day within, wherever midnight is
        day = clock.now().date() + timedelta(days=days)
        return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
    return {name: value}


def _photo() -> str:
    """A picture of a sheet as a phone sends it: about 120 kB of JPEG."""
    from PIL import Image, ImageFilter

    chance = random.Random(7)
    noise = Image.frombytes("RGB", (400, 300), chance.randbytes(400 * 300 * 3))
    picture = noise.resize((1600, 1200), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
    best = b""
    for quality in range(20, 96, 3):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality)
        best = min((best or out.getvalue(), out.getvalue()), key=lambda made: abs(len(made) - PHOTO_BYTES))
    path = PLACE / "photo.jpg"
    path.write_bytes(best)
    return str(path)
