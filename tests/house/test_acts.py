"""Every act runs in a transaction and records a fact; only actions write. Read from the code, by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from maklumat.site.modules import ROOMS
from tests.house.declared import NO_FACT, NO_TRANSACTION, READS
from tests.house.reading import Code, code, empty, package

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user", "delete"}
EFFECTS = {
    "maklumat.kernel.files.put", "maklumat.kernel.numbering.take",
    "maklumat.kernel.outbox.enqueue", "maklumat.kernel.outbox.write_and_enqueue", "maklumat.kernel.rows.insert",
    "maklumat.kernel.rows.update", "maklumat.kernel.notify.send", "maklumat.kernel.limits.count",
}  # fmt: skip
RECORD = {"maklumat.kernel.ledger.record", "maklumat.kernel.ledger.record_each"}
HARMLESS = re.compile(r"\s*(SELECT|LOCK|SET)\b")


def is_write(node: ast.AST) -> bool:
    """Whether a node calls something that changes rows."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr in WRITES:
        return True
    if node.func.attr == "update":  # a queryset's takes keywords only, a dictionary's here never
        return bool(node.keywords) and not node.args
    if node.func.attr in ("execute", "executemany"):
        sql = node.args[0]
        while isinstance(sql, ast.BinOp | ast.JoinedStr):
            sql = sql.left if isinstance(sql, ast.BinOp) else sql.values[0]
        return not (isinstance(sql, ast.Constant) and HARMLESS.match(str(sql.value)))
    return False


