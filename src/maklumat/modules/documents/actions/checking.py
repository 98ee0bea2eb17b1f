"""Looking a document up for a stranger. Who fails too often has to wait, so that numbers are not guessed in rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import limits
from maklumat.kernel.errors import TooMany

from ..queries import Verdict

FAILURES = limits.Limit("document", 100)  # a whole office may stand behind one address
FAILED = ("unknown", "altered")


def look_up(judge: Callable[[], Verdict], *, source: str, at: datetime) -> Verdict:
    """The verdict of ``judge``; one that finds nothing is counted for this ``source`` (an address, kept blind).

    Raises :class:`TooMany` after 100 failures in a quarter of an hour.
    """
    if limits.spent(FAILURES, source, at):
        raise TooMany(_("Terlalu banyak pemeriksaan yang tidak menemukan dokumen. Tunggu 15 menit, lalu coba lagi."))
    verdict = judge()
    if verdict.state in FAILED:
        with transaction.atomic():
            limits.count(FAILURES, source, at)
    return verdict
