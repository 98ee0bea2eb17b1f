"""One report on an officer's desk. Who reported is not on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.modules.accounts import api as accounts
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..access import JUDGE, REVEAL, SUPERVISE, VERIFY, WORK, get_for_reading, may, visible_to
from ..models import Identity, Report, Reveal
from ..rules.ladder import Kind
from ..rules.masking import find, masked
from ..rules.states import FINISHED, MOST_RETURNS, MOVES, State
from ..rules.words import CHANNELS, HISTORY, KINDS
from .belonging import RuleFacts, rule_for
from .categories import categories
from .comforts import OPEN_FOR, TextFacts, others_looking, texts_for
from .consultations import Asked, asked_about
from .ladders import ladder_of
from .parts import EntryFacts, FileFacts, Subject, content_of, files_of, state_words, subject_of, thread, without_traces
from .related import Relations, relations
from .routing import Routed, route
from .similar import Similar, sight_of, similar
from .timing import Timing, timing


@dataclass(frozen=True)
class HistoryRow:
    word: str
    at: datetime
    by: str


@dataclass(frozen=True)
class RevealFacts:
    """A wish to know who reported; ``mine``: asked or agreed by who looks now."""

    id: UUID
    asked_by: str
    reason: str
    mine: bool
    asked_by_me: bool
    agreed: bool
    ends_at: datetime | None


@dataclass(frozen=True)
class CasePage:
    """``acts``: the words of what this actor may do now. ``masked_*``: what the public would read. ``unit``: who may answer."""

    id: UUID
    number: str
    revision: int
    state: str
    state_word: str
    state_tone: str
    kind: str
    kind_word: str
    channel: str
    subject: Subject
    category: str
    unit: str
    about: str
    title: str
    text: str
    place: str
    masked_title: str
    masked_text: str
    anonymous: bool
    secret: bool
    public: bool
    holder: units.UnitFacts
    assigned: str
    returns: int
    judged: bool
    objections: int
    filed_at: datetime
    due_at: datetime | None
    wait_until: datetime | None
    finished: bool
    zone: str
    timing: Timing
    entries: tuple[EntryFacts, ...]
    names: dict[UUID, str]
    files: tuple[FileFacts, ...]
    history: tuple[HistoryRow, ...]
    acts: tuple[str, ...]
    has_identity: bool
    contact_verified: bool
    reveals: tuple[RevealFacts, ...]
    task: str
    related: Relations
    similar: tuple[Similar, ...]
    routed: Routed | None
    routed_kind_word: str
    routed_category_word: str
    rule: RuleFacts | None
    texts: tuple[TextFacts, ...]
    asked: tuple[Asked, ...]
    others: tuple[tuple[str, datetime], ...]


def case_page(actor: Actor, report_id: UUID, now: datetime) -> CasePage:
    """Queries: report, ladder, intervals, category, entries, files, facts, names, identity, reveals, relations, similar ones,
    rules, standard texts, consultations, who looks (two)."""
    report = get_for_reading(actor, report_id)
    content, (word, tone) = content_of(report), state_words(report)
    identity = Identity.objects.filter(report_id=report.root_id or report.id, erased_at=None).first()
    shown = without_traces(report, identity)
    entries, facts = thread(report, inside=True, shown=shown), ledger.facts_about(report.id)
    reveals = list(Reveal.objects.filter(report=report).order_by("asked_at"))
    known = {fact.by for fact in facts if fact.by} | {entry.by for entry in entries if entry.by}
    known |= {one.asked_by for one in reveals} | ({report.assigned_to} if report.assigned_to else set())
    names = accounts.staff_names(known)
    routed = route(content.get("text", "")) if report.state == State.RECEIVED else None
    title, text, place = (shown(content.get(name, "")) for name in ("title", "text", "place"))
    return CasePage(
        id=report.id,
        number=report.number or "",
        revision=report.revision,
        state=report.state,
        state_word=word,
        state_tone=tone,
        kind=report.kind,
        kind_word=_(KINDS[Kind(report.kind)]) if report.kind else "",
        channel=_(CHANNELS.get(report.channel, report.channel)),
        subject=subject_of(report),
        category=report.category.code if report.category else "",
        unit=_answering(report),
        about=report.about_unit.code if report.about_unit else "",
        title=title,
        text=text,
        place=place,
        masked_title=report.public_title or masked(title, find(title)),
        masked_text=report.public_text or masked(text, find(text)),
        anonymous=report.anonymous,
        secret=report.secret,
        public=report.published_at is not None,
        holder=units.tree().by_id[report.holder_unit_id],
        assigned=names.get(report.assigned_to, "") if report.assigned_to else "",
        returns=report.returns,
        judged=report.judged,
        objections=report.objections,
        filed_at=report.filed_at or report.created_at,
        due_at=report.due_at,
        wait_until=report.wait_until,
        finished=report.finished_at is not None,
        zone=calendars.zone_of(report.holder_unit_id),
        timing=timing(report, ladder_of(report.ladder), calendars.intervals_of(report.intervals.all()), report.finished_at or now),
        entries=entries,
        names=names,
        files=files_of(report).get(None, ()),
        history=tuple(
            HistoryRow(_(HISTORY[fact.kind]), fact.at, names.get(fact.by, "") if fact.by else fact.data.get("ground", ""))
            for fact in facts
            if fact.kind in HISTORY
        ),
        acts=acts_of(actor, report),
        has_identity=identity is not None,
        contact_verified=identity is not None and identity.verified_at is not None,
        reveals=tuple(
            RevealFacts(
                one.id, names.get(one.asked_by, ""), crypto.unseal(one.reason, "reveal reason").decode(),
                actor.account_id in (one.asked_by, one.agreed_by), one.asked_by == actor.account_id, one.agreed_by is not None, one.ends_at,
            )
            for one in reveals
        ),
        task=content.get("task", ""),
        related=relations(report),
        similar=_similar(actor, report),
        routed=routed,
        routed_kind_word=_(KINDS[Kind(routed.kind.label)]) if routed and routed.kind else "",
        routed_category_word=_category_word(routed),
        rule=rule_for(report) if report.state == State.RECEIVED and report.kind != Kind.OVERSIGHT else None,
        texts=texts_for(actor, report.holder_unit_id),
        asked=asked_about(report.id),
        others=others_looking(actor, report.id, now - OPEN_FOR),
    )  # fmt: skip


def _answering(report: Report) -> str:
    """Who is offered to answer: the unit complained about, else the one that its category names."""
    category = report.category
    unit = report.about_unit or (category.unit if category else None)
    return unit.code if unit else ""


def _category_word(routed: Routed | None) -> str:
    """The name of the suggested category, if it is one of ours."""
    if routed is None or routed.category is None:
        return ""
    return next((one.name for one in categories() if one.code == routed.category.label), "")


def _similar(actor: Actor, report: Report) -> tuple[Similar, ...]:
    """While it waits for its verification: what may be about the same matter, of what this officer may see."""
    if report.state != State.RECEIVED or report.kind == Kind.OVERSIGHT or report.root_id:
        return ()
    return similar(visible_to(actor), sight_of(report), apart_from=report.id)


def _may_return(report: Report, state: State) -> bool:
    ours = report.kind == Kind.OVERSIGHT or report.judged or report.returns > MOST_RETURNS
    return state in (State.FORWARDED, State.IN_PROCESS) and not ours


def acts_of(actor: Actor, report: Report) -> tuple[str, ...]:
    """What this actor may do with a report that he sees, in its present state."""
    acts: list[str] = []
    state = State(report.state)
    if may(actor, VERIFY, report) and state is State.RECEIVED:
        acts += ["verify", "archive"]
    if (
        may(actor, VERIFY, report)
        and state in MOVES["divided"][0]
        and report.kind != Kind.OVERSIGHT
        and not report.root_id
    ):
        acts += ["divide", "join"]
    if may(actor, VERIFY, report) and state is State.JOINED:
        acts.append("part")
    if may(actor, JUDGE, report) and state in MOVES["placed"][0]:
        acts.append("place")
    if may(actor, WORK, report):
        if state is State.FORWARDED:
            acts.append("take-on")
        if _may_return(report, state):
            acts.append("hand-back")
        if state is State.IN_PROCESS:
            acts += ["answer", "ask"]
        acts += ["note", "narrow", "consult"] if state not in FINISHED else ["note", "narrow"]
    disputed = state is State.IN_PROCESS and report.objections >= ladder_of(report.ladder).objections
    if disputed and may(actor, SUPERVISE, report):
        acts.append("settle")
    if report.published_at and may(actor, SUPERVISE, report):
        acts.append("mask")
    if may(actor, VERIFY, report):
        acts.append("reveal")
    if may(actor, REVEAL, report):
        acts.append("agree")
    return tuple(acts)
