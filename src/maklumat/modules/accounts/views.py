"""One's own account. Logging in, passwords and second factors are allauth's pages under /masuk/."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from . import actions
from .forms import NameForm
from .queries import account_page, safety_page
from .rules.safety import METHODS, WORDS
from .sessions import digest, idle


@private
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/home.html", {"page": account_page(request.actor)})


@private
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest) -> HttpResponse:
    page = account_page(request.actor)
    form = NameForm(sent(request), initial={"name": page.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(by=request.actor, name=form.cleaned_data["name"], at=clock.now())
        messages.success(request, _("Nama Anda sudah disimpan."))
        return redirect("accounts:home")
    return render(request, "accounts/rename.html", {"form": form}, status=422 if form.errors else 200)


@private
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Where one is logged in, and what happened to the account lately."""
    page = safety_page(request.actor, digest(request.session.session_key), clock.now(), idle())
    context = {
        "logins": page.logins,
        "others": any(not one.here for one in page.logins),
        "lines": [{"row": one, "what": _(WORDS[one.kind]), "how": _how(one.about)} for one in page.lines],
        "minutes": settings.SESSION_IDLE_MINUTES,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "accounts/safety.html", context)


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one login, or all others."""
    now, here = clock.now(), digest(request.session.session_key)
    which = request.POST.get("which", "")
    if which == "others":
        actions.end_other_sessions(by=request.actor, kept=here, at=now)
        messages.success(request, _("Semua perangkat lain sudah dikeluarkan."))
    else:
        actions.end_session(by=request.actor, session=which, at=now)
        messages.success(request, _("Perangkat itu sudah dikeluarkan."))
    return redirect("accounts:safety")


def _how(about: str) -> str:
    """How somebody proved who they are, in words; a route's name says nothing to its reader and is left out."""
    return ", ".join(_(METHODS[name]) for name in about.split("+") if name in METHODS)
