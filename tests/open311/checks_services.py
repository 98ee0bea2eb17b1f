"""Checks of the service list and of service definitions."""

from __future__ import annotations

from typing import Any

from tests.open311.suite import BOTH, NOWHERE, Desk, check
from tests.open311.wire import NotAsked, difference, expect, plain

LIST, DEFINITION = "GET Service List", "GET Service Definition"
FIELDS = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
ATTRIBUTE = {"variable", "code", "datatype", "required", "datatype_description", "order", "description"}
DATATYPES = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}
TRUTH = ("true", "false")
MOST = 60


def whole_definition(desk: Desk, code: str, form: str) -> dict[str, Any]:
    """A service definition."""
    tree: dict[str, Any] = desk.definition(code, form).is_good("GET a definition").tree("service_definition")
    return tree


def boolean(value: Any, form: str, what: str) -> None:
    """true or false; in JSON a real boolean."""
    expect(plain(value) in TRUTH, f"{what}: true or false", value)
    expect(form == "xml" or isinstance(value, bool), f"{what}: a JSON boolean", value)


@check(LIST)
def services_are_served_without_a_key(desk: Desk, form: str) -> None:
    """The service list is read without an api_key and has at least one service."""
    expect(desk.services(form), "at least one service", "none")


@check(LIST)
def services_have_all_fields(desk: Desk, form: str) -> None:
    """Each service has exactly the seven fields of the specification."""
    for one in desk.services(form):
        expect(set(one) == FIELDS, f"the fields {sorted(FIELDS)}", sorted(one))


@check(LIST)
def services_have_code_and_name(desk: Desk, form: str) -> None:
    """Each service has a code and a human readable name."""
    for one in desk.services(form):
        expect(plain(one.get("service_code")), "a service_code", one)
        expect(isinstance(one.get("service_name"), str) and plain(one["service_name"]), "a service_name", one)


@check(LIST)
def service_codes_are_unique(desk: Desk, form: str) -> None:
    """No service_code stands for two services, and a list of codes can be separated by commas."""
    codes = [plain(one.get("service_code")) for one in desk.services(form)]
    expect(len(set(codes)) == len(codes), "unique codes", codes)
    expect(not [code for code in codes if "," in code], "codes without a comma", codes)


@check(LIST)
def services_tell_whether_they_have_metadata(desk: Desk, form: str) -> None:
    """metadata is true or false."""
    for one in desk.services(form):
        boolean(one.get("metadata"), form, f"metadata of {plain(one.get('service_code'))}")


@check(LIST)
def services_have_a_type(desk: Desk, form: str) -> None:
    """type is realtime, batch or blackbox."""
    for one in desk.services(form):
        expect(plain(one.get("type")) in ("realtime", "batch", "blackbox"), "realtime, batch or blackbox", one)


@check(LIST)
def service_texts_are_single_values(desk: Desk, form: str) -> None:
    """description, group and the comma separated keywords are texts, not lists."""
    for one in desk.services(form):
        for name in ("description", "group", "keywords"):
            expect(one.get(name) is None or isinstance(one.get(name), str), f"{name} as text", one.get(name))


@check(LIST)
def services_show_those_told_of(desk: Desk, form: str) -> None:
    """The service with attributes has metadata true, and neither service to be used is a blackbox."""
    one, other = (desk.service(code, form) for code in (desk.knows.service_with, desk.knows.service_without))
    expect(plain(one.get("metadata")) == "true", "metadata true for a service with required attributes", one)
    expect("blackbox" not in (plain(one.get("type")), plain(other.get("type"))), "realtime or batch", (one, other))


@check(LIST, "xml")
def services_are_the_same_in_both_formats(desk: Desk, form: str) -> None:
    """The service list carries the same in XML and in JSON."""
    if set(desk.knows.formats) < set(BOTH):
        raise NotAsked("one format only")
    found = difference(desk.services("xml"), desk.services("json"), "services")
    expect(not found, "the same values", found)


@check(LIST)
def services_of_an_unknown_jurisdiction_are_404(desk: Desk, form: str) -> None:
    """A jurisdiction_id that does not exist is a 404 with an error that says so."""
    desk.refused(desk.get("services", form, jurisdiction_id=desk.nowhere), 404)


@check(LIST)
def services_without_jurisdiction(desk: Desk, form: str) -> None:
    """Without jurisdiction_id, or with an empty one, one jurisdiction answers the same; several answer 400."""
    for told in ("-", ""):
        answer = desk.get("services", form, jurisdiction_id=told)
        if desk.knows.several:
            desk.refused(answer, 400)
        else:
            found = difference(desk.services(form), answer.is_good("without jurisdiction_id").tree("services"))
            expect(not found, "the same services", found)


@check(LIST)
def services_ignore_other_arguments(desk: Desk, form: str) -> None:
    """An argument that the resource does not have changes nothing."""
    answer = desk.get("services", form, lat="-6.9", wishes="none").is_good("with other arguments")
    found = difference(desk.services(form), answer.tree("services"))
    expect(not found, "the same services", found)


@check(DEFINITION)
def definition_is_one_object(desk: Desk, form: str) -> None:
    """A definition holds the service_code asked for and a list of attributes, and nothing else."""
    found = whole_definition(desk, desk.knows.service_with, form)
    expect(set(found) == {"service_code", "attributes"}, "the fields service_code and attributes", sorted(found))
    expect(plain(found["service_code"]) == desk.knows.service_with, desk.knows.service_with, found["service_code"])
    expect(isinstance(found["attributes"], list), "a list of attributes", found["attributes"])


