"""New versions of standards while cases are open: no open case is altered.

A case of this proof is one open application looked at after one publication. The random changes go through the real
actions; what is compared is read from the database anew, nothing kept in memory counts.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import UUID

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.applications import actions
from maklumat.modules.applications.actions import clockwork
from maklumat.modules.applications.models import Application
from maklumat.modules.applications.queries.drafts import draft_page
from maklumat.modules.catalogue import actions as publishing
from maklumat.modules.catalogue import queries as catalogue
from maklumat.modules.catalogue.models import Service, StandardVersion
from maklumat.modules.catalogue.rules.gaps import gaps
from maklumat.modules.catalogue.rules.standard import Consultation, Decision, Standard, dump, fingerprint, load
from tests import world
from tests.world import MONDAY

SLUGS = ("kartu-berobat", "kia", "nib-umk", "surat-pindah", "ktp-el-hilang-rusak", "surat-keterangan-sehat")
AT_FIRST = 10  # open cases of each service
DECISION = {"number": "1/2026", "signatory": "Kepala", "signatory_title": "Kepala Dinas"}
Content = dict[str, Any]


# --- changes -------------------------------------------------------------------------------------------------------
def _duration(content: Content, chance: random.Random) -> None:
    content["duration"]["number"] = chance.randint(1, 60)
    content["duration"]["unit"] = chance.choice(("minutes", "hours", "working_days", "calendar_days"))
    content["duration"]["start_event"] = chance.choice(("submitted", "accepted"))


def _fee(content: Content, chance: random.Random) -> None:
    kind = chance.choice(("free", "fixed"))
    content["fee"] |= {"kind": kind, "amount": chance.randint(1, 500) * 1000 if kind == "fixed" else 0, "formula": ""}


def _more_documents(content: Content, chance: random.Random) -> None:
    key = f"syarat_{chance.randrange(10**6)}"
    line = {"key": key, "label": f"Syarat {key}", "explanation": "Baru.", "mandatory": chance.random() < 0.7}
    content["requirements"].insert(chance.randint(0, len(content["requirements"])), line)


def _fewer_documents(content: Content, chance: random.Random) -> None:
    if len(content["requirements"]) > 1:
        content["requirements"].pop(chance.randrange(len(content["requirements"])))


def _other_documents(content: Content, chance: random.Random) -> None:
    line = chance.choice(content["requirements"])
    line |= {"label": f"Berkas {chance.randrange(10**6)}", "mandatory": True, "max_megabytes": chance.randint(1, 20)}
    if line.get("kind", "document") == "document":
        line |= {"formats": chance.sample(("pdf", "jpg", "png"), chance.randint(1, 3)), "condition": None}


def _shares(content: Content, chance: random.Random) -> None:
    one, other = chance.sample(content["steps"], 2)
    part = chance.randint(0, one["share"])
    one["share"], other["share"] = one["share"] - part, other["share"] + part


def _more_steps(content: Content, chance: random.Random) -> None:
    key = f"langkah_{chance.randrange(10**6)}"
    role = chance.choice(("front_desk", "verifier", "technical", "head"))
    content["steps"].insert(
        chance.randint(1, len(content["steps"]) - 1),
        {"key": key, "title": key, "role": role, "act": "work", "share": 0},
    )


def _fewer_steps(content: Content, chance: random.Random) -> None:
    if len(content["steps"]) > 2:
        gone = content["steps"].pop(chance.randrange(1, len(content["steps"]) - 1))
        content["steps"][0]["share"] += gone["share"]


def _other_roles(content: Content, chance: random.Random) -> None:
    content["steps"][0]["role"] = chance.choice(("front_desk", "verifier", "technical"))


def _questions(content: Content, chance: random.Random) -> None:
    key = f"tanya_{chance.randrange(10**6)}"
    chance.choice(content["pages"])["questions"].append({"key": key, "label": key, "kind": "text", "required": True})


def _conditions(content: Content, chance: random.Random) -> None:
    first = content["pages"][0]["questions"][0]["key"]
    chance.choice(content["requirements"])["condition"] = {"field": first, "op": "is", "value": "tidak mungkin"}


def _consequences(content: Content, chance: random.Random) -> None:
    content["consequences"] |= {"warn_at": sorted(chance.sample(range(1, 100), 2)), "escalate_at_due": chance.random() < 0.5,
                                "apologise": chance.random() < 0.5, "extra_working_days": chance.randint(0, 30)}  # fmt: skip


def _product(content: Content, chance: random.Random) -> None:
    content["product"] |= {"number_pattern": f"{{number:0{chance.randint(2, 8)}d}}/{{year}}", "valid_months": chance.randint(0, 60),
                           "name": f"Produk {chance.randrange(10**6)}"}  # fmt: skip


CHANGES: dict[str, Callable[[Content, random.Random], None]] = {
    "duration": _duration, "fee": _fee, "documents added": _more_documents, "documents removed": _fewer_documents,
    "documents changed": _other_documents, "shares": _shares, "steps added": _more_steps, "steps removed": _fewer_steps,
    "roles": _other_roles, "questions": _questions, "conditions": _conditions, "consequences": _consequences, "product": _product,
}  # fmt: skip


def changed(standard: Standard, chance: random.Random, figures: Counter[str]) -> Standard:
    """The standard with one to four random changes; one that may be published."""
    while True:
        content = deepcopy(dump(standard))
        names = chance.sample(list(CHANGES), chance.randint(1, 4))
        for name in names:
            CHANGES[name](content, chance)
        made = load(content)
        if not gaps(made) and made != standard and len(made.requirements) < 25 and len(made.steps) < 12:
            figures.update(names)
            return made


# --- what an open case holds --------------------------------------------------------------------------------------
def snapshot(case: Application, code: str, contents: dict[UUID, tuple[str, str]]) -> tuple:
    """Everything about an open case that its applicant was promised, read anew."""
    standard = catalogue.published_version(case.version_id).standard
    page = draft_page(case.id, code)
    return (
        case.version_id,
        *contents[case.version_id],
        case.fee,
        case.due_at,
        case.next_mark_at,
        case.state,
        case.step,
        case.holder_unit_id,
        case.holder_role,
        clockwork.timing_of(case, MONDAY + timedelta(days=40)),
        tuple((r.key, r.label, r.mandatory, r.formats, r.max_megabytes) for r in page.documents),
        tuple(page.missing),
        standard.steps,
        standard.pages,
        standard.fee,
        standard.product,
        standard.consequences,
    )


def contents_of(service: Service) -> dict[UUID, tuple[str, str]]:
    """Of each version the hash that it says it has, and the hash of what it holds now."""
    rows = StandardVersion.objects.filter(service=service).exclude(content_hash="")
    return {v: (said, fingerprint(held)) for v, said, held in rows.values_list("id", "content_hash", "content")}


def snapshots(service: Service, codes: dict[UUID, str]) -> dict[UUID, tuple]:
    """All open cases and drafts of a service; what was kept in memory of versions is thrown away first."""
    catalogue.published_version.cache_clear()
    contents = contents_of(service)
    rows = Application.objects.filter(service=service, finished_at=None, id__in=list(codes)).prefetch_related(
        "intervals", "marks"
    )
    return {row.id: snapshot(row, codes[row.id], contents) for row in rows}


def digest(all_of_them: dict[UUID, tuple]) -> str:
    text = json.dumps(sorted((str(key), repr(value)) for key, value in all_of_them.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- the proof -----------------------------------------------------------------------------------------------------
def run(
    cases: int,
    *,
    seed: int = 1,
    tell: Callable[[str], None] = lambda line: None,
    slugs: tuple[str, ...] = SLUGS,
    ready: bool = False,
) -> dict[str, Any]:
    """Publish until ``cases`` open cases were looked at after a publication; the figures."""
    chance, figures, wrong = random.Random(seed), Counter(), []
    began = time.perf_counter()
    if not ready:
        world.build(slugs)
    services = {slug: Service.objects.get(slug=slug) for slug in slugs}
    codes: dict[UUID, str] = {}
    at, looked_at, told = MONDAY, 0, began
    for slug in slugs:
        for number in range(AT_FIRST):
            _open(slug, MONDAY + timedelta(minutes=number), codes, submit=number % 5 > 0)
    known = {slug: snapshots(service, codes) for slug, service in services.items()}
    while looked_at < cases:
        at += timedelta(minutes=chance.randint(1, 90))
        slug = chance.choice(slugs)
        version_id = _publish(services[slug], chance, figures, at)
        now = snapshots(services[slug], codes)
        wrong += [
            f"{slug}: {_difference(known[slug][one], now.get(one))}"
            for one in known[slug]
            if now.get(one) != known[slug][one]
        ]
        looked_at += len(known[slug])
        known[slug] = now
        if chance.random() < 0.25 and len(now) < 40:
            opened = _open(slug, at, codes, submit=chance.random() < 0.8)
            if opened.version_id != version_id:
                wrong.append(f"{slug}: a new case is under an older version")
            known[slug] = snapshots(services[slug], codes)
        if time.perf_counter() - told > 10:
            told = time.perf_counter()
            tell(
                f"versions: {looked_at:,} of {cases:,} cases, {figures['publications']} publications, {len(wrong)} altered, {told - began:.0f} s"
            )
    actions.recompute_due(at)  # as after a change of the calendar that changes nothing
    for slug, service in services.items():
        now = snapshots(service, codes)
        wrong += [
            f"{slug}, recomputed: {_difference(known[slug][one], now.get(one))}"
            for one in now
            if now[one] != known[slug][one]
        ]
        looked_at += len(now)
    pinned = len({row[0] for rows in known.values() for row in rows.values()})
    return {
        "cases": looked_at, "publications": figures.pop("publications"), "open applications": len(codes),
        "under versions": pinned, "altered": len(wrong), "wrong": len(wrong), "changes": dict(sorted(figures.items())),
        "end state": digest({k: v for rows in known.values() for k, v in rows.items()}),
        "seconds": round(time.perf_counter() - began, 1), "examples": wrong[:20],
    }  # fmt: skip


def _open(slug: str, at: Any, codes: dict[UUID, str], *, submit: bool) -> Application:
    """A new case, or a draft of one, under the version in force; with no files where none are a must."""
    draft = world.fill(slug, at=at, files=False)
    codes[draft.id] = draft.code
    if submit:
        for line in draft_page(draft.id, draft.code).documents:
            if line.mandatory:
                photo = (
                    world.photo(formats=line.formats, size=(24, 24)) if {"jpg", "pdf"} & set(line.formats) else _png()
                )
                actions.attach(application_id=draft.id, code=draft.code, requirement=line.key, content=photo, at=at)
        world.submit(draft, at)
    return Application.objects.get(id=draft.id)


def _png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (24, 24)).save(out, "PNG")
    return out.getvalue()


def _publish(service: Service, chance: random.Random, figures: Counter[str], at: Any) -> UUID:
    """A changed version through the real actions."""
    version_id = publishing.draft_from(by=SYSTEM, service_id=service.id, at=at)
    draft = StandardVersion.objects.get(id=version_id)
    made = changed(load(draft.content), chance, figures)
    publishing.save_draft(by=SYSTEM, version_id=version_id, standard=made, revision=draft.revision, at=at)
    publishing.publish(
        by=SYSTEM, version_id=version_id, decision=Decision(date=at.date(), **DECISION),
        consultation=Consultation(number="1", date=at.date(), participants=9), at=at,
    )  # fmt: skip
    figures["publications"] += 1
    return version_id


def _difference(before: tuple, now: tuple | None) -> str:
    if now is None:
        return "the case is gone"
    return "; ".join(f"{a!r} became {b!r}" for a, b in zip(before, now, strict=True) if a != b)[:300]
