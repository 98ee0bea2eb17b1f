"""The exchange with other systems, for who looks after it; the interface, for who writes programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Refusal
from maklumat.kernel.ids import id_of
from maklumat.ui.kept import private

from .. import actions
from ..access import require_see
from ..queries.partners import exchange_page
from .rest import api

TYPED = ("number", "partner", "service_code")


@private
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return _shown(request, {}, "", 200)


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Send a report to a neighbour; a refusal shows the page with what was typed."""
    require_see(request.actor)
    given = {name: request.POST.get(name, "")[:120] for name in TYPED}
    try:
        actions.hand_over(
            by=request.actor, number=given["number"], partner_id=id_of(given["partner"]), service_code=given["service_code"].strip(),
            at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _shown(request, given, refusal.message, refusal.status)
    return redirect("exchange:overview")


def _shown(request: HttpRequest, typed: dict[str, str], problem: str, status: int) -> HttpResponse:
    page = exchange_page(request.actor)
    neighbours = [(str(one.id), one.name) for one in page.partners if one.protocol == "open311"]
    context = {"page": page, "neighbours": neighbours, "typed": typed, "problem": problem}
    return render(request, "exchange/overview.html", context, status=status)


@require_safe
def interface(request: HttpRequest) -> HttpResponse:
    """What the REST interface offers, read from its own description."""
    described = api.get_openapi_schema()
    operations = [
        _operation(path, method, one) for path, methods in described["paths"].items() for method, one in methods.items()
    ]
    return render(request, "exchange/interface.html", {"operations": operations})


def _operation(path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    given = [p["name"] for p in one.get("parameters", ())]
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "method": method.upper(), "path": path, "summary": one.get("summary", ""), "key": bool(one.get("security")),
        "given": ", ".join([*given, *([body["$ref"].rpartition("/")[2]] if "$ref" in body else [])]),
    }  # fmt: skip
