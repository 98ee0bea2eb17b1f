"""Reports for tests: one filed, one at each desk."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from maklumat.kernel.actor import ANONYMOUS, Actor
from maklumat.kernel.errors import Missing
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Report
from maklumat.modules.complaints.queries.cases import case_page
from tests.world import MONDAY, World

SLUG = "ktp-el-hilang-rusak"
TEXT = "Petugas loket 2 bernama Suryadi meminta uang Rp 50.000 untuk cetak KTP. Hubungi saya di 0812-3456-7890."


class Filed:
    """What the reporter holds."""

    def __init__(self, report_id: UUID, number: str, code: str) -> None:
        self.id, self.number, self.code = report_id, number, code

    @property
    def row(self) -> Report:
        return Report.objects.get(id=self.id)


def file(
    *,
    text: str = TEXT,
    slug: str = SLUG,
    oversight: bool = False,
    name: str = "Citra Lestari",
    phone: str = "+6281234567890",
    anonymous: bool = False,
    secret: bool = False,
    unit: str = "",
    place: str = "",
    at: datetime = MONDAY,
) -> Filed:
    """A report, as a resident sends it."""
    draft = actions.start(by=ANONYMOUS, at=at, slug=slug)
    common = {"report_id": draft.id, "code": draft.code, "at": at}
    actions.describe(text=text, oversight=oversight, **common)
    if unit or place:
        actions.locate(slug="" if unit else slug, unit=unit, category="", region="", place=place, **common)
    actions.introduce(name=name, phone=phone, email="", anonymous=anonymous, secret=secret, **common)
    receipt = actions.send(by=ANONYMOUS, **common)
    return Filed(draft.id, receipt.number, draft.code)


def coordinator(here: World, unit: str = "disdukcapil", at: datetime = MONDAY) -> Actor:
    return here.with_role("complaint_coordinator", unit, at)


def revision(one: Filed) -> int:
    return one.row.revision


def act(verb: str, one: Filed, by: Actor, at: datetime = MONDAY, **more: object) -> None:
    """An officer's act with what it needs at least."""
    needed: dict[str, dict[str, object]] = {
        "verify": {
            "kind": "complaint", "category": "", "unit": "disdukcapil", "about": "", "public_title": "", "public_text": "",
            "anonymous": False, "secret": False,
        },
        "archive": {"reason": "unclear", "text": "Tidak ada tempat dan waktunya."},
        "answer": {
            "text": "Uang sudah dikembalikan dan petugas diganti.", "done_on": "Senin 2 November, kepala seksi.",
            "evidence": [], "sure": False,
        },
        "ask": {"text": "Kapan kejadiannya?"},
        "hand_back": {"text": "Ini urusan unit lain."},
        "place": {"unit": "dpmptsp", "text": "Perizinan."},
        "settle": {"text": "Kami sudah berusaha."},
    }  # fmt: skip
    getattr(actions, verb)(by=by, report_id=one.id, revision=revision(one), at=at, **needed.get(verb, {}) | more)


def seen_by(actor: Actor, one: Filed, at: datetime = MONDAY) -> bool:
    try:
        case_page(actor, one.id, at)
    except Missing:
        return False
    return True
