"""Our Open311 client, against our own server over real HTTP, in both forms; and a report that goes to a neighbour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maklumat.kernel import outside
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Conflict, Missing
from maklumat.modules.complaints import actions as complaints
from maklumat.modules.complaints import api as reports
from maklumat.modules.complaints.models import Report
from maklumat.modules.exchange import actions
from maklumat.modules.exchange.models import Twin
from maklumat.modules.exchange.ports.open311 import Open311, Refused
from tests import world
from tests.complaints.cast import Filed, act, coordinator, file
from tests.exchange.counterpart import Neighbour
from tests.world import MONDAY

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(settings):
    settings.OUTSIDE_MAY_BE_LOCAL = True
    found = world.build(("ktp-el-hilang-rusak",))
    questions = [{"code": "tiang", "datatype": "string", "required": True, "description": "Nomor tiang"}]
    common = {"by": SYSTEM, "parent": "", "unit": "dishub", "stopper": "", "at": MONDAY}
    reports.add_category(code="lampu", name="Lampu jalan", name_en="Lamps", questions=questions, **common)
    reports.add_category(code="marka", name="Marka jalan", name_en="Marks", **common)
    return found


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_speaks_all_six_methods(here, live_server, form):
    key = complaints.add_client(by=SYSTEM, name="Kota tetangga", at=MONDAY)
    city = Open311(f"{live_server.url}/open311/v2", key=key, jurisdiction="tirtamulya", form=form)
    assert {one["service_code"] for one in city.services()} == {"lampu", "marka"}
    asked = city.definition("lampu")
    assert asked["attributes"][0]["code"] == "tiang"
    fields = {
        "service_code": "lampu",
        "lat": "-7.4",
        "long": "110.2",
        "description": "Mati & <gelap>.",
        "attribute[tiang]": "7",
    }
    told = [city.send(fields, key="k1")["token"] for _again in range(2)]
    assert told[0] == told[1] and Report.objects.count() == 1
    number = city.resolve(told[0])
    row = Report.objects.get()
    assert number == row.number and city.requests(numbers=[number]) == []
    act(
        "verify",
        Filed(row.id, number, ""),
        here.with_role("complaint_coordinator", "tirtamulya"),
        row.filed_at,
        unit="dishub",
    )
    assert city.request(number)["description"] == "Mati & <gelap>."
    assert [
        one["service_request_id"] for one in city.requests(status=["open"], services=["lampu"], page=1, page_size=5)
    ] == [number]
    with pytest.raises(Refused) as refused:
        city.send({"service_code": "entah", "lat": "-7.4", "long": "110.2"})
    assert refused.value.status == 404 and refused.value.message
    with pytest.raises(Refused):
        Open311(f"{live_server.url}/open311/v2", key="salah", form=form).send(fields)


def test_a_report_goes_to_a_neighbour_without_its_reporter_and_is_followed(here):
    one, desk = file(place="Depan pasar"), coordinator(here)
    with Neighbour() as city:
        partner = actions.add_partner(
            by=SYSTEM,
            name="Kota",
            protocol="open311",
            url=city.url,
            key=city.key,
            jurisdiction=city.jurisdiction,
            at=MONDAY,
        )
        common = {"number": one.number, "partner_id": partner, "service_code": city.service, "at": MONDAY + HOUR}
        with pytest.raises(Conflict):
            actions.hand_over(by=desk, **common)  # not public yet
        act("verify", one, desk, MONDAY + HOUR)
        with pytest.raises(Missing):
            actions.hand_over(by=here.actor("budi"), **common)
        twin = actions.hand_over(by=coordinator(here, "tirtamulya"), **common)
        with pytest.raises(Conflict):
            actions.hand_over(by=coordinator(here, "tirtamulya"), **common)
        for _again in range(2):
            actions.send_over(twin_id=twin, service_code=city.service, at=MONDAY + HOUR)
        sent = str(city.city.reports)
        assert len(city.city.reports) == 1 and "Depan pasar" in sent
        assert "Suryadi" not in sent and "Citra" not in sent and "3456-7890" not in sent
        city.settle_all()
        assert actions.watch(partner_id=partner, at=MONDAY + HOUR) == 1
        assert Twin.objects.get().foreign_state == "open"
        city.close_all()
        actions.watch(partner_id=partner, at=MONDAY + 2 * HOUR)
    assert Twin.objects.get().foreign_state == "closed"


def test_a_neighbour_that_is_away_is_tried_again(here):
    one, desk = file(place="Depan pasar"), coordinator(here, "tirtamulya")
    act("verify", one, desk, MONDAY + HOUR)
    partner = actions.add_partner(by=SYSTEM, name="Kota", protocol="open311", url="http://127.0.0.1:9", at=MONDAY)
    twin = actions.hand_over(by=desk, number=one.number, partner_id=partner, service_code="x", at=MONDAY + HOUR)
    with pytest.raises(outside.Unreachable):
        actions.send_over(twin_id=twin, service_code="x", at=MONDAY + HOUR)
    assert Twin.objects.get().foreign_state == "sending"
