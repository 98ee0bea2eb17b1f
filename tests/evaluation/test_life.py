"""A unit's year: opened, stated, handed in, judged, closed, published; what is computed opens to its facts."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.test import Client

from maklumat.kernel import clock, ledger
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.kernel.models import Entry
from maklumat.modules.evaluation import actions
from maklumat.modules.evaluation.models import Advice, Assessment
from maklumat.modules.evaluation.queries import published, sheets
from maklumat.modules.surveys import actions as surveys
from maklumat.modules.surveys.models import Round
from maklumat.modules.units import api as units
from tests import world
from tests.surveys.cast import answer_all, drawn
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
UNIT, SLUG = "disdukcapil", "ktp-el-hilang-rusak"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


@pytest.fixture
def bureau(here):
    return here.with_role("organisation_bureau", "bag-organisasi")


@pytest.fixture
def sheet(here):
    return actions.open_sheet(by=here.actor("bambang"), unit_id=unit_id(), year=2026, variant="B", at=MONDAY)


def unit_id():
    return units.tree().by_code[UNIT].id


def settled() -> None:
    """The round's places are closed, so that its answers become facts of today."""
    Round.objects.update(closes_on=date(2026, 11, 1))
    surveys.settle(MONDAY)


def line(actor, sheet, number):
    found = sheets.sheet(actor, sheet, MONDAY)
    return next(one for one in found.lines if one.indicator.number == number)


def sign_in(here, name: str) -> Client:
    client = Client()
    client.force_login(here.account(name), backend=BACKEND)
    return client


def test_what_the_system_knows_is_computed_and_opens_to_its_facts(here, sheet):
    found = line(here.actor("bambang"), sheet, 1)
    assert found.source == "computed" and found.alone >= 4 and found.count >= 1
    page = sheets.indicator_page(here.actor("bambang"), sheet, 1, MONDAY)
    assert {fact.kind for fact in page.facts} == {"catalogue.standard_published"} and len(page.facts) == page.line.count
    assert Entry.objects.filter(id__in=[fact.id for fact in page.facts]).count() == len(page.facts)


def test_every_computed_point_has_facts(here, sheet):
    row = drawn(UNIT, 60)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 20, over=False)
    settled()
    for found in sheets.sheet(here.actor("bambang"), sheet, MONDAY).lines:
        if found.alone:
            assert found.count > 0, found.indicator.number


def test_the_survey_moves_its_indicators(here, sheet):
    head = here.actor("bambang")
    before = [line(head, sheet, number).proposed for number in (6, 7, 8, 9)]
    row = drawn(UNIT, 60)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 20, over=False)
    settled()
    result = surveys.publish_result(by=head, unit_id=unit_id(), key="skm", period=row.period, note="", at=MONDAY)
    surveys.log_medium(by=head, result_id=result, medium="print", place="Papan", published_on=MONDAY.date(), at=MONDAY)
    plan = surveys.plan(
        by=head, result_id=result, element="waktu", problem="Lama", action="Loket ketiga", owner=head.account_id, due_on=date(2026, 12, 1), at=MONDAY
    )  # fmt: skip
    surveys.end_plan(by=head, plan_id=plan, state="done", outcome="Dibuka", proof=b"", at=MONDAY)
    later = MONDAY + timedelta(minutes=1)
    found = {one.indicator.number: one for one in sheets.sheet(head, sheet, later).lines}
    assert before == [0, 0, 0, 0]
    assert [found[number].proposed for number in (6, 7, 8, 9)] == [5, 2, 5, 5]


def test_the_unit_states_with_proof_and_cannot_claim_without(here, sheet):
    head = here.actor("bambang")
    common = {
        "by": head,
        "assessment_id": sheet,
        "number": 11,
        "items": ["basic-values", "rights-duties", "sanctions"],
        "numbers": {},
        "note": "",
    }
    with pytest.raises(Invalid):
        actions.state(**common, proof=b"", at=MONDAY)
    actions.state(**common, proof=world.photo(), at=MONDAY)
    found = line(head, sheet, 11)
    assert (found.source, found.proposed) == ("attested", 2)
    with pytest.raises(NotAllowed):
        actions.state(**common | {"by": here.actor("dewi")}, proof=b"", at=MONDAY)


def test_the_evaluator_confirms_or_overrides_with_a_reason(here, bureau, sheet):
    actions.hand_in(by=here.actor("bambang"), assessment_id=sheet, at=MONDAY)
    with pytest.raises(Invalid):
        actions.judge(by=bureau, assessment_id=sheet, number=1, score=1, reason="", at=MONDAY)
    actions.judge(
        by=bureau, assessment_id=sheet, number=1, score=1, reason="Standar kedua belum ditetapkan.", at=MONDAY
    )
    with pytest.raises(NotAllowed):
        actions.judge(by=here.actor("bambang"), assessment_id=sheet, number=2, score=5, reason="", at=MONDAY)
    with pytest.raises(Invalid):
        actions.close(by=bureau, assessment_id=sheet, at=MONDAY)
    actions.confirm_all(by=bureau, assessment_id=sheet, at=MONDAY)
    actions.close(by=bureau, assessment_id=sheet, at=MONDAY)
    with pytest.raises(Conflict):
        actions.judge(by=bureau, assessment_id=sheet, number=1, score=5, reason="x", at=MONDAY)
    found = published.public_sheet(sheet)
    assert found.result["lines"][0] | {"facts": 0} == {
        "number": 1,
        "score": 1,
        "proposed": 5 if found.result["lines"][0]["proposed"] == 5 else 4,
        "source": "computed",
        "facts": 0,
        "reason": "Standar kedua belum ditetapkan.",
    }
    assert "evaluation.closed" in [fact.kind for fact in ledger.facts_about(sheet)]


