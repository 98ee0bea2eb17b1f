"""The REST interface for programs, described by OpenAPI. Public data are for everybody; filing asks for a key, following for the
reporter's code, both in headers, so that no address holds a secret."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Header, NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyHeader

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, Missing, NotAllowed, Refusal
from maklumat.modules.accounts import api as accounts
from maklumat.modules.complaints import api as complaints
from maklumat.modules.dashboards import api as dashboards

from .. import actions
from ..forms import (
    Act,
    Category,
    Figures,
    Filing,
    Followed,
    Measure,
    Measurement,
    Problem,
    Public,
    Receipt,
    WebhookIn,
    WebhookNew,
    WebhookOut,
)
from ..queries.subscribers import webhooks_of


class Rest(NinjaAPI):
    """It lies in a room's addresses, whose names its own reversing does not know."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return "/api/v1/"


api = Rest(
    title="Maklumat",
    version="1",
    description="Figures of services, and reports of residents: public data, filing, following, webhooks.",
    urls_namespace="rest",
    docs_url=None,
)


class Key(APIKeyHeader):
    """The key of a program, as `maklumat django add_api_client` gave it."""

    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> UUID | None:
        try:
            return complaints.client_of(key or "")
        except NotAllowed:
            return None


REFUSED = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


@api.exception_handler(AuthenticationError)
def _strange(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    content = {"message": _("Kunci API tidak dikenal. Mintalah kunci kepada pengelola sistem ini."), "fields": {}}
    return api.create_response(request, content, status=401)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return api.create_response(request, {"message": refusal.message, "fields": refusal.fields}, status=refusal.status)


@api.exception_handler(RawPostDataException)
@api.exception_handler(SuspiciousOperation)
@api.exception_handler(HttpError)
def _no_json(request: HttpRequest, error: Exception) -> HttpResponse:
    """A form instead of JSON, too much of it, or half of it."""
    content = {"message": _("Permintaan ini tidak terbaca. Kirim JSON dalam UTF-8, paling besar 2,5 MB."), "fields": {}}
    return api.create_response(request, content, status=getattr(error, "status_code", 400))


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {str(one["loc"][-1]): str(one["msg"])[:200] for one in error.errors if one.get("loc")}
    content = {"message": _("Beberapa isian tidak terbaca. Periksa yang disebut di “fields”."), "fields": fields}
    return api.create_response(request, content, status=422)


@api.get("/categories", response=list[Category], summary="What reports are about")
def categories(request: HttpRequest) -> Any:
    return complaints.services()


@api.get("/reports", response={200: list[Public], **REFUSED}, summary="Public reports, newest first")
def reports(
    request: HttpRequest, category: str = Query("", max_length=60), status: Literal["", "open", "closed"] = "",
    first: str = Query("", max_length=40), last: str = Query("", max_length=40), page: int = Query(1, ge=1, le=10_000), page_size: int = Query(50, ge=1, le=200),
) -> Any:  # fmt: skip
    """``first`` and ``last``: ISO moments between which they were filed."""
    moments = [_moment(text) for text in (first, last)]
    wanted = complaints.Wanted(
        services=(category,) if category else (), status=(status,) if status else (), first=moments[0] or parse_datetime("2000-01-01T00:00:00Z"),
        last=moments[1] or clock.now(), page=page, page_size=page_size,
    )  # fmt: skip
    with override("id"):
        return complaints.requests(wanted)


def _moment(text: str) -> Any:
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(_("Tulis waktu lengkap dengan zonanya, misalnya 2026-11-02T08:00:00+07:00."))
    return found


@api.get("/reports/{number}", response={200: Public, **REFUSED}, summary="One public report with its history")
def report(request: HttpRequest, number: str) -> Any:
    with override("id"):
        found = complaints.requests(
            complaints.Wanted(numbers=(number[:40].replace("\0", "").upper(),), extensions=True)
        )
    if not found:
        raise Missing(_("Laporan ini tidak ada, atau tidak terbuka untuk umum."))
    return found[0]


@api.post("/reports", response={201: Receipt, **REFUSED}, auth=Key(), summary="File a report")
def file(request: HttpRequest, filing: Filing, idempotency_key: str = Header("", max_length=100)) -> Any:
    """The same ``Idempotency-Key`` again is answered with the same report, so a broken request is simply sent again."""
    given = {name: _clean(value) for name, value in filing.dict().items()}
    checked = accounts.check_phone(given["phone"]) if given["phone"] else None
    if checked and checked.error:
        raise Invalid(_(checked.error), fields={"phone": _(checked.error)})
    point = (given.pop("lat"), given.pop("long"))
    incoming = complaints.Incoming(
        **{name: value for name, value in given.items() if name != "phone"}, phone=checked.value if checked else "",
        point=point if None not in point else None, request_key=_clean(idempotency_key),
    )  # fmt: skip
    receipt = complaints.receive(client_id=request.auth, incoming=incoming, at=clock.now())
    return 201, {
        "number": receipt.number,
        "code": receipt.code,
        "url": f"{settings.BASE_URL}/lapor/lacak/{receipt.code}/",
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return {_clean(key): _clean(one) for key, one in value.items()} if isinstance(value, dict) else value


@api.get("/following", response={200: Followed, **REFUSED}, summary="A report, for who holds its code")
def following(request: HttpRequest, x_report_code: str = Header(max_length=60)) -> Any:
    return _followed(_clean(x_report_code))


@api.post("/following", response={200: Followed, **REFUSED}, summary="Reply, confirm or object")
def follow(request: HttpRequest, act: Act, x_report_code: str = Header(max_length=60)) -> Any:
    code = _clean(x_report_code)
    common = {"by": request.actor, "code": code, "at": clock.now()}
    match act.act:
        case "reply":
            complaints.reply(text=_clean(act.text), **common)
        case "confirm":
            complaints.confirm(**common)
        case "object":
            complaints.object_to(text=_clean(act.text), **common)
    return _followed(code)


def _followed(code: str) -> dict[str, Any]:
    page = complaints.tracking(code, clock.now())
    acts = [
        name
        for name, may in (("reply", page.may_reply), ("confirm", page.may_confirm), ("object", page.may_object))
        if may
    ]
    return {
        "number": page.number, "state": page.state, "state_word": page.state_word, "holder": page.holder,
        "due_at": page.due_at.isoformat() if page.due_at else None,
        "wait_until": page.wait_until.isoformat() if page.wait_until else None,
        "thread": [{"kind": one.kind, "text": one.text, "at": one.at.isoformat()} for one in page.entries], "acts": acts,
    }  # fmt: skip


@api.get("/figures", response=Figures, summary="Received, answered in time, middle time; of a year, by unit")
def figures(request: HttpRequest) -> Any:
    page = complaints.figures()
    lines = [*((page.whole,) if page.whole else ()), *page.units]
    return {
        "at": page.at.isoformat() if page.at else None,
        "units": [
            {
                "unit": one.code, "name": one.name, "received": one.received, "answered": one.answered,
                "in_time_percent": one.in_time.percent if one.in_time.shown else None, "in_time_low": one.in_time.low if one.in_time.shown else None,
                "in_time_high": one.in_time.high if one.in_time.shown else None, "days_median": one.days_median,
            }
            for one in lines
        ],
    }  # fmt: skip


@api.get("/measures", response=list[Measure], summary="The measures of the figures and what they mean, all versions")
def measures(request: HttpRequest) -> Any:
    return dashboards.definitions()


@api.get(
    "/measurements", response={200: list[Measurement], **REFUSED}, summary="Published figures of a year and its months"
)
def measurements(
    request: HttpRequest, year: int = Query(..., ge=2009, le=2100), kind: Literal["", "government", "unit", "service"] = "",
    code: str = Query("", max_length=80), measure: str = Query("", max_length=40),
) -> Any:  # fmt: skip
    """One subject, one measure, or both; at least one of them is named. What the public may see, whoever asks."""
    if not (code or measure):
        raise Invalid(_("Sebutkan code atau measure. Semua angka sekaligus ada di data terbuka."))
    return list(dashboards.rows(year, clock.now(), kind=kind, code=code, measure=measure))


@api.get("/webhooks", response={200: list[WebhookOut], **REFUSED}, auth=Key(), summary="The webhooks of this program")
def webhooks(request: HttpRequest) -> Any:
    return webhooks_of(request.auth)


@api.post("/webhooks", response={201: WebhookNew, **REFUSED}, auth=Key(), summary="Be told of public reports")
def subscribe(request: HttpRequest, webhook: WebhookIn) -> Any:
    made = actions.subscribe(client_id=request.auth, url=_clean(webhook.url), unit=_clean(webhook.unit), at=clock.now())
    return 201, made


@api.api_operation(
    ["DELETE"], "/webhooks/{webhook_id}", response={204: None, **REFUSED}, auth=Key(), summary="Be told no more"
)
def unsubscribe(request: HttpRequest, webhook_id: UUID) -> Any:
    actions.unsubscribe(client_id=request.auth, subscriber_id=webhook_id, at=clock.now())
    return 204, None
