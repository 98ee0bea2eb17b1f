"""From content to PDF/A-3a + PDF/UA-1 with typst: the same content gives the same bytes.

The compiler and its fonts stay warm in the process. Whatever people wrote reaches typst only as JSON data
(`sys.inputs`), never as markup. No system fonts, no packages, no clock: the timestamp is that of issuing.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ..rules import labels, token
from ..rules.content import Content, canonical

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "documents" / "typst"
_STANDARDS = ["a-3a", "ua-1"]
_lock = threading.Lock()  # one compiler a process, and it compiles one document at a time


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is printed: the content, its token, and how. ``signer``: local | bsre (for the footnote)."""

    content: Content
    token: str
    template: str
    signer: str
    emblem: str = ""


def render(sheet: Sheet, at: datetime) -> bytes:
    """The unsigned PDF. ``at`` becomes its creation date. Raises ``typst.TypstError``."""
    return _compile(sheet, at, format="pdf", pdf_standards=_STANDARDS)


def picture(sheet: Sheet, at: datetime, *, dots_per_inch: int = 144) -> list[bytes]:
    """The pages as PNG."""
    made = _compile(sheet, at, format="png", ppi=dots_per_inch)
    return made if isinstance(made, list) else [made]


def qr_svg(url: str) -> str:
    """The QR code (level M, four modules of quiet zone). The token's capitals use the alphanumeric mode."""
    import segno
    from segno.consts import MODE_ALPHANUMERIC, MODE_BYTE

    head, mark, tail = url.partition("/v/")
    parts = [(head + mark, MODE_BYTE), (tail, MODE_ALPHANUMERIC)] if mark and tail else url
    return segno.make(parts, error="m", micro=False, boost_error=False).svg_inline(border=4, light="#fff")


def _compile(sheet: Sheet, at: datetime, **options: Any) -> Any:
    data = json.dumps(_data(sheet), ensure_ascii=False)
    with _lock:
        return _compiler().compile(
            str(_FOLDER / f"{sheet.template}.typ"), sys_inputs={"data": data}, timestamp=int(at.timestamp()), **options
        )


@cache
def _compiler() -> Any:
    import typst

    fonts = resources.files("maklumat.ui") / "static" / "dist" / "fonts"
    folders = [str(fonts)] if fonts.is_dir() else []  # else typst's own fonts
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(root=str(_FOLDER), font_paths=found, ignore_system_fonts=True)


@cache
def _default_emblem() -> str:
    return (_FOLDER / "emblem.svg").read_text()


def _data(sheet: Sheet) -> dict[str, Any]:
    content, words = sheet.content, labels.labels(sheet.content.language)
    day = content.issued_on
    until = content.valid_until
    return {
        **{name: getattr(content, name) for name in (
            "number", "product", "government", "unit", "unit_address", "holder", "body", "language",
            "signatory_name", "signatory_title", "signatory_nip",
        )},
        "title": f"{content.product} {content.number}",
        "facts": [list(pair) for pair in content.facts],
        "date": [day.year, day.month, day.day],
        "place_date": f"{content.place}, {labels.long_date(day, content.language)}",
        "validity": f"{words['valid_until']} {labels.long_date(until, content.language)}" if until else "",
        "content": canonical(content).decode(),
        "token": sheet.token,
        "qr": qr_svg(token.url(content.verify_url.removesuffix("/v/"), sheet.token)),
        "emblem": sheet.emblem or _default_emblem(),
        "labels": {
            **words,
            "legal": words[sheet.signer],
            "check": words["check"].replace("{page}", content.verify_url.removeprefix("https://").removeprefix("http://")),
            "qr": words["qr"].replace("{number}", content.number),
            "emblem": words["emblem"].replace("{government}", content.government),
        },
    }  # fmt: skip
