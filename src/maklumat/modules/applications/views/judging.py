"""What an officer typed about a case: read from the form, and shown again when the act was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from ..queries.cases import CasePage, LineFacts
from ..rules.completeness import PAGE

VERDICTS = ("accepted", "wanting")


@dataclass(frozen=True)
class GroupFacts:
    """A page of the applicant's form as an officer judges it."""

    key: str
    title: str
    wanting: bool
    note: str


def verdicts_in(posted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """``verdict-LINE`` and ``note-LINE`` pairs of the form."""
    return {
        (line := name.removeprefix("verdict-")): (value, posted.get(f"note-{line}", "")[:1000])
        for name, value in posted.items()
        if name.startswith("verdict-") and value in VERDICTS
    }


def shown(page: CasePage, typed: Mapping[str, str]) -> dict[str, Any]:
    """The context of a case: its lines and form pages as typed, else as stored; ``unsaved`` has no field any more."""
    judged = page.may_work and page.track.state == "in_process" and page.step.act == "check"
    decided = page.may_work and page.track.state == "in_process"
    groups = [
        GroupFacts(
            PAGE + group.key,
            group.title,
            f"verdict-{PAGE}{group.key}" in typed,
            typed.get(f"note-{PAGE}{group.key}", ""),
        )
        for group in page.standard.pages
    ]
    labels = {line.key: line.label for line in page.lines} | {group.key: group.title for group in groups}
    unsaved = [] if judged else [(labels[key], typed.get(f"note-{key}", "")) for key in labels]
    if not decided:
        unsaved += [(_("Dasar aturan"), typed.get("rule", "")), (_("Alasan"), typed.get("reason", ""))]
    if not (decided and page.may_supervise):
        unsaved.append((_("Diminta di luar standar"), typed.get("what", "")))
    return {
        "page": page,
        "lines": [_as_typed(line, typed) for line in page.lines],
        "groups": groups,
        "typed": typed,
        "unsaved": [(label, text) for label, text in unsaved if text.strip()],
    }


def _as_typed(line: LineFacts, typed: Mapping[str, str]) -> LineFacts:
    verdict = typed.get(f"verdict-{line.key}", "")
    return replace(
        line,
        verdict=verdict if verdict in VERDICTS else line.verdict,
        note=typed.get(f"note-{line.key}", line.note),
    )
