"""Reading the package as text: files, syntax trees, and which function calls which."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "maklumat"
MODULES = PACKAGE / "modules"
BUILT = {"__pycache__", "dist", ".ruff_cache", "migrations", "tests"}


def files(suffix: str, root: Path = PACKAGE) -> list[Path]:
    """Files with this ending, without what is built."""
    return sorted(path for path in root.rglob(f"*{suffix}") if not BUILT & set(path.relative_to(root).parts))


def where(path: Path, line: int = 0) -> str:
    """``modules/units/api.py:3``"""
    return f"{path.relative_to(PACKAGE)}{f':{line}' if line else ''}"


def module_of(path: Path) -> str:
    """The dotted name of a file of the package."""
    parts = ("maklumat", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@dataclass
class Module:
    """One file: its functions, and what each name at its top stands for."""

    name: str
    path: Path
    tree: ast.Module
    functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # name → dotted name of a module or of a thing in one

    @property
    def exported(self) -> list[str]:
        """``__all__``, if it says so."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
            ):
                return [str(value) for value in ast.literal_eval(node.value)]
        return []


def read(name: str, text: str, path: Path, *, package: bool = False) -> Module:
    """A module from its text. ``package``: it is an ``__init__``."""
    module = Module(name, path, ast.parse(text))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                module.names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            base = name.split(".")
            base = base[: len(base) - node.level + package] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            module.names |= {alias.asname or alias.name: f"{source}.{alias.name}" for alias in node.names}
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            module.functions[node.name] = node
    return module


class Code:
    """All modules, and the calls between their functions (by name; methods are not followed)."""

    def __init__(self, modules: dict[str, Module]) -> None:
        self.modules = modules
        self._used: dict[str, frozenset[str]] = {}

    def resolve(self, dotted: str, seen: frozenset[str] = frozenset()) -> str | None:
        """The function that a dotted name means, through re-exports."""
        module, _dot, name = dotted.rpartition(".")
        if module not in self.modules or dotted in seen:
            return None
        if name in self.modules[module].functions:
            return dotted
        if name in self.modules[module].names:
            return self.resolve(self.modules[module].names[name], seen | {dotted})
        return None

    def meant(self, module: Module, node: ast.AST) -> str | None:
        """The dotted name that an expression ``a`` or ``a.b`` stands for in this module."""
        if isinstance(node, ast.Name):
            return f"{module.name}.{node.id}" if node.id in module.functions else module.names.get(node.id)
        if isinstance(node, ast.Attribute):
            base = self.meant(module, node.value)
            return f"{base}.{node.attr}" if base else None
        return None

    def function(self, dotted: str) -> tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef]:
        module, _dot, name = dotted.rpartition(".")
        return self.modules[module], self.modules[module].functions[name]

    def used_by(self, dotted: str) -> frozenset[str]:
        """Every function and foreign thing that a function names, dotted."""
        if dotted not in self._used:
            module, body = self.function(dotted)
            named = {self.meant(module, node) for node in ast.walk(body) if isinstance(node, ast.Name | ast.Attribute)}
            self._used[dotted] = frozenset(self.resolve(one) or one for one in named if one and one != dotted)
        return self._used[dotted]

    def reached(self, start: str, within: str = "maklumat") -> set[str]:
        """Everything that a function names, directly or through functions below ``within``."""
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for one in self.used_by(waiting.pop()):
                if one not in found:
                    found.add(one)
                    if one.startswith(within + ".") and self.resolve(one) == one:
                        waiting.append(one)
        return found


@cache
def package() -> Code:
    """The package as it is on disk."""
    modules = {}
    for path in files(".py"):
        name = module_of(path)
        modules[name] = read(name, path.read_text(encoding="utf-8"), path, package=path.name == "__init__.py")
    return Code(modules)


def code(**texts: str) -> Code:
    """A small package for the guards' own tests: ``modules__room__actions="…"``."""
    return Code({
        (name := "maklumat." + key.replace("__", ".")): read(name, text, PACKAGE / (key.replace("__", "/") + ".py"))
        for key, text in texts.items()
    })  # fmt: skip


def rooms() -> list[str]:
    """Folders that are rooms."""
    return sorted(
        path.name for path in MODULES.iterdir() if path.is_dir() and path.name not in BUILT and any(path.glob("*.py"))
    )


def empty(wrong: Iterable[str]) -> None:
    """Fail with every violation, one a line."""
    lines = sorted(set(wrong))
    assert not lines, "\n" + "\n".join(lines)
