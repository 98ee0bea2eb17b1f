"""The suite finds nothing wrong with the reference server, and every planted fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.open311 import conformance, faults, faults_of_requests
from tests.open311.planting import Fault, Faulty, refuse
from tests.open311.reference import BASE, KEY
from tests.open311.suite import Desk, check
from tests.open311.wire import Mismatch, difference, of_json, of_xml

FAULTS = [
    *faults.FORMATS, *faults.SERVICES, *faults.TOKENS, *faults_of_requests.REPORTS, *faults_of_requests.REQUESTS,
]  # fmt: skip


def judged(fault: Fault | None = None, *only: str) -> conformance.Verdict:
    """What the suite says of the reference server with a fault."""
    client = Faulty(fault)
    return conformance.judge(client, base=BASE, api_key=KEY, knows=client.server.knows(), only=only)


def test_the_reference_server_passes():
    client = Faulty()
    found = conformance.run(client, base=BASE, api_key=KEY, knows=client.server.knows())
    assert not found, "\n".join(map(str, found))


def test_every_check_was_put_in_every_format():
    verdict = judged()
    put = sum(len(one.forms) or 2 for one in conformance.CHECKS.values())
    assert (len(verdict.passed), verdict.not_asked) == (put, [])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.found_by}: {fault.wrong}")
def test_a_fault_is_found(fault: Fault):
    found = judged(fault, fault.found_by).findings
    assert fault.found_by in {one.check for one in found}
    assert all(one.expected and one.came and one.proves for one in found)


def test_every_check_has_a_fault_that_it_finds():
    assert set(conformance.CHECKS) == {fault.found_by for fault in FAULTS}


def test_a_server_that_answers_nonsense_fails_everything_and_breaks_nothing():
    class Nonsense(Faulty):
        def request(
            self, method: str, url: str, headers: dict[str, str], body: bytes
        ) -> tuple[int, dict[str, str], bytes]:
            return 200, {}, b"\xff<x>"

    client = Nonsense()
    found = conformance.judge(client, base=BASE, api_key=KEY, knows=client.server.knows())
    assert found.passed == []


def test_what_a_server_does_not_offer_is_not_asked():
    client = Faulty()
    less = replace(
        client.server.knows(), formats=("xml",), address_id="", paging=False, media_field="", age=None, fill=None
    )
    verdict = conformance.judge(client, base=BASE, api_key=KEY, knows=less)
    assert verdict.findings == []
    assert {name for name, _, _ in verdict.not_asked} == {
        "errors_are_the_same_in_both_formats", "services_are_the_same_in_both_formats",
        "definition_is_the_same_in_both_formats", "requests_are_the_same_in_both_formats",
        "request_is_the_same_in_both_formats", "post_takes_an_address_id_instead_of_a_point", "post_takes_a_picture",
        "requests_default_to_90_days", "requests_come_in_pages", "requests_are_at_most_1000",
    }  # fmt: skip


def test_several_jurisdictions_have_to_be_told_apart():
    client = Faulty(Fault("", "", after=refuse(faults.lacks_jurisdiction)))
    knows = replace(client.server.knows(), several=True)
    assert conformance.run(client, base=BASE, api_key=KEY, knows=knows) == []
    one = Faulty()
    found = conformance.run(one, base=BASE, api_key=KEY, knows=replace(one.server.knows(), several=True))
    names = {"services_without_jurisdiction", "requests_without_jurisdiction", "post_without_jurisdiction"}
    assert {finding.check for finding in found} == names


def test_a_check_has_its_own_name_and_says_what_it_proves():
    def silent(desk: Desk, form: str) -> None: ...

    def request_closes(desk: Desk, form: str) -> None:
        """A name that is taken."""

    for bad in (silent, request_closes):
        with pytest.raises(ValueError):
            check("Errors")(bad)


def test_clauses_are_all_there():
    assert set(conformance.by_clause()) == {
        "Service Discovery", "Format Support", "Errors", "GET Service List", "GET Service Definition",
        "POST Service Request", "GET service_request_id from a token", "GET Service Requests", "GET Service Request",
    }  # fmt: skip


def test_both_formats_are_read_into_the_same_tree():
    xml = b"<services><service><metadata>true</metadata><lat>-6.20</lat><group/></service></services>"
    same = '[{"metadata": true, "lat": -6.2, "group": null}]'
    assert difference(of_xml(xml, "services"), of_json(same, "services")) == ""
    for other in ('[{"metadata": true, "lat": -6.2}]', '[{"metadata": true, "lat": -6.3, "group": ""}]', "[]"):
        assert difference(of_xml(xml, "services"), of_json(other, "services"))


@pytest.mark.parametrize(
    "body",
    [
        "<services><service><a/><a/></service></services>",
        "<services><a/></services>",
        "<service/>",
        "<services>x<service/></services>",
        "<services>",
    ],
)
def test_xml_of_another_shape_is_refused(body: str):
    with pytest.raises(Mismatch):
        of_xml(body.encode(), "services")


@pytest.mark.parametrize("body", ['[{"a": 1, "a": 2}]', "[NaN]", '{"services": []}', "[", '{"service_code": "1"}'])
def test_json_of_another_shape_is_refused(body: str):
    with pytest.raises(Mismatch):
        of_json(body, "services")
