"""Checks of the list of service requests and of a single one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlsplit

from tests.open311.suite import ALWAYS, BOTH, NOWHERE, SENDER, SOMETIMES, Desk, check
from tests.open311.wire import Answer, NotAsked, difference, expect, moment, plain, utf8

REQUESTS, REQUEST = "GET Service Requests", "GET Service Request"
SPAN, MOST, LATER = timedelta(days=90), 1000, timedelta(days=1)
JAKARTA = timezone(timedelta(hours=7))


def w3(value: datetime) -> str:
    """A moment as an argument."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def made(desk: Desk, key: str) -> datetime:
    """When a request was made, as the server tells it."""
    return moment(desk.record(key).get("requested_datetime"), "requested_datetime")


def stock_ids(desk: Desk) -> str:
    """The ids of the three known requests, for a query."""
    return ",".join(desk.stock.ids)


def stocked(desk: Desk, form: str) -> list[dict[str, Any]]:
    """The records of the three known requests."""
    return desk.listed(form, service_request_id=stock_ids(desk))


def everything(desk: Desk, form: str) -> list[dict[str, Any]]:
    """The records that are listed without arguments, the three known requests among them."""
    wanted, found = desk.stock.ids, desk.listed(form)
    has([plain(one.get("service_request_id")) for one in found], list(wanted), [])
    return found


def has(found: list[str], wanted: list[str], unwanted: list[str]) -> None:
    """The wanted ids are there, the others are not."""
    expect(set(wanted) <= set(found), f"with {wanted}", found)
    expect(not set(unwanted) & set(found), f"without {unwanted}", found)


def each(values: list[Any], holds: Callable[[str], bool], expected: str) -> None:
    """Every value, as text, is as expected."""
    wrong = [value for value in values if not holds(plain(value))]
    expect(not wrong, expected, wrong)


@check(REQUESTS)
def requests_are_served_without_a_key(desk: Desk, form: str) -> None:
    """Public requests of the last 90 days are listed, without an api_key and without arguments."""
    everything(desk, form)


@check(REQUESTS)
def requests_have_the_fields(desk: Desk, form: str) -> None:
    """A request has every field that must be returned, and none but those of the specification."""
    for one in everything(desk, form):
        expect(set(ALWAYS) <= set(one), f"the fields {ALWAYS}", sorted(one))
        expect(set(one) <= {*ALWAYS, *SOMETIMES}, "no further field without extensions=true", sorted(one))


@check(REQUESTS)
def requests_have_id_status_and_service(desk: Desk, form: str) -> None:
    """Each request has an id of its own, the status open or closed, and a service of the list with its name."""
    found = everything(desk, form)
    names = {plain(one["service_code"]): plain(one["service_name"]) for one in desk.services(form)}
    keys = [plain(one.get("service_request_id")) for one in found]
    expect(all(keys) and len(set(keys)) == len(keys), "an id of its own", keys)
    each([one.get("status") for one in found], lambda value: value in ("open", "closed"), "open or closed")
    for one in [one for one in found if plain(one.get("service_request_id")) in desk.stock.ids]:
        code = plain(one.get("service_code"))
        expect(names.get(code) == plain(one.get("service_name")), f"the name {names.get(code)}", one)


@check(REQUESTS)
def requests_have_w3_datetimes(desk: Desk, form: str) -> None:
    """Dates are in the W3 form with a zone, and no request was updated before it was made."""
    for one in everything(desk, form):
        first = moment(one.get("requested_datetime"), "requested_datetime")
        last = moment(one.get("updated_datetime"), "updated_datetime")
        expect(first <= last, f"updated_datetime not before {first}", last)
        if plain(one.get("expected_datetime")):
            moment(one["expected_datetime"], "expected_datetime")


@check(REQUESTS)
def requests_tell_where(desk: Desk, form: str) -> None:
    """lat and long are numbers and lie where the report was; the address is the one given."""
    for one in everything(desk, form):
        for name in ("lat", "long"):
            good = one.get(name) is None or not isinstance(one[name], str | bool)
            expect(form == "xml" or good, f"{name} as a JSON number", one[name])
    found = desk.record(desk.stock.plain, form)
    for name, sent in (("lat", desk.knows.lat), ("long", desk.knows.long)):
        near = abs(float(plain(found.get(name)) or "nan") - sent) <= desk.knows.tolerance
        expect(near, f"{name} {sent}", found.get(name))
    expect(plain(found.get("address")) == desk.knows.address, desk.knows.address, found.get("address"))


