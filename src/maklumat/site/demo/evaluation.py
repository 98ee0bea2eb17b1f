"""The evaluation of this year in the fictitious regency: two online units, one closed and published, one waiting for the evaluator."""

from __future__ import annotations

from datetime import datetime, timedelta

from maklumat.modules.evaluation import api as evaluation
from maklumat.modules.units import api as units

from ..roles import actor_of

CLOSED, WAITING = "disdukcapil", "dpmptsp"


def make_evaluation(now: datetime) -> None:
    """Opened by the heads, handed in, and the first one judged by the organisation bureau."""
    root = units.tree().government
    judges = units.holders("organisation_bureau", [root.id], now) if root else ()
    for code in (CLOSED, WAITING):
        unit = units.tree().by_code.get(code)
        heads = units.holders("head", [unit.id], now) if unit else ()
        if unit is None or not heads or not judges:
            continue
        head, judge = (actor_of(_account(people[0].account_id), now) for people in (heads, judges))
        sheet = evaluation.open_sheet(by=head, unit_id=unit.id, year=now.year, variant="B", at=now)
        evaluation.hand_in(by=head, assessment_id=sheet, at=now)
        evaluation.confirm_all(by=judge, assessment_id=sheet, at=now)
        if code == CLOSED:
            for number in evaluation.waiting(sheet, now):
                evaluation.judge(
                    by=judge, assessment_id=sheet, number=number, score=1, reason="Contoh: bukti belum lengkap.", at=now
                )
            evaluation.close(by=judge, assessment_id=sheet, at=now)
            evaluation.advise(
                by=judge, assessment_id=sheet, number=11, text="Tetapkan kode etik pelayanan dengan larangan dan sanksi.", due_on=(now + timedelta(days=60)).date(), at=now
            )  # fmt: skip


def _account(account_id):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(id=account_id)
