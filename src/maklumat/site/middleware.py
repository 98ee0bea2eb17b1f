"""What happens around every request: it is counted, the actor is built, a refusal becomes a page."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.module_loading import import_string

from maklumat.kernel import clock, memo
from maklumat.kernel.crypto import Unreadable
from maklumat.kernel.errors import Refusal
from maklumat.kernel.logkeys import Forked
from maklumat.kernel.policies import BadPolicy

from . import errors, observe
from .roles import actor_of

HAS_SECOND_FACTOR = "second_factor"  # in the session: when it was last seen that there is one
RECHECK = 600  # seconds; a factor that was taken away in another session is missed no longer than that


def forget_second_factor(request: HttpRequest, **_known: object) -> None:
    """A factor was taken away in this session: look again."""
    request.session.pop(HAS_SECOND_FACTOR, None)


class Observe:
    """Counts and times every answer under its route's name, never under its path."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        looking = request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES
        with memo.remembering(looking=looking):
            response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else "unmatched"
        observe.answered(route or "unnamed", request.method, response.status_code, time.perf_counter() - started)
        return response


class Accounts:
    """Session, login and messages, for whoever has a session or is about to get one; everybody else is a stranger.

    A resident without an account asks for thirty pages and needs none of it on any of them.
    """

    INNER = (
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    )
    COOKIES = (settings.SESSION_COOKIE_NAME, settings.MESSAGES_COOKIE_NAME)
    DOORS = ("/masuk/", "/akun/")  # where strangers log in

    def __init__(self, get_response):
        self.strangers = self.known = get_response
        for path in reversed(self.INNER):
            self.known = import_string(path)(self.known)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(name in request.COOKIES for name in self.COOKIES) or request.path_info.startswith(self.DOORS):
            return self._left(request, self.known(request))
        request.user = AnonymousUser()
        return self.strangers(request)

    def _left(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Whoever leaves takes unsent drafts along: the browser may be a shared one."""
        if request.method == "POST" and request.resolver_match and request.resolver_match.view_name == "account_logout":
            response["Clear-Site-Data"] = '"storage"'
        return response


class Act:
    """Puts ``request.actor`` there, asks staff for a second factor, and turns refusals into pages."""

    # What staff without a second factor may open: their own account, and what such a page is made of.
    OPEN = ("account_", "mfa_", "accounts:", "set_language", "site:emblem", "site:healthz", "site:mailbox")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request.user, clock.now())
        if self._second_factor_missing(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """What no keyboard can make is refused; an interface for programs refuses it in its own form."""
        return errors.bad_request(request) if not getattr(view, "for_programs", False) and _has_null(request) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return errors.refused(request, exception)
        if isinstance(exception, Unreadable):
            return errors.unreadable(request)
        if isinstance(exception, (Forked, BadPolicy)):
            return errors.unsigned(request, exception)
        return None

    def _second_factor_missing(self, request: HttpRequest) -> bool:
        if request.actor.kind != "staff" or not settings.REQUIRE_SECOND_FACTOR:
            return False
        if 0 <= clock.now().timestamp() - request.session.get(HAS_SECOND_FACTOR, 0) < RECHECK:
            return False
        if _name_of(request).startswith(self.OPEN):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        if not is_mfa_enabled(request.user):
            return True
        request.session[HAS_SECOND_FACTOR] = int(clock.now().timestamp())
        return False


def _has_null(request: HttpRequest) -> bool:
    """A null character in a value: no keyboard makes it, and PostgreSQL stores none."""
    given = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
    return any("\0" in "".join((name, *values)) for data in given if data for name, values in data.lists())


def _name_of(request: HttpRequest) -> str:
    """The name of the page that is asked for, empty for none of ours."""
    try:
        return resolve(request.path_info).view_name or ""
    except Resolver404:
        return ""


class Speak:
    """Bahasa Indonesia, unless the visitor chose English here. A phone set to English chooses nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
