"""Letters become reports, answers go into the thread, machines are not answered."""

from __future__ import annotations

import contextlib
import io
from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from maklumat.kernel import crypto, notify
from maklumat.kernel.errors import Refusal
from maklumat.kernel.models import Message
from maklumat.modules.complaints.models import Entry, Evidence, Identity, Report
from maklumat.modules.complaints.queries.parts import content_of
from maklumat.modules.exchange import actions
from maklumat.modules.exchange.tasks import read_mail
from tests import world
from tests.complaints.cast import Filed, act, coordinator
from tests.world import MONDAY

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build(())


def letter(text: str = "Lampu jalan di depan pasar mati sudah dua minggu.", **head: str) -> EmailMessage:
    mail = EmailMessage()
    given = {"From": "Citra Lestari <citra@contoh.id>", "Subject": "Lampu mati", "Message-ID": "<1@contoh.id>"}
    for name, value in (given | {name.replace("_", "-"): value for name, value in head.items()}).items():
        mail[name] = value
    mail.set_content(text)
    return mail


def test_a_letter_is_a_report_once_with_its_pictures_cleaned(here):
    mail, picture = letter(), io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(picture, "JPEG")
    mail.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename="Citra.jpg")
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="x.exe")
    numbers = {actions.take_mail(content=mail.as_bytes(), at=MONDAY) for _again in range(3)}
    row = Report.objects.get()
    assert numbers == {row.number} and row.channel == "email" and Evidence.objects.count() == 1
    assert content_of(row)["text"].startswith("Lampu mati\n\nLampu jalan")
    assert crypto.unseal_json(Identity.objects.get().sealed, "reporter")["email"] == "citra@contoh.id"


def test_html_only_letters_are_read(here):
    mail = letter()
    mail.set_content(
        "<style>p{}</style><p>Jalan di depan <b>sekolah</b> berlubang.</p><p>Sudah lama.</p>", subtype="html"
    )
    actions.take_mail(content=mail.as_bytes(), at=MONDAY)
    assert "Jalan di depan sekolah berlubang.\nSudah lama." in content_of(Report.objects.get())["text"]


@pytest.mark.parametrize(
    "head", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<x>"}, {"Return_Path": "<>"}]
)
def test_machines_are_not_answered(here, head):
    assert actions.take_mail(content=letter(**head).as_bytes(), at=MONDAY) == ""
    assert not Report.objects.exists() and notify.pending() == 0


def test_an_empty_letter_is_told_what_to_do(here):
    with pytest.raises(Refusal):
        actions.take_mail(content=letter("Halo").as_bytes(), at=MONDAY)
    assert notify.pending() == 1 and not Report.objects.exists()


def test_an_answer_to_our_question_goes_into_the_thread(here):
    actions.take_mail(content=letter().as_bytes(), at=MONDAY)
    row = Report.objects.get()
    one, desk = Filed(row.id, row.number, ""), coordinator(here, "tirtamulya")
    act("verify", one, desk, MONDAY + HOUR)
    act("take_on", one, desk, MONDAY + HOUR)
    act("ask", one, desk, MONDAY + HOUR)
    notify.send(channel="email", address="citra@contoh.id", subject="x", text="y", at=MONDAY, about=row.id)
    ours = f"<{Message.objects.latest('created_at').id}@tirtamulya.example>"
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "blue").save(picture, "PNG")
    answer = "Tiang nomor tujuh.\n\nPada Sen, 2 Nov 2026 Layanan menulis:\n> Kapan kejadiannya?"
    stranger = letter(answer, From="lain@contoh.id", In_Reply_To=ours, Message_ID="<2@contoh.id>")
    actions.take_mail(content=stranger.as_bytes(), at=MONDAY + 2 * HOUR)
    assert one.row.state == "asked" and Report.objects.count() == 2  # a stranger's letter is a report of its own
    mail = letter(answer, In_Reply_To=ours, Message_ID="<3@contoh.id>")
    mail.add_attachment(picture.getvalue(), maintype="image", subtype="png", filename="tiang.png")
    actions.take_mail(content=mail.as_bytes(), at=MONDAY + 2 * HOUR)
    assert Evidence.objects.get().entry.kind == Entry.Kind.REPLY
    said = one.row.entries.get(kind=Entry.Kind.REPLY)
    assert one.row.state == "in_process" and crypto.unseal(said.text, "report entry").decode() == "Tiang nomor tujuh."


def test_the_maildir_is_read_and_nothing_is_read_twice(here, tmp_path, settings):
    settings.MAIL_DIR = str(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(letter().as_bytes())
    (tmp_path / "new" / "2").write_bytes(letter("Halo", Message_ID="<2@contoh.id>").as_bytes())
    for _again in range(2):
        read_mail()
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1:2,S", "2:2,F"]
    assert Report.objects.count() == 1 and not list((tmp_path / "new").iterdir())


def test_a_letter_that_breaks_us_keeps_no_other_back_and_stays(here, tmp_path, settings, monkeypatch):
    settings.MAIL_DIR = str(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(b"bad")
    (tmp_path / "new" / "2").write_bytes(letter().as_bytes())
    real = actions.take_mail
    monkeypatch.setattr(
        actions, "take_mail", lambda content, at: 1 / 0 if content == b"bad" else real(content=content, at=at)
    )
    with pytest.raises(ZeroDivisionError):
        read_mail()
    assert Report.objects.count() == 1 and [path.name for path in (tmp_path / "new").iterdir()] == ["1"]


def test_an_answer_that_nobody_waits_for_is_told_so(here):
    actions.take_mail(content=letter().as_bytes(), at=MONDAY)
    row = Report.objects.get()
    notify.send(channel="email", address="citra@contoh.id", subject="x", text="y", at=MONDAY, about=row.id)
    ours = f"<{Message.objects.latest('created_at').id}@tirtamulya.example>"
    with pytest.raises(Refusal):
        actions.take_mail(
            content=letter("Masih mati.", In_Reply_To=ours, Message_ID="<9@contoh.id>").as_bytes(), at=MONDAY + HOUR
        )
    assert any("sedang tidak menunggu keterangan" in notify.letter_of(one).text for one in Message.objects.all())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: f"From: a@b.id\nSubject: x\n\n{text}".encode()))
def test_whatever_arrives_nothing_breaks(here, content):
    with contextlib.suppress(Refusal):
        actions.take_mail(content=content, at=MONDAY)
