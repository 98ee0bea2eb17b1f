"""Which rows belong to which service: filled down, repeated, or joined by an id over several files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from maklumat.kernel.words import N_

from . import keys
from .notes import Notebook
from .readings import flat, line
from .sources import Row, Table
from .steps import is_total
from .titles import words_of

NO_SERVICE = N_("Baris ini tidak menyebut layanan. Tulis nama atau kode layanannya.")
UNKNOWN_ID = N_("Kode “%(original)s” tidak ada pada daftar layanan. Apa nama layanannya?")
BY_FILE = N_("Kolom nama layanan tidak ada; nama berkas dipakai sebagai nama layanan “%(original)s”. Benarkah?")
TOO_MANY = N_("Lebih dari %(limit)s layanan; selebihnya tidak dibaca. Pecah menjadi beberapa berkas.")
JOINED = N_("Digabung dengan daftar layanan lewat kolom “%(original)s”: %(rows)s baris untuk %(services)s layanan.")
STEP_TIMES = N_("Kolom “%(original)s” dibaca sebagai waktu setiap langkah.")
ROW_IDS = N_("Kolom “%(original)s” berbeda pada setiap baris; dibaca sebagai nomor baris, bukan kode layanan.")
MAX_SERVICES = 5000


@dataclass
class Service:
    """One service and its rows in the order in which they were given. ``codes``: kind of id → value."""

    name: str
    code: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[Table, Row]] = field(default_factory=list)


class Register:
    """Finds services by id, slug or name."""

    def __init__(self, book: Notebook) -> None:
        self.services: list[Service] = []
        self._book = book
        self._ids: dict[tuple[str, str], Service] = {}
        self._any: dict[str, Service] = {}
        self._names: dict[str, Service] = {}
        self._full = False

    def find(self, row: Row, ids: dict[str, str], name: str) -> Service | None:
        """By the same id column, then by any id or slug, then by name."""
        for title, value in ids.items():
            if found := self._ids.get((_stem(title), keys.same(value))):
                return found
        for value in ids.values():
            found = self._any.get(keys.same(value)) or self._names.get(keys.same(value))
            if found is not None and not name:
                return found
        known = self._names.get(keys.same(name)) if name else None
        if known and any(
            known.codes.get(_stem(title), keys.same(value)) != keys.same(value) for title, value in ids.items()
        ):
            return None
        return known

    def add(self, place: tuple[str, int, str, str], ids: dict[str, str], name: str) -> Service | None:
        """A new service; None when there are too many."""
        if len(self.services) >= MAX_SERVICES:
            if not self._full:
                self._book.say(place, "error", TOO_MANY, limit=MAX_SERVICES)
            self._full = True
            return None
        service = Service(line(name), line(next(iter(ids.values()), "")))
        self.services.append(service)
        self.learn(service, ids, name)
        return service

    def learn(self, service: Service, ids: dict[str, str], name: str) -> None:
        """Remember every id and name under which the service was seen."""
        for title, value in ids.items():
            service.codes.setdefault(_stem(title), keys.same(value))
            self._ids.setdefault((_stem(title), keys.same(value)), service)
            self._any.setdefault(keys.same(value), service)
        if name:
            self._names.setdefault(keys.same(name), service)


def gather(given: Sequence[Table], book: Notebook) -> list[Service]:
    """All services. Tables that name the services are read first."""
    register = Register(book)
    for table in sorted(given, key=lambda t: not t.has("service_name")):
        _place(table, register, book, alone=len(given) == 1)
    return register.services


def _place(table: Table, register: Register, book: Notebook, alone: bool) -> None:
    named = table.has("service_name")
    before = set(map(id, register.services))
    rejected = _row_ids(table)
    for title in sorted(rejected):
        book.say((table.file, 0, "", title), "normalised", ROW_IDS, title)
    last: Service | None = None
    joined: set[int] = set()
    count = 0
    if not named and not any(row.ids for row in table.rows) and table.rows:
        name = flat(
            table.file.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
        ).capitalize()
        last = register.add((table.file, 0, "", ""), {}, name or "Layanan")
        book.say((table.file, 0, name, ""), "decide", BY_FILE, name)
    for row in table.rows:
        ids = {title: value for title, value in row.ids.items() if title not in rejected}
        name = flat(row.cells.get("service_name", ""))
        place = (table.file, row.line, name, "")
        if name and is_total(name) and last:
            name, ids = "", {}
        if not name and (not ids or (named and last is not None and not _known(register, row, ids))):
            if last is None:
                book.say(place, "error", NO_SERVICE)
                continue
        else:
            found = register.find(row, ids, name)
            if found is None:
                code = next(iter(ids.values()), "")
                found = register.add(place, ids, name or code)
                if found and not name:
                    book.say((table.file, row.line, code, ""), "decide" if alone else "error", UNKNOWN_ID, code)
            else:
                register.learn(found, ids, name)
            if found is None:
                continue
            last = found
        last.rows.append((table, row))
        if id(last) in before:
            joined.add(id(last))
            count += 1
    if joined:
        by = next(
            (
                c.title
                for c in table.columns
                if c.role in ("service_id", "service_id2", "service_name") and c.title not in rejected
            ),
            "",
        )
        book.say((table.file, 0, "", by), "normalised", JOINED, by, rows=count, services=len(joined))


def _known(register: Register, row: Row, ids: dict[str, str]) -> bool:
    return register.find(row, ids, "") is not None


def _row_ids(table: Table) -> set[str]:
    """Titles of weak id columns that count rows: the same name with different ids, or ids without a name."""
    weak = [column.title for column in table.columns if column.role == "service_id2"]
    if not table.has("service_name"):
        return set()
    rejected = set()
    for title in weak:
        seen: dict[str, set[str]] = defaultdict(set)
        nameless = False
        for row in table.rows:
            if title in row.ids:
                name = row.cells.get("service_name", "")
                nameless = nameless or not name
                seen[keys.same(name)].add(row.ids[title])
        if nameless or any(len(values) > 1 for values in seen.values()):
            rejected.add(title)
    return rejected


def _stem(title: str) -> str:
    words = words_of(title).split()
    found = next((w for w in ("slug", "uuid", "kode", "code", "kd", "key", "id") if w in words), "id")
    return {"code": "kode", "kd": "kode", "uuid": "id", "key": "id"}.get(found, found)


def step_times(services: Sequence[Service], given: Sequence[Table], book: Notebook) -> set[tuple[str, int]]:
    """(file, id of the service) where the duration column belongs to the steps and not to the service."""
    found: set[tuple[str, int]] = set()
    for service in services:
        for table in {id(owner): owner for owner, _ in service.rows}.values():
            if (
                table.has("step")
                and table.has("duration")
                and (not table.has("service_name") or _differ(table, service))
            ):
                found.add((table.file, id(service)))
    for table in given:
        if any(file == table.file for file, _ in found):
            book.say((table.file, 0, "", table.title("duration")), "normalised", STEP_TIMES, table.title("duration"))
    return found


def _differ(table: Table, service: Service) -> bool:
    """True when the rows of the service carry different times, or times without repeating the name."""
    rows = [
        row for owner, row in service.rows if owner is table and "step" in row.cells and not is_total(row.cells["step"])
    ]
    timed = [row for row in rows if "duration" in row.cells]
    if len(timed) < 2:
        return False
    return len({keys.same(row.cells["duration"]) for row in timed}) > 1 or any(
        "service_name" not in row.cells for row in timed
    )
