"""Templates are small and harmless; no file tells where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import MODULES, ROOT, empty, files, where

COMMENT = re.compile(r"\{#.+?#\}|\{%\s*comment\b.*?%\}.+?\{%\s*endcomment\s*%\}", re.DOTALL)
INLINE = {
    r"<script(?![^>]*\bsrc=)[^>]*>": "inline script",
    r"\sstyle\s*=\s*[\"']": "style attribute",
    r"<style(?![^>]*\bnonce=)": "style element without nonce",
    r"<[a-z][^>]*\son[a-z]+\s*=": "inline handler",
    r"\|\s*safe\b|\{%\s*autoescape\s+off": "unescaped output",
    r"javascript:": "script address",
}


def bad_templates(name: str, text: str) -> Iterator[str]:
    """``name`` is only for the message. Data blocks (``application/json``) are not scripts."""
    lines = text.count("\n")
    if lines >= 120:
        yield f"{name}: {lines} lines, fewer than 120 read best"
    if not COMMENT.search("\n".join(text.splitlines()[:3])):
        yield f"{name}: no header comment that names its variables"
    shown = COMMENT.sub("", text)
    for pattern, problem in INLINE.items():
        for found in re.finditer(pattern, shown, re.IGNORECASE):
            if "application/json" not in found.group():
                yield f"{name}:{shown[: found.start()].count(chr(10)) + 1}: {problem}"


def test_templates_are_small_and_say_what_they_need():
    empty(line for path in files(".html") for line in bad_templates(where(path), path.read_text("utf-8")))


def test_bad_templates_are_noticed():
    head = "{# page #}\n"
    assert list(bad_templates("a", "<p>{{ x }}</p>\n"))
    for bad in (
        "<script>x()</script>",
        '<p style="a">',
        "<p onclick='x()'>",
        "{{ x|safe }}",
        "<style>p {}</style>",
        "\n" * 120,
        "<a href='javascript:x'>",
    ):
        assert len(list(bad_templates("a", head + bad))) == 1, bad
    assert not list(
        bad_templates("a", head + '<script src="{% static \'x.js\' %}"></script><p class="style">{{ x|safeseq }}</p>')
    )


def test_templates_of_a_room_stand_in_a_folder_of_its_name():
    empty(
        f"{where(p)}: not in templates/{p.relative_to(MODULES).parts[0]}/"
        for p in files(".html", MODULES)
        if p.relative_to(MODULES).parts[1:3] != ("templates", p.relative_to(MODULES).parts[0])
    )


PLACES = re.compile(r"(?<![\w.:/-])/(?:work|home|root|Users|mnt)/[\w.-]+|[A-Z]:\\\\Users")
SEARCHED = ("src", "tests", "scripts", "benchmarks", "docs")
TEXTS = {
    ".py", ".html", ".md", ".toml", ".txt", ".json", ".css", ".js", ".mjs", ".po",
    ".yml", ".yaml", ".cfg", ".typ", ".csv", ".lock", ".in", "",
}  # fmt: skip


def told_places(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if PLACES.search(line):
            yield f"{name}:{number}: a path of one machine"
        if re.search(r"(?<![\w-])shared/", line) and "MAKLUMAT_REAL_DATA" not in line:
            yield f"{name}:{number}: mentions shared/"


def texts() -> Iterator[tuple[str, str]]:
    """Everything that people wrote, outside of what is built."""
    here = [path for folder in SEARCHED for path in (ROOT / folder).rglob("*")] + list(ROOT.glob("*"))
    for path in here:
        skipped = {"__pycache__", "dist", "node_modules", ".ruff_cache"} & set(path.parts)
        if path.is_file() and not skipped and path.suffix in TEXTS and path != Path(__file__):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8", errors="replace")


def test_no_places_of_one_machine():
    empty(line for name, text in texts() for line in told_places(name, text))


def addresses(name: str, text: str) -> list[str]:
    return [f"{name}:{number}: an address" for number, line in enumerate(text.splitlines(), 1) if "://" in line]


def test_no_addresses_in_lock_files():
    locks = [*ROOT.glob("*.lock"), *ROOT.glob("scripts/*.lock"), *ROOT.glob("package-lock.json"), *ROOT.glob("*.in")]
    assert locks
    empty(line for path in locks for line in addresses(path.name, path.read_text("utf-8")))


def test_places_and_addresses_are_noticed():
    assert list(told_places("a.py", "x = '/" + "work/main/src'")) and list(
        told_places("a.md", "see /" + "home/ani/notes")
    )
    assert list(told_places("a.py", "open('../" + "shared/real.xlsx')"))
    assert not list(told_places("a.py", "os.environ.get('MAKLUMAT_REAL_DATA', '../" + "shared/real')"))
    assert addresses("a.lock", "resolved: https://example.org/x.tgz")
