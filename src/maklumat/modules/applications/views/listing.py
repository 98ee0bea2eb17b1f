"""The rows of the work list as cells of a table: written here, for each was thirty steps of the template language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maklumat.ui.templatetags.ui import tag

from ..queries.worklist import WorkRow


def columns() -> list[str]:
    return [_("Nomor"), _("Layanan"), _("Langkah"), _("Keadaan"), _("Jatuh tempo")]


def cells(rows: Iterable[WorkRow]) -> list[list[Any]]:
    """Number, service, step with its holder, state, due time; for each row."""
    mine, overdue = f" {tag(_('Saya'), 'info')}", f" {tag(_('Lewat'), 'danger')}"
    late = f" {tag(_('Kembali di akhir waktu'), 'warning')}"
    return [
        [
            SafeString(_link(row) + (mine if row.mine else "")),
            row.service,
            _step(row),
            SafeString(tag(row.state_word, row.state_tone) + (late if row.late_return else "")),
            SafeString(_due(row) + (overdue if row.overdue else "")) if row.due_at else "–",
        ]
        for row in rows
    ]


def _link(row: WorkRow) -> str:
    return f'<a href="{reverse("applications:case", args=[row.id])}">{escape(row.number)}</a>'


def _step(row: WorkRow) -> SafeString:
    who = f"{row.role}: {row.assigned}" if row.assigned else row.role
    return SafeString(f'{escape(row.step)}<br><span class="hint">{escape(who)}</span>')


def _due(row: WorkRow) -> str:
    return escape(date_format(timezone.localtime(row.due_at), "j M Y, H.i"))
