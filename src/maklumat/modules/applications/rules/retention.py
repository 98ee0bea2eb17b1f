"""How long documents are kept after the end of an application. No Django.

Each requirement of a standard says for how many months: personal data is kept no longer than its purpose needs
(UU 27/2022 Art. 16 (2) g °, 44 °). The months are the unit's to set, after the archive retention schedule of its
government (jadwal retensi arsip, UU 43/2009 °). ° from memory, see docs/glossary.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime


def kept_until(finished_at: datetime, months: int) -> datetime:
    """The same day and time ``months`` later; the last day of a month that is too short."""
    year, month = divmod(finished_at.year * 12 + finished_at.month - 1 + months, 12)
    return finished_at.replace(year=year, month=month + 1, day=min(finished_at.day, monthrange(year, month + 1)[1]))
