"""Each import contract of pyproject.toml is broken on purpose in a copy of the package, and must say so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from maklumat.site.modules import FOUNDATION, INSIGHT, OUTWARD, ROOMS, SERVICES
from tests.house.reading import PACKAGE, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LINT = "from importlinter.cli import lint_imports_command as run; run()"
LEFT_OUT = shutil.ignore_patterns("static", "dist", "samples", "__pycache__", ".*", "*.html", "*.json")


@dataclass(frozen=True)
class Plant:
    """An import that does not belong: from a new file in ``where``, or in that file itself."""

    contract: str
    where: str
    imports: str

    def __str__(self) -> str:
        return f"{self.contract}: {self.where} -> {self.imports}"


PLANTS = [
    Plant("floors", "kernel", "maklumat.ui.words"),
    Plant("floors", "ui", "maklumat.modules.units.api"),
    Plant("floors", "modules.units", "maklumat.site.roles"),
    Plant("bands", "modules.units", "maklumat.modules.catalogue.api"),
    Plant("bands", "modules.documents", "maklumat.modules.catalogue.api"),
    Plant("bands", "modules.applications", "maklumat.modules.dashboards.api"),
    Plant("walls", "modules.applications", "maklumat.modules.units.models"),
    Plant("walls", "site", "maklumat.modules.units.queries"),
    Plant("files", "modules.units.rules", "maklumat.modules.units.models"),
    Plant("files", "modules.catalogue.queries", "maklumat.modules.catalogue.actions"),
    Plant("files", "modules.applications.actions", "maklumat.modules.applications.views.desk"),
    Plant("forms", "modules.catalogue.forms", "maklumat.modules.catalogue.queries"),
    Plant("entrances", "modules.catalogue.views", "maklumat.modules.catalogue.models"),
    Plant("entrances", "modules.applications.tasks", "maklumat.kernel.models"),
    Plant("pure", "modules.units.rules", "django.conf"),
    Plant("pure", "modules.units.rules", "maklumat.kernel.files"),
    Plant("pure", "modules.units.events", "psycopg"),
    Plant("cycles", "kernel", ".planted_too"),
    Plant("sealed", "modules.exchange", "maklumat.modules.whistleblowing.api"),
    Plant("tests", "kernel", "tests.world"),
]
NEW = {"floors": "planted.py", "bands": "modules/planted/__init__.py"}  # contracts that every folder must stand in


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package without what is built, beside the project's own configuration."""
    place = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, place / "maklumat", ignore=LEFT_OUT)
    (place / "maklumat" / "samples").mkdir()
    (place / "maklumat" / "samples" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def plant(place: Path, number: int) -> str:
    """Write the wrong import; returns the module it now stands in."""
    one = PLANTS[number]
    folder = place / "maklumat" / one.where.replace(".", "/")
    name = f"planted_{number}"
    if one.imports.startswith("."):
        (folder / f"{one.imports[1:]}.py").write_text(f"from . import {name}\n", encoding="utf-8")
        (folder / f"{name}.py").write_text(f"from . import {one.imports[1:]}\n", encoding="utf-8")
    elif folder.is_dir():
        (folder / f"{name}.py").write_text(f"import {one.imports}\n", encoding="utf-8")
    else:
        with folder.with_suffix(".py").open("a", encoding="utf-8") as file:
            file.write(f"\nimport {one.imports}\n")
        return one.where
    return f"{one.where}.{name}"


def lint(place: Path, *contracts: str) -> str:
    """What the linter says about the copy."""
    limit = [word for contract in contracts for word in ("--contract", contract)]
    words = [sys.executable, "-c", LINT, "--no-logo", "--cache-dir", str(place / "cache"), *limit]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"COLUMNS": "400", "NO_COLOR": "1"}
    result = subprocess.run(words, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


def sections(report: str) -> dict[str, str]:
    """The part of a report below the name of each broken contract."""
    broken = report.partition("Broken contracts")[2]
    names = {contract["name"]: contract["id"] for contract in CONTRACTS}
    parts = re.split(r"^(.+)\n-{5,}$", broken, flags=re.MULTILINE)
    return {names[name]: text for name, text in zip(parts[1::2], parts[2::2], strict=True) if name in names}


@pytest.fixture(scope="module")
def report(copy: Path) -> tuple[list[str], dict[str, str]]:
    """All plants at once: the modules they stand in, and what each contract says."""
    modules = [plant(copy, number) for number in range(len(PLANTS))]
    return modules, sections(lint(copy))


@pytest.mark.parametrize("number", range(len(PLANTS)), ids=[str(one) for one in PLANTS])
def test_report_a_planted_import(report: tuple[list[str], dict[str, str]], number: int):
    modules, said = report
    one = PLANTS[number]
    told = said.get(one.contract, "")
    if one.contract == "cycles":
        assert "maklumat.kernel" in told and one.imports in told, told
        return
    target = one.imports if one.imports.startswith("maklumat.") else one.imports.partition(".")[0]
    assert re.search(rf"maklumat\.{re.escape(modules[number])} -> {re.escape(target)}\b", told), told


@pytest.mark.parametrize("contract", NEW)
def test_report_a_folder_without_a_place(copy: Path, contract: str):
    planted = copy / "maklumat" / NEW[contract]
    planted.parent.mkdir(exist_ok=True)
    planted.touch()
    told = sections(lint(copy, contract))[contract]
    assert re.search(r"\bplanted\n\n\(Since this contract is marked as 'exhaustive'", told), told


def test_every_contract_is_broken_on_purpose():
    assert {one.contract for one in PLANTS} == {contract["id"] for contract in CONTRACTS}


def test_bands_name_the_rooms_of_the_site():
    """A new room is a line in site.modules and its place in the contract of the bands."""
    bands = next(contract for contract in CONTRACTS if contract["id"] == "bands")["layers"]
    order = [[room.strip() for room in layer.split("|")] for layer in reversed(bands)]
    place = {room: number for number, layer in enumerate(order) for room in layer}
    assert sorted(place) == sorted(ROOMS)
    assert [place[room] for room in ROOMS] == sorted(place.values()), "site.modules names the lowest room first"
    assert ROOMS == FOUNDATION + SERVICES + INSIGHT + OUTWARD