@check(REQUESTS)
def requests_have_media_anyone_can_open(desk: Desk, form: str) -> None:
    """media_url is empty or an absolute address."""
    for one in everything(desk, form):
        url = urlsplit(plain(one.get("media_url")))
        good = url == urlsplit("") or (url.scheme in ("http", "https") and url.netloc)
        expect(good, "an absolute http(s) url or nothing", one.get("media_url"))


@check(REQUESTS)
def requests_do_not_tell_who_sent_them(desk: Desk, form: str) -> None:
    """What senders tell of themselves is in no field, so it is never published."""
    for answer in (desk.get("requests", form), desk.single(desk.stock.plain, form, extensions="true")):
        text = utf8(answer)
        for name, value in SENDER.items():
            expect(value not in text, f"no {name} of the sender", value)


@check(REQUESTS, "xml")
def requests_are_the_same_in_both_formats(desk: Desk, form: str) -> None:
    """The requests carry the same, in the same order, in XML and in JSON."""
    if set(desk.knows.formats) < set(BOTH):
        raise NotAsked("one format only")
    found = difference(everything(desk, "xml"), everything(desk, "json"), "requests")
    expect(not found, "the same values", found)


@check(REQUESTS)
def requests_stand_in_order_of_time(desk: Desk, form: str) -> None:
    """The order is by requested_datetime, one way or the other, and the same when asked again."""
    found = everything(desk, form)
    times = [moment(one.get("requested_datetime"), "requested_datetime") for one in found]
    rising, falling = (all(a <= b for a, b in pairwise(row)) for row in (times, times[::-1]))
    expect(rising or falling, "requested_datetime rising or falling", times)
    keys = [plain(one.get("service_request_id")) for one in found]
    expect(keys == desk.ids(form), "the same order", keys)


@check(REQUESTS)
def requests_by_id(desk: Desk, form: str) -> None:
    """service_request_id lists exactly the requests named, separated by commas."""
    stock = desk.stock
    found = desk.ids(form, service_request_id=f"{stock.special},{stock.closed}")
    expect(sorted(found) == sorted([stock.special, stock.closed]), f"{stock.special} and {stock.closed}", found)
    expect(desk.ids(form, service_request_id=stock.plain) == [stock.plain], stock.plain, "another list")


@check(REQUESTS)
def requests_by_id_override_all_else(desk: Desk, form: str) -> None:
    """service_request_id overrides all other arguments."""
    stock, after = desk.stock, made(desk, desk.stock.plain) + LATER
    found = desk.ids(
        form,
        service_request_id=stock.plain,
        service_code=desk.knows.service_with,
        status="closed",
        start_date=w3(after),
        end_date=w3(after + LATER),
    )
    expect(found == [stock.plain], f"only {stock.plain}", found)


@check(REQUESTS)
def requests_by_unknown_id(desk: Desk, form: str) -> None:
    """An id that does not exist brings nothing: an empty list, or a 404."""
    _ = desk.stock
    for key in NOWHERE:
        answer = desk.get("requests", form, service_request_id=key)
        if answer.status == 404:
            desk.refused(answer, 404)
        else:
            found = answer.is_good("an unknown id", 200, 404).records("service_requests")
            expect(not found, "an empty list", found)


@check(REQUESTS)
def requests_by_service(desk: Desk, form: str) -> None:
    """service_code chooses one service, or several separated by commas."""
    stock, knows = desk.stock, desk.knows
    found = desk.listed(form, service_code=knows.service_without)
    each([one.get("service_code") for one in found], knows.service_without.__eq__, f"only {knows.service_without}")
    has([plain(one.get("service_request_id")) for one in found], [stock.plain, stock.closed], [stock.special])
    has(desk.ids(form, service_code=knows.service_with), [stock.special], [stock.plain, stock.closed])
    both = f"{knows.service_without},{knows.service_with}"
    has(desk.ids(form, service_code=both), list(stock.ids), [])


@check(REQUESTS)
def requests_by_status(desk: Desk, form: str) -> None:
    """status chooses open, closed, or both separated by a comma."""
    stock = desk.stock
    has(desk.ids(form, status="open"), [stock.plain, stock.special], [stock.closed])
    has(desk.ids(form, status="closed"), [stock.closed], [stock.plain, stock.special])
    has(desk.ids(form, status="open,closed"), list(stock.ids), [])
    each([one.get("status") for one in desk.listed(form, status="closed")], "closed".__eq__, "only closed")


@check(REQUESTS)
def requests_by_unknown_choice(desk: Desk, form: str) -> None:
    """A status or a service_code that does not exist never brings everything: nothing, or an error."""
    _ = desk.stock
    for query in ({"status": "selesai-zz"}, {"service_code": NOWHERE[0]}):
        nothing_or_refused(desk, desk.get("requests", form, **query), 400, 404)


