"""PyPI's client of Open311 against our server, unchanged, over real HTTP."""

from __future__ import annotations

import pytest
from georeport import GeoReport

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.complaints import actions, api
from maklumat.modules.complaints.models import Report
from maklumat.modules.complaints.queries.georeport import client_of
from tests import world
from tests.complaints.cast import Filed, act
from tests.world import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_services_and_requests(live_server, form):
    here = world.build(())
    questions = [{"code": "tiang", "datatype": "string", "required": True, "description": "Nomor tiang"}]
    common = {"by": SYSTEM, "parent": "", "unit": "dishub", "stopper": "", "at": MONDAY}
    api.add_category(code="lampu", name="Lampu jalan", name_en="Lamps", questions=questions, **common)
    api.add_category(code="marka", name="Marka jalan", name_en="Marks", **common)
    client = actions.add_client(by=SYSTEM, name="Uji", at=MONDAY)
    now = clock.now()
    sent = actions.Incoming(
        category="lampu", text="Lampu mati & gelap <sekali>.", point=(-7.4, 110.2), answers={"tiang": "7"}
    )
    numbers = []
    for _ in range(2):
        receipt = actions.receive(client_id=client_of(client), incoming=sent, at=now)
        numbers.append(receipt.number)
    desk = here.with_role("complaint_coordinator", "tirtamulya")
    for number in numbers:
        one = Report.objects.get(number=number)
        act("verify", Filed(one.id, number, ""), desk, now, unit="dishub")
    city = GeoReport(f"{live_server.url}/open311/v2", jurisdiction="tirtamulya", output_format=form)
    assert {one["service_code"] for one in city.get_service_list()} == {"lampu", "marka"}
    told = city.get_service_definition("lampu")
    assert "tiang" in str(told)
    found = city.get_service_requests()
    assert {one["service_request_id"] for one in found} == set(numbers)
    assert city.get_service_request(numbers[0])["description"] == "Lampu mati & gelap <sekali>."