@check(DEFINITION)
def definition_exists_for_all_metadata(desk: Desk, form: str) -> None:
    """Every service with metadata true has a definition with attributes."""
    for one in [one for one in desk.services(form) if plain(one.get("metadata")) == "true"][:MOST]:
        found = whole_definition(desk, plain(one["service_code"]), form)
        expect(found.get("attributes"), f"attributes of {plain(one['service_code'])}", found)


@check(DEFINITION)
def attributes_have_all_fields(desk: Desk, form: str) -> None:
    """Each attribute has the fields of the specification; values may be left out where there is nothing to choose."""
    for one in desk.attributes(form):
        expect(set(one) - {"values"} == ATTRIBUTE, f"the fields {sorted(ATTRIBUTE)} and values", sorted(one))
        expect(plain(one["code"]), "a code", one)
        expect(plain(one["description"]), "a description", one)


@check(DEFINITION)
def attribute_codes_are_unique(desk: Desk, form: str) -> None:
    """No code stands for two attributes of a service."""
    codes = [plain(one.get("code")) for one in desk.attributes(form)]
    expect(len(set(codes)) == len(codes), "unique codes", codes)


@check(DEFINITION)
def attributes_have_a_known_datatype(desk: Desk, form: str) -> None:
    """datatype is one of the six."""
    for one in desk.attributes(form):
        expect(plain(one.get("datatype")) in DATATYPES, f"one of {sorted(DATATYPES)}", one.get("datatype"))


@check(DEFINITION)
def attributes_say_variable_and_required(desk: Desk, form: str) -> None:
    """variable and required are true or false."""
    for one in desk.attributes(form):
        for name in ("variable", "required"):
            boolean(one.get(name), form, f"{name} of {plain(one.get('code'))}")


@check(DEFINITION)
def attributes_have_an_order(desk: Desk, form: str) -> None:
    """order is a positive whole number that no other attribute of the service has."""
    orders = [plain(one.get("order")) for one in desk.attributes(form)]
    expect(all(one.isdecimal() and int(one) > 0 for one in orders), "positive whole numbers", orders)
    expect(len({int(one) for one in orders}) == len(orders), "each order once", orders)


@check(DEFINITION)
def lists_have_values(desk: Desk, form: str) -> None:
    """An attribute to choose from has values, each with its own key and a name; others have none."""
    for one in desk.attributes(form):
        values = one.get("values") or []
        expect(isinstance(values, list), "a list of values", values)
        if not plain(one.get("datatype")).endswith("valuelist"):
            expect(not values, f"no values for a {plain(one.get('datatype'))}", values)
            continue
        expect(values, f"values of {plain(one.get('code'))}", one)
        for value in values:
            good = isinstance(value, dict) and set(value) == {"key", "name"} and plain(value["key"])
            expect(good and plain(value["name"]), "a value with key and name", value)
        keys = [plain(value["key"]) for value in values]
        expect(len(set(keys)) == len(keys), "each key once", keys)


@check(DEFINITION)
def required_attributes_are_those_told_of(desk: Desk, form: str) -> None:
    """The definition marks at least one attribute as required, and valid values are known for all such."""
    required = {plain(one.get("code")) for one in desk.attributes(form) if plain(one.get("required")) == "true"}
    expect(required, "a required attribute", "none")
    expect(required <= set(desk.knows.attributes), f"only {sorted(desk.knows.attributes)} required", sorted(required))


@check(DEFINITION, "xml")
def definition_is_the_same_in_both_formats(desk: Desk, form: str) -> None:
    """A definition carries the same in XML and in JSON."""
    if set(desk.knows.formats) < set(BOTH):
        raise NotAsked("one format only")
    code = desk.knows.service_with
    one, other = whole_definition(desk, code, "xml"), whole_definition(desk, code, "json")
    for tree in (one, other):
        for attribute in tree.get("attributes") or []:
            attribute.setdefault("values", [])
    found = difference(one, other, "definition")
    expect(not found, "the same values", found)


@check(DEFINITION)
def definition_of_an_unknown_service_is_404(desk: Desk, form: str) -> None:
    """A service_code that does not exist is a 404."""
    for code in NOWHERE:
        desk.refused(desk.definition(code, form), 404)


@check(DEFINITION)
def definition_of_no_service_is_400(desk: Desk, form: str) -> None:
    """A definition asked for without a service_code is a 400."""
    desk.refused(desk.get("services/", form), 400)


@check(DEFINITION)
def definition_in_an_unknown_jurisdiction_is_404(desk: Desk, form: str) -> None:
    """A jurisdiction_id that does not exist is a 404."""
    path = f"services/{desk.knows.service_with}"
    desk.refused(desk.get(path, form, jurisdiction_id=desk.nowhere), 404)


@check(DEFINITION)
def definition_without_metadata_is_empty_or_404(desk: Desk, form: str) -> None:
    """A service without metadata has a definition without required attributes, or none."""
    if plain(desk.service(desk.knows.service_without, form).get("metadata")) == "true":
        raise NotAsked("the service has metadata")
    answer = desk.definition(desk.knows.service_without, form)
    if answer.status == 404:
        desk.refused(answer, 404)
        return
    found = answer.is_good("the definition of a service without metadata", 200, 404).tree("service_definition")
    expect(not found.get("attributes"), "no attributes", found)
