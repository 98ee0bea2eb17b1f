"""Several values in one cell: numbered lists, bullets, lines, semicolons; and yes/no words."""

from __future__ import annotations

import json
import re

from .readings import MAX_CELL, clean, flat

MAX_ITEMS = 200
_JSON_NAMES = (
    "nama",
    "name",
    "label",
    "judul",
    "title",
    "text",
    "uraian",
    "syarat",
    "persyaratan",
    "langkah",
    "keterangan",
)
_BREAK = re.compile(r"<br\s*/?>|</(?:li|p|div)>|\\r\\n|\\n|[•●▪◦■►➢✓✔]", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:(?<=[\s;,.])|^)\(?(\d{1,3})[.)]+(?=\s|[^\d\s.,)])\s*")
_LETTERED = re.compile(r"(?:(?<=[\s;,.])|^)\(?([a-z])[.)]\s+", re.IGNORECASE)
_MARK = re.compile(
    r"^(?:\(?\d{1,3}[.)]+(?!\d)|\(?[a-z][.)](?=\s)|[-–—*>+o](?=\s)|[-–—*](?=[A-Za-z]))\s*", re.IGNORECASE
)
_DASHED = re.compile(r"\s[-–—]\s")
_HEADING = re.compile(
    r"(?:persyaratan|syarat|dokumen|prosedur|langkah|alur|berkas|requirements?)[\w\s\-]{0,60}:", re.IGNORECASE
)

_YES = {
    "ya",
    "y",
    "yes",
    "1",
    "true",
    "wajib",
    "mandatory",
    "required",
    "harus",
    "x",
    "v",
    "✓",
    "✔",
    "√",
    "on",
    "benar",
    "perlu",
    "m",
    "w",
}
_NO = {"tidak", "n", "no", "0", "false", "f", "opsional", "optional", "boleh kosong", "tidak wajib", "tdk", "off", "pilihan", "tidak harus", "o", "sunah", "bila ada", "jika ada"}  # fmt: skip


def items(text: str) -> tuple[str, ...]:
    """The values of a cell, cleaned, without list marks, at most :data:`MAX_ITEMS`."""
    if not text:
        return ()
    if listed := _from_json(text):
        return listed
    text = _TAG.sub(" ", _BREAK.sub("\n", clean(text)))
    found: list[str] = []
    for piece in re.split(r"[\n|]", text):
        for part in _sequence(piece.strip()):
            found += part.split(";") if "(" not in part else re.split(r";(?![^(]*\))", part)
            if len(found) > MAX_ITEMS * 2:
                break
    plain = (_strip(part) for part in found)
    return tuple(part for part in plain if part and not _HEADING.fullmatch(part))[:MAX_ITEMS]


def _from_json(text: str) -> tuple[str, ...]:
    """The texts of a JSON list, as databases export it; empty when it is none."""
    if not (text.lstrip()[:1] == "[" and text.rstrip()[-1:] == "]"):
        return ()
    try:
        data = json.loads(text[:MAX_CELL])
    except (ValueError, RecursionError):
        return ()
    named = ((next((d[n] for n in _JSON_NAMES if n in d), "") if isinstance(d, dict) else d) for d in data)
    return tuple(part for value in named if isinstance(value, str | int) and (part := flat(str(value))))[:MAX_ITEMS]


def _strip(part: str) -> str:
    return flat(_MARK.sub("", flat(part), count=1)).strip(" ,;").removesuffix(".").strip()


def _sequence(text: str) -> list[str]:
    """Cuts "1. … 2. …" and "a. … b. …" where the marks follow each other; else the text as it is."""
    for pattern, order in ((_NUMBERED, int), (_LETTERED, lambda sign: ord(sign.lower()) - 96)):
        cuts, expected = [], 1
        for match in pattern.finditer(text):
            number = order(match.group(1))
            if number == expected or (number == 1 and expected > 2):
                cuts.append(match)
                expected = number + 1
        if len(cuts) > 1:
            ends = [match.start() for match in cuts[1:]] + [len(text)]
            head = text[: cuts[0].start()].strip()
            return ([head] if head else []) + [
                text[m.end() : end].strip(" ,;") for m, end in zip(cuts, ends, strict=True)
            ]
    if re.match(r"[-–—]\s", text):
        return _DASHED.split(" " + text)[1:]
    return [text]


def yes_no(text: str) -> bool | None:
    """True, False, or None when the word is not known ("t" may be "tidak" or "true")."""
    word = flat(text).lower().strip(".()[]")
    if word in _YES:
        return True
    if word in _NO:
        return False
    if re.match(r"(?:tidak|tdk|bukan|boleh|opsional|optional|jika|bila)\b", word):
        return False
    return True if re.match(r"(?:wajib|harus|ya|mandatory|required)\b", word) else None
