"""Our server before the conformance suite; the suite's author never saw the server."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.complaints import actions, api
from maklumat.modules.complaints.models import Report
from maklumat.modules.complaints.queries.georeport import token
from maklumat.modules.units import api as units
from tests import world
from tests.complaints.cast import Filed, act
from tests.open311 import conformance
from tests.open311.suite import Knows
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
BASE = "http://testserver/open311/v2"
QUESTIONS = [
    {"code": "nomor_tiang", "datatype": "string", "required": True, "description": "Nomor tiang", "hint": "Tertulis di tiang"},
    {"code": "jumlah", "datatype": "number", "required": False, "description": "Berapa lampu?"},
    {"code": "sejak", "datatype": "datetime", "required": False, "description": "Sejak kapan?"},
    {"code": "keadaan", "datatype": "singlevaluelist", "required": True, "description": "Keadaannya",
     "values": [{"key": "mati", "name": "Mati"}, {"key": "kedip", "name": "Berkedip"}]},
    {"code": "akibat", "datatype": "multivaluelist", "required": False, "description": "Akibatnya",
     "values": [{"key": "gelap", "name": "Gelap & sepi"}, {"key": "jatuh", "name": "Orang jatuh"}]},
]  # fmt: skip


class Wire:
    """The suite's way to a server, here through Django's own client."""

    def __init__(self) -> None:
        self.client = Client()

    def request(self, method, url, headers, body):
        parts = urlsplit(url)
        sent = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        kind = next((v for n, v in headers.items() if n.lower() == "content-type"), "application/x-www-form-urlencoded")
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = self.client.generic(method, address, body or b"", content_type=kind, headers=sent)
        return answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, b"".join(answer)


@pytest.fixture
def server(settings):
    here = world.build(())
    desk = here.with_role("complaint_coordinator", "tirtamulya")
    common = {"by": desk, "parent": "", "unit": "dishub", "stopper": "", "at": MONDAY}
    api.add_category(code="tiang", name="Lampu & tiang", name_en="Lamps", questions=QUESTIONS, **common)
    api.add_category(code="trotoar", name="Trotoar", name_en="Pavements", **common)
    key = actions.add_client(by=SYSTEM, name="Aplikasi uji", at=MONDAY)

    def settle(given: str) -> None:
        number = given if given.startswith("ADU-") else token(given)["service_request_id"]
        row = Report.objects.get(number=number)
        if row.state == "received":
            photos = [one.id for one in row.evidence.all()]
            act("verify", Filed(row.id, number, ""), desk, row.filed_at, unit="dishub", photos=photos)

    def close(number: str) -> None:
        row = Report.objects.get(number=number)
        one = Filed(row.id, number, "")
        act("take_on", one, desk, row.filed_at)
        act("answer", one, desk, row.filed_at)
        Report.objects.filter(id=row.id).update(
            state="closed", ending="confirmed", finished_at=row.filed_at, wait_until=None
        )

    def age(number: str, at) -> None:
        Report.objects.filter(number=number).update(filed_at=at, published_at=at)

    def fill(count: int) -> None:
        pattern = Report.objects.filter(published_at__isnull=False).first()
        Report.objects.bulk_create(
            Report(**{
                **{f.attname: getattr(pattern, f.attname) for f in Report._meta.concrete_fields if f.attname != "id"},
                "number": f"ADU-99-{n:06d}", "code_index": n.to_bytes(8), "request_index": None,
            })
            for n in range(count)
        )  # fmt: skip

    return key, Knows(
        jurisdiction_id="tirtamulya",
        service_with="tiang",
        attributes={"nomor_tiang": "TM-17", "jumlah": "2", "sejak": "2026-10-01", "keadaan": "mati", "akibat": ("gelap", "jatuh")},
        service_without="trotoar",
        address_id=units.find("Sukamaju, Bogor", "village")[0].code,
        lat=-7.12345,
        long=110.54321,
        settle=settle,
        close=close,
        age=age,
        fill=fill,
        paging=True,
        media_field="media",
        discovery="http://testserver/open311/discovery",
    )  # fmt: skip


def test_the_whole_specification(server):
    key, knows = server
    verdict = conformance.judge(Wire(), base=BASE, api_key=key, knows=knows)
    assert not verdict.findings, "\n".join(map(str, verdict.findings))
    assert not verdict.not_asked