def nothing_or_refused(desk: Desk, answer: Answer, *statuses: int) -> None:
    """An empty list, or an error with one of these statuses."""
    if answer.status != 200:
        desk.refused(answer, *statuses)
        return
    expect(not answer.records("service_requests"), "an empty list or an error", answer.told())


@check(REQUESTS)
def requests_between_dates(desk: Desk, form: str) -> None:
    """start_date and end_date hold requested_datetime between them, both included, in any zone."""
    key, when = desk.stock.plain, made(desk, desk.stock.plain)
    has(desk.ids(form, start_date=w3(when), end_date=w3(when)), [key], [])
    here = when.astimezone(JAKARTA).isoformat(timespec="seconds")
    has(desk.ids(form, start_date=here, end_date=here), [key], [])
    each(
        [one.get("requested_datetime") for one in desk.listed(form, start_date=w3(when), end_date=w3(when))],
        lambda value: abs(moment(value, "requested_datetime") - when) < timedelta(seconds=1),
        f"only requests of {when}",
    )
    has(desk.ids(form, start_date=w3(when - 2 * LATER), end_date=w3(when - LATER)), [], list(desk.stock.ids))
    has(desk.ids(form, start_date=w3(when + LATER), end_date=w3(when + 2 * LATER)), [], list(desk.stock.ids))


@check(REQUESTS)
def requests_from_or_until(desk: Desk, form: str) -> None:
    """start_date and end_date also work alone."""
    when, ids = made(desk, desk.stock.plain), list(desk.stock.ids)
    has(desk.ids(form, start_date=w3(when - LATER)), ids, [])
    has(desk.ids(form, start_date=w3(when + LATER)), [], ids)
    has(desk.ids(form, end_date=w3(when + LATER)), ids, [])
    has(desk.ids(form, end_date=w3(when - LATER)), [], ids)


