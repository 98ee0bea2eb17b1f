"""What recipients' and custodians' browsers ask. The page itself is public and the same for everybody; what it asks needs a login."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import NotAllowed
from maklumat.modules.accounts import api as accounts

from .. import actions
from ..access import require_keyholder
from ..queries import desk, letters, mailbox, stamps, state
from .reporting import sealed_bytes
from .sealing import given, quiet


@require_safe
@quiet
def begin(request: HttpRequest) -> HttpResponse:
    """Keys, cases (sealed), recoveries."""
    now = clock.now()
    own = desk.desk(request.actor, now, proved=accounts.proved_lately(request, now))
    return JsonResponse({**state.state(now), "work": stamps.work_wanted(now), **own, "csrf": get_token(request)})


@require_POST
@quiet
def key(request: HttpRequest) -> HttpResponse:
    """A new key, or the same one wrapped anew."""
    require_keyholder(request.actor)
    one, now = given(request), clock.now()
    if desk.has_key(request.actor) and not accounts.proved_lately(request, now):
        raise NotAllowed(_("Masuk sekali lagi dengan kata sandi Anda, lalu ulangi: kunci Anda akan diganti."))
    if "box" in one:
        actions.publish_key(
            by=request.actor,
            title=str(one.get("title", "")),
            box=str(one["box"]),
            sign=str(one.get("sign")),
            wrapped=one.get("wrapped"),
            at=now,
        )
    else:
        actions.wrap_again(by=request.actor, wrapped=one.get("wrapped"), passkey=one.get("passkey"), at=now)
    return JsonResponse({"done": True})


@require_safe
@quiet
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case, sealed; for the list, its first letter alone."""
    return JsonResponse(desk.case(request.actor, case_id, first="awal" in request.GET))


@require_safe
@quiet
def cases(request: HttpRequest) -> HttpResponse:
    """The list goes on."""
    return JsonResponse(desk.older(request.actor, request.GET.get("dari", "")))


@require_POST
@quiet
def act(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A signed act on a case."""
    require_keyholder(request.actor)
    one = given(request)
    kept = actions.act(
        by=request.actor, case_id=case_id, text=str(one.get("act")), signature=str(one.get("signature")), at=clock.now()
    )
    return JsonResponse({"day": kept.day.isoformat(), "digest": kept.digest} if kept else {"done": True})


@require_safe
@quiet
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A sealed file of a case."""
    return sealed_bytes(*mailbox.any_file(request.actor, file_id))


@require_POST
@quiet
def recovery_key(request: HttpRequest) -> HttpResponse:
    """A recovery key, in shares."""
    require_keyholder(request.actor)
    one = given(request)
    actions.make_recovery_key(by=request.actor, box=str(one.get("box")), shares=one.get("shares"), at=clock.now())
    return JsonResponse({"done": True})


@require_POST
@quiet
def ask_recovery(request: HttpRequest) -> HttpResponse:
    """The custodians are asked."""
    return JsonResponse({"id": str(actions.ask_recovery(by=request.actor, at=clock.now()))})


@require_POST
@quiet
def recovery(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """A custodian answers, or who asked comes to an end."""
    require_keyholder(request.actor)
    one, now = given(request), clock.now()
    who = {"by": request.actor, "recovery_id": recovery_id, "at": now}
    match one.get("do"):
        case "release":
            actions.release_share(**who, sealed=str(one.get("sealed")))
        case "refuse":
            actions.refuse_recovery(**who)
        case "finish":
            actions.finish_recovery(**who)
        case _other:
            raise letters.malformed()
    return JsonResponse({"done": True})
