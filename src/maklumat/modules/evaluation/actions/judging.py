"""F-02: the evaluator confirms what the rule gives, or overrides it with a reason; then the year is closed and published."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, require_short

from ..access import JUDGE, get_for
from ..events import Closed, Judged
from ..models import Assessment, Verdict
from ..queries.sheets import Line, Sheet, lines_of, one_line, sheet_of
from ..rules.index import rounded


@transaction.atomic
def judge(*, by: Actor, assessment_id: UUID, number: int, score: int, reason: str, at: datetime) -> None:
    """The score of one indicator. Another one than the rule gives needs a reason."""
    row = get_for(by, JUDGE, assessment_id, Assessment.State.HANDED_IN)
    line = one_line(row, number, at)
    if not 0 <= score <= 5:
        raise Invalid(_("Nilai antara 0 dan 5."), fields={"score": _("Nilai antara 0 dan 5.")})
    if score != line.proposed and not reason.strip():
        raise Invalid(_("Nilai ini berbeda dari hasil aturan. Tulis alasannya."), fields={"reason": _("Wajib diisi.")})
    require_short(reason=(reason.strip(), 1000))
    _keep(by, row, line, score, reason.strip(), at)


def _keep(by: Actor, row: Assessment, line: Line, score: int, reason: str, at: datetime) -> None:
    number = line.indicator.number
    Verdict.objects.update_or_create(
        assessment=row,
        number=number,
        defaults={"score": score, "proposed": line.proposed, "reason": reason, "by": by.account_id, "at": at},
    )
    ledger.record(
        Judged(
            subject=row.id,
            unit_id=row.unit_id,
            number=number,
            score=score,
            proposed=line.proposed,
            confirmed=score == line.proposed,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def confirm_all(*, by: Actor, assessment_id: UUID, at: datetime) -> int:
    """Confirm what is computed alone and not yet judged. What a unit attested is looked at one by one. Returns how many."""
    row = get_for(by, JUDGE, assessment_id, Assessment.State.HANDED_IN)
    waiting = [line for line in lines_of(row, at) if line.verdict is None and line.source in ("computed", "missing")]
    for line in waiting:
        _keep(by, row, line, line.proposed, "", at)
    return len(waiting)


@transaction.atomic
def close(*, by: Actor, assessment_id: UUID, at: datetime) -> None:
    """Freeze the year and publish it. Every indicator must have been judged."""
    row = get_for(by, JUDGE, assessment_id, Assessment.State.HANDED_IN)
    found = sheet_of(row, at)
    waiting = [str(line.indicator.number) for line in found.lines if line.verdict is None]
    if waiting:
        raise Invalid(_("Belum dinilai: indikator %(numbers)s.") % {"numbers": ", ".join(waiting)})
    row.result, row.state, row.closed_at = frozen(found), Assessment.State.CLOSED, at
    row.save(update_fields=["result", "state", "closed_at"])
    counts = [line.source for line in found.lines]
    ledger.record(
        Closed(
            subject=row.id, unit_id=row.unit_id, year=row.year, f02=str(rounded(found.index.f02)), f03=str(rounded(found.f03)), index=row.result["index"],
            grade=row.result["grade"], computed=counts.count("computed"), attested=counts.count("attested") + counts.count("mixed"),
        ),
        by=by, at=at,
    )  # fmt: skip


def frozen(found: Sheet) -> dict[str, Any]:
    """What a closed year keeps."""
    return {
        "index": str(found.value), "grade": found.index.category.grade, "f02": str(rounded(found.index.f02)), "f03": str(rounded(found.f03)),
        "f03_answers": found.f03_answers, "points": list(found.points), "claimed": str(rounded(found.claimed.value)),
        "aspects": {key: str(rounded(value)) for key, value in found.index.aspects.items()},
        "lines": [
            {"number": line.indicator.number, "score": line.score, "proposed": line.proposed, "source": line.source, "facts": line.count, "reason": line.verdict.reason if line.verdict else ""}
            for line in found.lines
        ],
    }  # fmt: skip
