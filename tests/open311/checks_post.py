"""Checks of new service requests and of tokens."""

from __future__ import annotations

import struct
import zlib
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tests.open311.suite import HARD_TEXT, NOWHERE, SENDER, Desk, check
from tests.open311.wire import Answer, NotAsked, expect, plain, root_element

POST, TOKEN = "POST Service Request", "GET service_request_id from a token"
LONGEST = 4000
GIVEN = {"service_request_id", "token", "service_notice", "account_id"}
PLACE = ("lat", "long")


def picture() -> bytes:
    """A small valid PNG: eight grey points by eight."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(range(0, 240, 30)) for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def multipart(fields: list[tuple[str, str]], name: str, content: bytes) -> tuple[str, bytes]:
    """Content type and body of a form with a file; the file comes without a type, as simple clients send it."""
    mark = "----conformance-7MA4YWxk"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="foto.png"\r\n\r\n'.encode()
    return f"multipart/form-data; boundary={mark}", b"".join([*parts, head, content, f"\r\n--{mark}--\r\n".encode()])


def minimal(desk: Desk, form: str) -> Answer:
    """The answer to a report with nothing but what is required."""
    fields = desk.fields(desk.knows.service_without)
    answer: Answer = desk.once(f"minimal.{form}", lambda: desk.post(form, fields))
    return answer


def given(desk: Desk, form: str) -> dict[str, Any]:
    """The record of that answer."""
    desk.accepted(minimal(desk, form))
    return minimal(desk, form).records("service_requests")[0]


@check(POST)
def post_needs_only_service_and_place(desk: Desk, form: str) -> None:
    """A report with key, service_code, lat and long is accepted; everything else is optional."""
    desk.accepted(minimal(desk, form))


@check(POST)
def post_answers_with_the_fields_of_the_specification(desk: Desk, form: str) -> None:
    """The answer is a list of one request with service_request_id or token, service_notice and account_id only."""
    expect(set(given(desk, form)) <= GIVEN, f"only {sorted(GIVEN)}", sorted(given(desk, form)))


@check(POST)
def post_answers_with_id_or_token(desk: Desk, form: str) -> None:
    """A service_request_id or a token comes back, never both."""
    found = given(desk, form)
    both = [name for name in ("service_request_id", "token") if plain(found.get(name))]
    expect(len(both) == 1, "one of service_request_id and token", found)
    left = {"service_request_id", "token"} - set(both)
    expect(not left & set(found), f"no field {left}", found)


@check(POST)
def post_answers_as_the_type_says(desk: Desk, form: str) -> None:
    """A realtime service gives an id, a batch service a token."""
    for code in (desk.knows.service_without, desk.knows.service_with):
        kind = plain(desk.service(code, form).get("type"))
        answer = minimal(desk, form) if code == desk.knows.service_without else desk.post(form, desk.fields(code))
        wanted = {"realtime": False, "batch": True}.get(kind)
        if wanted is not None:
            expect(
                desk.accepted(answer).is_token is wanted, f"{'a token' if wanted else 'an id'} ({kind})", answer.told()
            )


@check(POST)
def post_gives_each_request_its_own_id(desk: Desk, form: str) -> None:
    """Two reports get two ids, which fit into an address and into a list separated by commas."""
    fields = desk.fields(desk.knows.service_without)
    keys = [desk.accepted(answer).key for answer in (minimal(desk, form), desk.post(form, fields))]
    expect(keys[0] != keys[1], "two ids", keys)
    expect(not set("".join(keys)) & set(",/ ?#%+&"), "ids without , / ? # % + & and spaces", keys)


@check(POST)
def post_takes_an_address_instead_of_a_point(desk: Desk, form: str) -> None:
    """address_string alone is a full location, and comes back as the address."""
    fields = desk.fields(desk.knows.service_without, PLACE, address_string=desk.knows.address)
    found = desk.record(desk.published(desk.accepted(desk.post(form, fields))), form)
    expect(plain(found.get("address")) == desk.knows.address, desk.knows.address, found.get("address"))


@check(POST)
def post_takes_an_address_id_instead_of_a_point(desk: Desk, form: str) -> None:
    """address_id alone is a full location, where the server keeps a register of addresses."""
    if not desk.knows.address_id:
        raise NotAsked("no register of addresses")
    fields = desk.fields(desk.knows.service_without, PLACE, address_id=desk.knows.address_id)
    found = desk.record(desk.published(desk.accepted(desk.post(form, fields))), form)
    expect(plain(found.get("address_id")) == desk.knows.address_id, desk.knows.address_id, found.get("address_id"))


@check(POST)
def post_takes_all_optional_arguments(desk: Desk, form: str) -> None:
    """Every argument of the specification at once is accepted."""
    more = {**SENDER, "description": "Semua", "address_string": desk.knows.address}
    more |= {"media_url": "https://media.example/foto.jpg"}
    if desk.knows.address_id:
        more["address_id"] = desk.knows.address_id
    desk.accepted(desk.post(form, desk.fields(desk.knows.service_with, **more)))


@check(POST)
def post_takes_empty_arguments_as_absent(desk: Desk, form: str) -> None:
    """An empty optional argument is the same as none."""
    names = [*SENDER, "description", "address_string", "address_id", "media_url"]
    desk.accepted(desk.post(form, desk.fields(desk.knows.service_without, **dict.fromkeys(names, ""))))


@check(POST)
def post_without_key_is_403(desk: Desk, form: str) -> None:
    """A missing or an empty api_key is a 403 with an error."""
    desk.refused(desk.post(form, desk.fields(desk.knows.service_without, ("api_key",))), 403)
    desk.refused(desk.post(form, desk.fields(desk.knows.service_without, api_key="")), 403)


@check(POST)
def post_with_wrong_key_is_403(desk: Desk, form: str) -> None:
    """A wrong api_key is a 403 with an error, also one that only begins or ends like a right one."""
    key = desk.api_key
    for wrong in ("wrong", f"{key}x", f"x{key}", key[:-1] or "x", key.swapcase() + "*", "ñ"):
        desk.refused(desk.post(form, desk.fields(desk.knows.service_without, api_key=wrong)), 403)


@check(POST)
def post_without_service_is_400(desk: Desk, form: str) -> None:
    """A missing or an empty service_code is a 400."""
    desk.refused(desk.post(form, desk.fields(desk.knows.service_without, ("service_code",))), 400)
    desk.refused(desk.post(form, desk.fields("")), 400)


@check(POST)
def post_for_an_unknown_service_is_404(desk: Desk, form: str) -> None:
    """A service_code that does not exist is a 404."""
    for code in NOWHERE:
        desk.refused(desk.post(form, desk.fields(code)), 404)


@check(POST)
def post_in_an_unknown_jurisdiction_is_404(desk: Desk, form: str) -> None:
    """A jurisdiction_id that does not exist is a 404."""
    desk.refused(desk.post(form, desk.fields(desk.knows.service_without, jurisdiction_id=desk.nowhere)), 404)


@check(POST)
def post_without_jurisdiction(desk: Desk, form: str) -> None:
    """Without jurisdiction_id one jurisdiction accepts a report, several answer 400."""
    answer = desk.post(form, desk.fields(desk.knows.service_without, ("jurisdiction_id",)))
    if desk.knows.several:
        desk.refused(answer, 400)
    else:
        desk.accepted(answer)


@check(POST)
def post_without_place_is_400(desk: Desk, form: str) -> None:
    """A report without lat and long, address_string or address_id is a 400, also when they are empty."""
    code = desk.knows.service_without
    desk.refused(desk.post(form, desk.fields(code, PLACE)), 400)
    empty = dict.fromkeys([*PLACE, "address_string", "address_id"], "")
    desk.refused(desk.post(form, desk.fields(code, **empty)), 400)


@check(POST)
def post_with_half_a_point_is_400(desk: Desk, form: str) -> None:
    """lat and long are both needed."""
    for name in PLACE:
        desk.refused(desk.post(form, desk.fields(desk.knows.service_without, (name,))), 400)


@check(POST)
def post_with_a_point_off_the_globe_is_400(desk: Desk, form: str) -> None:
    """lat and long are numbers in degrees of WGS84."""
    code = desk.knows.service_without
    for lat, long in (("utara", "106.8"), ("91", "106.8"), ("-6.2", "181"), ("nan", "106.8"), ("-6.2", "1e999")):
        desk.refused(desk.post(form, desk.fields(code, lat=lat, long=long)), 400)


@check(POST)
def post_without_a_required_attribute_is_400(desk: Desk, form: str) -> None:
    """Each attribute marked as required has to be given, and not empty."""
    code = desk.knows.service_with
    required = [plain(one["code"]) for one in desk.attributes(form) if plain(one.get("required")) == "true"]
    expect(required, "a required attribute", "none")
    for name in required:
        desk.refused(desk.post(form, desk.fields(code, (name,))), 400)
        empty = [*desk.fields(code, (name,)), (f"attribute[{name}]", "")]
        desk.refused(desk.post(form, empty), 400)


@check(POST)
def post_takes_valid_attributes(desk: Desk, form: str) -> None:
    """A report with attribute[code]=value for each required attribute is accepted."""
    desk.accepted(desk.post(form, desk.fields(desk.knows.service_with)))


@check(POST)
def post_with_a_choice_not_offered_is_400(desk: Desk, form: str) -> None:
    """The value of a singlevaluelist is one of its keys."""
    code = plain(desk.attribute(form, "singlevaluelist")["code"])
    fields = [*desk.fields(desk.knows.service_with, (code,)), (f"attribute[{code}]", "no-such-key-zz")]
    desk.refused(desk.post(form, fields), 400)


@check(POST)
def post_takes_several_values(desk: Desk, form: str) -> None:
    """A multivaluelist takes attribute[code][] more than once, and only keys that it offers."""
    one = desk.attribute(form, "multivaluelist")
    code, keys = plain(one["code"]), [plain(value["key"]) for value in one["values"]]
    rest = desk.fields(desk.knows.service_with, (code,))
    desk.accepted(desk.post(form, [*rest, *((f"attribute[{code}][]", key) for key in keys)]))
    wrong = [*rest, (f"attribute[{code}][]", keys[0]), (f"attribute[{code}][]", "no-such-key-zz")]
    desk.refused(desk.post(form, wrong), 400)


@check(POST)
def post_with_a_bad_number_is_400(desk: Desk, form: str) -> None:
    """The value of a number is a number."""
    code = plain(desk.attribute(form, "number")["code"])
    fields = [*desk.fields(desk.knows.service_with, (code,)), (f"attribute[{code}]", "dua belas")]
    desk.refused(desk.post(form, fields), 400)


@check(POST)
def post_with_a_bad_datetime_is_400(desk: Desk, form: str) -> None:
    """The value of a datetime is a date and time of ISO 8601."""
    code = plain(desk.attribute(form, "datetime")["code"])
    rest = desk.fields(desk.knows.service_with, (code,))
    desk.refused(desk.post(form, [*rest, (f"attribute[{code}]", "kemarin sore")]), 400)
    desk.accepted(desk.post(form, [*rest, (f"attribute[{code}]", "2026-01-31T08:15:00+07:00")]))


@check(POST)
def post_keeps_4000_characters(desk: Desk, form: str) -> None:
    """A description of 4,000 characters, which are more bytes, is accepted and comes back whole."""
    text = "é" * (LONGEST - 1) + "!"
    found = desk.record(desk.report(desk.knows.service_without, form, description=text), form)
    expect(plain(found.get("description")) == text, "4,000 characters", f"{len(plain(found.get('description')))}")


@check(POST)
def post_limits_the_description(desk: Desk, form: str) -> None:
    """A longer description is a 400, or is cut."""
    answer = desk.post(form, desk.fields(desk.knows.service_without, description="a" * (LONGEST + 1)))
    if answer.status == 400:
        desk.refused(answer, 400)
        return
    found = desk.record(desk.published(desk.accepted(answer)), form)
    expect(
        len(plain(found.get("description"))) <= LONGEST, "at most 4,000 characters", len(plain(found["description"]))
    )


@check(POST)
def post_keeps_the_text(desk: Desk, form: str) -> None:
    """Markup characters, line breaks and letters of any script come back as they were sent."""
    key = desk.report(desk.knows.service_without, form, description=HARD_TEXT)
    for other in desk.knows.formats:
        found = desk.record(key, other)
        expect(plain(found.get("description")) == HARD_TEXT, HARD_TEXT, found.get("description"))


@check(POST)
def post_survives_what_cannot_be_kept(desk: Desk, form: str) -> None:
    """Bytes that are not UTF-8 and control characters are refused with 400 or tamed, and XML stays well-formed."""
    plainly = urlencode(desk.fields(desk.knows.service_without))
    for rubbish in (b"%00", b"%08x%0B", b"%EF%BF%BF", b"%FF%FE", b"%ED%A0%80"):
        body = plainly.encode() + b"&description=a" + rubbish + b"b"
        headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
        answer = desk.ask("POST", f"{desk.base}/requests.{form}", form, headers=headers, body=body)
        if answer.status == 400:
            desk.refused(answer, 400)
            continue
        key = desk.published(desk.accepted(answer))
        if "xml" in desk.knows.formats:
            root_element(desk.single(key, "xml").is_good("GET it").body)


@check(POST)
def post_takes_a_picture(desk: Desk, form: str) -> None:
    """A multipart form with a picture is accepted, and media_url leads to it."""
    if not desk.knows.media_field:
        raise NotAsked("uploads are not offered")
    fields = desk.fields(desk.knows.service_without, description="Dengan foto")
    kind, body = multipart(fields, desk.knows.media_field, picture())
    answer = desk.ask("POST", f"{desk.base}/requests.{form}", form, headers={"content-type": kind}, body=body)
    found = desk.record(desk.published(desk.accepted(answer)), form)
    url = urlsplit(plain(found.get("media_url")))
    expect(url.scheme in ("http", "https") and url.netloc, "an absolute media_url", found.get("media_url"))


def a_token(desk: Desk, form: str) -> str:
    """A token that was just given."""
    codes = (desk.knows.service_without, desk.knows.service_with)
    for code in codes:
        if plain(desk.service(code, form).get("type")) == "batch":
            receipt = desk.accepted(desk.post(form, desk.fields(code)))
            expect(receipt.is_token, "a token from a batch service", receipt)
            return receipt.key
    raise NotAsked("no service gives tokens")


@check(TOKEN)
def token_waits_or_is_not_there(desk: Desk, form: str) -> None:
    """A token whose request has no id yet answers with the token, or is a 404."""
    token = a_token(desk, form)
    answer = desk.token(token, form)
    if answer.status == 404:
        desk.refused(answer, 404)
        return
    found = answer.is_good("GET a token", 200, 404).records("service_requests")
    expect(len(found) == 1 and plain(found[0].get("token")) == token, f"the token {token}", found)


@check(TOKEN)
def token_leads_to_the_request(desk: Desk, form: str) -> None:
    """A token gives a list of one with service_request_id and token only, and the id can be read."""
    token = a_token(desk, form)
    desk.knows.settle(token)
    found = desk.token(token, form).is_good("GET a token").records("service_requests")
    expect(len(found) == 1, "a list of one", found)
    expect(set(found[0]) == {"service_request_id", "token"}, "service_request_id and token", sorted(found[0]))
    expect(plain(found[0]["token"]) == token, token, found[0]["token"])
    key = plain(found[0]["service_request_id"])
    expect(plain(desk.record(key, form).get("service_request_id")) == key, f"the request {key}", key)


@check(TOKEN)
def token_unknown_is_404(desk: Desk, form: str) -> None:
    """A token that was never given is a 404."""
    for token in NOWHERE:
        desk.refused(desk.token(token, form), 404)


@check(TOKEN)
def token_missing_is_400(desk: Desk, form: str) -> None:
    """A token resource without a token is a 400."""
    desk.refused(desk.get("tokens/", form), 400)


@check(TOKEN)
def token_in_an_unknown_jurisdiction_is_404(desk: Desk, form: str) -> None:
    """A jurisdiction_id that does not exist is a 404."""
    token = a_token(desk, form)
    desk.knows.settle(token)
    desk.refused(desk.get(f"tokens/{quote(token, safe='')}", form, jurisdiction_id=desk.nowhere), 404)
