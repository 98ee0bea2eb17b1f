"""The fictitious regency Tirtamulya: units, people, calendars, standards, charters. Through the real actions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from importlib import resources
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts import api as accounts
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

PASSWORD = "tirtamulya-2026"
WHOLE_GOVERNMENT = ("inspector", "organisation_bureau", "admin")
SHOWN = (
    ("website", "Laman unit di aplikasi ini"), ("print", "Papan di ruang tunggu"), ("display", "Layar antrean"), ("instagram", "Akun resmi unit"),
)  # fmt: skip
MORE = {  # where some show them besides; SIPPN: their services were entered there
    "disdukcapil": (
        ("facebook", "Halaman resmi unit"),
        ("whatsapp", "Saluran WhatsApp unit"),
        ("sippn", "Halaman unit di SIPPN"),
    ),
    "puskesmas-tirtakencana": (("sippn", "Halaman unit di SIPPN"),),
}
_OFFICE = ((480, 720), (780, 930))
_FRIDAY = ((480, 690), (780, 870))
_SATURDAY = ((480, 720),)
# Dukcapil's own: staff take turns at noon, later on working days, Saturday morning.
_LONG, _LONG_NOTE = ((480, 990),), "Senin–Jumat 08.00–16.30, Sabtu 08.00–12.00; istirahat bergantian, loket tidak tutup"


def sample(name: str) -> Any:
    """A sample file that ships with the package, read."""
    return json.loads(resources.files("maklumat.samples").joinpath(name).read_text())


def standards(slugs: Iterable[str] | None = None) -> list[dict]:
    """Sample standards with unit, decision and consultation; all, or those named."""
    folder = resources.files("maklumat.samples").joinpath("standards")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".json"))
    wanted = None if slugs is None else {f"{slug}.json" for slug in slugs}
    return [json.loads(folder.joinpath(n).read_text()) for n in names if wanted is None or n in wanted]


def seed_units(at: datetime) -> None:
    """The organisation tree with its calendars."""
    for row in sample("units.json")["units"]:
        parent = units.tree().by_code.get(row["parent"])
        look = {"emblem": emblem(), "colour": "#0b5d3b"} if row["kind"] == "government" else {}
        unit_id = units.add_unit(
            by=SYSTEM, code=row["code"], kind=row["kind"], name=row["name"], parent_id=parent.id if parent else None, at=at,
            short=row["short"], number_code=row["number_code"], address=row["address"], phone=row["phone"], email=row["email"],
            opening_note=row["opening"], **look,
        )  # fmt: skip
        if parent is None or row["days"] == 6:
            week = (_OFFICE, _OFFICE, _OFFICE, _OFFICE, _FRIDAY, _SATURDAY if row["days"] == 6 else (), ())
            calendars.set_week(
                by=SYSTEM, unit_id=unit_id, valid_from=date(2020, 1, 1), zone=row["zone"], week=week,
                legal_basis="Peraturan Bupati Tirtamulya Nomor 4 Tahun 2020", at=at,
            )  # fmt: skip


def seed_hours(at: datetime) -> None:
    """Dukcapil opens longer than the rest, by a decision of its own; its counters in town with it."""
    tree = units.tree()
    calendars.set_week(
        by=SYSTEM, unit_id=tree.by_code["disdukcapil"].id, valid_from=at.date(), zone="Asia/Jakarta", week=(*[_LONG] * 5, _SATURDAY, ()),
        legal_basis="Keputusan Kepala Dinas Kependudukan dan Pencatatan Sipil Nomor 7 Tahun 2026", at=at,
    )  # fmt: skip
    for code in ("disdukcapil", "dukcapil-loket-kota"):
        units.change_unit(by=SYSTEM, unit_id=tree.by_code[code].id, opening_note=_LONG_NOTE, at=at)


def emblem() -> str:
    """The regency's fictitious emblem (SVG)."""
    return resources.files("maklumat.samples").joinpath("emblem.svg").read_text()


def seed_people(
    at: datetime, only_units: Iterable[str] | None = None, password: str | None = PASSWORD
) -> dict[str, UUID]:
    """Staff accounts with their appointments. Returns account ids by e-mail."""
    tree = units.tree()
    known: dict[str, UUID] = {}
    encoded = make_password(password) if password else ""  # one demo password: hashed once, it costs 0.1 s
    for row in sample("people.json")["staff"]:
        if only_units is not None and row["unit"] not in only_units and row["role"] not in WHOLE_GOVERNMENT:
            continue
        if row["email"] not in known:
            known[row["email"]] = accounts.create_staff(
                by=SYSTEM, email=row["email"], name=row["name"], nip=row["nip"], password=None, encoded=encoded, at=at
            )
        home = tree.by_code[row["unit"]]
        places = [tree.government if row["role"] in WHOLE_GOVERNMENT else home]
        if row["role"] == "inspector":
            places.append(home)  # looks into all agencies, and has a post in one
        for unit in places:
            units.appoint(
                by=SYSTEM,
                account_id=known[row["email"]],
                unit_id=unit.id,
                role=row["role"],
                title=row.get("title", ""),
                at=at,
            )
    return known


def seed_standards(at: datetime, slugs: Iterable[str] | None = None) -> None:
    """Draft and publish sample standards; every one passes the gaps check or this fails loudly.

    All are in force from ``at`` on: a date of the samples that lies after it would leave the past without a standard.
    """
    tree = units.tree()
    for row in standards(slugs):
        version_id = catalogue.draft_new(
            by=SYSTEM, unit_id=tree.by_code[row["unit"]].id, standard=catalogue.load(row["standard"]), at=at
        )
        catalogue.publish(
            by=SYSTEM,
            version_id=version_id,
            decision=catalogue.Decision.model_validate(row["decision"]),
            consultation=catalogue.Consultation.model_validate(row["consultation"]),
            effective_from=min(date.fromisoformat(row["effective_from"]), at.date()),
            review_due=date.fromisoformat(row["review_due"]),
            at=at,
        )


def seed_charters(at: datetime) -> None:
    """A maklumat for every unit with standards in force."""
    tree = units.tree()
    decisions = {row["unit"]: row["decision"] for row in standards()}
    for code, decision in decisions.items():
        set_by = catalogue.Decision.model_validate({**decision, "number": f"{decision['number']}/MP"})
        maklumat_id = catalogue.publish_maklumat(by=SYSTEM, unit_id=tree.by_code[code].id, decision=set_by, at=at)
        for medium, place in (*SHOWN, *MORE.get(code, ())):
            catalogue.log_publication(
                by=SYSTEM, maklumat_id=maklumat_id, medium=medium, place=place, published_on=at.date(), at=at, standards=True
            )  # fmt: skip
