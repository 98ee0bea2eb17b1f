"""Collects every sentence of the package into the English catalogue: `python scripts/translations.py [--check]`.

Sentences are in Indonesian (msgid). Translations are kept, new sentences are added empty, and what nobody says any
more is taken out. Sorted, without places and dates, so that a change of one sentence is a change of one entry.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "maklumat"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
WORDS = {
    "_": None, "N_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
SKIPPED = {"__pycache__", "dist", "migrations", "tests", "node_modules"}
# What templatize leaves of a template are calls between rows of X: only the calls are Python.
CALL = re.compile(r"""\b_?(?:n?p?gettext)?\((?:u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*'|[^()'"]|\([^()]*\))*\)""")

Key = tuple[str | tuple[str, str], str | None]  # (sentence or singular and plural, context)


def sentences(root: Path = PACKAGE) -> dict[Key, str]:
    """Every sentence with one file that says it."""
    found: dict[Key, str] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and not SKIPPED & set(path.relative_to(root).parts):
            if path.suffix == ".txt" and "templates" not in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            for key in of_python(text) if path.suffix == ".py" else of_template(text):
                found.setdefault(key, str(path.relative_to(root)))
    return found


def of_python(text: str) -> Iterator[Key]:
    """The sentences of Python code."""
    for _line, sentence, _comments, context in extract(
        "python", io.BytesIO(text.encode()), WORDS, options={"encoding": "utf-8"}
    ):
        if sentence and sentence != ("", ""):
            yield sentence, context


def of_template(text: str) -> Iterator[Key]:
    """The sentences of a Django template."""
    for call in CALL.findall(templatize(text)):
        yield from of_python(call)


def merged(old: Catalog, found: dict[Key, str]) -> Catalog:
    """A new catalogue of these sentences, with the translations of the old one."""
    new = Catalog(locale="en", fuzzy=False)
    for (sentence, context), _file in sorted(found.items(), key=lambda one: (str(one[0][0]), one[0][1] or "")):
        kept: Message | None = old.get(sentence if isinstance(sentence, str) else sentence[0], context)
        text = kept.string if kept is not None and type(kept.id) is type(sentence) and kept.id == sentence else ""
        flags = {"fuzzy"} & set(kept.flags) if kept is not None and text else set()
        new.add(sentence, text or ("" if isinstance(sentence, str) else ("", "")), flags=flags, context=context)
    return new


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue on disk; empty when there is none."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def written(catalogue: Catalog) -> str:
    """The catalogue as the text of its file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return HEADER + out.getvalue().decode()


def main(arguments: list[str]) -> int:
    """Update the catalogue, or with --check only say what it lacks."""
    old = read()
    text = written(new := merged(old, sentences()))
    empty = sum(
        1
        for message in new
        if message.id and not (message.string if isinstance(message.string, str) else all(message.string))
    )
    print(f"{len(new)} sentences, {empty} without a translation")
    if "--check" in arguments:
        same = CATALOGUE.exists() and CATALOGUE.read_text(encoding="utf-8") == text
        print("the catalogue is up to date" if same else "run: python scripts/translations.py")
        return 0 if same else 1
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
