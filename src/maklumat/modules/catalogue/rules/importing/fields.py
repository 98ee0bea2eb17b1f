"""One field of a letter → :class:`Question`; a file field → :class:`Requirement`."""

from __future__ import annotations

import json
import re
from typing import Any

from maklumat.kernel.words import N_

from ..standard import Choice, Question, Requirement
from . import cells, keys, kinds
from .readings import Reading, clean, decide, exact, flat, is_nothing, line, normalised

MANDATORY = N_("Isian “%(original)s” – daftar menulis “%(given)s”. Wajib diisi atau boleh kosong?")
UNKNOWN_TYPE = N_(
    "Isian “%(original)s” berjenis “%(given)s” yang tidak dikenal. Teks, angka, tanggal, pilihan, atau unggahan?"
)
NO_CHOICES = N_("Isian “%(original)s” adalah pilihan, tetapi pilihannya belum ditulis. Apa saja pilihannya?")
MANY_CHOICES = N_(
    "Isian “%(original)s” membolehkan beberapa jawaban. Pilih satu jawaban saja, atau pisahkan menjadi isian ya/tidak?"
)
OFFICER = N_("Isian “%(original)s” – diisi warga, atau diisi petugas dan tidak ditanyakan?")
TWO = N_("Isian “%(original)s” memuat dua jawaban. Pisahkan menjadi tempat dan tanggal?")
WITH_TIME = N_("Isian “%(original)s” meminta jam. Cukup tanggal, atau isian teks untuk jamnya?")

FILE_READ = N_("Isian unggahan dijadikan persyaratan dokumen.")
LABEL_READ = N_("Jenis isian dikenali dari judulnya: %(reading)s.")
TYPE_READ = N_("Jenis “%(given)s” dibaca sebagai %(reading)s.")
CHOICE_READ = N_("Karena ada pilihan, dibaca sebagai isian pilihan (%(reading)s).")
PLAIN_READ = N_("Jenis tidak ditulis; dibaca sebagai teks.")

KIND_WORDS = {
    "text": "teks", "long_text": "teks panjang", "number": "angka", "money": "rupiah", "date": "tanggal", "yes_no": "ya/tidak",
    "choice": "pilihan", "region": "wilayah", "nik": "NIK", "kk": "nomor KK", "phone": "nomor telepon", "email": "surel",
}  # fmt: skip
_PLAIN_TYPES = {"text", "number", "date", "email", "select", "textarea", "file", "nik"}


def read_field(
    name: str, label: str = "", kind: str = "", mandatory: str | None = None, options: str = "", hint: str = ""
) -> Reading[Question | Requirement]:
    """One field. ``mandatory`` None: the list has no such column. The key is a proposal."""
    bare = re.sub(r"[\[\]{}<>$#@%]+", " ", flat(name)).strip()
    title = line(label) or line(_humane(bare))
    original = flat(label) or flat(name)
    choices = read_choices(options)
    wanted = None if mandatory is None else cells.yes_no(mandatory)
    found, how = _kind(kind, title, bare, choices)
    required = wanted is not False
    key = keys.key(bare or title)
    if found == "file":
        document = Requirement(key=key, label=title, mandatory=required, explanation=line(hint))
        if mandatory is not None and wanted is None:
            return decide(original, MANDATORY, value=document, given=flat(mandatory)[:40] or "-")
        return normalised(document, original, FILE_READ)
    content: dict[str, Any] = {"key": key, "label": title, "kind": found, "required": required, "hint": line(hint)}
    if found in kinds.REGION_LEVELS:
        content |= {"kind": "region", "region_level": found}
    if choices and content["kind"] == "choice":
        content["choices"] = choices
    question = Question(**content)
    if asked := _question(question, original, kind, title, bare, choices):
        note, params = asked
        return decide(original, note, (), question, **params)
    if mandatory is not None and wanted is None:
        return decide(original, MANDATORY, value=question, given=flat(mandatory)[:40] or "-")
    reading = KIND_WORDS[question.kind]
    if how == "type":
        return (
            exact(question, original)
            if flat(kind).lower() in _PLAIN_TYPES
            else normalised(question, original, TYPE_READ, given=flat(kind)[:40], reading=reading)
        )
    if how == "choices":
        return normalised(question, original, CHOICE_READ, reading=", ".join(c.label for c in choices)[:120])
    return normalised(question, original, LABEL_READ if how == "label" else PLAIN_READ, reading=reading)


