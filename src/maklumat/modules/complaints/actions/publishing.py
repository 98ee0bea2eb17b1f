"""The form in which the public reads a text: what leads to a person is hidden, the reporter's own name first."""

from __future__ import annotations

from maklumat.kernel import crypto

from ..models import Identity, Report
from ..queries.parts import IDENTITY
from ..rules.masking import find, masked


def public_form(report: Report, text: str) -> str:
    """The masked text. Looks at who reported in order to hide it, and tells nobody."""
    identity = Identity.objects.filter(report_id=report.root_id or report.id, erased_at=None).first()
    name = crypto.unseal_json(identity.sealed, IDENTITY).get("name", "") if identity else ""
    return masked(text, find(text, (name,)))
