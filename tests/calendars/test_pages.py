"""The desk of calendars through HTTP: hours, holidays, decrees. No JavaScript anywhere."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maklumat.kernel import clock
from maklumat.modules.calendars import api as calendars
from maklumat.modules.calendars.models import HolidayDecree, LocalHoliday, WeekVersion
from maklumat.modules.units.models import Unit
from tests import world
from tests.accounts.people import look

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CSV = (
    "date,name,kind,effect\n2028-03-01,Libur khusus,national,closed\n2028-03-02,Cuti Bersama,collective_leave,closed\n"
)
DECREE = {
    "number": "SKB 5/2027",
    "title": "Hari libur 2028",
    "issued_on_day": "1",
    "issued_on_month": "10",
    "issued_on_year": "2027",
}


@pytest.fixture
def here(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    with clock.standing_at(world.MONDAY):
        yield world.build(())


@pytest.fixture
def indra(client, here):
    """Manages everything."""
    client.force_login(here.account("indra.maulana@tirtamulya.example"), BACKEND)
    return client


@pytest.fixture
def bambang(client, here):
    """Head of Dukcapil: its calendar and those below."""
    client.force_login(here.account("bambang"), BACKEND)
    return client


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def week_of(code: str) -> str:
    return f"/petugas/kalender/unit/{unit(code).id}/"


def typed(**changes: str) -> dict[str, str]:
    days = {f"d{day}_0": "08.00–12.00" for day in range(5)} | {f"d{day}_1": "13.00-15.30" for day in range(5)}
    when = {"valid_from_day": "1", "valid_from_month": "12", "valid_from_year": "2026"}
    return days | when | {"zone": "Asia/Makassar", "observes": "national", "legal_basis": "SK 9/2026"} | changes


def local(code: str, **changes: str) -> dict[str, str]:
    when = {"date_day": "10", "date_month": "12", "date_year": "2026"}
    return when | {"unit": str(unit(code).id), "effect": "closed", "name": "Hari Jadi", "basis": "SK 2/2026"} | changes


def test_the_desk_shows_the_hours_of_every_unit(indra):
    page = look(indra.get("/petugas/kalender/"))
    rows = page.xpath("//tbody/tr")
    assert len(rows) == Unit.objects.count()
    assert "Senin–Kamis" in rows[0].text_content() and "08.00–12.00" in rows[0].text_content()
    assert "Mengikuti unit di atasnya" in page.xpath("//tr[contains(., 'Dinas Kependudukan')]")[0].text_content()


@pytest.mark.parametrize(
    "path",
    [
        "/petugas/kalender/",
        "/petugas/kalender/libur/",
        "/petugas/kalender/libur/setempat/",
        "/petugas/kalender/libur/keputusan/",
    ],
)
def test_strangers_get_nothing(client, here, path):
    assert client.get(path).url == f"/masuk/login/?next={path}"
    client.force_login(here.account("ani"), BACKEND)
    answer = client.get(path)
    assert answer.status_code == 403
    look(answer)


def test_strangers_set_no_hours(client, here, bambang):
    assert bambang.get(week_of("dpmptsp")).status_code == 403
    assert bambang.post(week_of("dpmptsp"), typed()).status_code == 403
    assert bambang.get("/petugas/kalender/unit/00000000-0000-7000-8000-000000000000/").status_code == 404
    assert bambang.get("/petugas/kalender/libur/keputusan/").status_code == 403
    assert bambang.post("/petugas/kalender/libur/keputusan/", DECREE | {"text": CSV, "save": "1"}).status_code == 403
    assert bambang.post("/petugas/kalender/libur/setempat/", local("dpmptsp")).status_code == 422
    assert not HolidayDecree.objects.exists() and not LocalHoliday.objects.exists()


def test_set_week(bambang):
    page = look(bambang.get(week_of("disdukcapil")))
    assert "mengikuti jam kerja" in page.text_content()
    assert page.xpath("//input[@name='d0_0']/@value") == ["08.00–12.00"]
    assert bambang.post(week_of("disdukcapil"), typed(d5_0="8:00 s.d. 11:00")).url == week_of("disdukcapil")
    made = WeekVersion.objects.get(calendar__unit=unit("disdukcapil"))
    assert (made.valid_from, made.zone, made.observes) == (date(2026, 12, 1), "Asia/Makassar", "national")
    assert made.week == [[[480, 720], [780, 930]]] * 5 + [[[480, 660]], []]
    assert calendars.zone_of(unit("dukcapil-kota-1").id, date(2026, 12, 1)) == "Asia/Makassar"
    text = look(bambang.get(week_of("disdukcapil"))).text_content()
    assert "Akan berlaku" in text and "Mulai 1 Desember 2026" in text and "SK 9/2026" in text


def test_a_mistake_is_recorded_anew_and_stays_in_the_history(bambang):
    bambang.post(week_of("disdukcapil"), typed())
    with clock.standing_at(world.MONDAY.replace(hour=3)):
        bambang.post(week_of("disdukcapil"), typed(legal_basis="SK 10/2026", d4_1=""))
    cards = look(bambang.get(week_of("disdukcapil"))).xpath("//ol/li")
    assert ["SK 10/2026" in card.text_content() for card in cards] == [True, False]
    assert "Diganti catatan lain" in cards[1].text_content()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"d0_0": "delapan"}, "d0_0", "misalnya 08.00–12.00"),
        ({"d0_0": "12.00–08.00"}, "d0_0", "sesudah jam buka"),
        ({"d0_1": "11.00–15.00"}, "d0_1", "bertumpuk"),
        ({"d0_0": "08.00–25.00"}, "d0_0", "misalnya"),
        ({f"d{day}_{place}": "" for day in range(5) for place in range(2)}, "d0_0", "Sedikitnya satu hari"),
        ({"legal_basis": " "}, "legal_basis", ""),
        ({"valid_from_month": "13"}, "valid_from", ""),
        ({"zone": "Europe/Paris"}, "zone", ""),
    ],
)
def test_set_week_refuses_politely(bambang, changes, field, said):
    answer = bambang.post(week_of("disdukcapil"), typed(**changes))
    assert answer.status_code == 422
    page = look(answer)
    assert said in page.xpath(f"//*[@id='id_{field}_error']")[0].text_content()
    assert page.xpath("//*[contains(@class, 'error-summary')]//a[starts-with(@href, '#id_')]")
    assert not WeekVersion.objects.filter(calendar__unit=unit("disdukcapil")).exists()


def test_the_holidays_of_a_year_say_how_certain_they_are(indra):
    page = look(indra.get("/petugas/kalender/libur/"))
    text = page.text_content()
    assert "Hari libur 2026" in text and "Cuti bersama" in text and "Sesuai SKB" in text and "Belum pasti" not in text
    later = look(indra.get("/petugas/kalender/libur/?tahun=2029")).text_content()
    assert "Belum pasti" in later and "Perkiraan" in later
    assert indra.get("/petugas/kalender/libur/?tahun=1999").status_code == 404
    assert indra.get("/petugas/kalender/libur/?tahun=%F0%9F%92%A5").status_code == 200


def test_a_decree_is_looked_at_before_it_is_recorded(indra):
    look(indra.get("/petugas/kalender/libur/keputusan/"))
    sent = indra.post(
        "/petugas/kalender/libur/keputusan/",
        DECREE | {"file": SimpleUploadedFile("skb.csv", b"\xef\xbb\xbf" + CSV.encode())},
    )
    page = look(sent)
    assert "2 tanggal" in page.text_content() and "Hari kerja" in page.text_content()
    assert not HolidayDecree.objects.exists()
    form = page.xpath("//form[.//button[@name='save']]")[0]
    again = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"} | {"save": "1"}
    assert indra.post("/petugas/kalender/libur/keputusan/", again).url == "/petugas/kalender/libur/?tahun=2028"
    decree = HolidayDecree.objects.get()
    assert (decree.number, decree.issued_on, len(decree.days)) == ("SKB 5/2027", date(2027, 10, 1), 2)
    assert "Keputusan SKB 5/2027" in look(indra.get("/petugas/kalender/libur/?tahun=2028")).text_content()


def test_a_bad_decree_is_answered_line_by_line(indra):
    bad = "date,name,kind,effect\n2028-02-30,Idulfitri,national,closed\n2028-03-01,,national,closed\n2028-03-02,X,pesta,closed\n"
    answer = indra.post("/petugas/kalender/libur/keputusan/", DECREE | {"text": bad, "save": "1"})
    assert answer.status_code == 422
    page = look(answer)
    said = page.xpath("//*[contains(@class, 'error-summary')]")[0].text_content()
    assert all(f"Baris {line}" in said for line in (2, 3, 4))
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == bad.strip(), "what was typed comes back"
    assert page.xpath("//input[@name='number']/@value") == ["SKB 5/2027"]
    assert not HolidayDecree.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{}, {"file": SimpleUploadedFile("a.csv", b"\xff\xfe\x00")}, {"file": SimpleUploadedFile("a.csv", b"x" * 200_001)}],
)
def test_an_unreadable_decree_is_refused(indra, sent):
    answer = indra.post("/petugas/kalender/libur/keputusan/", DECREE | sent)
    assert answer.status_code == 422
    assert look(answer).xpath("//*[@id='id_file_error']")


def test_add_local_holiday_and_withdraw_it(bambang):
    look(bambang.get("/petugas/kalender/libur/setempat/"))
    assert (
        bambang.post("/petugas/kalender/libur/setempat/", local("disdukcapil")).url
        == "/petugas/kalender/libur/?tahun=2026"
    )
    assert not calendars.calendar_of(unit("dukcapil-kota-1").id).is_working_day(date(2026, 12, 10))
    page = look(bambang.get("/petugas/kalender/libur/"))
    form = look(bambang.get(page.xpath("//a[contains(., 'Tarik kembali')]/@href")[0]))
    assert form.xpath("//input[@name='effect'][@checked]/@value") == ["open"]
    assert [one.get("value") for one in form.xpath("//input[starts-with(@name, 'date_')]")] == ["10", "12", "2026"]
    with clock.standing_at(datetime.fromisoformat("2026-11-03T02:00:00+00:00")):
        bambang.post("/petugas/kalender/libur/setempat/", local("disdukcapil", effect="open"))
    assert calendars.calendar_of(unit("dukcapil-kota-1").id).is_working_day(date(2026, 12, 10))
    assert "Belum ada yang dicatat" in look(bambang.get("/petugas/kalender/libur/")).text_content()


def test_a_holiday_of_the_whole_government(indra):
    indra.post("/petugas/kalender/libur/setempat/", local("tirtamulya"))
    assert LocalHoliday.objects.get().unit_id is None
    assert not calendars.calendar_of(unit("dpmptsp").id).is_working_day(date(2026, 12, 10))
    assert "Semua unit" in look(indra.get("/petugas/kalender/libur/")).text_content()


def test_nothing_is_withdrawn_that_was_not_there(bambang):
    answer = bambang.post("/petugas/kalender/libur/setempat/", local("disdukcapil", effect="open"))
    assert answer.status_code == 422
    assert look(answer).xpath("//*[@id='id_date_error']")
