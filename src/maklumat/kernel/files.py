"""Files at rest: sniffed, re-encoded, scanned, encrypted, under opaque names.

The type is read from the bytes, never from the name. Pictures are decoded and written anew, which drops
EXIF (place, device, time) and anything hidden behind the picture. Virus scanning is done by clamd where
configured; "not scanned" is a state of its own and never reads as clean.
"""

from __future__ import annotations

import hmac
import io
import os
import re
import socket
import struct
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import filetype
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from . import clock, crypto, outbox
from .errors import Invalid, Missing
from .ids import new_id
from .models import StoredFile

MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
LONGEST_SIDE = 2400  # pixels: an A4 page stays readable, a phone picture becomes a third
MOST_PIXELS = 60_000_000
ORPHAN_AFTER = timedelta(days=7)  # nobody has held it for so long: nobody will

_NAME = re.compile(r"[0-9a-f]{32}")
type Holder = Callable[[Iterable[UUID]], set[UUID]]
_holders: list[Holder] = []


@dataclass(frozen=True)
class Stored:
    """What a room keeps of a file. ``size`` in bytes after re-encoding."""

    id: UUID
    media_type: str
    size: int
    scan: str


def store(content: bytes, *, formats: tuple[str, ...], max_bytes: int, at: datetime) -> Stored:
    """Check, clean, scan, encrypt and write a file durably; then its row. Raises :class:`Invalid`.

    Call inside the transaction that refers to it. A roll-back leaves an encrypted orphan, swept later.
    """
    if not content:
        raise Invalid(_("Berkas ini kosong. Pilih berkas lain."))
    if len(content) > max_bytes:
        raise Invalid(
            _("Berkas lebih besar dari %(limit)d MB. Kecilkan dulu atau foto ulang.")
            % {"limit": max_bytes // 1_000_000}
        )
    kind = sniff(content)
    if kind not in formats:
        raise Invalid(
            _("Jenis berkas tidak diterima. Kirim sebagai %(formats)s.") % {"formats": ", ".join(formats).upper()}
        )
    if kind != "pdf":
        content, kind = reencode(content, kind)
    scan = scan_for_malware(content)
    if scan == StoredFile.Scan.INFECTED:
        raise Invalid(_("Berkas ini mengandung virus, jadi tidak kami simpan. Coba berkas lain."))
    return put(content, MEDIA_TYPES[kind], scan=scan, at=at)


def put(content: bytes, media_type: str, *, scan: str, at: datetime) -> Stored:
    """Encrypt and write bytes made or checked by us. The row is written in the caller's transaction."""
    file_id, key = new_id(), os.urandom(32)
    nonce = os.urandom(12)
    path = _path(file_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_durably(path, nonce + AESGCM(key).encrypt(nonce, content, file_id.bytes))
    StoredFile.objects.create(
        id=file_id,
        media_type=media_type,
        size=len(content),
        digest=digest(content),
        scan=scan,
        stored_at=at,
        key=crypto.seal(key, "file"),
    )
    return Stored(file_id, media_type, len(content), scan)


def read(file_id: UUID) -> tuple[bytes, str]:
    """Content and media type. The caller has checked access. Raises :class:`Missing`."""
    row = StoredFile.objects.filter(id=file_id).first()
    if row is None or row.key is None:
        raise Missing(_("Berkas ini sudah tidak disimpan."))
    try:
        sealed = _path(file_id).read_bytes()
    except FileNotFoundError as error:
        raise Missing(_("Berkas ini tidak ditemukan di penyimpanan. Hubungi pengelola.")) from error
    try:
        content = AESGCM(crypto.unseal(row.key, "file")).decrypt(sealed[:12], sealed[12:], file_id.bytes)
    except InvalidTag as error:
        raise crypto.Unreadable("the stored file was altered") from error
    return content, row.media_type


def shred(file_id: UUID) -> None:
    """Destroy a file: its key goes with the transaction, its bytes after it. What a crash leaves, ``sweep`` takes."""
    StoredFile.objects.filter(id=file_id).update(key=None)
    transaction.on_commit(lambda: _path(file_id).unlink(missing_ok=True))


def keep_for(holders: Iterable[Holder]) -> None:
    """Install the rooms that hold files, replacing the former ones: each tells which of some files it holds."""
    _holders[:] = holders


def sweep(at: datetime) -> int:
    """Remove stored bytes older than a week that no row opens, or whose file nobody holds. Returns how many.

    Without any holder installed only bytes without a row are removed.
    """
    gone = 0
    for folder in sorted(Path(settings.FILES_DIR).glob("[0-9a-f][0-9a-f]")):
        ours = (one for one in folder.iterdir() if _NAME.fullmatch(one.name))
        old = {UUID(one.name) for one in ours if one.stat().st_mtime < (at - ORPHAN_AFTER).timestamp()}
        rows = dict(StoredFile.objects.filter(id__in=old).values_list("id", "stored_at"))
        held = {one for one, stored_at in rows.items() if stored_at >= at - ORPHAN_AFTER or not _holders}
        for holds in _holders:
            held |= holds(rows.keys() - held)
        StoredFile.objects.filter(id__in=rows.keys() - held).update(key=None)
        open_ones = set(StoredFile.objects.filter(id__in=held, key__isnull=False).values_list("id", flat=True))
        for file_id in old - open_ones:
            _path(file_id).unlink(missing_ok=True)
            gone += 1
    return gone


@outbox.job("files.sweep", queue="outbox", every="29 3 * * 0")
def sweep_now(timestamp: int = 0) -> None:
    """Every Sunday: remove what nobody holds."""
    sweep(clock.now())


def digest(content: bytes) -> bytes:
    """Keyed SHA-256 of a content: finds equal files, tells nothing to a reader of the database."""
    return hmac.digest(crypto.keyring().derive("file digest", 1), content, "sha256")


def sniff(content: bytes) -> str:
    """``pdf``, ``jpg``, ``png`` by the bytes, or an empty word."""
    guess = filetype.guess(content[:262])
    extension = guess.extension if guess else ""
    return extension if extension in MEDIA_TYPES else ""


def reencode(content: bytes, kind: str) -> tuple[bytes, str]:
    """Decode and write a picture anew: upright, without metadata, no side over LONGEST_SIDE pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Invalid(_("Gambar terlalu besar. Foto ulang dengan ukuran lebih kecil."))
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                ImageOps.exif_transpose(picture, in_place=True)
                upright = picture
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                out = io.BytesIO()
                if kind == "jpg":
                    plain = upright if upright.mode == "RGB" else upright.convert("RGB")
                    plain.info.clear()  # a comment would be written again
                    plain.save(out, "JPEG", quality=85)
                else:
                    mode = "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
                    clean = Image.new(mode, upright.size)
                    clean.paste(upright.convert(mode))
                    clean.save(out, "PNG")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        Image.DecompressionBombError,
        Warning,
    ) as error:
        raise Invalid(_("Gambar ini rusak atau tidak terbaca. Foto ulang, lalu kirim lagi.")) from error
    return out.getvalue(), kind


def scan_for_malware(content: bytes) -> str:
    """Ask clamd (INSTREAM). Any doubt (no clamd, limit exceeded, broken answer) is *not scanned*."""
    address = settings.CLAMD_ADDRESS
    if not address:
        return StoredFile.Scan.NOT_SCANNED
    try:
        with _clamd(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), 65536):
                chunk = content[start : start + 65536]
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = connection.recv(4096).rstrip(b"\0\n")
    except OSError:
        return StoredFile.Scan.NOT_SCANNED
    if answer.endswith(b"FOUND"):
        return StoredFile.Scan.INFECTED
    return StoredFile.Scan.CLEAN if answer == b"stream: OK" else StoredFile.Scan.NOT_SCANNED


def _clamd(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(20)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=20)


def _path(file_id: UUID) -> Path:
    name = file_id.hex
    return Path(settings.FILES_DIR) / name[-2:] / name


def _write_durably(path: Path, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