@check(REQUESTS)
def requests_with_a_bad_date_are_400(desk: Desk, form: str) -> None:
    """A date that is not in the W3 form is a 400."""
    for name in ("start_date", "end_date"):
        for wrong in ("yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "31/01/2026"):
            desk.refused(desk.get("requests", form, **{name: wrong}), 400)


@check(REQUESTS)
def requests_from_after_until(desk: Desk, form: str) -> None:
    """A start after the end brings nothing, or a 400."""
    when = made(desk, desk.stock.plain)
    query = {"start_date": w3(when + LATER), "end_date": w3(when - LATER)}
    nothing_or_refused(desk, desk.get("requests", form, **query), 400)


def old(desk: Desk) -> tuple[str, datetime]:
    """A request made 150 days before the others, and when."""
    age = desk.knows.age
    if age is None:
        raise NotAsked("nothing can be made older")

    def make() -> tuple[str, datetime]:
        when = made(desk, desk.stock.plain) - timedelta(days=150)
        key = desk.report(desk.knows.service_without, description="Sudah lama")
        age(key, when)
        return key, when

    found: tuple[str, datetime] = desk.once("old", make)
    return found


@check(REQUESTS)
def requests_span_90_days(desk: Desk, form: str) -> None:
    """A range of more than 90 days is a 400, or is cut to 90 days."""
    when = made(desk, desk.stock.plain)
    if desk.knows.age is not None:
        old(desk)
    query = {"start_date": w3(when - timedelta(days=200)), "end_date": w3(when + LATER)}
    answer = desk.get("requests", form, **query)
    if answer.status == 400:
        desk.refused(answer, 400)
        return
    found = answer.is_good("a long range", 200, 400).records("service_requests")
    times = [moment(one.get("requested_datetime"), "requested_datetime") for one in found]
    expect(not times or max(times) - min(times) <= SPAN, "a span of at most 90 days", times)


@check(REQUESTS)
def requests_default_to_90_days(desk: Desk, form: str) -> None:
    """Without dates the last 90 days are listed; what is older is found by its own dates."""
    key, when = old(desk)
    has(desk.ids(form), list(desk.stock.ids), [key])
    has(desk.ids(form, start_date=w3(when - LATER), end_date=w3(when + LATER)), [key], list(desk.stock.ids))
    has(desk.ids(form, service_request_id=key), [key], [])


@check(REQUESTS)
def requests_with_empty_arguments(desk: Desk, form: str) -> None:
    """An empty argument is the same as none."""
    _ = desk.stock
    names = ("service_request_id", "service_code", "start_date", "end_date", "status", "extensions")
    found = desk.ids(form, **dict.fromkeys(names, ""))
    expect(found == desk.ids(form), "the same list", found)


@check(REQUESTS)
def requests_extended_only_add_fields(desk: Desk, form: str) -> None:
    """extensions=true may add fields to a request; those of the specification stay the same."""
    answer = desk.get("requests", form, service_request_id=stock_ids(desk), extensions="true")
    found = answer.is_good("extensions=true").records("service_requests", loose=True)
    shorter = [{name: value for name, value in one.items() if name in {*ALWAYS, *SOMETIMES}} for one in found]
    differ = difference(stocked(desk, form), shorter, "requests")
    expect(not differ, "the same values", differ)


@check(REQUESTS)
def requests_come_in_pages(desk: Desk, form: str) -> None:
    """page and page_size cut the same list into parts, where that is announced; a page past the end is empty."""
    if not desk.knows.paging:
        raise NotAsked("paging is not announced")
    chosen = {"status": "open,closed", "service_code": desk.knows.service_without}
    _ = desk.stock
    whole = desk.ids(form, **chosen)
    for page in (1, 2):
        part = desk.ids(form, page=str(page), page_size="1", **chosen)
        expect(part == whole[page - 1 : page], f"page {page}: {whole[page - 1 : page]}", part)
    nothing_or_refused(desk, desk.get("requests", form, page="99999", page_size="50", **chosen), 400, 404)
    for wrong in ("0", "-1", "many"):
        answer = desk.get("requests", form, page=wrong, **chosen)
        expect(answer.status in (200, 400), "a list or a 400", answer.told())


@check(REQUESTS)
def requests_of_an_unknown_jurisdiction_are_404(desk: Desk, form: str) -> None:
    """A jurisdiction_id that does not exist is a 404."""
    desk.refused(desk.get("requests", form, jurisdiction_id=desk.nowhere), 404)


@check(REQUESTS)
def requests_without_jurisdiction(desk: Desk, form: str) -> None:
    """Without jurisdiction_id one jurisdiction answers the same, several answer 400."""
    if desk.knows.several:
        desk.refused(desk.get("requests", form, jurisdiction_id="-"), 400)
    else:
        has(desk.ids(form, jurisdiction_id="-"), list(desk.stock.ids), [])


@check(REQUEST)
def request_is_a_list_of_one(desk: Desk, form: str) -> None:
    """A single request is a list of one, with the same record as in the list of requests."""
    for one in stocked(desk, form):
        key = plain(one.get("service_request_id"))
        found = difference(one, desk.record(key, form), key)
        expect(not found, "the same record", found)


@check(REQUEST, "xml")
def request_is_the_same_in_both_formats(desk: Desk, form: str) -> None:
    """A single request carries the same in XML and in JSON."""
    if set(desk.knows.formats) < set(BOTH):
        raise NotAsked("one format only")
    for key in desk.stock.ids:
        found = difference(desk.record(key, "xml"), desk.record(key, "json"), key)
        expect(not found, "the same values", found)


@check(REQUEST)
def request_closes(desk: Desk, form: str) -> None:
    """A resolved request is closed, was open before, keeps when it was made, and was not updated earlier than before."""
    before, now = desk.stock.before_closing, desk.record(desk.stock.closed, form)
    expect(plain(before.get("status")) == "open", "open at first", before.get("status"))
    expect(plain(now.get("status")) == "closed", "closed", now.get("status"))
    first, last = (moment(one.get("updated_datetime"), "updated_datetime") for one in (before, now))
    expect(last >= first, f"not before {first}", last)
    same = plain(before.get("requested_datetime")) == plain(now.get("requested_datetime"))
    expect(same, f"requested_datetime {before.get('requested_datetime')}", now.get("requested_datetime"))


@check(REQUEST)
def request_unknown_is_404(desk: Desk, form: str) -> None:
    """An id that does not exist is a 404."""
    for key in NOWHERE:
        desk.refused(desk.single(key, form), 404)


@check(REQUEST)
def request_missing_is_400(desk: Desk, form: str) -> None:
    """A single request asked for without an id is a 400."""
    desk.refused(desk.get("requests/", form), 400)


@check(REQUEST)
def request_in_an_unknown_jurisdiction_is_404(desk: Desk, form: str) -> None:
    """A jurisdiction_id that does not exist is a 404."""
    path = f"requests/{quote(desk.stock.plain, safe='')}"
    desk.refused(desk.get(path, form, jurisdiction_id=desk.nowhere), 404)


@check(REQUESTS)
def requests_are_at_most_1000(desk: Desk, form: str) -> None:
    """No answer holds more than 1,000 requests, however many there are."""
    fill = desk.knows.fill
    if fill is None:
        raise NotAsked("nothing can be filled in")
    desk.once("full", lambda: fill(MOST + 1) or True)
    found = len(desk.ids(form))
    expect(found == MOST, f"{MOST} requests", found)
