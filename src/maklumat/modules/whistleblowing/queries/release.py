"""The pages as they are sent: each one file with everything in it, the same bytes for everybody, and the digest of the whole release."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from maklumat.kernel import ledger, tree

from ..rules import wording
from .trust import trust

PAGES: Mapping[str, tuple[str, str]] = {  # address under /lapor-aman/: which page, in which language
    "": ("report", "id"), "en/": ("report", "en"), "meja/": ("desk", "id"), "en/meja/": ("desk", "en"), "lapor-aman.html": ("report", "id"),
}  # fmt: skip
COPY = (
    "lapor-aman.html"  # the reporting page as a file to keep: it says in itself where its site is, and what it may do
)
RELEASES = UUID("01936f00-0000-7000-8000-736561000001")  # what the facts of releases are about
ICONS = (
    "shield-check",
    "lock",
    "log-out",
    "paperclip",
    "key-round",
    "triangle-alert",
    "circle-check",
    "mail",
    "send",
    "trash-2",
)


@dataclass(frozen=True)
class Page:
    """One file and the policy under which browsers may run it: nothing but what is in it."""

    content: bytes
    policy: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@lru_cache(maxsize=8)
def page(address: str) -> Page:
    """The page of an address of :data:`PAGES`. Raises KeyError."""
    name, language = PAGES[address]
    style, script = _asset("main.css") + _asset("sealed.css"), _asset(f"sealed-{name}.js")
    origin = html.escape(_site()) if address == COPY else ""
    style = re.sub(r"url\(\./fonts/", f"url({origin}/static/dist/fonts/", style)
    policy = _policy(style, script, origin)
    with translation.override(language):
        text = render_to_string(f"whistleblowing/{name}.html", {"language": language, "leave": settings.SEALED_EXIT})
        parts = {
            "style": f"<style>{style}</style>",
            "icons": f'<svg width="0" height="0" hidden aria-hidden="true">{_icons()}</svg>',
            "data": f'<script type="application/json" id="data">{_data(language)}</script>',
            "script": f"<script>{script}</script>",
            "origin": _origin(origin, policy) if origin else "",
        }
    text = text.replace('href="/', f'href="{origin}/')
    for mark, part in parts.items():
        text = text.replace(f"<!-- {mark} -->", part)
    return Page(text.encode(), policy)


def _site() -> str:
    """Where the sealed pages are to be found: under their own host name, if there is one."""
    host = settings.SEALED_HOST
    if not host:
        return str(settings.BASE_URL)
    return f"{'https' if settings.HTTPS and not host.endswith('.onion') else 'http'}://{host}"


def _origin(origin: str, policy: str) -> str:
    """For a copy that is opened from a disk, where no server says the policy."""
    own = html.escape(
        "; ".join(one for one in policy.split("; ") if not one.startswith("frame-ancestors"))
    )  # not for pages to say
    return f'<meta http-equiv="Content-Security-Policy" content="{own}"><meta name="origin" content="{origin}">'


def _data(language: str) -> str:
    """Texts and words for the script, as JSON that cannot end its element."""
    found = {
        "texts": {name: _(text) for name, text in wording.TEXTS.items()}, "words": words().split("\n"), "language": language, "leave": settings.SEALED_EXIT,
        "trust": trust(),
    }  # fmt: skip
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


def words() -> str:
    """The list of receipt words, one a line."""
    return (resources.files("maklumat.samples") / "receipt_words.txt").read_text(encoding="utf-8").strip()


def _asset(name: str) -> str:
    return (resources.files("maklumat.ui") / "static" / "dist" / name).read_text(encoding="utf-8").strip()


def _icons() -> str:
    sprite = _asset("icons.svg")
    return "".join(re.search(rf'<symbol [^>]*id="i-{name}".*?</symbol>', sprite, re.DOTALL)[0] for name in ICONS)  # type: ignore[index]


def _policy(style: str, script: str, origin: str) -> str:
    own = f"'self' {origin}".strip()
    return "; ".join(
        (
            "default-src 'none'", f"script-src {_hash(script)}", f"style-src {_hash(style)}", f"font-src {own}", f"connect-src {own}", "img-src blob: data:",
            "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
        )
    )  # fmt: skip


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def manifest() -> dict[str, Any]:
    """What a release is: each address with the digest of its file and the policy."""
    return {
        "pages": {f"/lapor-aman/{one}": {"sha256": page(one).digest, "policy": page(one).policy} for one in PAGES},
        "v": 1,
    }


def digest() -> str:
    """Hex SHA-256 of the manifest in its canonical form."""
    return hashlib.sha256(tree.canonical(manifest()).encode()).hexdigest()


def last_released() -> tuple[UUID, str] | None:
    """The fact of the newest release, and its digest. One query."""
    facts = ledger.facts_about(RELEASES)
    return (facts[-1].id, facts[-1].data["digest"]) if facts else None
