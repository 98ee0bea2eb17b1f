"""Open data: the catalogue for people and machines, the dictionary, and three forms of file that say the same."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from functools import cache

import duckdb
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import clock
from maklumat.modules.dashboards import actions
from maklumat.modules.exchange.rules import checker
from maklumat.modules.exchange.rules.datasets import DATASETS
from tests import world
from tests.dashboards.writing import finish, submit
from tests.surveys.cast import answer_all, drawn
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"


@pytest.fixture
def here():
    with clock.standing_at(MONDAY + timedelta(days=32)):
        world.build((SLUG,))
        for number in range(9):
            finish(SLUG, at=MONDAY, subject=submit(SLUG, MONDAY), kept=number < 7, returns=number % 2)
        answer_all(drawn("disdukcapil", 60), [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 20)
        actions.recompute_all(MONDAY + timedelta(days=32))
        yield


def test_every_dataset_has_a_page_with_its_dictionary_and_its_files(here, client):
    home = client.get("/data/").content.decode()
    for dataset in DATASETS:
        assert f"/data/{dataset.key}/" in home
        page = client.get(f"/data/{dataset.key}/").content.decode()
        assert all(f">{column.name}<" in page for column in dataset.columns)
    for path in (
        "/data/tidak-ada/",
        "/data/angka.exe",
        "/data/tidak-ada.csv",
        "/data/angka.csv?tahun=1700",
        "/data/angka.csv?tahun=abcd",
    ):
        assert client.get(path).status_code == 404, path


def test_the_catalogue_for_machines_names_every_file(here, client):
    answer = client.get("/data/katalog.jsonld")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/ld+json" and told["@type"] == "dcat:Catalog"
    for dataset in told["dcat:dataset"]:
        assert dataset["dct:license"]["@id"].startswith("https://creativecommons.org/")
        for one in dataset["dcat:distribution"]:
            path = one["dcat:downloadURL"]["@id"].partition("://")[2].partition("/")[2]
            file = client.get(f"/{path}")
            assert file.status_code == 200 and file["Content-Type"].startswith(one["dcat:mediaType"]), path


@pytest.mark.parametrize("key", [one.key for one in DATASETS])
def test_the_three_forms_say_the_same(here, client, key, tmp_path):
    lines = list(csv.DictReader(io.StringIO(client.get(f"/data/{key}.csv").content.decode())))
    told = json.loads(client.get(f"/data/{key}.json").content)
    (tmp_path / "f.parquet").write_bytes(client.get(f"/data/{key}.parquet").content)
    packed = duckdb.sql(f"SELECT COLUMNS(*)::VARCHAR FROM '{tmp_path}/f.parquet'").fetchall()
    assert len(lines) == len(told) == len(packed)
    for line, one, row in zip(lines, told, packed, strict=True):
        assert list(line) == list(one)
        for (name, text), value, kept in zip(line.items(), one.values(), row, strict=True):
            assert (text == "") == (value in (None, "")) == (kept in (None, "")), (name, text, value, kept)
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert float(text) == value == float(kept)


def test_a_fixed_number_of_queries(here, client):
    for path, most in (("/data/angka.csv", 10), ("/data/kepuasan.json", 24), ("/data/", 8)):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        assert len(found) <= most, (path, len(found))


def test_the_checking_program_finds_the_pages_and_the_file_agree(here, client, monkeypatch, capsys):
    @cache  # the pages stay what they are; only what the program is told changes
    def fetch(address: str) -> str:
        return client.get(address.removeprefix("http://here"), headers={"accept-language": "id"}).content.decode()

    monkeypatch.setattr(checker, "fetch", fetch)
    assert checker.main(["http://here", "2026"]) == 0, capsys.readouterr().out
    for honest, lie in ((">9</data>", ">8</data>"), ('value="9" data-figure="finished', 'value="8" data-figure="finished'), ("<h2 data-headline", "<h2>77</h2><h2 data-headline")):  # fmt: skip
        monkeypatch.setattr(
            checker,
            "fetch",
            lambda address, a=honest, b=lie: (
                fetch(address).replace(a, b) if "angka/?" in address or "angka/layanan" in address else fetch(address)
            ),
        )
        told = checker.main(["http://here", "2026"])
        assert (told == 1) == ("77" not in lie), lie  # a heading of its own is no figure
    monkeypatch.setattr(checker, "fetch", lambda address: fetch(address).replace("9 permohonan", "8 permohonan"))
    assert checker.main(["http://here", "2026"]) == 1
    monkeypatch.setattr(checker, "fetch", fetch)
    monkeypatch.setattr(checker, "share", lambda part, whole: 12.5)
    assert checker.main(["http://here", "2026"]) == 1
    assert client.get("/data/periksa.py")["Content-Type"].startswith("text/x-python")


def test_programs_ask_for_one_subject_or_one_measure(here, client):
    assert client.get("/api/v1/measurements?year=2026").status_code == 422
    told = client.get("/api/v1/measurements?year=2026&kind=service&code=ktp-el-hilang-rusak&measure=kept_share").json()
    year = next(one for one in told if one["period"] == "2026")
    assert (year["value"], year["n"], year["hidden"]) == (77.8, 9, False)
    assert {one["key"] for one in client.get("/api/v1/measures").json()} >= {"kept_share", "open", "satisfaction"}
    assert not client.get("/api/v1/measurements?year=2026&measure=open").json()