def loose(body: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function that are not below ``with transaction.atomic()``."""
    for node in ast.iter_child_nodes(body):
        if not (isinstance(node, ast.With) and any("transaction.atomic" in ast.unparse(item) for item in node.items)):
            yield node
            yield from loose(node)


def writes(here: Code, function: str) -> bool:
    """Whether a function itself changes something that a transaction can take back."""
    _module, body = here.function(function)
    return any(is_write(node) for node in ast.walk(body)) or bool(EFFECTS & here.used_by(function))


def in_transaction(here: Code, function: str) -> bool:
    """Whether a function opens a transaction around its whole body, or refuses to run outside one."""
    _module, body = here.function(function)
    return any("transaction.atomic" in ast.unparse(one) for one in body.decorator_list) or any(
        isinstance(node, ast.If) and "in_atomic_block" in ast.unparse(node.test) for node in body.body
    )


def follows(here: Code, function: str) -> bool:
    """Whether it is a follower: it takes one fact, in the transaction of its delivery (kernel.ledger.deliver)."""
    _module, body = here.function(function)
    return [ast.unparse(a.annotation) if a.annotation else "" for a in body.args.args + body.args.kwonlyargs] == [
        "Fact"
    ]


def acts(here: Code, room: str) -> set[str]:
    """What can be asked of a room's actions: what they export, what takes ``by=``, what its other files name."""
    own = f"maklumat.modules.{room}."
    actions = f"{own}actions"
    found: set[str] = set()
    for name, module in here.modules.items():
        if name == actions or name.startswith(actions + "."):
            found |= {f for word in module.exported if (f := here.resolve(f"{name}.{word}"))}
            found |= {
                f"{name}.{f}"
                for f, body in module.functions.items()
                if f[0] != "_" and any(a.arg == "by" for a in body.args.kwonlyargs)
            }
        elif name.startswith(own):
            for function in module.functions:
                found |= {
                    f for f in here.used_by(f"{name}.{function}") if f.startswith(actions) and here.resolve(f) == f
                }
            found |= {
                f for dotted in module.names.values() if dotted.startswith(actions) and (f := here.resolve(dotted))
            }
    return {f for f in found if f.startswith(actions)}


def written_outside(here: Code, start: str, within: str) -> set[str]:
    """Functions that write and can be reached from ``start`` without passing a transaction."""
    found: set[str] = set()
    waiting, seen = [start], {start}
    while waiting:
        one = waiting.pop()
        if in_transaction(here, one):
            continue
        module, body = here.function(one)
        nodes = list(loose(body))
        used = {here.resolve(meant) or meant for node in nodes if (meant := here.meant(module, node))}
        if any(is_write(node) for node in nodes) or EFFECTS & used:
            found.add(one)
        new = {f for f in used if f.startswith(within) and here.resolve(f) == f} - seen
        seen |= new
        waiting += new
    return found


def careless_acts(here: Code, room: str) -> Iterator[str]:
    within = f"maklumat.modules.{room}."
    for act in sorted(acts(here, room)):
        short = act.removeprefix("maklumat.modules.")
        if follows(here, act):
            continue
        reached = {act, *here.reached(act, within.rstrip("."))}
        own = {f for f in reached if f.startswith(within) and here.resolve(f) == f}
        asked = {f for f in reached if ".actions" in f and f not in own}  # acts of other rooms keep their own duty
        if not RECORD & reached and not any(writes(here, f) for f in own):
            if asked:
                continue
            if short not in READS:
                yield f"{short}: writes nothing, so it belongs in queries or rules"
            continue
        if short not in NO_TRANSACTION and (outside := written_outside(here, act, within)):
            yield f"{short}: writes outside a transaction ({', '.join(sorted(f.rpartition('.')[2] for f in outside))})"
        if short not in NO_FACT and not RECORD & reached:
            yield f"{short}: records no fact"


@pytest.mark.parametrize("room", ROOMS)
def test_acts_run_in_a_transaction_and_record_a_fact(room: str):
    empty(careless_acts(package(), room))


def test_exceptions_of_acts_are_still_acts():
    here = package()
    all_acts = {act.removeprefix("maklumat.modules.") for room in ROOMS for act in acts(here, room)}
    assert not (NO_TRANSACTION | NO_FACT | READS).keys() - all_acts


def test_careless_acts_are_noticed():
    bad = code(
        modules__r__actions__one="""
from django.db import transaction
from maklumat.kernel import ledger
from ..models import Row
def naked(*, by, at):
    Row.objects.create(at=at)
    ledger.record(1, by=by, at=at)
@transaction.atomic
def silent(*, by, at):
    Row.objects.filter(a=1).update(b=2)
@transaction.atomic
def good(*, by, at):
    _keep(by, at)
def _keep(by, at):
    Row().save()
    ledger.record(1, by=by, at=at)
def also_good(*, by, at):
    good(by=by, at=at)
def reading(*, by):
    return {}.update({1: 2})
def half(*, by, at):
    good(by=by, at=at)
    _keep(by, at)
def from_a_view(row):
    row.delete()
def blocks(*, by, at):
    with transaction.atomic():
        _keep(by, at)
def told(fact: Fact):
    Row().save()
""",
        modules__r__views="""
from .actions.one import from_a_view
def page(request):
    from_a_view(request.row)
""",
    )
    assert list(careless_acts(bad, "r")) == [
        "r.actions.one.from_a_view: writes outside a transaction (from_a_view)",
        "r.actions.one.from_a_view: records no fact",
        "r.actions.one.half: writes outside a transaction (_keep)",
        "r.actions.one.naked: writes outside a transaction (naked)",
        "r.actions.one.reading: writes nothing, so it belongs in queries or rules",
        "r.actions.one.silent: records no fact",
    ]


def hidden_writes(here: Code, room: str) -> Iterator[str]:
    """Rows are written in actions only."""
    for name, module in here.modules.items():
        file = name.removeprefix(f"maklumat.modules.{room}.").split(".")[0]
        if name.startswith(f"maklumat.modules.{room}.") and file not in ("actions", "models", "adapter"):
            yield from (
                f"{name.removeprefix('maklumat.')}.{f}: writes; only actions do"
                for f in module.functions
                if writes(here, f"{name}.{f}")
            )


@pytest.mark.parametrize("room", ROOMS)
def test_only_actions_write(room: str):
    empty(hidden_writes(package(), room))


def test_hidden_writes_are_noticed():
    assert list(hidden_writes(code(modules__r__queries="def page(a):\n    a.rows.get_or_create(b=1)\n"), "r"))
