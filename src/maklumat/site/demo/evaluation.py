"""The evaluation of this year in the fictitious regency: two online units, one closed and published, one waiting for the evaluator."""

from __future__ import annotations

from datetime import datetime, timedelta

from maklumat.modules.evaluation import api as evaluation
from maklumat.modules.units import api as units

from ..roles import actor_of
from .history import picture

CLOSED, WAITING = "disdukcapil", "dpmptsp"
# What no system knows the units state with a file: indicator → items, and what the rule gives for them.
STATED = {
    11: (("basic-values", "rights-duties", "ban-kkn", "ban-discrimination"), 3),
    12: (("awards", "training"), 2),
    14: (("uniform", "name-tag", "rule-5s"), 3),
    29: (("under-1-year",), 2),
}
OVERRIDDEN = {14: (2, "Pada foto petugas loket 3 tidak memakai tanda nama.")}


def make_evaluation(now: datetime) -> None:
    """Opened and filled in by the heads, handed in, and the first one judged by the organisation bureau."""
    root = units.tree().government
    judges = units.holders("organisation_bureau", [root.id], now) if root else ()
    for code in (CLOSED, WAITING):
        unit = units.tree().by_code.get(code)
        heads = units.holders("head", [unit.id], now) if unit else ()
        if unit is None or not heads or not judges:
            continue
        head, judge = (actor_of(_account(people[0].account_id), now) for people in (heads, judges))
        sheet = evaluation.open_sheet(by=head, unit_id=unit.id, year=now.year, variant="B", at=now)
        for number, (items, _score) in STATED.items():
            evaluation.state(
                by=head, assessment_id=sheet, number=number, items=items, numbers={}, note="", proof=picture(f"Bukti indikator {number}"), at=now
            )  # fmt: skip
        evaluation.hand_in(by=head, assessment_id=sheet, at=now)
        evaluation.confirm_all(by=judge, assessment_id=sheet, at=now)
        if code == CLOSED:
            for number in evaluation.waiting(sheet, now):
                score, reason = OVERRIDDEN.get(number, (STATED[number][1], ""))
                evaluation.judge(by=judge, assessment_id=sheet, number=number, score=score, reason=reason, at=now)
            evaluation.close(by=judge, assessment_id=sheet, at=now)
            evaluation.advise(
                by=judge, assessment_id=sheet, number=13, text="Tetapkan kriteria penghargaan pegawai dengan kinerja sebagai kriteria utama.",
                due_on=(now + timedelta(days=60)).date(), at=now,
            )  # fmt: skip


def _account(account_id):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(id=account_id)
