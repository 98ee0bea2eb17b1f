"""Addresses of tiles (C2SP tlog-tiles): ``0/x001/234`` or ``entries/067.p/12``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

ENTRIES = -1
_WIDTH = 256
_ADDRESS = re.compile(r"(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


@dataclass(frozen=True)
class Address:
    """``level``: of the tree, or :data:`ENTRIES`; ``index``: which tile of that level; ``width``: how many of its hashes or entries, 256 for a full one."""

    level: int
    index: int
    width: int

    @property
    def full(self) -> bool:
        """Whether what is there will never change."""
        return self.width == _WIDTH


def read_address(text: str) -> Address | None:
    """None for anything that is no address in its one form."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        return None
    level, width = found[1], int(found[3] or _WIDTH)
    index = int(found[2].replace("x", "").replace("/", ""))
    if (index > 999 and found[2].startswith("x000/")) or width > _WIDTH or (found[3] and width == _WIDTH):
        return None
    if "/" in found[2] and found[2].startswith("x000/"):
        return None
    return (
        Address(ENTRIES if level == "entries" else int(level), index, width)
        if level == "entries" or int(level) < 64
        else None
    )
