"""The sheet of a unit's year: every indicator with where its score comes from, the index, what would raise it, what is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.kernel.models import Entry
from maklumat.modules.surveys import api as surveys
from maklumat.modules.units import api as units

from ..access import JUDGE, STATE, get_assessment
from ..models import Advice, Assessment, Statement, Verdict
from ..rules.index import Index, Step, index, rounded, steps
from ..rules.instrument import Indicator, Instrument, shipped
from ..rules.scoring import Facts, score
from .claims import Claims, claims
from .evidence import Computed, Ground, computed

FACTS_SHOWN = 25
SURVEYS = {"A": "f03-luring", "B": "f03-daring"}


@dataclass(frozen=True)
class Line:
    """One indicator. ``proposed``: what the rule gives to what is computed and stated together; ``alone``: to what is computed alone.

    ``source``: computed (it alone gives the score), mixed, attested, missing. ``score``: what counts (the verdict, else the proposal).
    """

    indicator: Indicator
    computed: Computed | None
    stated: Facts
    statement: Statement | None
    proposed: int
    alone: int
    verdict: Verdict | None
    source: str

    @property
    def score(self) -> int:
        return self.verdict.score if self.verdict else self.proposed

    @property
    def count(self) -> int:
        return self.computed.count if self.computed else 0


@dataclass(frozen=True)
class Sheet:
    """A unit's year. ``index``: with what counts now; ``claimed``: if every proposal were confirmed; ``points``: weighted points
    (of 100) that are computed, attested, and missing."""

    id: UUID
    unit: units.UnitFacts
    year: int
    variant: str
    state: str
    instrument: Instrument
    lines: tuple[Line, ...]
    f03: Fraction
    f03_answers: int
    index: Index
    claimed: Index
    points: tuple[float, float, float]
    former: Decimal | None
    may_state: bool
    may_judge: bool

    @property
    def value(self) -> Decimal:
        return rounded(self.index.value)


def instrument_of(row: Assessment) -> Instrument:
    """The version under which a sheet was opened."""
    return shipped(row.instrument, row.version)


def lines_of(row: Assessment, at: datetime) -> tuple[Line, ...]:
    """All indicators of a sheet. Queries: statements, verdicts, and what the sources ask (about forty, none per case)."""
    instrument, ground = instrument_of(row), Ground(row.unit_id, row.year, at, row.variant)
    stated = {one.number: one for one in Statement.objects.filter(assessment=row)}
    verdicts = {one.number: one for one in Verdict.objects.filter(assessment=row)}
    return tuple(
        _line(one, ground, stated.get(one.number), verdicts.get(one.number))
        for one in instrument.indicators[row.variant]
    )


def one_line(row: Assessment, number: int, at: datetime) -> Line:
    """One indicator of a sheet. Raises :class:`Missing`."""
    indicator = instrument_of(row).indicator(row.variant, number)
    if indicator is None:
        raise Missing(_("Indikator ini tidak ada."))
    statement = Statement.objects.filter(assessment=row, number=number).first()
    verdict = Verdict.objects.filter(assessment=row, number=number).first()
    return _line(indicator, Ground(row.unit_id, row.year, at, row.variant), statement, verdict)


def _line(indicator: Indicator, ground: Ground, statement: Statement | None, verdict: Verdict | None) -> Line:
    known = computed(ground, indicator.number)
    known = _fitting(indicator, known) if known else None
    stated = Facts(frozenset(statement.items), statement.numbers) if statement else Facts()
    own = known.facts if known else Facts()
    alone, together = (
        score(indicator, own),
        score(indicator, Facts(own.items | stated.items, {**stated.numbers, **own.numbers})),
    )
    source = "missing" if not together else "computed" if alone == together else "mixed" if alone else "attested"
    return Line(indicator, known, stated, statement, together, alone, verdict, source)


def _fitting(indicator: Indicator, known: Computed) -> Computed | None:
    """Only what this variant of the indicator asks for."""
    keys = {item.key for item in indicator.items}
    facts = Facts(known.facts.items & keys, {key: value for key, value in known.facts.numbers.items() if key in keys})
    return Computed(facts, known.entries, known.count, known.note) if facts.items or facts.numbers else None


def waiting(assessment_id: UUID, at: datetime) -> tuple[int, ...]:
    """The indicators of a sheet that nobody has judged yet."""
    row = Assessment.objects.get(id=assessment_id)
    return tuple(line.indicator.number for line in lines_of(row, at) if line.verdict is None)


def f03_of(row: Assessment) -> tuple[Fraction, int]:
    """What users say (F-03), and how many answered; below the instrument's least it counts 0."""
    found = surveys.outcome(row.unit_id, SURVEYS[row.variant], str(row.year))
    if found.exact is None or found.answered < instrument_of(row).fewest:
        return Fraction(0), found.answered
    return found.exact, found.answered


