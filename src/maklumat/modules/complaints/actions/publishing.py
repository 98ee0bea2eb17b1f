"""The form in which the public reads a text: what leads to a person is hidden, the reporter's own name first, and whatever he
himself wants hidden."""

from __future__ import annotations

from collections.abc import Callable

from maklumat.kernel import crypto, rows

from ..models import Identity, Report
from ..queries.parts import CONTENT, IDENTITY
from ..rules.masking import find, masked, passages


def public_form(report: Report) -> Callable[[str], str]:
    """What masks the texts of a report. Looks at who reported in order to hide it, and tells nobody. One query."""
    found = rows.read(Identity, "WHERE report_id = %s AND erased_at IS NULL", [report.root_id or report.id])
    name = crypto.unseal_json(found[0].sealed, IDENTITY).get("name", "") if found else ""
    whole = report.root if report.root_id else report
    hidden = crypto.unseal_json(whole.content, CONTENT).get("hidden", ()) if whole else ()
    return lambda text: _hide(masked(text, find(text, (name,))), hidden)


def _hide(text: str, hidden: list[str]) -> str:
    return masked(text, passages(text, hidden)) if hidden else text
