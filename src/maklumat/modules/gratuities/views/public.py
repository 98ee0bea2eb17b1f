"""Everybody: what gratuities are, what the rule says, and how many were reported and refused here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock

from ..queries.register import public_page
from . import words


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Public: numbers of the year, and the rule in force."""
    page = public_page(clock.now())
    context = {
        "page": page, "source": page.provision.legal_basis, "limits": words.limits(page.provision), "days": words.days(page.provision),
        "limit_columns": [_("Pemberian"), (_("Tidak wajib dilaporkan sampai"), "number")], "day_columns": [_("Langkah"), (_("Paling lama"), "number")],
        "counts": [
            (_("Pemberian yang ditolak petugas"), words.shown(page.refused)), (_("Pemberian yang diterima dan dilaporkan"), words.shown(page.received)),
            (_("Diteruskan ke KPK"), words.shown(page.forwarded)), (_("Ditetapkan milik negara"), words.shown(page.state_owned)),
        ],
    }  # fmt: skip
    return render(request, "gratuities/overview.html", context)
