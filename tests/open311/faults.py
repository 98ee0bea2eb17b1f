"""Faults for the suite to find, first part: discovery, formats, errors, services and tokens."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from tests.open311.planting import (
    Ask,
    Fault,
    answered,
    attribute,
    body,
    endpoint,
    every,
    given,
    gone,
    header,
    instead,
    is_tree,
    refuse,
    status,
    text,
)
from tests.open311.reference import JURISDICTION, Reply


def blank(ask: Ask, reply: Reply) -> Reply:
    """A failure that is a page instead of errors."""
    return (reply[0], {"content-type": "text/html"}, b"<h1>Not Found</h1><p>") if reply[0] == 404 else reply


def wrapped(ask: Ask, reply: Reply) -> Reply:
    """JSON with the outer element around it."""
    if ask.form == "xml" or not is_tree(ask, reply):
        return reply
    return reply[0], reply[1], json.dumps({"response": json.loads(reply[2])}).encode()


def by_accept(ask: Ask) -> Ask:
    """The Accept header decides the format."""
    for kind in ("json", "xml"):
        if kind in ask.headers.get("accept", ""):
            return replace(ask, path=f"{ask.path.rpartition('.')[0]}.{kind}")
    return ask


def any_format(ask: Ask) -> Ask:
    """An unknown format is served as XML."""
    return replace(ask, path=re.sub(r"\.(yaml|xmlx)$", ".xml", ask.path))


def any_method(ask: Ask) -> Ask:
    """Each method reads."""
    return replace(ask, method="GET" if ask.method in ("PUT", "DELETE") else ask.method)


def anywhere(ask: Ask) -> Ask:
    """Every jurisdiction_id is taken."""
    change = {"jurisdiction_id": JURISDICTION}
    if ask.method == "POST":
        told = [(name, change.get(name, value)) for name, value in parse_qsl(ask.body.decode("ascii", "replace"))]
        return replace(ask, body=urlencode(told).encode()) if "urlencoded" in str(ask.headers) else ask
    return replace(ask, query=urlencode({**ask.fields, **change}))


def lacks_jurisdiction(ask: Ask) -> bool:
    """Whether no jurisdiction was named."""
    told = dict(ask.pairs) if ask.method == "POST" else ask.fields
    return "discovery" not in ask.path and not told.get("jurisdiction_id") and "multipart" not in str(ask.headers)


FORMATS = [
    Fault("no contact", "discovery_has_all_fields", after=answered("discovery", gone("contact"))),
    Fault("no discovery.json", "discovery_is_served_in_both_formats", after=lambda ask, reply: (
        (404, {"content-type": "text/plain"}, b"") if ask.path.endswith("discovery.json") else reply)),
    Fault("endpoint without changeset", "discovery_endpoints_have_all_fields", after=endpoint(gone("changeset"))),
    Fault("changeset in words", "discovery_changesets_sort_by_time",
          after=answered("discovery", given("changeset", "31 January 2026"))),
    Fault("url of another endpoint", "discovery_leads_to_this_endpoint", after=endpoint(given("url", "https://a.example/v2"))),
    Fault("relative url", "discovery_urls_are_absolute", after=endpoint(given("url", "/open311/v2"))),
    Fault("type live", "discovery_types_are_production_or_test", after=endpoint(given("type", "live"))),
    Fault("JSON not announced", "discovery_announces_the_formats", after=endpoint(given("formats", ["text/xml"]))),
    Fault("other contact in JSON", "discovery_is_the_same_in_both_formats",
          after=answered("discovery", given("contact", "somebody else"), "json")),
    Fault("no charset", "content_types_tell_format_and_charset", after=header("content-type", "text/xml", "xml")),
    Fault("JSON as text/html", "content_types_tell_format_and_charset",
          after=header("content-type", "text/html; charset=utf-8", "json")),
    Fault("XML of another MIME type", "content_types_are_those_announced",
          after=header("content-type", "application/xml; charset=utf-8", "xml")),
    Fault("no XML declaration", "xml_begins_with_its_declaration", after=body(lambda b: b.partition(b"?>\n")[2], "xml")),
    Fault("answers in latin-1", "text_is_utf8",
          after=body(lambda b: b.decode().encode("latin-1", "replace"), "json")),
    Fault("attributes in XML", "xml_is_plain", after=body(lambda b: b.replace(b"<services>", b'<services type="array">'))),
    Fault("foreign namespace", "xml_is_plain",
          after=body(lambda b: b.replace(b"</services>", b'<x:service xmlns:x="urn:x"/></services>'))),
    Fault("object around the JSON", "json_has_nothing_around_it", after=wrapped),
    Fault("NaN in JSON", "json_has_nothing_around_it", after=body(lambda b: b.replace(b'"zipcode": null', b'"zipcode": NaN'))),
    Fault("any format is served", "other_formats_are_refused", before=any_format),
    Fault("Accept decides", "formats_do_not_depend_on_accept", before=by_accept),
    Fault("any method reads", "other_methods_are_refused", before=any_method),
    Fault("405 without Allow", "other_methods_are_refused", after=header("allow", "")),
    Fault("a page for a 404", "errors_are_lists_of_code_and_description", after=blank),
    Fault("errors with status 200", "errors_are_lists_of_code_and_description", after=status(404, 200)),
    Fault("errors with a message", "errors_are_lists_of_code_and_description",
          after=every("errors", lambda one: {"code": one["code"], "message": one["description"]})),
    Fault("a trace as description", "error_descriptions_are_for_people",
          after=every("errors", given("description", "ValueError: Exception in line 5"))),
    Fault("other words in JSON", "errors_are_the_same_in_both_formats",
          after=every("errors", given("description", "Something else went wrong."), "json")),
]  # fmt: skip
SERVICES = [
    Fault("key needed to read", "services_are_served_without_a_key",
          after=refuse(lambda ask: ask.method == "GET" and "api_key" not in ask.fields, 403)),
    Fault("no group", "services_have_all_fields", after=every("services", gone("group"))),
    Fault("no name", "services_have_code_and_name", after=every("services", given("service_name", None))),
    Fault("a code twice", "service_codes_are_unique", after=answered("services", lambda tree: [*tree, tree[0]])),
    Fault("metadata yes", "services_tell_whether_they_have_metadata", after=every("services", given("metadata", "yes"))),
    Fault("metadata as a JSON string", "services_tell_whether_they_have_metadata",
          after=every("services", given("metadata", "true"), "json")),
    Fault("type instant", "services_have_a_type", after=every("services", given("type", "instant"))),
    Fault("keywords as a list", "service_texts_are_single_values",
          after=every("services", given("keywords", ["jalan", "lubang"]), "json")),
    Fault("metadata false everywhere", "services_show_those_told_of", after=every("services", given("metadata", False))),
    Fault("other names in JSON", "services_are_the_same_in_both_formats",
          after=every("services", text("service_name", str.upper), "json")),
    Fault("any jurisdiction", "services_of_an_unknown_jurisdiction_are_404", before=anywhere),
    Fault("any jurisdiction", "definition_in_an_unknown_jurisdiction_is_404", before=anywhere),
    Fault("any jurisdiction", "requests_of_an_unknown_jurisdiction_are_404", before=anywhere),
    Fault("any jurisdiction", "request_in_an_unknown_jurisdiction_is_404", before=anywhere),
    Fault("any jurisdiction", "token_in_an_unknown_jurisdiction_is_404", before=anywhere),
    Fault("any jurisdiction", "post_in_an_unknown_jurisdiction_is_404", before=anywhere),
    Fault("jurisdiction needed", "services_without_jurisdiction", after=refuse(lacks_jurisdiction)),
    Fault("jurisdiction needed", "requests_without_jurisdiction", after=refuse(lacks_jurisdiction)),
    Fault("jurisdiction needed", "post_without_jurisdiction", after=refuse(lacks_jurisdiction)),
    Fault("other arguments refused", "services_ignore_other_arguments", after=refuse(lambda ask: "wishes" in ask.fields)),
    Fault("code of another service", "definition_is_one_object",
          after=answered("service_definition", given("service_code", "009"))),
    Fault("attributes not in a list", "definition_is_one_object",
          after=body(lambda b: b.replace(b"<attributes>", b"").replace(b"</attributes>", b""), "xml")),
    Fault("a definition without attributes", "definition_exists_for_all_metadata",
          after=answered("service_definition", given("attributes", []))),
    Fault("no description", "attributes_have_all_fields", after=attribute(gone("datatype_description"))),
    Fault("a code twice", "attribute_codes_are_unique", after=attribute(given("code", "TIANG"))),
    Fault("datatype integer", "attributes_have_a_known_datatype", after=attribute(given("datatype", "integer"))),
    Fault("required 1", "attributes_say_variable_and_required", after=attribute(given("required", 1))),
    Fault("an order twice", "attributes_have_an_order", after=attribute(given("order", 1))),
    Fault("order from 0", "attributes_have_an_order", after=attribute(lambda one: one.update(order=int(one["order"]) - 1))),
    Fault("values without names", "lists_have_values", after=attribute(lambda one: one.update(
        values=[{"key": value["key"]} for value in one["values"] or []]))),
    Fault("no values", "lists_have_values", after=attribute(gone("values"))),
    Fault("nothing required", "required_attributes_are_those_told_of", after=attribute(given("required", False))),
    Fault("other order in JSON", "definition_is_the_same_in_both_formats",
          after=attribute(lambda one: one.update(order=9 - int(one["order"])), "json")),
    Fault("any code has a definition", "definition_of_an_unknown_service_is_404",
          after=instead(404, "service_definition", {"service_code": "001", "attributes": []}, "/services/")),
    Fault("no code is a 404", "definition_of_no_service_is_400", after=status(400, 404, "/services/")),
    Fault("a plain service has attributes", "definition_without_metadata_is_empty_or_404",
          after=answered("service_definition", lambda tree: {**tree, "attributes": [{"code": "A"}]})),
]  # fmt: skip
TOKENS = [
    Fault("the token is not known at first", "token_waits_or_is_not_there", after=every(
        "service_requests", lambda one: {"token": "none"} if "token" in one and "account_id" not in one else None)),
    Fault("a token without its token", "token_leads_to_the_request", after=every(
        "service_requests", lambda one: gone("token")(one) if "account_id" not in one else None)),
    Fault("any token", "token_unknown_is_404", after=instead(404, "service_requests", [], "/tokens/")),
    Fault("no token is a 404", "token_missing_is_400", after=status(400, 404, "/tokens/")),
]  # fmt: skip
