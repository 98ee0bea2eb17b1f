"""What happens around every request: it is counted, the actor is built, a refusal becomes a page."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import translation

from maklumat.kernel import clock, memo
from maklumat.kernel.errors import Refusal

from . import errors, observe
from .roles import actor_of


class Observe:
    """Counts and times every answer under its route's name, never under its path."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        with memo.remembering():
            response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else "unmatched"
        observe.answered(route or "unnamed", request.method, response.status_code, time.perf_counter() - started)
        return response


class Act:
    """Puts ``request.actor`` there, asks staff for a second factor, and turns refusals into pages."""

    OPEN = ("account_", "mfa_", "set_language", "site:")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request.user, clock.now())
        if _has_null(request):
            return errors.bad_request(request)
        if self._second_factor_missing(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return errors.refused(request, exception)
        return None

    def _second_factor_missing(self, request: HttpRequest) -> bool:
        if request.actor.kind != "staff" or not settings.REQUIRE_SECOND_FACTOR:
            return False
        name = resolve(request.path_info).view_name or "" if _known(request) else ""
        if name.startswith(self.OPEN):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        return not is_mfa_enabled(request.user)


def _has_null(request: HttpRequest) -> bool:
    """A null character in a value: no keyboard makes it, and PostgreSQL stores none."""
    given = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
    return any("\0" in value for data in given for values in data.lists() for value in (values[0], *values[1]))


def _known(request: HttpRequest) -> bool:
    from django.urls import Resolver404

    try:
        resolve(request.path_info)
    except Resolver404:
        return False
    return True


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
