"""The weight of a citizen's first page: everything a browser fetches, as the server sends it."""

from __future__ import annotations

import gzip
import re
from html import unescape

from .applying import WITHOUT
from .browser import Browser
from .places import PORT
from .report import Section
from .stage import Stage

FETCHED = (
    re.compile(r'<link[^>]+rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]+)"'),
    re.compile(r'<link[^>]+href="([^"]+)"[^>]*rel="(?:stylesheet|preload|icon)"'),
    re.compile(r'<(?:script|img)[^>]+src="([^"]+)"'),
    re.compile(r'<use[^>]+href="([^"#]+)'),
)
FONT = re.compile(r"url\([\"']?([^)\"']+\.woff2[^)\"']*)")
ENCODED = re.compile(rb"\r\ncontent-encoding: *(\w+)", re.IGNORECASE)
LIMIT, WISH = 100, 60  # kilobytes


def measure(stage: Stage) -> Section:
    section, encodings = Section("5 · First load of a citizen's page (bodies, no cache)"), set()
    for name, path, browser in _pages(stage):
        parts = _load(browser, path)
        total = sum(sent for sent, _packed, _how in parts.values()) / 1000
        packed = sum(packed for _sent, packed, _how in parts.values()) / 1000
        encodings |= {how for _sent, _packed, how in parts.values()}
        kinds: dict[str, float] = {}
        for address, (sent, _packed, _how) in parts.items():
            kinds[_kind(address)] = kinds.get(_kind(address), 0) + sent / 1000
        shown = " + ".join(f"{kind} {size:.0f}" for kind, size in kinds.items())
        section.add(
            name,
            f"{total:.0f} kB in {len(parts)} ({shown}); all gzipped: {packed:.0f}",
            f"≤ {LIMIT} kB",
            total <= LIMIT,
        )
    section.notes.append(f"the server answers with: {', '.join(sorted(encodings))}; wished for: ≤ {WISH} kB")
    return section


def _pages(stage: Stage) -> list[tuple[str, str, Browser]]:
    filling = Browser(PORT)
    filling.get(f"/ajukan/{WITHOUT}/")
    first = filling.post(f"/ajukan/{WITHOUT}/mulai", {}).location
    return [
        ("home", "/", Browser(PORT)),
        ("service", f"/layanan/{stage.slugs[0]}/", Browser(PORT)),
        ("form page", first, filling),
        ("tracking", f"/lacak/{stage.codes[-1]}/", Browser(PORT)),
    ]


def _load(browser: Browser, path: str) -> dict[str, tuple[int, int, str]]:
    """Address → bytes sent, bytes if gzipped, encoding."""
    parts, todo = {}, [path]
    while todo:
        address = todo.pop(0)
        if address in parts or not address.startswith("/"):
            continue
        answer = browser.get(address)
        found = ENCODED.search(answer.head)
        how, body = found[1].decode() if found else "plain", answer.body
        clear = gzip.decompress(body) if how == "gzip" else body
        worth = address.partition("?")[0].endswith((".woff2", ".png", ".jpg"))
        parts[address] = (len(body), len(body) if how != "plain" or worth else len(gzip.compress(clear, 6)), how)
        text = clear.decode(errors="replace")
        if address == path:
            todo += [unescape(one) for pattern in FETCHED for one in pattern.findall(text)]
        elif ".css" in address:
            todo += [
                _resolve(address, one) for one in FONT.findall(text) if _name(one) not in map(_name, [*parts, *todo])
            ]
    return parts


def _resolve(base: str, address: str) -> str:
    from urllib.parse import urljoin

    return urljoin(base, address)


def _name(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]


def _kind(address: str) -> str:
    name = _name(address)
    return name.rpartition(".")[2] if "." in name else "html"
