"""Sample applications with a past: made by the real actions at past moments, most of them finished."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from PIL import Image, ImageDraw

from maklumat.kernel.actor import ANONYMOUS, Actor
from maklumat.kernel.errors import Refusal
from maklumat.modules.accounts import api as accounts
from maklumat.modules.applications import api as applications
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.documents import api as documents
from maklumat.modules.units import api as units

from ..roles import actor_of
from . import seed

BUSY = (
    "ktp-el-hilang-rusak",
    "kartu-keluarga",
    "akta-kelahiran",
    "surat-keterangan-sehat",
    "surat-keterangan-domisili",
    "nib-umk",
)


def make_cases(count: int, now: datetime, tell: Callable[[int, int], None]) -> None:
    """``count`` applications since the first day of a month, some 90 days ago: a month with few of them would have most of its figures hidden.
    ``tell(done, count)`` reports progress."""
    began = (now - timedelta(days=76)).replace(day=1, hour=0, minute=0)
    chance = random.Random(2026)
    people = seed.sample("people.json")["residents"]
    shelf = catalogue.shelf(now)
    versions, by_slug = list(shelf.versions), shelf.by_slug
    staff = _staff(now)
    for n in range(count):
        slug = chance.choice(BUSY) if chance.random() < 0.85 else chance.choice(versions).standard.slug
        version = by_slug.get(slug) or chance.choice(versions)
        filed = (began + chance.uniform(0, 1) * (now - timedelta(hours=5) - began)).replace(microsecond=0)
        _one(version, chance.choice(people), filed, now, chance, staff)
        tell(n + 1, count)


def _staff(now: datetime) -> dict[tuple[str, str], Actor]:
    tree, found = units.tree(), {}
    for row in seed.sample("people.json")["staff"]:
        account = accounts.account_by_email(row["email"])
        if account is not None:
            found[(row["role"], tree.by_code[row["unit"]].code)] = actor_of(account, now)
    return found


def _one(
    version: catalogue.VersionFacts, person: dict, filed: datetime, now: datetime, chance: random.Random, staff: dict
) -> None:
    standard = version.standard
    draft = applications.start(by=ANONYMOUS, slug=standard.slug, at=filed - timedelta(minutes=8))
    for page in standard.pages:
        answers = {q.key: answer(q, person, chance) for q in page.questions}
        applications.save_page(application_id=draft.id, code=draft.code, page=page.key, answers=answers, at=filed)
    for line in applications.documents_needed(draft.id, draft.code):
        if line.mandatory or chance.random() < 0.3:
            applications.attach(
                application_id=draft.id,
                code=draft.code,
                requirement=line.key,
                content=picture(line.label, line.formats),
                at=filed,
            )
    phone = f"+6289900{chance.randrange(10**5):05d}"
    applications.submit(by=ANONYMOUS, application_id=draft.id, code=draft.code, phone=phone, email="", at=filed)
    moment, pace = filed, chance.choice((0.3, 0.5, 0.7, 0.9, 0.9, 1.3))
    fate = chance.random()
    while True:
        desk = applications.desk_facts(draft.id)
        step = standard.steps[desk.step]
        actor = staff.get((step.role, desk.holder_unit))
        due = desk.due_at or filed + timedelta(days=3)
        share = pace * (desk.step + 1) / len(standard.steps)  # of the promised time, nights and days off included
        moment = max(moment + timedelta(minutes=1), filed + (due - filed) * share)
        opens = calendars.next_open(units.tree().by_code[desk.holder_unit].id, moment)
        if opens > moment:  # officers come to it in the first hour of the day, not at night
            moment = opens + timedelta(minutes=4 + filed.minute)
        if actor is None or moment > now:
            return
        common = {"by": actor, "application_id": draft.id, "at": moment}
        try:
            if step.act == "check":
                if fate < 0.12 and desk.lines and desk.returns == 0:
                    _return_once(draft, desk, common, chance)
                    moment = moment + timedelta(days=1)
                    continue
                applications.check(
                    verdicts=dict.fromkeys(desk.lines, ("accepted", "")), revision=desk.revision, **common
                )
                applications.advance(revision=desk.revision + 1, **common)
            elif step.act == "approve" and fate > 0.96:
                applications.reject(
                    revision=desk.revision,
                    rule=standard.internal.legal_basis[0].title,
                    reason="Data pada surat tidak sesuai dengan catatan kami.",
                    **common,
                )
                return
            elif step.act == "approve":
                certificate = applications.approve(revision=desk.revision, **common)
                documents.produce(certificate, at=moment + timedelta(minutes=2))
                applications.mark_issued(draft.id, moment + timedelta(minutes=2))
                return
            else:
                applications.advance(revision=desk.revision, **common)
        except Refusal:
            return


def _return_once(draft, desk, common: dict, chance: random.Random) -> None:
    formats = {one.key: one.formats for one in applications.documents_needed(draft.id, draft.code)}
    line = chance.choice(desk.lines)
    verdicts = dict.fromkeys(desk.lines, ("accepted", "")) | {
        line: ("wanting", "Fotonya buram. Mohon foto ulang di tempat terang.")
    }
    applications.check(verdicts=verdicts, revision=desk.revision, **common)
    applications.return_to_applicant(revision=desk.revision + 1, **common)
    later = common["at"] + timedelta(hours=20)
    with transaction.atomic():
        applications.attach(
            application_id=draft.id,
            code=draft.code,
            requirement=line,
            content=picture("foto ulang", formats[line]),
            at=later,
        )
        applications.complete(by=ANONYMOUS, application_id=draft.id, code=draft.code, at=later)


def answer(question: catalogue.Question, person: dict, chance: random.Random) -> object:
    """A plausible stored answer of this person."""
    if question.key in ("nama", "nama_pemohon", "nama_lengkap"):
        return person["name"]
    known = {
        "nik": person["nik"],
        "no_kk": person["no_kk"],
        "tempat_lahir": person["birth_place"],
        "tanggal_lahir": person["birth_date"],
        "alamat": person["address"],
    }
    if question.key in known:
        return known[question.key]
    match question.kind:
        case "nik":
            return person["nik"]
        case "kk":
            return person["no_kk"]
        case "phone":
            return "+6289900012345"
        case "email":
            return "warga@example.org"
        case "date":
            return date(2026, 7, 14).isoformat()
        case "number":
            return str(max(question.minimum or 1, min(24, question.maximum or 24)))
        case "money":
            return str(max(question.minimum or 0, 5_000_000))
        case "yes_no":
            return chance.choice(("true", "false"))
        case "choice":
            return chance.choice(question.choices).value
        case "region":
            return {"province": "32", "regency": "32.73", "district": "32.73.01", "village": "32.73.01.1001"}[
                question.region_level
            ]
        case "group":
            return [{f.key: answer(f, person, chance) for f in question.fields}]
    return person["name"] if "nama" in question.key else "Keperluan keluarga"


def picture(title: str, formats: tuple[str, ...] = ("jpg",)) -> bytes:
    """A photo, or a scan, of a sheet that says what it stands for."""
    sheet = Image.new("RGB", (640, 420), "#f7f4ea")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((20, 20, 620, 400), outline="#0b5d3b", width=3)
    draw.text((50, 60), "CONTOH / SAMPLE", fill="#0b5d3b")
    draw.text((50, 100), title[:70], fill="#333333")
    out = io.BytesIO()
    kind = {"jpg": "JPEG", "pdf": "PDF", "png": "PNG"}["jpg" if "jpg" in formats else formats[0]]
    sheet.save(out, kind)
    return out.getvalue()
