"""The rows of the work list as cells of a table: written here, for each was thirty steps of the template language."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maklumat.ui.templatetags.ui import tag

from ..queries.worklist import WorkRow


def columns() -> list[str]:
    return [_("Nomor"), _("Layanan"), _("Langkah"), _("Keadaan"), _("Jatuh tempo")]


def cells(row: WorkRow) -> list[Any]:
    return [_number(row), row.service, _step(row), _state(row), _due(row)]


def _number(row: WorkRow) -> SafeString:
    link = format_html('<a href="{}">{}</a>', reverse("applications:case", args=[row.id]), row.number)
    return _together(link, tag(_("Saya"), "info") if row.mine else "")


def _step(row: WorkRow) -> SafeString:
    who = f"{row.role}: {row.assigned}" if row.assigned else row.role
    return format_html('{}<br><span class="hint">{}</span>', row.step, who)


def _state(row: WorkRow) -> SafeString:
    late = tag(_("Kembali di akhir waktu"), "warning") if row.late_return else ""
    return _together(tag(row.state_word, row.state_tone), late)


def _due(row: WorkRow) -> Any:
    if row.due_at is None:
        return "–"
    moment = date_format(timezone.localtime(row.due_at), "j M Y, H.i")
    return _together(moment, tag(_("Lewat"), "danger") if row.overdue else "")


def _together(*parts: Any) -> SafeString:
    return format_html_join(" ", "{}", ((part,) for part in parts if part))
