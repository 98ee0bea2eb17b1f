"""Printed pages by typst (PDF/UA): words reach it only as JSON data, never as markup. No system fonts, no packages, no clock.

The compiler and its fonts stay warm in the process; the same data and moment give the same bytes.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import segno

_lock = threading.Lock()  # one compiler a process, and it compiles one document at a time


def qr_svg(address: str) -> str:
    """The QR code of an address, with its quiet zone."""
    return segno.make(address, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True)


def pdf(template: Path, data: Mapping[str, Any], at: datetime, standards: Sequence[str] = ("ua-1",)) -> bytes:
    """A template with its data as PDF. ``at`` becomes its creation date. Raises ``typst.TypstError``."""
    words = json.dumps(data, ensure_ascii=False)
    with _lock:
        made = _compiler(template.parent).compile(
            str(template), sys_inputs={"data": words}, format="pdf", pdf_standards=list(standards), timestamp=int(at.timestamp())
        )  # fmt: skip
    return made


def png(template: Path, data: Mapping[str, Any]) -> bytes:
    """The one page of a template with its data as a picture, a dot for a point. Raises ``typst.TypstError``."""
    words = json.dumps(data, ensure_ascii=False)
    with _lock:
        made = _compiler(template.parent).compile(str(template), sys_inputs={"data": words}, format="png", ppi=72)
    return made


@cache
def _compiler(folder: Path) -> Any:
    import typst

    fonts = resources.files("maklumat.ui") / "static" / "dist" / "fonts"
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts)] if fonts.is_dir() else []
    )
    return typst.Compiler(root=str(folder), font_paths=found, ignore_system_fonts=True)


@cache
def emblem() -> str:
    """The emblem of a government that has none."""
    return (resources.files("maklumat.ui") / "static" / "ui" / "emblem.svg").read_text()
