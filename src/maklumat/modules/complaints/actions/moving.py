"""What every act on a report shares: the move in the table of states, the saved row, one entry of the thread."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from maklumat.kernel import crypto, rows
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from ..models import Entry, Report
from ..queries.parts import ENTRY
from ..rules.states import Refused, State, after
from . import clockwork
from .publishing import public_form

LONGEST_ENTRY = 5000
CHANGED = (  # by some act after the filing
    "state", "ending", "kind", "category", "about_unit", "holder_unit", "assigned_to", "anonymous", "secret", "hidden", "named",
    "public_title", "public_text", "public_place", "published_at", "returns", "judged", "objections", "satisfaction", "changed_at",
    "desk_since", "answered_at", "answered_in_time", "finished_at", "due_at", "wait_until", "next_step_at", "work_order", "revision",
)  # fmt: skip


def move(report: Report, act: str) -> None:
    """Bring the row to the state that follows. Raises :class:`Conflict` when the act does not fit."""
    try:
        report.state = after(State(report.state), act)
    except Refused as error:
        raise Conflict(_("Keadaan laporan ini sudah berubah. Muat ulang halaman untuk melihatnya.")) from error


def save(report: Report, at: datetime, *, due: bool = True) -> None:
    """Write the row, one revision on; the kept sums of its clock are brought up to date."""
    if due:
        clockwork.set_due(report, at)
    report.changed_at = at
    report.revision += 1
    rows.update(report, CHANGED)


def say(
    report: Report, kind: str, text: str, by: Actor | None, at: datetime, *, public: bool = False, field: str = "text"
) -> Entry:
    """One entry of the thread, sealed. ``public``: its masked form may be read by everybody, if the report is public."""
    text = text.strip()
    if not text:
        raise Invalid(_("Tulis dulu isinya."), fields={field: _("Wajib diisi.")})
    if len(text) > LONGEST_ENTRY:
        raise Invalid(_("Tulisannya terlalu panjang. Ringkaslah."), fields={field: _("Terlalu panjang.")})
    entry = Entry(
        report=report,
        kind=kind,
        by=by.account_id if by else None,
        at=at,
        text=crypto.seal(text.encode(), ENTRY),
        public_text=public_form(report)(text) if public else "",
    )
    rows.insert(entry)
    return entry


def is_public(report: Report) -> bool:
    """Whether what is said about it may be read by everybody: of a part, whether the whole is public."""
    whole = report.root or report
    return whole.published_at is not None and not whole.secret
