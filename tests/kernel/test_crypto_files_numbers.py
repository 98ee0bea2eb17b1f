"""Sealing, files at rest, gapless numbers, messages."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from maklumat.kernel import crypto, files, notify, numbering
from maklumat.kernel.errors import Invalid, Missing
from maklumat.kernel.models import Message, StoredFile

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@given(st.binary(max_size=500), st.sampled_from(["a", "b"]))
def test_sealing_opens_only_for_its_purpose(plain, purpose):
    sealed = crypto.seal(plain, purpose)
    assert crypto.unseal(sealed, purpose) == plain
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, "other")


@given(st.integers(0, 400), st.integers(1, 255))
def test_an_altered_byte_is_noticed(place, flip):
    sealed = bytearray(crypto.seal(b"rahasia" * 40, "a"))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(bytes(sealed), "a")


def picture(kind="JPEG", exif=False) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (64, 48), "red")
    extra = {}
    if exif:
        tags = image.getexif()
        tags[0x010E] = "Rumah Citra, Jalan Kenari 5"
        extra["exif"] = tags
    image.save(out, kind, **extra)
    return out.getvalue()


def store(content: bytes, formats=("pdf", "jpg", "png"), limit=1_000_000):
    return files.store(content, formats=formats, max_bytes=limit, at=AT)


@pytest.mark.django_db
def test_a_picture_loses_its_exif_and_is_encrypted_on_disk(settings):
    content = picture(exif=True)
    assert b"Jalan Kenari" in content
    stored = store(content)
    read, media_type = files.read(stored.id)
    assert media_type == "image/jpeg" and b"Jalan Kenari" not in read
    on_disk = files._path(stored.id).read_bytes()
    assert b"JFIF" not in on_disk and read[:100] not in on_disk
    assert stored.scan == "not_scanned"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "formats"),
    [
        (b"", ("pdf",)),
        (b"MZ\x90\x00 program", ("pdf", "jpg", "png")),
        (b"<svg onload=alert(1)>", ("jpg", "png")),
        (b"\xff\xd8\xff\xe0 broken jpeg", ("jpg",)),
        (b"%PDF-1.7 fine", ("jpg",)),
        (b"%PDF-1.7" + b"x" * 1_000_001, ("pdf",)),
    ],
)
def test_refuses_files_politely(content, formats):
    with pytest.raises(Invalid) as refusal:
        store(content, formats)
    assert refusal.value.message.endswith(".")
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_a_shredded_file_is_gone():
    stored = store(picture("PNG"))
    files.shred(stored.id)
    with pytest.raises(Missing):
        files.read(stored.id)


@pytest.mark.django_db(transaction=True)
def test_numbers_come_back_when_the_act_rolls_back():
    with transaction.atomic():
        assert numbering.take("a") == 1
    with pytest.raises(ValueError), transaction.atomic():
        assert numbering.take("a") == 2
        raise ValueError
    with transaction.atomic():
        assert numbering.take("a") == 2
    with pytest.raises(RuntimeError):
        numbering.take("a")


@pytest.mark.django_db
def test_a_message_is_sealed_sent_once_and_lands_in_the_mailbox():
    for _again in range(2):
        notify.send(channel="phone", address="+628123", subject="Kabar", text="Selesai", at=AT, once="x/1")
    message = Message.objects.get()
    assert b"628123" not in bytes(message.address)
    notify.send_now(str(message.id))
    notify.send_now(str(message.id))
    ((_when, letter),) = notify.mailbox()
    assert (letter.address, letter.text) == ("+628123", "Selesai")
    assert Message.objects.get().attempts == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_keeps_no_word_but_its_picture(kind):
    from PIL.PngImagePlugin import PngInfo

    out, told, text = io.BytesIO(), Image.Exif(), PngInfo()
    told[0x010E], told[0x0112] = "RAHASIA", 6
    text.add_text("Comment", "RAHASIA")
    more = {"comment": b"RAHASIA"} if kind == "JPEG" else {"pnginfo": text}
    Image.new("RGB", (40, 20), "red").save(out, kind, exif=told, icc_profile=b"RAHASIA", **more)
    assert b"RAHASIA" in out.getvalue()
    clean, _kind = files.reencode(out.getvalue(), "jpg" if kind == "JPEG" else "png")
    assert b"RAHASIA" not in clean
    assert Image.open(io.BytesIO(clean)).size == (20, 40), "upright, as it was taken"
