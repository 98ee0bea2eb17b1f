"""A gift from its report to its end, over HTTP; what strangers see of it, and what the database holds."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from maklumat.kernel import ledger
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.kernel.models import Entry
from maklumat.modules.accounts.models import Account
from maklumat.modules.gratuities import actions
from maklumat.modules.gratuities.models import Key, Photo, Report, Step
from maklumat.modules.units import api as units
from tests import signed, world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
FIELDS = {
    "kind": "received", "received_on_day": "30", "received_on_month": "10", "received_on_year": "2026", "occasion": "duty", "relation": "service_user", "thing": "food", "value": "85.000",
    "giver": "Warga Banyuresik", "thing_words": "Kue kering satu stoples", "story": "Diantar ke loket ketika saya istirahat.", "phone": "0812 3456 7890", "place": "Loket 2",
}  # fmt: skip


def browser(here, name_or_role: str, unit: str = "") -> Client:
    client = Client()
    email = here.with_role(name_or_role, unit).account_id if unit else here.account(name_or_role).id
    client.force_login(Account.objects.get(id=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Client, **changed):
    unit = str(next(iter(client_posts(client))))
    return client.post("/petugas/gratifikasi/lapor/", {**FIELDS, "unit": unit, **changed})


def client_posts(client: Client):
    page = client.get("/petugas/gratifikasi/lapor/").content.decode()
    found = re.search(r'<select name="unit".*?</select>', page, re.S)
    return re.findall(r'value="([0-9a-f-]{36})"', found[0])


def test_from_the_report_to_the_end(here):
    ani, laras = browser(here, "ani"), browser(here, "gratuity_control", "tirtamulya")
    answer = send(ani, photos=[io.BytesIO(world.photo() if hasattr(world, "photo") else _png())])
    assert answer.status_code == 302
    row = Report.objects.get()
    path = f"/petugas/gratifikasi/{row.id}/"
    page = ani.get(path).content.decode()
    assert row.number in page and "Wajib dilaporkan" in page and "Kue kering" in page and "Rp85.000" in page
    assert row.within and row.due_at is not None and Photo.objects.count() == 1

    def act(word, **more):
        row.refresh_from_db()
        return laras.post(f"{path}langkah/", {"act": word, "revision": row.revision, **more})

    assert act("return", note="Sebutkan jumlah kotaknya.").status_code == 302
    assert "Sebutkan jumlah kotaknya." in ani.get(path).content.decode()
    row.refresh_from_db()
    answer = ani.post(
        f"{path}lengkapi/",
        {
            **{k: v for k, v in FIELDS.items() if not k.startswith("received")},
            "value": "90000",
            "revision": row.revision,
        },
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.value) == ("submitted", 90_000)
    assert act("deposit", note="Lemari UPG").status_code == 302
    assert act("forward", note="GOL-123").status_code == 302
    assert act("determine", note="SK 45/2026", outcome="state").status_code == 302
    answer = act("settle", note="Diserahkan ke KPKNL")
    assert (
        answer.status_code == 409
        and "masih dititipkan" in answer.content.decode()
        and "Diserahkan ke KPKNL" in answer.content.decode()
    )
    assert act("release", note="Kepada KPKNL").status_code == 302
    assert act("settle", note="Diserahkan ke KPKNL").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.outcome, row.due_at) == ("settled", "state", None)
    kinds = list(
        Entry.objects.filter(subject=row.id)
        .exclude(kind="gratuities.viewed")
        .order_by("at", "id")
        .values_list("kind", flat=True)
    )
    assert set(kinds) == {
        f"gratuities.{word}"
        for word in ("reported", "returned", "completed", "deposited", "forwarded", "determined", "settled")
    }
    assert Step.objects.filter(report=row).count() == 8


def _png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#a52").save(out, "PNG")
    return out.getvalue()


def test_nothing_typed_is_lost_and_what_is_wrong_is_said(here):
    ani = browser(here, "ani")
    answer = send(ani, value="banyak", giver="", received_on_day="31", received_on_month="11", received_on_year="2026")
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="banyak"' in page and "Kue kering satu stoples" in page
    answer = send(ani, giver="", story="")
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "Tulis siapa pemberinya" in page
        and "Ceritakan singkat kapan" in page
        and 'value="85.000"' in page
    )
    answer = send(ani, story="x" * 4001)
    assert (
        answer.status_code == 422 and "4001 huruf" in answer.content.decode() and "x" * 4001 in answer.content.decode()
    )
    answer = send(ani, received_on_day="3")
    assert send(ani, received_on_day="3", received_on_month="11").status_code == 422  # tomorrow
    assert Report.objects.count() == 1 and answer.status_code == 302
    assert send(ani, photos=[io.BytesIO(b"MZ not a picture")]).status_code == 422


def test_a_stranger_sees_nothing_and_colleagues_do_not_either(here):
    send(browser(here, "ani"))
    row = Report.objects.get()
    for path in ("", "lapor/", "register.csv", f"{row.id}/", f"{row.id}/lengkapi/", f"{row.id}/bukti/"):
        assert Client().get(f"/petugas/gratifikasi/{path}").status_code in (302, 403)
    for other in (browser(here, "bambang"), browser(here, "budi")):
        assert other.get(f"/petugas/gratifikasi/{row.id}/").status_code == 404
        assert row.number not in other.get("/petugas/gratifikasi/").content.decode()
        assert other.get("/petugas/gratifikasi/register.csv").status_code == 403
    dewi = browser(here, "dewi")  # the Inspektorat reads, and that is on record; it does not act
    assert dewi.get(f"/petugas/gratifikasi/{row.id}/").status_code == 200
    assert Entry.objects.filter(subject=row.id, kind="gratuities.viewed").count() == 1
    assert (
        dewi.post(f"/petugas/gratifikasi/{row.id}/langkah/", {"act": "record", "revision": 0, "note": "x"}).status_code
        == 403
    )


def test_who_serves_the_whole_government_reports_too(here):
    """An admin or an inspector of the whole government has no post in a unit."""
    admin = here.with_role("admin", "diskominfo")
    everywhere = replace(admin, posts=frozenset())
    root = units.tree().government.id
    texts = {"giver": "Rekanan", "thing_words": "Pulpen", "story": "Dikirim ke kantor."}
    gift = {
        "kind": "refused",
        "occasion": "duty",
        "relation": "vendor",
        "thing": "goods",
        "value": 5000,
        "received_on": MONDAY.date(),
        "texts": texts,
        "photos": (),
        "at": MONDAY,
    }
    assert actions.report(by=everywhere, unit_id=root, **gift)
    with pytest.raises(Invalid):
        actions.report(by=here.actor("ani"), unit_id=root, **gift)


def test_nobody_handles_his_own_report(here):
    laras = browser(here, "gratuity_control", "tirtamulya")
    send(laras)
    row = Report.objects.get()
    assert "Langkah Anda" not in laras.get(f"/petugas/gratifikasi/{row.id}/").content.decode()
    assert (
        laras.post(f"/petugas/gratifikasi/{row.id}/langkah/", {"act": "record", "revision": 0, "note": "x"}).status_code
        == 403
    )


def test_what_identifies_anybody_is_sealed_and_not_in_the_ledger(here):
    send(browser(here, "ani"))
    row = Report.objects.get()
    stored = b"".join(bytes(one) for one in (row.content, Key.objects.get(report_id=row.id).sealed, row.giver_index))
    facts = " ".join(str(entry.data) for entry in Entry.objects.filter(kind__startswith="gratuities."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(one::text, ' ') FROM gratuities_report one")
        whole = cursor.fetchone()[0]
    for secret in ("Banyuresik", "Kue kering", "3456 7890", "Ani Puspitasari", "istirahat"):
        assert secret.encode() not in stored and secret not in facts and secret not in whole
    entry = Entry.objects.get(kind="gratuities.reported")
    assert entry.commitment and not ledger.opens(entry.id, {"name": "orang lain"})


def test_gifts_of_one_giver_add_up_however_the_name_is_written(here):
    ani, unit = here.actor("ani"), next(iter(here.actor("ani").posts))

    def give(name, value):
        texts = {"giver": name, "thing_words": "Syal", "story": "Oleh-oleh."}
        report_id = actions.report(by=ani, unit_id=unit, kind="received", occasion="coworker", relation="coworker", thing="goods", value=value, received_on=date(2026, 10, 30), texts=texts, photos=(), at=MONDAY)  # fmt: skip
        return Report.objects.get(id=report_id).duty

    assert [give("Rekan A.", 500_000), give("rekan a", 500_000), give("REKAN-A", 500_000), give("Rekan A", 1)] == [
        "exempt",
        "exempt",
        "exempt",
        "must",
    ]
    assert give("Rekan B", 500_000) == "exempt"


def test_what_is_late_is_told_once_and_what_is_not_completed_lapses(here):
    send(browser(here, "ani"))
    row = Report.objects.get()
    laras = here.with_role("gratuity_control", "tirtamulya")
    assert actions.sweep(MONDAY + timedelta(days=2)) == 0
    late = MONDAY + timedelta(days=20)
    assert actions.sweep(late) == 1 and actions.sweep(late) == 0
    assert Entry.objects.get(kind="gratuities.overdue").data["step"] == "upg_to_kpk"
    actions.return_(by=laras, report_id=row.id, revision=0, note="Lengkapi", at=late)
    row.refresh_from_db()
    assert row.due_at is not None and not row.told_overdue
    assert actions.sweep(row.due_at + timedelta(minutes=1)) == 1
    row.refresh_from_db()
    assert row.state == "lapsed" and Entry.objects.filter(kind="gratuities.lapsed").count() == 1


def test_late_reports_are_called_late(here):
    send(browser(here, "ani"), received_on_day="1", received_on_month="9")
    assert not Report.objects.get().within
    assert Entry.objects.get(kind="gratuities.reported").data["within"] is False


def test_old_pages_and_wrong_steps_are_refused(here):
    send(browser(here, "ani"))
    row, laras, at = Report.objects.get(), here.with_role("gratuity_control", "tirtamulya"), MONDAY
    with pytest.raises(Conflict):
        actions.record(by=laras, report_id=row.id, revision=7, note="x", at=at)
    with pytest.raises(Conflict):
        actions.settle(by=laras, report_id=row.id, revision=0, note="x", at=at)
    with pytest.raises(Invalid):
        actions.record(by=laras, report_id=row.id, revision=0, note=" ", at=at)  # it must be forwarded, so why not
    with pytest.raises(Missing):
        actions.complete(by=laras, report_id=row.id, revision=0, value=1, texts={}, photos=(), at=at)
    with pytest.raises(NotAllowed):
        actions.look(by=world.ANONYMOUS, report_id=row.id, at=at)
    browser_ = browser(here, "gratuity_control", "tirtamulya")
    for sent in ({}, {"act": "lapse"}, {"act": "forward", "revision": "x", "note": "n"}):
        assert browser_.post(f"/petugas/gratifikasi/{row.id}/langkah/", sent).status_code in (409, 422)


def test_the_register_is_for_the_upg_and_leaves_a_fact(here):
    send(browser(here, "ani"), giver="=HYPERLINK(1)")
    laras = browser(here, "gratuity_control", "tirtamulya")
    rows = list(csv.DictReader(io.StringIO(laras.get("/petugas/gratifikasi/register.csv?tahun=2026").content.decode())))
    assert (
        rows[0]["pemberi"] == "'=HYPERLINK(1)" and rows[0]["nilai"] == "85000" and rows[0]["pelapor"].startswith("Ani")
    )
    assert Entry.objects.get(kind="gratuities.exported").data == {"rows": 1}
    assert laras.get("/petugas/gratifikasi/register.csv?tahun=1999").status_code == 200


def test_the_reporter_gets_a_proof(here):
    ani = browser(here, "ani")
    send(ani)
    row = Report.objects.get()
    signed.new_keys()
    signed.sign_all()
    assert b"c2sp.org/tlog-proof" in ani.get(f"/petugas/gratifikasi/{row.id}/bukti/").content
    assert (
        browser(here, "gratuity_control", "tirtamulya").get(f"/petugas/gratifikasi/{row.id}/bukti/").status_code == 404
    )
