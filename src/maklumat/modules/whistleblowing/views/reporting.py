"""What reporters' devices ask: the page, the keys, sending, the mailbox. No view here knows who asks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid

from .. import actions
from ..queries import letters, mailbox, release, stamps, state
from ..rules import shapes, signing
from ..rules.shapes import BadShape
from .sealing import announced, from_copies, given, quiet, unkept


@require_safe
def page(request: HttpRequest, address: str = "") -> HttpResponse:
    """Public: the same bytes for everybody."""
    found = release.page(address)
    response = HttpResponse(found.content, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = found.policy
    response["Content-Language"] = release.PAGES[address][1]
    return unkept(response)


@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    """Public: the page as a file to keep, for days when the site could send another one."""
    response = page(request, release.COPY)
    response["Content-Disposition"] = 'attachment; filename="lapor-aman.html"'
    return response


@require_safe
@quiet
def manifest(request: HttpRequest) -> HttpResponse:
    """Public: what the pages are made of, and the fact that says so."""
    last = release.last_released()
    return JsonResponse({**release.manifest(), "digest": release.digest(), "entry": str(last[0]) if last else None})


@from_copies("GET")
@require_safe
@quiet
def words(request: HttpRequest) -> HttpResponse:
    """Public: the list of receipt words."""
    return HttpResponse(release.words() + "\n", content_type="text/plain; charset=utf-8")


@from_copies("GET")
@require_safe
@quiet
def begin(request: HttpRequest) -> HttpResponse:
    """Public: keys with their proofs, questions, the work that is asked for."""
    now = clock.now()
    return JsonResponse({**state.state(now), "work": stamps.work_wanted(now)})


@from_copies("POST")
@require_POST
@quiet
def announce(request: HttpRequest) -> HttpResponse:
    """Public: a sealed file is about to come."""
    one = given(request)
    file_id, received = actions.begin_file(
        length=one.get("length"), key=str(one.get("key")), work=one.get("work"), at=clock.now()
    )
    return JsonResponse({"id": str(file_id), "received": received})


@from_copies("GET", "PUT")
@require_http_methods(["GET", "PUT"])
@quiet
def part(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """For who announced it: the next part, or how much is there."""
    key, offset = request.headers.get("X-Key", ""), request.GET.get("offset", "0")
    if request.method == "GET":
        received, length = mailbox.arriving(file_id, key)
        return JsonResponse({"received": received, "length": length})
    if not (offset.isascii() and offset.isdigit() and len(offset) < 12) or announced(request) > shapes.MOST_PART:
        raise letters.malformed()
    try:
        body = request.body
    except UnreadablePostError as error:  # the line broke: it goes on from what is there
        raise letters.malformed() from error
    received, taken = actions.take_part(file_id=file_id, key=key, offset=int(offset), part=body, at=clock.now())
    if taken:
        return JsonResponse({"received": received})
    return JsonResponse({"received": received, "error": _("Bagian berkas tidak berurutan.")}, status=409)


@from_copies("POST")
@require_POST
@quiet
def send(request: HttpRequest) -> HttpResponse:
    """Public: a report."""
    one = given(request)
    try:
        case_id = UUID(str(one.get("case")))
    except ValueError as error:
        raise letters.malformed() from error
    kept = actions.send_report(
        sealed=letters.read_sealed(one), mailbox=str(one.get("mailbox")), case_id=case_id, handler=str(one.get("handler")), work=one.get("work"), at=clock.now(),
    )  # fmt: skip
    return JsonResponse({"day": kept.day.isoformat(), "digest": kept.digest})


@from_copies("POST")
@require_POST
@quiet
def ask(request: HttpRequest) -> HttpResponse:
    """Public: a text to sign; it is given for every mailbox, there or not."""
    return JsonResponse({"nonce": stamps.nonce_for(_mailbox(given(request).get("mailbox")), clock.now())})


@from_copies("POST")
@require_POST
@quiet
def open_(request: HttpRequest) -> HttpResponse:
    """For who signs with the mailbox's key."""
    one, now = given(request), clock.now()
    name, nonce = _mailbox(one.get("mailbox")), str(one.get("nonce"))
    try:
        public, signature = shapes.unb64(name, 32), shapes.unb64(one.get("signature"), 64)
    except BadShape as error:
        raise letters.malformed() from error
    if not stamps.is_nonce_of(nonce, name, now) or not signing.holds(public, signing.to_open(nonce), signature):
        raise Invalid(_("Kotak surat tidak dapat dibuka. Periksa dua belas kata Anda, lalu coba lagi."))
    return JsonResponse({"access": stamps.access_for(public, now), **mailbox.mailbox(public)})


@from_copies("POST")
@require_POST
@quiet
def send_more(request: HttpRequest) -> HttpResponse:
    """For who opened the mailbox."""
    one = given(request)
    kept = actions.send_more(
        sealed=letters.read_sealed(one), access=_access(request), work=one.get("work"), at=clock.now()
    )
    return JsonResponse({"day": kept.day.isoformat(), "digest": kept.digest})


@from_copies("GET")
@require_safe
@quiet
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """For who opened the mailbox: a sealed file."""
    return sealed_bytes(*mailbox.own_file(_owner(request), file_id))


@from_copies("GET")
@require_safe
@quiet
def proof(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """For who opened the mailbox: that a letter is in the ledger."""
    return HttpResponse(mailbox.proof(_owner(request), letter_id), content_type="text/plain; charset=utf-8")


def sealed_bytes(content: object, length: int) -> HttpResponse:
    """Bytes that nobody on the way can read."""
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response["Content-Length"] = str(length)
    return response


def _access(request: HttpRequest) -> str:
    return request.headers.get("X-Access", "")


def _owner(request: HttpRequest) -> bytes:
    """The key of the mailbox that was opened: 32 bytes, or of a form's reporter the letters of an age key. Raises a refusal."""
    return shapes.unb64(stamps.mailbox_of(_access(request), clock.now()), 200)


def _mailbox(name: object) -> str:
    """Raises a refusal for what is no name of a mailbox."""
    try:
        if isinstance(name, str) and len(shapes.unb64(name, 32)) == 32:
            return name
    except BadShape:
        pass
    raise letters.malformed()
