"""Samples of the long proofs of reports, and the figures that are promised of masking, likeness and suggestions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from maklumat.modules.complaints.queries.routing import route
from maklumat.modules.complaints.rules import routing
from tests.proofs import alike, masking

ROOT = Path(__file__).resolve().parents[2]


def test_names_and_numbers_are_masked_as_promised():
    found = masking.proof()
    assert found["wrong"] == 0, found
    assert found["precision"] > 0.95 and found["harmless texts touched"] < 0.05


def test_the_same_matter_is_found_and_seldom_wrongly():
    found = alike.run()
    assert found["recall"] >= 0.9 and found["false"] <= 0.2
    assert found["rule"]["recall"] < found["recall"] and found["rule"]["false"] > found["false"]


def test_class_and_category_are_suggested_with_reasons():
    one = route("Lampu jalan depan pasar mati sudah dua minggu, gelap sekali.")
    assert one.category and one.category.label == "lampu" and "lampu" in one.category.because
    assert route("zzzz qqqq").category is None


def test_a_model_of_another_kind_is_refused():
    with pytest.raises(routing.BadModel, match="train it again"):
        routing.read({"format": 99, "labels": [], "bias": [], "weights": {}, "rarity": {}})


def test_training_prints_accuracy_baselines_and_calibration_about_texts_held_back(tmp_path):
    pytest.importorskip("sklearn")
    out, some = tmp_path / "model.json", tmp_path / "some.jsonl"
    lines = (ROOT / "src/maklumat/samples/routing.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    some.write_text("".join(lines[:300]), encoding="utf-8")
    words = [sys.executable, "-m", "maklumat.site.cli", "django", "train_routing",
             str(some), "--out", str(out)]  # fmt: skip
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    told = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths})
    assert told.returncode == 0, told.stderr[-500:]
    assert "held back" in told.stdout and "majority" in told.stdout and "calibration" in told.stdout
    kinds = routing.read(json.loads(out.read_text())["kind"])
    assert set(kinds.labels) == {"request", "complaint", "oversight", "aspiration"}


@pytest.mark.parametrize(("proof", "cases"), [("escalation", 20), ("retries", 4)])
def test_a_sample_of_the_long_proofs(proof, cases):
    words = [sys.executable, "-m", "tests.prove", proof, f"--cases={cases}", "--no-report"]
    told = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert told.returncode == 0 and "wrong: 0" in told.stdout, told.stdout[-800:]


def test_real_texts_can_be_learnt_when_they_are_there(tmp_path):
    folder = Path(os.environ.get("MAKLUMAT_REAL_DATA", ROOT.parent / "shared" / "data")) / "complaints"
    files = sorted([*folder.glob("*.csv"), *folder.glob("*.jsonl")]) if folder.is_dir() else []
    if not files:
        pytest.skip("no folder of real complaints (MAKLUMAT_REAL_DATA)")
    words = [sys.executable, "-m", "maklumat.site.cli", "django", "train_routing", *map(str, files), "--dry"]
    told = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert told.returncode == 0, told.stderr[-500:]


@pytest.mark.django_db
def test_in_random_organisations_nobody_concerned_sees_a_report_on_abuse_of_office():
    from tests.proofs import trees

    found = trees.run(15, tell=lambda line: None)
    assert found["wrong"] == 0 and found["of these named, below or above"] > 20, found
