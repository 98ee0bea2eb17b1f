"""A small named world: Ani and Lusi and Pak Bambang at Dukcapil, Budi at DPMPTSP, Dewi at the Inspektorat, Citra."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from PIL import Image

from maklumat.kernel.actor import ANONYMOUS, Actor
from maklumat.modules.accounts.models import Account
from maklumat.modules.applications import actions
from maklumat.site.demo import seed
from maklumat.site.roles import actor_of
from tests import copies

MONDAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # 09.00 WIB, a working day
PHONE = "+6281234567890"
SLUGS = ("ktp-el-hilang-rusak", "surat-keterangan-sehat", "izin-reklame", "keterangan-ahli-waris", "kia")
CAST = {
    "ani": "ani.puspitasari@tirtamulya.example",
    "bambang": "bambang.sutrisno@tirtamulya.example",
    "budi": "budi.santoso@tirtamulya.example",
    "dewi": "dewi.kartikasari@tirtamulya.example",
}


@dataclass(frozen=True)
class World:
    """The seeded regency; actors by first name."""

    accounts: dict[str, UUID]

    def account(self, name: str) -> Account:
        return Account.objects.get(email=CAST.get(name, name))

    def actor(self, name: str, at: datetime = MONDAY) -> Actor:
        return actor_of(self.account(name), at)

    def with_role(self, role: str, unit: str, at: datetime = MONDAY) -> Actor:
        """Somebody who holds a role at exactly this unit."""
        for row in seed.sample("people.json")["staff"]:
            if row["role"] == role and row["unit"] == unit:
                return actor_of(Account.objects.get(email=row["email"]), at)
        raise LookupError(f"nobody is {role} at {unit}")


def build(slugs: tuple[str, ...] = SLUGS) -> World:
    """Units, people and a few standards."""
    return World(dict(copies.once(("world", slugs), lambda: _seed(slugs))))


def _seed(slugs: tuple[str, ...]) -> dict[str, UUID]:
    at = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    seed.seed_units(at)
    rows = seed.standards(slugs) if slugs else []
    places = {row["unit"] for row in rows} | {
        step["unit"] for row in rows for step in row["standard"]["steps"] if step.get("unit")
    }
    places |= {"mpp-tirtamulya", "disdukcapil", "dpmptsp", "inspektorat", "bag-organisasi", "tirtamulya"}
    known = seed.seed_people(
        at, places, password=None
    )  # tests log in without a password: hashing 78 would cost seconds
    if slugs:
        seed.seed_standards(at, slugs)
    return known


def photo(colour: str = "white", size: tuple[int, int] = (320, 240), formats: tuple[str, ...] = ("jpg",)) -> bytes:
    """A small JPEG, or a PDF where only that is accepted."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG" if "jpg" in formats else "PDF")
    return out.getvalue()


def answers_for(standard, lost: bool = True) -> dict[str, dict[str, object]]:
    """Plausible answers per page for any standard: every asked question gets a valid value."""
    pages: dict[str, dict[str, object]] = {}
    for page in standard.pages:
        pages[page.key] = {q.key: value_for(q) for q in page.questions}
    return pages


def value_for(question) -> object:
    """A valid stored answer for a question."""
    match question.kind:
        case "nik":
            return "3273014107900003"
        case "kk":
            return "3273010101150001"
        case "phone":
            return PHONE
        case "email":
            return "citra@example.org"
        case "date":
            days = max(-5, question.minimum if question.minimum is not None else -5)
            days = min(days, question.maximum if question.maximum is not None else days)
            return (MONDAY.date() + timedelta(days=days)).isoformat()
        case "number":
            return str(max(question.minimum or 1, min(12, question.maximum or 12)))
        case "money":
            return str(max(question.minimum or 0, 1_000_000))
        case "yes_no":
            return "true"
        case "choice":
            return question.choices[0].value
        case "region":
            return {"province": "32", "regency": "32.73", "district": "32.73.01", "village": "32.73.01.1001"}[
                question.region_level
            ]
        case "group":
            return [{f.key: value_for(f) for f in question.fields}]
    return "Citra Lestari" if "nama" in question.key else "Jalan Kenari Nomor 5"


def fill(slug: str, at: datetime = MONDAY, files: bool = True) -> actions.Started:
    """A draft with all answers and, when asked, all documents."""
    from maklumat.modules.applications.queries.drafts import draft_page

    draft = actions.start(by=ANONYMOUS, slug=slug, at=at)
    page = draft_page(draft.id, draft.code)
    for key, answers in answers_for(page.version.standard).items():
        actions.save_page(application_id=draft.id, code=draft.code, page=key, answers=answers, at=at)
    if files:
        for line in draft_page(draft.id, draft.code).documents:
            actions.attach(
                application_id=draft.id,
                code=draft.code,
                requirement=line.key,
                content=photo(formats=line.formats),
                at=at,
            )
    return draft


def submit(draft: actions.Started, at: datetime = MONDAY) -> actions.Receipt:
    """Hand in."""
    return actions.submit(
        by=ANONYMOUS, application_id=draft.id, code=draft.code, phone=PHONE, email="citra@example.org", at=at
    )
