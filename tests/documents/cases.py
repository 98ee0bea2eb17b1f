"""A named certificate, keys and sheets for the tests of documents."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from maklumat.modules.documents.actions.rendering import Sheet
from maklumat.modules.documents.models.authority import Authority
from maklumat.modules.documents.rules import token
from maklumat.modules.documents.rules.content import Content, content_hash, mask_name

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
BASE = "https://layanan.tirtamulya.example"


@cache
def authority() -> Authority:
    """A fresh authority in a folder of its own."""
    made = Authority(throw_away_folder(), "layanan.tirtamulya.example")
    made.prepare(AT)
    return made


def throw_away_folder() -> Path:
    """A folder that goes with the process that made it; a child forked from it leaves it alone."""
    folder, maker = Path(tempfile.mkdtemp(prefix="maklumat-signing-")), os.getpid()
    atexit.register(lambda: os.getpid() == maker and shutil.rmtree(folder, ignore_errors=True))
    return folder


def content(**changes: Any) -> Content:
    """Citra's letter of domicile."""
    values: dict[str, Any] = {
        "number": "470/0012/KEC-CDR/XI/2026",
        "product": "Surat Keterangan Domisili",
        "government": "Pemerintah Kabupaten Tirtamulya",
        "unit": "Kecamatan Cidarma",
        "unit_address": "Jalan Raya Cidarma No. 1, Tirtamulya 43999 · (0260) 555-0101 · cidarma@tirtamulya.example",
        "holder": "Citra Ayu Lestari",
        "masked_holder": mask_name("Citra Ayu Lestari"),
        "facts": (
            ("Nama lengkap", "Citra Ayu Lestari"),
            ("NIK", "3299014506900001"),
            ("Tempat, tanggal lahir", "Tirtamulya, 5 Juni 1990"),
            ("Alamat", "Kampung Muara RT 03/RW 05, Desa Sukamaju"),
            ("Keperluan", "Pembukaan rekening bank"),
        ),
        "body": "Yang bertanda tangan di bawah ini menerangkan bahwa orang yang disebut di bawah ini benar berdomisili "
        "di wilayah Kecamatan Cidarma menurut surat pengantar desa dan pemeriksaan petugas.\n\n"
        "Surat ini dibuat untuk dipergunakan sebagaimana mestinya.",
        "place": "Cidarma",
        "issued_on": date(2026, 11, 21),
        "valid_until": date(2027, 5, 20),
        "signatory_name": "Dra. Ratna Kusumawardani, M.Si.",
        "signatory_title": "Camat Cidarma",
        "signatory_nip": "197203141998032004",
        "service": "Surat Keterangan Domisili",
        "application_ref": "0199d9b0-6f4e-7c3a-9a55-0d6f1f5b7c11",
        "verify_url": f"{BASE}/v/",
        "language": "id",
        "salt": "00112233445566778899aabbccddeeff",
    }
    return Content(**(values | changes))


def claims(of: Content) -> token.Claims:
    return token.Claims(
        issuer=of.government,
        number=of.number,
        product=of.product,
        holder=of.masked_holder,
        issued_on=of.issued_on,
        valid_until=of.valid_until,
        content_hash=content_hash(of),
    )


def minted(of: Content) -> str:
    key = authority().token_key()
    return token.mint(claims(of), key.private_pem, key.kid)


def sheet(of: Content | None = None, template: str = "letter", signer: str = "local", **more: Any) -> Sheet:
    of = of or content()
    return Sheet(content=of, token=minted(of), template=template, signer=signer, **more)
