"""Open311 GeoReport v2: what other programs ask and send. Errors come in the form that the specification gives them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, Missing, NotAllowed, Refusal
from maklumat.modules.accounts import api as accounts

from .. import actions
from ..queries import georeport
from ..rules import georeport as form_of

CHANGED = "2026-11-22T00:00:00+07:00"  # when this interface changed last
LONGEST = 4000  # letters of a description, as the specification has it
_ATTRIBUTE = re.compile(r"attribute\[([a-z0-9_]{1,40})\](\[\])?")
Endpoint = Callable[..., HttpResponse]


def endpoint(*methods: str) -> Callable[[Endpoint], Endpoint]:
    """One address: its methods, its jurisdiction, its errors."""

    def around(view: Endpoint) -> Endpoint:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, form: str, **named: Any) -> HttpResponse:
            if request.method not in (*methods, "HEAD", "OPTIONS"):
                refused = _error(form, 405, _("Metode ini tidak dilayani di alamat ini."))
                refused["Allow"] = ", ".join(methods)
                return refused
            with translation.override("id"):
                try:
                    _check_letters(request)
                    _check_jurisdiction(request)
                    answer = view(request, form, **named)
                except NotAllowed as refusal:
                    answer = _error(form, 403, refusal.message)
                except Invalid as refusal:
                    answer = _error(form, 400, refusal.message)
                except Refusal as refusal:
                    answer = _error(form, refusal.status, refusal.message)
                except (BadRequest, SuspiciousOperation):
                    answer = _error(form, 400, _("Permintaan ini tidak terbaca. Kirim sebagai UTF-8."))
                except form_of.BadArgument as fault:
                    answer = _error(form, 400, _("Argumen “%(name)s” tidak terbaca.") % {"name": fault})
            answer["Access-Control-Allow-Origin"] = "*"
            return answer

        answered.for_programs = True  # type: ignore[attr-defined]
        return answered

    return around


def _check_letters(request: HttpRequest) -> None:
    for data in (request.GET, request.POST):
        if any("\0" in "".join((name, *values)) for name, values in data.lists()):
            raise BadRequest


def _check_jurisdiction(request: HttpRequest) -> None:
    given = request.GET.get("jurisdiction_id") or (
        request.POST.get("jurisdiction_id") if request.method == "POST" else ""
    )
    if given and given != georeport.jurisdiction():
        raise Missing(_("Wilayah (jurisdiction_id) ini tidak dilayani di sini."))


def _answer(form: str, root: str, item: str, content: Any, status: int = 200) -> HttpResponse:
    body = form_of.written(form, root, item, content)
    return HttpResponse(body, content_type=form_of.FORMATS[form], status=status)


def _error(form: str, code: int, text: str) -> HttpResponse:
    return _answer(form, "errors", "error", [{"code": code, "description": text}], code)


@endpoint("GET")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the interface is and what it speaks."""
    url = request.build_absolute_uri("/open311/v2")
    content = {
        "changeset": CHANGED,
        "contact": _("Minta bantuan kepada pengelola situs ini: %(url)s") % {"url": request.build_absolute_uri("/")},
        "key_service": _("Kunci API diberikan oleh pengelola sistem ini."),
        "endpoints": [
            {
                "specification": form_of.SPECIFICATION,
                "url": url,
                "changeset": CHANGED,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
    return _answer(form, "discovery", "", content)


@endpoint("GET")
def services(request: HttpRequest, form: str) -> HttpResponse:
    return _answer(form, "services", "service", georeport.services())


@endpoint("GET")
def definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    return _answer(form, "service_definition", "", georeport.definition(code))


@endpoint("GET")
def without_id(request: HttpRequest, form: str, kind: str) -> HttpResponse:
    raise Invalid(_("Alamat ini perlu kode atau nomor di belakangnya."))


@endpoint("GET")
def token(request: HttpRequest, form: str, code: str) -> HttpResponse:
    return _answer(form, "service_requests", "request", [georeport.token(code)])


@endpoint("GET")
def one(request: HttpRequest, form: str, number: str) -> HttpResponse:
    wanted = georeport.Wanted(numbers=(number.upper(),), extensions=_extended(request))
    found = georeport.requests(wanted)
    if not found:
        raise Missing(_("Laporan ini tidak ada, atau tidak terbuka untuk umum."))
    return _answer(form, "service_requests", "request", found)


@endpoint("GET", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    return _file(request, form) if request.method == "POST" else _list(request, form)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:2000] for name in ("service_request_id", "service_code", "status")}
    first, last = form_of.span(request.GET.get("start_date", ""), request.GET.get("end_date", ""), clock.now())
    status = tuple(sorted(set(_split(given["status"].lower()))))
    if not set(status) <= {"open", "closed"}:
        raise form_of.BadArgument("status")
    wanted = georeport.Wanted(
        numbers=_split(given["service_request_id"].upper()),
        services=_split(given["service_code"]),
        status=status,
        first=first,
        last=last,
        page=form_of.number(request.GET.get("page", ""), "page", 100_000, 1),
        page_size=form_of.number(request.GET.get("page_size", ""), "page_size", form_of.MOST_ROWS, form_of.MOST_ROWS),
        extensions=_extended(request),
    )
    return _answer(form, "service_requests", "request", georeport.requests(wanted))


def _file(request: HttpRequest, form: str) -> HttpResponse:
    given = request.POST
    client_id = georeport.client_of(given.get("api_key", ""))
    receipt = actions.receive(client_id=client_id, incoming=_incoming(request), at=clock.now())
    notice = _("Simpan kode ini untuk melacak laporan: %(code)s") % {"code": receipt.code}
    content = [{"token": receipt.code, "service_notice": notice, "account_id": ""}]
    return _answer(form, "service_requests", "request", content, 201)


def _incoming(request: HttpRequest) -> actions.Incoming:
    """The arguments of a report. Raises what says which one is missing or cannot be read."""
    given = {name: form_of.printable(value) for name, value in request.POST.items()}
    if not given.get("service_code"):
        raise Invalid(_("Argumen “service_code” wajib ada."))
    point, place = form_of.degrees(given.get("lat", ""), given.get("long", "")), given.get("address_string", "")[:300]
    if point is None and not place and not given.get("address_id"):
        raise Invalid(_("Tempat wajib ada: “lat” dan “long”, atau “address_string”, atau “address_id”."))
    if len(given.get("description", "")) > LONGEST:
        raise Invalid(_("“description” paling panjang 4000 huruf."))
    phone = accounts.check_phone(given["phone"][:40]) if given.get("phone") else None
    if phone and phone.error:
        raise Invalid(_("“phone” bukan nomor telepon."))
    return actions.Incoming(
        category=given["service_code"][:60],
        text=given.get("description", ""),
        place=place,
        point=point,
        region=given.get("address_id", "")[:13],
        name=f"{given.get('first_name', '')[:80]} {given.get('last_name', '')[:80]}".strip(),
        phone=phone.value if phone else "",
        email=given.get("email", "")[:200],
        answers=_attributes(request),
        media_url=given.get("media_url", "")[:500],
        evidence=[sent.read() for sent in request.FILES.getlist("media")[:5]],
        secret=given.get("secret") == "true",
        anonymous=given.get("anonymous") == "true",
        request_key=request.headers.get("Idempotency-Key", "")[:200],
    )


def _attributes(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in request.POST:
        read = _ATTRIBUTE.fullmatch(name)
        if read:
            values = [form_of.printable(one)[:2000] for one in request.POST.getlist(name)[:50] if one]
            if values:
                found[read[1]] = values if read[2] or len(values) > 1 else values[0]
    return found


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())[:200]


def _extended(request: HttpRequest) -> bool:
    return request.GET.get("extensions", "").lower() == "true"
