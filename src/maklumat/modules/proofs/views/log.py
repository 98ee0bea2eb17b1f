"""The published ledger: a page for people, files and proofs for programs (C2SP tlog-tiles), the program that checks them."""

from __future__ import annotations

from importlib import resources
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel.errors import Missing

from ..queries import log
from ..rules.addresses import read_address

SECONDS = "public, max-age=2"  # a head is soon followed by another
FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Public: what this is, how large, who watches, how to check."""
    page = log.log_page()
    rows = [
        [name, _("ikut menandatangani") if cosigned else _("belum menandatangani yang terbaru")]
        for name, cosigned in page.watchers
    ]
    return render(
        request, "proofs/overview.html", {"page": page, "watchers": rows, "watcher_columns": [_("Saksi"), _("Keadaan")]}
    )


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Public: the signed head."""
    return _kept(HttpResponse(log.head().note, content_type="text/plain; charset=utf-8"), SECONDS)


@require_safe
def tile(request: HttpRequest, address: str) -> HttpResponse:
    """Public: hashes of the tree, or commitments of entries, which tell nothing."""
    found = read_address(address)
    if found is None:
        raise Missing(_("Alamat ini bukan bagian catatan."))
    return _kept(HttpResponse(log.tile(found), content_type="application/octet-stream"), FOR_GOOD)


@require_safe
def inclusion(request: HttpRequest) -> HttpResponse:
    """Public: proof that a leaf is in the tree."""
    return _kept(JsonResponse(log.inclusion(_number(request, "index"), _number(request, "size"))), SECONDS)


@require_safe
def consistency(request: HttpRequest) -> HttpResponse:
    """Public: proof that the tree only grew."""
    return _kept(JsonResponse(log.consistency(_number(request, "old"), _number(request, "size"))), SECONDS)


@require_safe
def fact(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Public: the proof of a fact that is for everybody, as a file."""
    response = HttpResponse(log.public_fact(entry_id), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{entry_id}.tlog-proof"'
    return response


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Public: whose signatures count. Who checks keeps his own copy: it is the one thing that must not come from here each time."""
    response = JsonResponse(log.policy(), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = 'attachment; filename="kebijakan.json"'
    return _kept(response, SECONDS)


@require_safe
def checker(request: HttpRequest) -> HttpResponse:
    """Public: the source of ``rules.cekjejak``, which needs nothing of ours."""
    text = (resources.files("maklumat.modules.proofs") / "rules" / "cekjejak.py").read_text(encoding="utf-8")
    response = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cekjejak.py"'
    return response


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _kept(response: Any, how_long: str) -> HttpResponse:
    response["Cache-Control"] = how_long
    return response
