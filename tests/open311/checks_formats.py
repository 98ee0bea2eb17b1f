"""Checks of service discovery, of formats and encoding, and of errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from tests.open311.suite import BOTH, NOWHERE, Desk, check
from tests.open311.wire import (
    SPECIFICATION,
    Answer,
    Mismatch,
    NotAsked,
    difference,
    expect,
    of_json,
    plain,
    root_element,
    utf8,
)

DISCOVERY, FORMATS, ERRORS = "Service Discovery", "Format Support", "Errors"
TOP = {"changeset", "contact", "key_service", "endpoints"}
ENDPOINT = {"specification", "url", "changeset", "type", "formats"}
MIME = {"xml": ("text/xml", "application/xml"), "json": ("application/json",)}
SORTABLE = re.compile(r"(\d{4}-\d\d-\d\d)([ T]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?)?")


def discovered(desk: Desk, form: str) -> dict[str, Any]:
    """The discovery file."""
    answer: Answer = desk.once(f"discovery.{form}", lambda: desk.discovery(form)).is_good("GET discovery")
    found: dict[str, Any] = answer.tree("discovery")
    return found


def endpoints(desk: Desk, form: str) -> list[dict[str, Any]]:
    """The endpoints of the discovery file."""
    found = discovered(desk, form).get("endpoints")
    good = isinstance(found, list) and found and all(isinstance(one, dict) for one in found)
    expect(good, "a list of endpoints, at least one", found)
    return list(found or [])


def own_endpoint(desk: Desk, form: str) -> dict[str, Any]:
    """The entry that leads to the endpoint under judgement."""
    base = urlsplit(desk.base)
    for one in endpoints(desk, form):
        url = urlsplit(plain(one.get("url")).rstrip("/"))
        same_host = not base.netloc or url.netloc == base.netloc
        if SPECIFICATION in plain(one.get("specification")) and same_host and url.path == base.path:
            return one
    raise Mismatch(f"an endpoint for {SPECIFICATION} at {desk.base}", endpoints(desk, form))


def is_sortable(value: Any) -> bool:
    """A changeset that begins with a date and sorts by time."""
    found = SORTABLE.fullmatch(plain(value))
    try:
        return bool(found and date.fromisoformat(found[1]))
    except ValueError:
        return False


@check(DISCOVERY, *BOTH)
def discovery_is_served_in_both_formats(desk: Desk, form: str) -> None:
    """The discovery file is there as XML and as JSON, whatever the endpoint speaks."""
    discovered(desk, form)


@check(DISCOVERY, *BOTH)
def discovery_has_all_fields(desk: Desk, form: str) -> None:
    """changeset, contact, key_service and endpoints are all there and filled, and nothing else."""
    found = discovered(desk, form)
    expect(set(found) == TOP, f"the fields {sorted(TOP)}", sorted(found))
    for name in TOP - {"endpoints"}:
        expect(isinstance(found[name], str) and plain(found[name]), f"{name} as text", found[name])


@check(DISCOVERY, *BOTH)
def discovery_endpoints_have_all_fields(desk: Desk, form: str) -> None:
    """Each endpoint tells its specification, url, changeset, type and formats, and nothing else."""
    for one in endpoints(desk, form):
        expect(set(one) == ENDPOINT, f"the fields {sorted(ENDPOINT)}", sorted(one))
        for name in ENDPOINT - {"formats"}:
            expect(isinstance(one[name], str) and plain(one[name]), f"{name} as text", one[name])


@check(DISCOVERY, *BOTH)
def discovery_changesets_sort_by_time(desk: Desk, form: str) -> None:
    """The changesets of the document and of each endpoint are sortable dates."""
    for one in (discovered(desk, form), *endpoints(desk, form)):
        expect(is_sortable(one.get("changeset")), "a changeset such as 2026-01-31 08:15", one.get("changeset"))


@check(DISCOVERY, *BOTH)
def discovery_leads_to_this_endpoint(desk: Desk, form: str) -> None:
    """One endpoint names the GeoReport v2 specification and the url under judgement."""
    own_endpoint(desk, form)


@check(DISCOVERY, *BOTH)
def discovery_urls_are_absolute(desk: Desk, form: str) -> None:
    """The url of an endpoint can be used from anywhere."""
    for one in endpoints(desk, form):
        url = urlsplit(plain(one.get("url")))
        expect(url.scheme in ("http", "https") and url.netloc, "an absolute http(s) url", one.get("url"))


@check(DISCOVERY, *BOTH)
def discovery_types_are_production_or_test(desk: Desk, form: str) -> None:
    """An endpoint is either production or test."""
    for one in endpoints(desk, form):
        expect(plain(one.get("type")) in ("production", "test"), "production or test", one.get("type"))


@check(DISCOVERY, *BOTH)
def discovery_announces_the_formats(desk: Desk, form: str) -> None:
    """The formats are MIME types: XML always, JSON when it is spoken."""
    told = own_endpoint(desk, form).get("formats")
    expect(isinstance(told, list) and told, "a list of formats", told)
    for wanted in {"xml", *desk.knows.formats}:
        expect(set(MIME[wanted]) & {plain(one) for one in told or []}, f"the format {MIME[wanted][0]}", told)


@check(DISCOVERY, "xml")
def discovery_is_the_same_in_both_formats(desk: Desk, form: str) -> None:
    """The discovery file carries the same in XML and in JSON."""
    found = difference(discovered(desk, "xml"), discovered(desk, "json"), "discovery")
    expect(not found, "the same values", found)


def samples(desk: Desk, form: str) -> list[tuple[str, Answer]]:
    """An answer of each kind."""
    found: list[tuple[str, Answer]] = desk.once(f"samples.{form}", lambda: list(_samples(desk, form)))
    return found


def _samples(desk: Desk, form: str) -> Iterator[tuple[str, Answer]]:
    knows = desk.knows
    yield "discovery", desk.discovery(form)
    yield "services", desk.get("services", form)
    yield "service definition", desk.definition(knows.service_with, form)
    yield "new request", desk.post(form, desk.fields(knows.service_without, description="Contoh"))
    yield "requests", desk.get("requests", form, service_request_id=",".join(desk.stock.ids))
    yield "request", desk.single(desk.stock.plain, form)
    yield "error 404", desk.single(NOWHERE[0], form)
    yield "error 403", desk.post(form, desk.fields(knows.service_without, api_key="wrong"))
    yield "error 400", desk.post(form, desk.fields(knows.service_without, ("service_code",)))


def content_type(answer: Answer) -> tuple[str, str]:
    """MIME type and charset, in lower case."""
    kind, _, rest = answer.headers.get("content-type", "").lower().partition(";")
    found = re.search(r'charset\s*=\s*"?([\w-]+)', rest)
    return kind.strip(), found[1] if found else ""


@check(FORMATS)
def content_types_tell_format_and_charset(desk: Desk, form: str) -> None:
    """Every answer has the content type of its format and says charset=utf-8."""
    for what, answer in samples(desk, form):
        kind, charset = content_type(answer)
        expected = f"{what}: {MIME[form][0]}; charset=utf-8"
        expect(kind in MIME[form] and charset == "utf-8", expected, answer.headers.get("content-type"))


@check(FORMATS)
def content_types_are_those_announced(desk: Desk, form: str) -> None:
    """The content type of an answer is one that the discovery file announces."""
    told = {plain(one) for one in own_endpoint(desk, form).get("formats") or []}
    for what, answer in samples(desk, form):
        expect(content_type(answer)[0] in told, f"{what}: one of {sorted(told)}", content_type(answer)[0])


@check(FORMATS, "xml")
def xml_begins_with_its_declaration(desk: Desk, form: str) -> None:
    """Every XML answer begins with the declaration and its encoding UTF-8."""
    for what, answer in samples(desk, form):
        found = re.match(rb"(?:\xef\xbb\xbf)?<\?xml\s[^>]*encoding\s*=\s*[\"']utf-8[\"']", answer.body, re.IGNORECASE)
        expect(found, f'{what}: <?xml version="1.0" encoding="UTF-8"?>', answer.body[:80])


@check(FORMATS)
def text_is_utf8(desk: Desk, form: str) -> None:
    """Every answer is UTF-8, and JSON comes without a byte order mark."""
    for what, answer in samples(desk, form):
        text = utf8(answer)
        expect(form == "xml" or not text.startswith("\ufeff"), f"{what}: no byte order mark", text[:20])


@check(FORMATS, "xml")
def xml_is_plain(desk: Desk, form: str) -> None:
    """XML has no foreign namespace, no attributes and no document type."""
    for what, answer in samples(desk, form):
        expect(b"<!DOCTYPE" not in answer.body, f"{what}: no document type", answer.body[:120])
        for element in root_element(answer.body).iter():
            expect(not element.attrib, f"{what}: <{element.tag}> without attributes", element.attrib)
            foreign = element.tag.startswith("{") and SPECIFICATION not in element.tag
            expect(not foreign, f"{what}: no foreign namespace", element.tag)


@check(FORMATS, "json")
def json_has_nothing_around_it(desk: Desk, form: str) -> None:
    """Lists are bare JSON arrays and single things bare objects, strictly valid."""
    for what, answer in samples(desk, form):
        roots = {"discovery": "discovery", "services": "services", "service definition": "service_definition"}
        root = roots.get(what, "errors" if what.startswith("error") else "service_requests")
        of_json(utf8(answer), root)


@check(FORMATS, "xml")
def other_formats_are_refused(desk: Desk, form: str) -> None:
    """A format that is not spoken is refused, not served as something else."""
    for path in ("services", "requests", f"services/{desk.knows.service_with}"):
        for other in ("yaml", "xmlx"):
            answer = desk.get(path, other)
            expect(answer.status in (400, 404, 406), f"{path}.{other}: status 400 or 404", answer.told())


@check(FORMATS)
def formats_do_not_depend_on_accept(desk: Desk, form: str) -> None:
    """The extension chooses the format, not the Accept header."""
    other = "application/json" if form == "xml" else "text/xml"
    answer = desk.ask("GET", desk.url("services", form, {}), form, headers={"accept": other})
    expect(answer.is_good("GET services").tree("services"), f"{form} as asked by the extension", answer.told())


@check(FORMATS)
def other_methods_are_refused(desk: Desk, form: str) -> None:
    """A method that a resource does not have is refused with 400, or with 405 and what is allowed."""
    for method, path in (("POST", "services"), ("DELETE", "services"), ("PUT", "requests"), ("DELETE", "requests")):
        answer = desk.ask(method, desk.url(path, form, {}), form)
        expect(answer.status in (400, 405), f"{method} {path}: status 405 or 400", answer.told())
        allowed = answer.status == 400 or "GET" in answer.headers.get("allow", "").upper()
        expect(allowed, f"{method} {path}: an Allow header with GET", dict(answer.headers))


def failing(desk: Desk, form: str) -> Iterator[tuple[str, Answer, int]]:
    """Requests that fail, and the status each must have."""
    knows = desk.knows
    yield "unknown request", desk.single(NOWHERE[0], form), 404
    yield "unknown token", desk.token(NOWHERE[0], form), 404
    yield "unknown service", desk.definition(NOWHERE[0], form), 404
    yield "no key", desk.post(form, desk.fields(knows.service_without, ("api_key",))), 403
    yield "no place", desk.post(form, desk.fields(knows.service_without, ("lat", "long"))), 400


@check(ERRORS)
def errors_are_lists_of_code_and_description(desk: Desk, form: str) -> None:
    """A failure is answered in the format asked for, with a list of errors that have a code and a description."""
    for _, answer, status in failing(desk, form):
        for one in desk.refused(answer, status):
            expect(set(one) == {"code", "description"}, "the fields code and description only", sorted(one))


@check(ERRORS)
def error_descriptions_are_for_people(desk: Desk, form: str) -> None:
    """A description is a sentence for the user, without markup or a trace of the program."""
    for what, answer, status in failing(desk, form):
        for one in desk.refused(answer, status):
            text = plain(one["description"])
            bad = len(text) < 8 or re.search(r"<[a-z/]|Traceback|Exception|\{'", text)
            expect(not bad, f"{what}: a sentence for people", text)


@check(ERRORS, "xml")
def errors_are_the_same_in_both_formats(desk: Desk, form: str) -> None:
    """The same failure has the same codes and descriptions in XML and in JSON."""
    if set(desk.knows.formats) < set(BOTH):
        raise NotAsked("one format only")
    for (what, one, status), (_, other, _) in zip(failing(desk, "xml"), failing(desk, "json"), strict=True):
        found = difference(desk.refused(one, status), desk.refused(other, status), what)
        expect(not found, "the same errors", found)
