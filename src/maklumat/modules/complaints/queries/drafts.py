"""What a reporter sees of a report that is not sent yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from maklumat.kernel import crypto

from ..access import get_for_reporter
from ..models import Identity, Report
from ..rules.ladder import Kind
from ..rules.masking import find, masked
from ..rules.questions import Question, questions_of
from ..rules.states import State
from ..rules.text import title_of
from .parts import IDENTITY, FileFacts, Subject, content_of, files_of, subject_of
from .public import visible_to_all
from .similar import Similar, sight_of, similar
from .wording import words_of


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
    point: str
    answers: dict[str, str]
    questions: tuple[Question, ...]


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
        point=f"{report.latitude}, {report.longitude}" if report.latitude is not None else "",
        answers=content.get("answers", {}),
        questions=questions_of(report.category.questions if report.category else ()),
    )


def alike(report_id: UUID, code: str, at: datetime) -> tuple[Similar, ...]:
    """Public reports that may be about the same matter as a draft. Queries: the draft, word counts, near ones, alike ones."""
    report = get_for_reporter(report_id, code)
    if report.kind == Kind.OVERSIGHT or report.state != State.DRAFT:
        return ()
    content = content_of(report)
    seen = sight_of(report, words_of(content.get("text", ""), content.get("place", "")))
    return similar(visible_to_all(), replace(seen, at=at), apart_from=report.id)


def _unit_code(report: Report) -> str:
    return report.about_unit.code if report.about_unit and not report.version_id else ""
