"""The requirements and the form of one service, from all its rows."""

from __future__ import annotations

from typing import Any

from maklumat.kernel.words import N_

from ..standard import Page, Question, Requirement
from . import cells, fields, keys, kinds
from .notes import Notebook
from .promise import place
from .readings import flat, is_nothing, line
from .requirements import read_requirement
from .services import Service
from .sources import Row, Table

NONE_READ = N_("“%(original)s” dibaca sebagai tidak ada.")
DROPPED = N_("“%(original)s” sudah ada dan tidak diulang.")
TOO_MANY = N_("Lebih dari %(limit)s baris persyaratan atau isian; selebihnya tidak dibaca.")
MAX_LINES = 300
_PAGE = 8
_WORDS = {"document": "dokumen", "datum": "isian"}


class Checklist:
    """Collects requirements and questions with keys that are used once."""

    def __init__(self, service: Service, book: Notebook) -> None:
        self.requirements: list[Requirement] = []
        self._questions: list[tuple[str, Question]] = []
        self._service, self._book = service, book
        self._keys = keys.Unique(40, "_")
        self._seen: set[str] = set()
        for table, row in service.rows:
            if "requirement" in row.cells:
                self._requirements(table, row)
            if "field" in row.cells or "label" in row.cells:
                self._fields(table, row)

    def pages(self) -> tuple[Page, ...]:
        """The questions by section, a handful on each page."""
        sections: dict[str, list[Question]] = {}
        for section, question in self._questions:
            sections.setdefault(section, []).append(question)
        unique, made = keys.Unique(40, "_"), []
        for section, questions in sections.items():
            title = line(section) or "Data permohonan"
            for at in range(0, len(questions), _PAGE):
                shown = title if at == 0 else line(f"{title[:280]} ({at // _PAGE + 1})")
                made.append(
                    Page(key=unique.take(keys.key(shown)), title=shown, questions=tuple(questions[at : at + _PAGE]))
                )
        return tuple(made)

    def _full(self, where: tuple[str, int, str, str]) -> bool:
        count = len(self.requirements) + len(self._questions)
        if count == MAX_LINES and "" not in self._seen:
            self._book.say(where, "error", TOO_MANY, limit=MAX_LINES)
            self._seen.add("")
        return count >= MAX_LINES

    def _fresh(self, where: tuple[str, int, str, str], kind: str, text: str) -> bool:
        """False for "tidak ada", for repetitions, and when the service is full."""
        if is_nothing(text):
            self._book.say(where, "normalised", NONE_READ, text)
            return False
        mark = f"{kind}:{keys.same(text)}"
        if mark in self._seen:
            self._book.say(where, "normalised", DROPPED, text)
            return False
        self._seen.add(mark)
        return not self._full(where)

    def _requirements(self, table: Table, row: Row) -> None:
        where = place(self._service, table, row, "requirement")
        get = row.cells.get
        for text in cells.items(row.cells["requirement"]):
            if not self._fresh(where, "requirement", text):
                continue
            reading = read_requirement(
                text, _mandatory(table, row), get("requirement_note", ""), get("file_format", ""), get("copies", "")
            )
            if reading.value is None:
                continue
            made = reading.value.model_copy(update={"key": self._keys.take(reading.value.key)})
            if made.kind == "datum":
                made = made.model_copy(update={"question": made.key})
                self._questions.append(("", _asked(made)))
            self.requirements.append(made)
            words = _WORDS[made.kind] + (", wajib" if made.mandatory else ", tidak selalu wajib")
            self._book.reading(where, reading, words)

    def _fields(self, table: Table, row: Row) -> None:
        get = row.cells.get
        role = "field" if "field" in row.cells else "label"
        where = place(self._service, table, row, role)
        label = get("label", "")
        text = row.cells[role]
        for name in (flat(text),) if label or "kind" in row.cells else cells.items(text):
            if not self._fresh(where, "field", name):
                continue
            reading = fields.read_field(
                name, label, get("kind", ""), _mandatory(table, row), get("options", ""), get("hint", "")
            )
            if reading.value is None:
                continue
            made = reading.value.model_copy(update={"key": self._keys.take(reading.value.key)})
            if isinstance(made, Requirement):
                self.requirements.append(made)
                words = "dokumen"
            else:
                self._questions.append((flat(get("section", "")), made))
                words = fields.KIND_WORDS[made.kind]
            self._book.reading(where, reading, words + (", wajib" if _required(made) else ", boleh kosong"))


def _required(made: Requirement | Question) -> bool:
    return made.mandatory if isinstance(made, Requirement) else made.required


def _mandatory(table: Table, row: Row) -> str | None:
    """The mandatory word; "" when its column is empty here; None without such a column."""
    if table.has("mandatory"):
        return row.cells.get("mandatory", "")
    if table.has("optional"):
        optional = cells.yes_no(row.cells.get("optional", ""))
        return row.cells.get("optional", "") if optional is None else "tidak" if optional else "ya"
    return None


def _asked(made: Requirement) -> Question:
    """The question that asks for a datum."""
    kind = kinds.by_label(made.label) or "text"
    content: dict[str, Any] = {"key": made.key, "label": made.label, "required": made.mandatory}
    if kind in kinds.REGION_LEVELS:
        return Question(**content, kind="region", region_level=kind)  # type: ignore[arg-type]
    return Question(**content, kind=kind)
