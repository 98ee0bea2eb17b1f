"""Rooms are furnished alike, and what crosses their walls is plain. Each guard is tried on a bad sample."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignObjectRel

from maklumat.site.modules import ROOMS
from tests.house.declared import DEEP, LONG, NAMES
from tests.house.reading import MODULES, PACKAGE, Code, code, empty, files, package, rooms, where

FURNITURE = {
    "urls", "views", "ports", "tasks", "admin", "management", "forms", "api", "actions", "queries", "access", "models", "rules",
    "events", "templates", "tests", "apps", "migrations", "__init__",
}  # fmt: skip
NO_ROOMS = {
    "utils", "util", "helpers", "helper", "services", "service_layer", "managers", "manager", "common", "misc",
    "base_utils",
}  # fmt: skip
MOST_LINES = 300


def strange_names(names: Iterable[str]) -> list[str]:
    """Of the entries of a room (``accounts/adapter.py``), those that no room has."""
    return [
        f"{name}: no such furniture"
        for name in names
        if Path(name).name.split(".")[0] not in FURNITURE and name not in NAMES
    ]


def test_rooms_hold_only_known_furniture():
    empty(
        strange_names(
            f"{room}/{path.name}"
            for room in rooms()
            for path in (MODULES / room).iterdir()
            if path.name[0] != "_" and path.name[0] != "."
        )
    )


def forbidden_names(paths: Iterable[Path]) -> list[str]:
    return [
        f"{path}: say what it does"
        for path in paths
        if NO_ROOMS & {part.split(".")[0].strip("_") for part in path.parts}
    ]


def test_no_drawer_for_everything():
    empty(forbidden_names(path.relative_to(PACKAGE) for path in files(".py") if where(path) not in NAMES))


def too_long(name: str, text: str, most: int) -> list[str]:
    count = text.count("\n")
    return [f"{name}: {count} lines, at most {most}"] if count > most else []


def test_python_files_are_short():
    empty(
        line
        for path in files(".py")
        if where(path) not in LONG
        for line in too_long(where(path), path.read_text("utf-8"), MOST_LINES)
    )


def test_names_and_sizes_are_really_looked_at():
    assert strange_names(["units/services.py", "units/api.py"]) == ["units/services.py: no such furniture"]
    assert forbidden_names([Path("modules/units/actions/utils.py"), Path("ui/_helpers.py"), Path("ui/views.py")])
    assert len(forbidden_names([Path("modules/catalogue/rules/importing/services.py")])) == 1
    assert too_long("a.py", "x\n" * 301, 300) and not too_long("a.py", "x\n" * 300, 300)


def rows_handed_out(here: Code, room: str) -> Iterator[str]:
    """Functions of the api whose result is a row."""
    api = f"maklumat.modules.{room}.api"
    if api not in here.modules:
        return
    for word in here.modules[api].exported:
        function = here.resolve(f"{api}.{word}")
        if function and (returns := here.function(function)[1].returns):
            module = here.function(function)[0]
            for node in ast.walk(returns):
                if ".models." in f"{here.meant(module, node) if isinstance(node, ast.expr) else ''}":
                    yield f"{room}.api.{word}: hands out a row ({ast.unparse(returns)})"


@pytest.mark.parametrize("room", ROOMS)
def test_the_door_hands_out_plain_values(room: str):
    empty(rows_handed_out(package(), room))


PERSONAL = {
    "name", "nik", "nip", "phone", "email", "address", "note", "reason", "answers", "holder",
    "contact", "birth_date", "signatory",
}  # fmt: skip


def personal_fields(name: str, text: str) -> Iterator[str]:
    """Fields of events that would keep a person in the ledger."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in PERSONAL:
            yield f"{name}:{node.lineno}: {node.target.id} in a published fact"


def test_events_carry_ids_and_measures_only():
    events = [path for path in files(".py", MODULES) if "events" in path.with_suffix("").parts]
    assert events
    empty(line for path in events for line in personal_fields(where(path), path.read_text("utf-8")))


def test_rows_and_people_are_noticed():
    bad = code(
        modules__r__api='from .queries import one\n__all__ = ["one"]\n',
        modules__r__queries="from .models import Row\ndef one() -> Row | None: ...\n",
    )
    assert list(rows_handed_out(bad, "r")) == ["r.api.one: hands out a row (Row | None)"]
    assert list(personal_fields("e.py", "class Filed(Event):\n    name: str\n")) == ["e.py:2: name in a published fact"]


def upward(edges: Iterable[tuple[str, str, str]]) -> list[str]:
    """Of (app, field, app it points to), those that point to a room above or to a stranger."""
    height = {"contenttypes": -2, "auth": -2, "kernel": -1, **{room: number for number, room in enumerate(ROOMS)}}
    return [f"{field} points up to {there}" for here, field, there in edges if height[there] > height[here]]


def foreign_keys() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("maklumat."):
            for one in model._meta.get_fields():
                if one.is_relation and one.related_model and not isinstance(one, ForeignObjectRel):
                    yield model._meta.app_label, f"{model._meta.label}.{one.name}", one.related_model._meta.app_label


def test_foreign_keys_point_down():
    edges = list(foreign_keys())
    assert edges
    empty(upward(edges))


def test_upward_keys_are_noticed():
    assert upward([("units", "units.Unit.case", "applications"), ("applications", "a.A.unit", "units")]) == [
        "units.Unit.case points up to applications"
    ]


def back_doors(name: str, text: str) -> Iterator[str]:
    """Ways around the walls that no import contract sees."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
            if (
                called in ("get_model", "import_string", "import_module", "__import__")
                and f"{name} {called}" not in DEEP
            ):
                yield f"{name}:{node.lineno}: {called}({first!r}) goes around the import contracts"
            if called == "receiver" or ast.unparse(node.func).endswith(
                ("post_save.connect", "pre_save.connect", "post_delete.connect")
            ):
                yield f"{name}:{node.lineno}: a signal; consequences are lines of site.flows"


def test_no_back_doors_in_rooms():
    empty(
        line
        for path in files(".py")
        if path.is_relative_to(MODULES)
        for line in back_doors(where(path), path.read_text("utf-8"))
    )


def test_back_doors_are_noticed():
    assert list(back_doors("modules/a/queries.py", "apps.get_model('units', 'Unit')"))
    assert list(back_doors("modules/a/models.py", "@receiver(post_save)\ndef f(): ...\n"))