def _kind(kind: str, title: str, bare: str, choices: tuple[Choice, ...]) -> tuple[str, str]:
    """(kind, how it was found)."""
    named = "" if is_nothing(kind) else kinds.by_type(kind)
    guess = kinds.by_label(title) or kinds.by_label(bare)
    if len(choices) > 1 and named in ("", "text", "yes_no"):
        return "choice", "choices"
    if named in ("text", "number") and guess in ("nik", "kk", "phone", "email", *kinds.REGION_LEVELS):
        return guess, "label"
    if named == "text" and guess == "date":
        return guess, "label"
    if named:
        return named, "type"
    if re.search(r"date ?time|timestamp", kind.lower()):
        return "date", "type"
    return (guess, "label") if guess and is_nothing(kind) else ("text", "plain")


def _question(
    question: Question, original: str, kind: str, title: str, bare: str, choices: tuple[Choice, ...]
) -> tuple[str, dict[str, str]] | None:
    if kinds.by_officer(title) or kinds.by_officer(bare):
        return OFFICER, {}
    if kinds.two_in_one(title):
        return TWO, {}
    if re.search(r"date ?time|timestamp|\btime\b|\bjam\b", kind.lower()):
        return WITH_TIME, {}
    if not is_nothing(kind) and not kinds.by_type(kind):
        return UNKNOWN_TYPE, {"given": flat(kind)[:40]}
    if question.kind == "choice" and len(choices) < 2:
        return NO_CHOICES, {}
    if "check" in kind.lower() and len(choices) > 1:
        return MANY_CHOICES, {}
    return None


def read_choices(text: str) -> tuple[Choice, ...]:
    """The options of a cell: JSON, "a, b", "a|b", "a/b", "1=Ya; 2=Tidak", or a list."""
    text = clean(text)
    if is_nothing(text):
        return ()
    pairs = _from_json(text)
    if pairs is None:
        parts = cells.items(text)
        for joint in (",", "/"):
            if len(parts) == 1:
                parts = tuple(part.strip() for part in parts[0].split(joint))
        pairs = [_pair(part) for part in parts]
    taken = keys.Unique(40, "_")
    kept = [(value, label) for value, label in pairs if label][: cells.MAX_ITEMS]
    return tuple(Choice(value=taken.take(keys.key(value or label)), label=line(label)) for value, label in kept)


def _pair(part: str) -> tuple[str, str]:
    match = re.fullmatch(r"([\w\-]{1,30})\s*(?:=>|=|:)\s*(\S.*)", part)
    return (match.group(1), match.group(2)) if match else ("", part)


def _from_json(text: str) -> list[tuple[str, str]] | None:
    if text[:1] not in "[{":
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return [("", part.strip(" '\"")) for part in text.strip("[]{}").split(",")]
    if isinstance(data, dict):
        return [(flat(str(value)), flat(str(label))) for value, label in data.items()]
    if not isinstance(data, list):
        return None
    return [
        (
            flat(str(d.get("value", ""))),
            flat(str(d.get("label") or d.get("text") or d.get("nama") or d.get("value") or "")),
        )
        if isinstance(d, dict)
        else ("", flat(str(d)))
        for d in data
    ]


def _humane(name: str) -> str:
    """ "namaPemohon", "nama_pemohon" → "Nama pemohon"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = " ".join(re.sub(r"[_\-.]+", " ", words).split())
    return words[:1].upper() + (words[1:].lower() if not words.isupper() or len(words) > 5 else words[1:])
