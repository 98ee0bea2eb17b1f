"""Faults for the suite to find, second part: new reports, and the requests that are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from tests.open311.planting import (
    Ask,
    Fault,
    answered,
    any_key,
    at,
    body,
    created,
    deaf,
    filled,
    form,
    given,
    gone,
    instead,
    mended,
    query,
    read,
    refuse,
    status,
    text,
)
from tests.open311.reference import KEY, Reference, Reply, moment
from tests.open311.suite import NOWHERE, SENDER

Told = dict[str, str]
Form = dict[str, list[str]]


class Boundless(Reference):
    """Lists requests of any time."""

    def range(self, told: Told) -> tuple[datetime, datetime]:
        start, end = (moment(told[name]) if name in told else None for name in ("start_date", "end_date"))
        return start or datetime.min.replace(tzinfo=UTC), end or datetime.max.replace(tzinfo=UTC)


class Endless(Reference):
    """Lists any number of requests."""

    most = 100_000


def crash(ask: Ask, reply: Reply) -> Reply:
    """What cannot be kept brings the server down."""
    bad = any(mark in ask.body for mark in (b"%00", b"%FF"))
    return (500, {"content-type": "text/html"}, b"Server Error") if bad else reply


def asks(*marks: bytes) -> Callable[[Ask], bool]:
    """Whether a new report holds such bytes."""
    return lambda ask: any(mark in ask.body for mark in marks)


def as_token(one: dict[str, Any]) -> None:
    """A token where there was an id."""
    if "service_request_id" in one:
        one["token"] = one.pop("service_request_id")


def with_token(one: dict[str, Any]) -> None:
    """A token next to an id."""
    one.setdefault("token", "T1")


def swapped(one: dict[str, Any]) -> None:
    """lat and long change places."""
    one["lat"], one["long"] = one["long"], one["lat"]


def long_again(one: dict[str, Any]) -> None:
    """A full description comes back with more than was allowed."""
    if len(str(one.get("description") or "")) == 4000:
        one["description"] += "aa"


def cut(told: Form) -> Form:
    """A long description is cut."""
    return {**told, "description": [value[:4000] for value in told.get("description", [])]}


def cut_by_bytes(told: Form) -> Form:
    """A description is cut by bytes."""
    texts = [value.encode()[:4000].decode("utf-8", "ignore") for value in told.get("description", [])]
    return {**told, "description": texts}


def whole_point(told: Form) -> Form:
    """Half a point is made whole."""
    half = len({"lat", "long"} & set(told)) == 1
    return {**told, "lat": told.get("lat", ["0"]), "long": told.get("long", ["0"])} if half else told


def first_value(told: Form) -> Form:
    """Of several values only the first is looked at."""
    return {name: values[:1] if name.endswith("[]") else values for name, values in told.items()}


def without(names: tuple[str, ...], when: Callable[[Told], object]) -> Callable[[Told], Told]:
    """Leave arguments out under a condition."""
    return lambda told: {name: value for name, value in told.items() if name not in names} if when(told) else told


def readable(value: str) -> bool:
    """Whether it is a date at all."""
    try:
        return bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def dates_that_are(told: Told) -> Told:
    """A date that cannot be read is ignored."""
    return {name: value for name, value in told.items() if "_date" not in name or readable(value)}


def shut_end(told: Told) -> Told:
    """The end_date is not included."""
    if not readable(told.get("end_date", "")):
        return told
    return {**told, "end_date": (datetime.fromisoformat(told["end_date"]) - timedelta(seconds=1)).isoformat()}


def no_zone(told: Told) -> Told:
    """The zone of a date is taken for UTC."""
    return {name: re.sub(r"[+-]\d\d:\d\d$", "Z", value) for name, value in told.items()}


def mixed(tree: list[Any]) -> list[Any]:
    """A list in no order."""
    return tree[1::2] + tree[::2]


def bare(tree: list[Any]) -> Any:
    """One record without its list."""
    return tree[0]


def extended(ask: Ask, reply: Reply) -> Reply:
    """extensions=true changes what it should only add to."""
    return read(given("status", "in review"))(ask, reply) if ask.fields.get("extensions") == "true" else reply


POINTS = ("utara", "91", "181", "nan", "1e999")
ALL_DATES = ("start_date", "end_date")
REPORTS = [
    Fault("a description is needed", "post_needs_only_service_and_place",
          after=refuse(lambda ask: ask.method == "POST" and b"description=" not in ask.body)),
    Fault("a field of its own", "post_answers_with_the_fields_of_the_specification", after=created(given("url", "x"))),
    Fault("id and token", "post_answers_with_id_or_token", after=created(with_token)),
    Fault("a token from a realtime service", "post_answers_as_the_type_says", after=created(as_token)),
    Fault("the same id again", "post_gives_each_request_its_own_id", after=created(text("service_request_id", lambda _: "7"))),
    Fault("an id with slashes", "post_gives_each_request_its_own_id",
          after=created(text("service_request_id", lambda key: f"ADU/{key}"))),
    Fault("an address is not enough", "post_takes_an_address_instead_of_a_point",
          after=refuse(lambda ask: ask.method == "POST" and b"lat=" not in ask.body)),
    Fault("the address is lost", "post_takes_an_address_instead_of_a_point", after=read(given("address", None))),
    Fault("the address_id is lost", "post_takes_an_address_id_instead_of_a_point", after=read(given("address_id", None))),
    Fault("media_url is refused", "post_takes_all_optional_arguments", after=refuse(asks(b"media_url=h"))),
    Fault("an empty email is wrong", "post_takes_empty_arguments_as_absent", after=refuse(asks(b"email=&"))),
    Fault("no key is needed", "post_without_key_is_403", before=filled(api_key=KEY)),
    Fault("401 for the key", "post_without_key_is_403", after=status(403, 401)),
    Fault("any key", "post_with_wrong_key_is_403", before=any_key(bool)),
    Fault("the beginning of a key", "post_with_wrong_key_is_403", before=any_key(lambda key: key.startswith(KEY))),
    Fault("a default service", "post_without_service_is_400", before=filled(service_code="001")),
    Fault("an unknown service is a 400", "post_for_an_unknown_service_is_404", after=status(404, 400, method="POST")),
    Fault("no place is needed", "post_without_place_is_400", before=filled(address_string="somewhere")),
    Fault("half a point", "post_with_half_a_point_is_400", before=form(whole_point)),
    Fault("any point", "post_with_a_point_off_the_globe_is_400", before=mended(lambda _, value: value in POINTS, "0")),
    Fault("nothing is required", "post_without_a_required_attribute_is_400",
          before=filled(**{"attribute[TIANG]": "besi", "attribute[NOMOR]": "1"})),
    Fault("attributes are refused", "post_takes_valid_attributes", after=refuse(asks(b"attribute%5B"))),
    Fault("any choice", "post_with_a_choice_not_offered_is_400",
          before=mended(lambda name, value: name == "attribute[TIANG]" and value == "no-such-key-zz", "besi")),
    Fault("one of several values", "post_takes_several_values", before=form(first_value)),
    Fault("any number", "post_with_a_bad_number_is_400", before=mended(lambda _, value: value == "dua belas", "12")),
    Fault("any datetime", "post_with_a_bad_datetime_is_400",
          before=mended(lambda _, value: value == "kemarin sore", "2026-01-01T00:00:00Z")),
    Fault("4,000 bytes", "post_keeps_4000_characters", before=form(cut_by_bytes)),
    Fault("4,002 characters", "post_limits_the_description", before=form(cut), after=read(long_again)),
    Fault("escaped twice", "post_keeps_the_text", after=read(text("description", escape))),
    Fault("not escaped", "post_keeps_the_text", after=body(lambda b: b.replace(b"&amp;", b"&"), "xml")),
    Fault("line breaks lost", "post_keeps_the_text", after=read(text("description", lambda t: t.replace("\n", " ")))),
    Fault("no emoji", "post_keeps_the_text", after=body(lambda b: b.replace("😀".encode(), b"?"))),
    Fault("a crash", "post_survives_what_cannot_be_kept", after=crash),
    Fault("the picture is lost", "post_takes_a_picture", after=read(given("media_url", None))),
]  # fmt: skip
REQUESTS = [
    Fault("one is listed", "requests_are_served_without_a_key",
          after=at("/requests", answered("service_requests", lambda tree: tree[:1]))),
    Fault("a field of its own", "requests_have_the_fields", after=read(given("channel", "web"))),
    Fault("no zipcode", "requests_have_the_fields", after=read(gone("zipcode"))),
    Fault("status in progress", "requests_have_id_status_and_service",
          after=read(text("status", lambda value: value.replace("open", "in progress")))),
    Fault("another name", "requests_have_id_status_and_service", after=read(given("service_name", "Lainnya"))),
    Fault("dates without zone", "requests_have_w3_datetimes", after=read(text("updated_datetime", lambda t: t.rstrip("Z")))),
    Fault("dates with a space", "requests_have_w3_datetimes",
          after=read(text("expected_datetime", lambda t: t.replace("T", " ")))),
    Fault("updated before made", "requests_have_w3_datetimes", after=read(given("updated_datetime", "2001-01-01T00:00:00Z"))),
    Fault("lat for long", "requests_tell_where", after=read(swapped)),
    Fault("lat as a JSON string", "requests_tell_where", after=read(text("lat", str), "json")),
    Fault("relative media_url", "requests_have_media_anyone_can_open", after=read(given("media_url", "/media/1.png"))),
    Fault("the phone is told", "requests_do_not_tell_who_sent_them", after=read(given("status_notes", SENDER["phone"]))),
    Fault("other notes in JSON", "requests_are_the_same_in_both_formats", after=read(given("status_notes", "x"), "json")),
    Fault("another order in JSON", "requests_are_the_same_in_both_formats",
          after=at("/requests", answered("service_requests", lambda tree: tree[::-1], "json"))),
    Fault("no order", "requests_stand_in_order_of_time", after=at("/requests", answered("service_requests", mixed))),
    Fault("one id only", "requests_by_id",
          before=query(lambda told: {**told, "service_request_id": told.get("service_request_id", "").split(",")[0]})),
    Fault("ids are ignored", "requests_by_id", before=deaf("service_request_id")),
    Fault("ids do not override", "requests_by_id_override_all_else",
          before=query(without(("service_request_id",), lambda told: told.get("status")))),
    Fault("an unknown id brings all", "requests_by_unknown_id",
          before=query(without(("service_request_id",), lambda told: told.get("service_request_id") in NOWHERE))),
    Fault("services are ignored", "requests_by_service", before=deaf("service_code")),
    Fault("one service only", "requests_by_service",
          before=query(lambda told: {**told, "service_code": told.get("service_code", "").split(",")[0]})),
    Fault("status is ignored", "requests_by_status", before=deaf("status")),
    Fault("one status only", "requests_by_status",
          before=query(lambda told: {**told, "status": told.get("status", "").split(",")[0]})),
    Fault("an unknown status brings all", "requests_by_unknown_choice",
          before=query(without(("status",), lambda told: told.get("status") not in ("open", "closed", "open,closed")))),
    Fault("dates are ignored", "requests_between_dates", before=deaf(*ALL_DATES)),
    Fault("the end is not included", "requests_between_dates", before=query(shut_end)),
    Fault("zones are ignored", "requests_between_dates", before=query(no_zone)),
    Fault("a start needs an end", "requests_from_or_until",
          before=query(without(ALL_DATES, lambda told: not (told.get("start_date") and told.get("end_date"))))),
    Fault("bad dates are ignored", "requests_with_a_bad_date_are_400", before=query(dates_that_are)),
    Fault("start and end may be swapped", "requests_from_after_until",
          before=query(without(ALL_DATES, lambda told: told.get("start_date", "") > told.get("end_date", "")))),
    Fault("any span", "requests_span_90_days", server=Boundless),
    Fault("all times by default", "requests_default_to_90_days", server=Boundless),
    Fault("empty arguments are wrong", "requests_with_empty_arguments", after=refuse(lambda ask: "" in ask.fields.values())),
    Fault("extensions change the status", "requests_extended_only_add_fields", after=extended),
    Fault("no pages", "requests_come_in_pages", before=deaf("page", "page_size")),
    Fault("pages from 0", "requests_come_in_pages",
          before=query(lambda told: {**told, "page": str(int(told["page"]) + 1)} if told.get("page", "x") in "12" else told)),
    Fault("any number of requests", "requests_are_at_most_1000", server=Endless),
    Fault("one without its list", "request_is_a_list_of_one",
          after=at("/requests", answered("service_requests", bare, "json"), below=True)),
    Fault("another record alone", "request_is_a_list_of_one", after=at("/requests", read(given("zipcode", "12345")), below=True)),
    Fault("another zipcode in JSON", "request_is_the_same_in_both_formats", after=read(given("zipcode", "12345"), "json")),
    Fault("never closed", "request_closes", after=read(given("status", "open"))),
    Fault("made when closed", "request_closes",
          after=read(lambda one: one.update(requested_datetime=one["updated_datetime"]))),
    Fault("an unknown request is empty", "request_unknown_is_404", after=instead(404, "service_requests", [], "/requests/")),
    Fault("no id is a 404", "request_missing_is_400", after=status(400, 404, "/requests/")),
]  # fmt: skip