def test_coaching_is_watched(here, bureau, sheet):
    advice = actions.advise(
        by=bureau, assessment_id=sheet, number=11, text="Susun kode etik.", due_on=date(2026, 11, 20), at=MONDAY
    )
    assert actions.watch_advice(MONDAY + timedelta(days=10)) == 0
    assert actions.watch_advice(MONDAY + timedelta(days=30)) == 1
    assert actions.watch_advice(MONDAY + timedelta(days=31)) == 0
    actions.end_advice(by=here.actor("bambang"), advice_id=advice, outcome="Ditetapkan.", at=MONDAY)
    with pytest.raises(Missing):
        actions.end_advice(by=here.actor("budi"), advice_id=advice, outcome="x", at=MONDAY)


def test_two_sheets_of_one_year_are_refused(here, sheet):
    with pytest.raises(Conflict):
        actions.open_sheet(by=here.actor("bambang"), unit_id=unit_id(), year=2026, variant="A", at=MONDAY)
    with pytest.raises(Invalid):
        actions.open_sheet(by=here.actor("bambang"), unit_id=unit_id(), year=2031, variant="A", at=MONDAY)


def test_the_points_of_a_sheet_make_a_hundred(here, sheet):
    row = drawn(UNIT, 60)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 20, over=False)
    settled()
    computed, attested, missing = sheets.sheet(here.actor("bambang"), sheet, MONDAY).points
    assert computed + attested + missing == pytest.approx(100, abs=0.2) and attested == 0 and computed > 9


def test_the_pages_for_head_bureau_inspector_and_everybody(here, bureau, client):
    head, judge = sign_in(here, "bambang"), Client()
    judge.force_login(world.Account.objects.get(id=bureau.account_id), backend=BACKEND)
    made = head.post(f"/petugas/evaluasi/unit/{UNIT}/buka/", {"year": "2026", "variant": "B"})
    link = made.url
    assert (
        made.status_code == 302
        and head.get(link).status_code == 200
        and head.get("/petugas/evaluasi/").status_code == 200
    )
    assert head.post(f"/petugas/evaluasi/unit/{UNIT}/buka/", {"year": "2026", "variant": "B"}).status_code == 409
    refused = head.post(f"{link}11/", {"items": ["basic-values"], "note": "Sudah ada"})
    assert (
        refused.status_code == 422 and "Sudah ada" in refused.content.decode() and "unggah" in refused.content.decode()
    )
    proof = io.BytesIO(world.photo())
    proof.name = "kode-etik.jpg"
    assert (
        head.post(f"{link}11/", {"items": ["basic-values", "rights-duties"], "note": "", "proof": proof}).status_code
        == 302
    )
    assert head.get(f"{link}11/bukti/").status_code == 200
    assert head.post(link, {"act": "hand_in"}).status_code == 302
    assert judge.post(link, {"act": "close"}).status_code == 422
    assert judge.post(f"{link}11/", {"score": "0", "reason": ""}).status_code == 422
    assert judge.post(f"{link}11/", {"score": "1", "reason": ""}).status_code == 302
    assert judge.post(link, {"act": "confirm"}).status_code == 302
    waiting = [one for one in sheets.sheet(bureau, Assessment.objects.get().id, MONDAY).lines if one.verdict is None]
    for one in waiting:
        assert (
            judge.post(f"{link}{one.indicator.number}/", {"score": str(one.proposed), "reason": ""}).status_code == 302
        )
    assert client.get(f"/ipp/{Assessment.objects.get().id}/").status_code == 404
    assert judge.post(link, {"act": "close"}).status_code == 302
    assert "Tirtamulya" in client.get("/ipp/").content.decode()
    assert client.get(f"/ipp/{Assessment.objects.get().id}/").status_code == 200
    assert head.get(f"{link}simulasi/").status_code == 200
    advice = {"number": "11", "text": "Susun kode etik", "due_on": "2026-12-31"}
    assert head.post(f"{link}pembinaan/", advice).status_code == 403
    assert judge.post(f"{link}pembinaan/", advice | {"due_on": "2020-01-01"}).status_code == 422
    assert judge.post(f"{link}pembinaan/", advice).status_code == 302
    assert (
        head.post(f"{link}pembinaan/", {"end": str(Advice.objects.get().id), "outcome": "Ditetapkan"}).status_code
        == 302
    )
    assert sign_in(here, "dewi").get(link).status_code == 200
    assert sign_in(here, "budi").get(link).status_code == 404
    assert client.get(link).status_code == 404 and client.get("/petugas/evaluasi/").url.startswith("/masuk/")


def test_the_pack_holds_what_its_sums_say(here, sheet):
    head = sign_in(here, "bambang")
    archive = zipfile.ZipFile(io.BytesIO(head.get(f"/petugas/evaluasi/{sheet}/bukti.zip").content))
    sums = dict(reversed(row.split("  ")) for row in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == {"laporan.pdf", "catatan.csv"} and archive.read("laporan.pdf").startswith(b"%PDF")
    for name, digest in sums.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    rows = list(csv.DictReader(io.StringIO(archive.read("catatan.csv").decode())))
    assert rows and {row["jenis"] for row in rows if row["indikator"] == "1"} == {"catalogue.standard_published"}
