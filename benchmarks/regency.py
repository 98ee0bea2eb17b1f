"""The regency of the bench: the sample one with 40 units and as many services as asked for, all really published."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from itertools import product

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.units import api as units
from maklumat.site.demo import seed

UNITS = 40
PLACES = (
    "",
    "Cikaret",
    "Sukamaju",
    "Margasari",
    "Pasirhalang",
    "Banjarwangi",
    "Karangtengah",
    "Leuwigajah",
    "Wanasari",
)
FIRST = [
    "Siti",
    "Sri",
    "Dewi",
    "Nur",
    "Muhammad",
    "Ahmad",
    "Budi",
    "Agus",
    "Eko",
    "Rina",
    "Rini",
    "Yuni",
    "Tri",
    "Wahyu",
    "Dian",
    "Indah",
    "Ratna",
    "Putri",
    "Joko",
    "Bambang",
    "Hendra",
    "Iwan",
    "Asep",
    "Dedi",
    "Ujang",
    "Cecep",
    "Neneng",
    "Euis",
    "Wawan",
    "Yanti",
    "Yusuf",
    "Ibrahim",
    "Fitri",
    "Lestari",
    "Maria",
    "Yohanes",
    "Ketut",
    "Made",
    "Wayan",
    "Nyoman",
    "Anisa",
    "Aisyah",
    "Fatimah",
    "Rizki",
    "Fajar",
    "Bayu",
    "Galih",
    "Arif",
    "Taufik",
    "Slamet",
]
LAST = [
    "Rahmawati",
    "Handayani",
    "Wulandari",
    "Susanti",
    "Kusuma",
    "Wijaya",
    "Santoso",
    "Setiawan",
    "Hidayat",
    "Nugroho",
    "Saputra",
    "Pratama",
    "Permana",
    "Gunawan",
    "Kurniawan",
    "Suryadi",
    "Hartono",
    "Sutrisno",
    "Purnomo",
    "Utami",
    "Lestari",
    "Anggraini",
    "Maharani",
    "Puspita",
    "Kartika",
    "Mulyani",
    "Siregar",
    "Nasution",
    "Simanjuntak",
    "Situmorang",
    "Hutapea",
    "Tampubolon",
    "Rangkuti",
    "Lubis",
    "Harahap",
    "Ginting",
    "Suparman",
    "Firmansyah",
    "Ramadhan",
    "Maulana",
]


def names() -> list[str]:
    """2,000 names."""
    return [f"{first} {last}" for first, last in product(FIRST, LAST)]


def build(services: int, at: datetime, tell: Callable[[int, int], None]) -> None:
    """Units, people and standards through the real actions. ``tell(done, all)``."""
    seed.seed_units(at)
    agency = units.tree().by_code["disdukcapil"]
    for n in range(UNITS - len(units.tree().units)):
        units.add_unit(
            by=SYSTEM, code=f"upt-{n + 1}", kind="service_unit", name=f"UPT Pelayanan {PLACES[n % 8 + 1]}",
            parent_id=agency.id, short=f"UPT {n + 1}", number_code=f"UPT{n + 1}", at=at,
        )  # fmt: skip
    seed.seed_people(at, password=None)
    rows = standards(services)
    originals = seed.standards
    try:
        for n, row in enumerate(rows):
            seed.standards = lambda slugs=None, row=row: [row]
            seed.seed_standards(at)
            tell(n + 1, len(rows))
    finally:
        seed.standards = originals
    seed.seed_charters(at)


def standards(count: int) -> list[dict]:
    """The sample standards, then the same under other names, in other places, at other units."""
    own = seed.standards()
    homes = [unit.code for unit in units.tree().units if unit.parent_id]
    rows = []
    for n in range(count):
        row, place = copy.deepcopy(own[n % len(own)]), PLACES[n // len(own) % len(PLACES)]
        if n >= len(own):
            standard = row["standard"]
            row["unit"] = homes[n * 7 % len(homes)]
            standard["slug"] = f"{standard['slug'][:70]}-{n // len(own)}"
            standard["name"] = f"{standard['name']} {place}"
            standard["aliases"] = [f"{alias} {place.lower()}" for alias in standard.get("aliases", ())[:4]]
        rows.append(row)
    return rows