def sheet(actor: Actor, assessment_id: UUID, at: datetime) -> Sheet:
    """A sheet for who works with it."""
    return sheet_of(get_assessment(actor, assessment_id), at, actor)


def sheet_of(row: Assessment, at: datetime, actor: Actor | None = None) -> Sheet:
    """The same, of a row."""
    instrument, lines = instrument_of(row), lines_of(row, at)
    f03, answers = f03_of(row)
    former = Assessment.objects.filter(unit_id=row.unit_id, year=row.year - 1, state=Assessment.State.CLOSED).first()
    return Sheet(
        row.id, units.tree().by_id[row.unit_id], row.year, row.variant, row.state, instrument, lines, f03, answers,
        index(instrument, row.variant, {one.indicator.number: one.score for one in lines}, f03),
        index(instrument, row.variant, {one.indicator.number: one.proposed for one in lines}, f03), points(instrument, row.variant, lines),
        Decimal(former.result["index"]) if former and former.result else None,
        actor is not None and actor.may(STATE, row.unit_id) and row.state == Assessment.State.OPEN,
        actor is not None and actor.may(JUDGE, row.unit_id) and row.state == Assessment.State.HANDED_IN,
    )  # fmt: skip


def points(instrument: Instrument, variant: str, lines: Iterable[Line]) -> tuple[float, float, float]:
    """Of the 100 weighted points that F-02 can give: computed from facts, attested by the unit, missing."""
    weights = {aspect.key: aspect.weight for aspect in instrument.aspects}
    counts = {key: sum(one.aspect == key for one in instrument.indicators[variant]) for key in weights}
    known = attested = 0.0
    for line in lines:
        if line.indicator.aspect:
            each = weights[line.indicator.aspect] / counts[line.indicator.aspect] / 5
            known += each * line.alone
            attested += each * max(line.proposed - line.alone, 0)
    return round(known, 1), round(attested, 1), round(100 - known - attested, 1)


def claims_of(found: Sheet, at: datetime) -> Claims:
    """What users claim of time and fee in this year, beside the facts."""
    return claims(Ground(found.unit.id, found.year, at, found.variant), SURVEYS[found.variant])


def simulation(found: Sheet) -> tuple[Step, ...]:
    """What one more point of each indicator would bring, the most for the least effort first."""
    return steps(found.instrument, found.variant, {one.indicator.number: one.score for one in found.lines})


@dataclass(frozen=True)
class FactLine:
    """A fact as a page shows it."""

    id: UUID
    kind: str
    subject: UUID
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator with its facts, the latest of ``total``."""

    sheet_id: UUID
    unit: units.UnitFacts
    year: int
    state: str
    line: Line
    facts: tuple[FactLine, ...]
    may_state: bool
    may_judge: bool


def indicator_page(actor: Actor, assessment_id: UUID, number: int, at: datetime) -> IndicatorPage:
    """Raises :class:`Missing`."""
    row = get_assessment(actor, assessment_id)
    line = one_line(row, number, at)
    return IndicatorPage(
        row.id, units.tree().by_id[row.unit_id], row.year, row.state, line, facts_of(line, FACTS_SHOWN),
        actor.may(STATE, row.unit_id) and row.state == Assessment.State.OPEN, actor.may(JUDGE, row.unit_id) and row.state == Assessment.State.HANDED_IN,
    )  # fmt: skip


def facts_of(line: Line, most: int) -> tuple[FactLine, ...]:
    """The entries of the ledger behind what is computed, newest first. One query."""
    if line.computed is None or line.computed.entries is None:
        return ()
    rows = line.computed.entries.order_by("-at", "-id")[:most]
    return tuple(FactLine(row.id, row.kind, row.subject, row.at, row.data) for row in rows)


def advice_of(assessment_id: UUID) -> tuple[Advice, ...]:
    """What a unit is coached in, first due first. One query."""
    return tuple(Advice.objects.filter(assessment_id=assessment_id).order_by("due_on", "id"))


def proof_of(actor: Actor, assessment_id: UUID, number: int) -> UUID:
    """The file with which a unit proved a statement."""
    row = get_assessment(actor, assessment_id)
    found = Statement.objects.filter(assessment=row, number=number, file_id__isnull=False).first()
    if found is None or found.file_id is None:
        raise Missing(_("Bukti ini tidak ada."))
    return found.file_id


def files_held(file_ids: Iterable[UUID]) -> set[UUID]:
    """Which of some files prove a statement."""
    return {
        one for one in Statement.objects.filter(file_id__in=list(file_ids)).values_list("file_id", flat=True) if one
    }


def entry_lines(lines: Iterable[Line], most: int) -> list[tuple[int, Entry]]:
    """Number of the indicator and entry, for the pack of evidence."""
    return [
        (line.indicator.number, entry)
        for line in lines
        if line.computed and line.computed.entries is not None
        for entry in line.computed.entries.order_by("-at", "-id")[:most]
    ]
