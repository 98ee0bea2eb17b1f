"""The rows of one service → a draft :class:`Standard`, as far as it is known."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from maklumat.kernel.words import N_

from ..standard import Standard
from . import cells, components, promise
from .checklist import Checklist
from .notes import Notebook
from .procedure import procedure
from .readings import clean, flat, is_nothing, line
from .services import Service

CATEGORY_READ = N_("Kelompok layanan dibaca sebagai “%(reading)s”.")
CATEGORY = N_("Kelompok layanan belum diketahui; sementara ditulis “surat-keterangan”. Termasuk kelompok mana?")
LONG = N_("“%(original)s” terlalu panjang dan dipotong. Ringkas menjadi paling banyak 300 huruf.")
CONFLICT = N_("“%(original)s” berbeda dari yang ditulis lebih dulu (“%(first)s”). Mana yang berlaku?")
READ = N_("Dicatat.")
VALIDITY_READ = N_("Masa berlaku dibaca %(months)s bulan (0 berarti tanpa batas).")
VALIDITY = N_("“%(original)s” – berapa bulan produk berlaku, atau tanpa batas?")
NO_PRODUCT = N_("Masa berlaku ditulis, tetapi produknya belum. Apa nama produk layanan ini?")
STAFF = N_("“%(original)s” – berapa orang jumlah pelaksananya?")
CHANNEL = N_(
    "“%(original)s” – saluran pengaduan mana: telepon, WhatsApp, surel, situs, SP4N-LAPOR!, loket, atau surat?"
)
BROKEN = N_("Layanan ini tidak dapat disusun seluruhnya; hanya namanya yang dicatat. Tulis isinya dengan tangan.")
BARE = N_("Baris ini hanya memuat nama. Hapus bila hanya judul, atau lengkapi rinciannya.")

_LISTS = ("facilities", "competence", "supervision")
_TEXTS = (("guarantee", "service_guarantee"), ("safety", "safety_guarantee"), ("evaluation", "evaluation"))


def draft(service: Service, slug: str, timed: set[tuple[str, int]], expected: set[str], book: Notebook) -> Standard:
    """``expected``: roles that any of the lists has a column for."""
    work = procedure(service, timed, book)
    listed = Checklist(service, book)
    costs = tuple((table, row, _cost(row.cells)) for table, row in service.rows if "cost" in row.cells)
    content: dict[str, Any] = {
        "slug": slug,
        "name": service.name or slug,
        "summary": _line(service, "summary", book),
        "audience": _line(service, "audience", book),
        "aliases": _lines(service, "alias", book)[:50],
        "requirements": tuple(listed.requirements),
        "pages": listed.pages(),
        "steps": work.steps,
        "duration": promise.duration(service, work.whole, work.times, "duration" in expected, book),
        "fee": promise.fee(service, costs, "cost" in expected, book),
        "product": _product(service, book),
        "complaint": {"channels": _channels(service, book)},
        "internal": _internal(service, book),
    }
    content["category"] = _category(service, book)
    if all(set(row.cells) <= {"service_name"} for _, row in service.rows):
        book.say(_place(service, "service_name"), "decide", BARE, service.name)
    try:
        return Standard(**content)
    except ValidationError:
        book.say(_place(service, "service_name"), "error", BROKEN)
        return Standard(slug=slug, name=service.name or slug)


def unit(service: Service, book: Notebook) -> str:
    """The name of the unit as the list writes it."""
    return _line(service, "unit", book)


def _cost(cells_: Any) -> str:
    text, per = cells_["cost"], cells_.get("cost_unit", "")
    return (
        f"{text} per {per}"
        if per and any(c.isdigit() for c in text) and not is_nothing(per) and not per.lower().startswith("rp")
        else text
    )


def _place(service: Service, role: str) -> tuple[str, int, str, str]:
    table, row = next(((t, r) for t, r in service.rows if role in r.cells), service.rows[0])
    return promise.place(service, table, row, role)


def _line(service: Service, role: str, book: Notebook) -> str:
    """The first text of a role; different later texts and cuts are told."""
    first = ""
    for table, row in service.rows:
        text = flat(row.cells.get(role, ""))
        if not text or text == first or is_nothing(text):
            continue
        where = promise.place(service, table, row, role)
        if first:
            book.say(where, "decide", CONFLICT, text, first=first[:120])
        elif len(text) > 300:
            book.say(where, "decide", LONG, text)
        else:
            book.say(where, "exact", READ, text, text[:120])
        first = first or text
    return line(first)


def _lines(service: Service, role: str, book: Notebook) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for table, row in service.rows:
        fresh = [i for i in cells.items(row.cells.get(role, "")) if line(i) not in found and not is_nothing(i)]
        for item in fresh:
            found[line(item)] = None
            if len(item) > 300:
                book.say(promise.place(service, table, row, role), "decide", LONG, item)
        if fresh:
            book.say(promise.place(service, table, row, role), "exact", READ, row.cells[role], "; ".join(fresh)[:120])
    return tuple(found)[:100]


def _category(service: Service, book: Notebook) -> str:
    given = next((row.cells["category"] for _, row in service.rows if "category" in row.cells), "")
    found = components.category(given, service.name)
    role = "category" if given else "service_name"
    if found:
        book.say(_place(service, role), "normalised", CATEGORY_READ, given or service.name, found, reading=found)
        return found
    book.say(_place(service, role), "decide", CATEGORY, given or service.name)
    return "surat-keterangan"


def _product(service: Service, book: Notebook) -> dict[str, Any] | None:
    name = _line(service, "product", book)
    term = next((row.cells["validity"] for _, row in service.rows if "validity" in row.cells), "")
    if not term:
        return {"name": name} if name else None
    where = _place(service, "validity")
    months = components.validity(term)
    if not name:
        book.say(where, "decide", NO_PRODUCT, term)
        return None
    if months is None:
        book.say(where, "decide", VALIDITY, term)
    else:
        book.say(where, "normalised", VALIDITY_READ, term, str(months), months=months)
    return {"name": name, "valid_months": months or 0}


def _channels(service: Service, book: Notebook) -> tuple[Any, ...]:
    found: dict[Any, None] = {}
    seen: set[str] = set()
    for table, row in service.rows:
        text = row.cells.get("complaint", "")
        if not text or text in seen or is_nothing(text):
            continue
        seen.add(text)
        where = promise.place(service, table, row, "complaint")
        named = components.channels(text)
        found.update(dict.fromkeys(named))
        said = ", ".join(f"{c.kind}: {c.value}" for c in named)[:120]
        book.say(where, "normalised" if named else "decide", READ if named else CHANNEL, text, said)
    return tuple(found)[:30]


def _internal(service: Service, book: Notebook) -> dict[str, Any]:
    content: dict[str, Any] = {"legal_basis": promise.named_laws(service, book)}
    for role in _LISTS:
        content[role] = _lines(service, role, book)
    for role, name in _TEXTS:
        text = next((clean(row.cells[role]) for _, row in service.rows if role in row.cells), "")
        content[name] = text[:4000]
        if text:
            book.say(
                _place(service, role),
                "exact" if len(text) <= 4000 else "decide",
                READ if len(text) <= 4000 else LONG,
                text,
            )
    staff = next((row.cells["staff"] for _, row in service.rows if "staff" in row.cells), "")
    if staff:
        number = components.count(staff)
        content["staff_count"] = number or 0
        book.say(
            _place(service, "staff"),
            "decide" if number is None else "exact",
            STAFF if number is None else READ,
            staff,
            str(number or ""),
        )
    return content
