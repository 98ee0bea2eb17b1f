from __future__ import annotations

import pytest


@pytest.fixture
def place(settings, tmp_path):
    """Keys and files of this test in a folder of its own."""
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = str(tmp_path / "files")
    settings.BASE_URL = "https://layanan.tirtamulya.example"
    settings.MAKLUMAT_SIGNER = "local"
    settings.MAKLUMAT_TSA_URL = ""
    return tmp_path


@pytest.fixture
def unit(db):
    from maklumat.modules.units.models import Unit

    return Unit.objects.create(code="tirtamulya", path="/tirtamulya/", kind="government", name="Kabupaten Tirtamulya")
