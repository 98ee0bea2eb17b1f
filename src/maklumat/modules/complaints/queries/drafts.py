"""What a reporter sees of a report that is not sent yet."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from maklumat.kernel import crypto

from ..access import get_for_reporter
from ..models import Identity, Report
from ..rules.ladder import Kind
from ..rules.masking import find, masked
from ..rules.text import title_of
from .parts import IDENTITY, FileFacts, Subject, content_of, files_of, subject_of


@dataclass(frozen=True)
class DraftPage:
    """``known``: name, phone and email as given. ``category``, ``unit``: codes; ``public_*``: as everybody would read it."""

    id: UUID
    state: str
    number: str
    text: str
    place: str
    oversight: bool
    category: str
    slug: str
    unit: str
    region: str
    subject: Subject
    files: tuple[FileFacts, ...]
    known: dict[str, str]
    introduced: bool
    anonymous: bool
    secret: bool
    public_title: str
    public_text: str


def draft_page(report_id: UUID, code: str) -> DraftPage:
    """Queries: report, category, files, identity (and the stamps)."""
    report = get_for_reporter(report_id, code)
    content, identity = content_of(report), Identity.objects.filter(report=report).first()
    text, subject = content.get("text", ""), subject_of(report)
    title, known = title_of(text), crypto.unseal_json(identity.sealed, IDENTITY) if identity else {}
    names = (known.get("name", ""),)
    return DraftPage(
        id=report.id,
        state=report.state,
        number=report.number or "",
        text=text,
        place=content.get("place", ""),
        oversight=report.kind == Kind.OVERSIGHT,
        category=report.category.code if report.category else "",
        slug=subject.slug,
        unit=_unit_code(report),
        region=report.region,
        subject=subject,
        files=files_of(report).get(None, ()),
        known=known,
        introduced=identity is not None,
        anonymous=report.anonymous,
        secret=report.secret,
        public_title=masked(title, find(title, names)),
        public_text=masked(text, find(text, names)),
    )


def _unit_code(report: Report) -> str:
    return report.about_unit.code if report.about_unit and not report.version_id else ""
