"""What surrounds the database: files, front end, translations, scanner, address, mail, gateway, signatures."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from maklumat.kernel import files

from . import Finding, Findings, ok, warn, wrong
from .ground import folder

BSRE = ("MAKLUMAT_BSRE_URL", "MAKLUMAT_BSRE_USER", "MAKLUMAT_BSRE_PASSWORD", "MAKLUMAT_BSRE_ROOTS")
BUNDLE = ("main.css", "app.js", "htmx.js", "upload.js", "icons.svg")


def storage() -> Findings:
    """Where handed-in files lie, and what scans them."""
    place = Path(settings.FILES_DIR)
    yield folder(place if place.exists() else place.parent, "files folder", "MAKLUMAT_FILES")
    address = settings.CLAMD_ADDRESS
    if not address:
        yield warn(
            "uploads are not scanned for viruses", "Install clamd; set MAKLUMAT_CLAMD to its socket or host:port."
        )
    elif _scans():
        yield ok(f"clamd at {address} scans")
    else:
        yield wrong(
            f"clamd at {address} does not answer: files count as not scanned", "Start it, or mend MAKLUMAT_CLAMD."
        )


def _scans() -> bool:
    try:
        return files.scan_for_malware(b"maklumat doctor") == "clean"
    except ValueError:  # an address without a port
        return False


def built() -> Findings:
    """The front end, the fonts of pages and certificates, the translations."""
    dist, locale = settings.PACKAGE / "ui" / "static" / "dist", settings.PACKAGE / "locale"
    missing = [name for name in BUNDLE if not (dist / name).is_file()]
    missing += [f"fonts ({kind})" for kind in ("woff2", "ttf") if not list(dist.glob(f"fonts/*.{kind}"))]
    if missing:
        yield wrong(f"the front end is not built: no {', '.join(missing)}", "Run python3 scripts/bootstrap.py.")
    else:
        yield ok("front end and fonts are built")
    texts = list(locale.rglob("*.po"))
    stale = [text for text in texts if not _compiled(text)]
    if stale or not texts:
        yield warn("English is not available: translations are not compiled", "Run python3 scripts/bootstrap.py.")
    else:
        yield ok("translations are compiled")


def _compiled(text: Path) -> bool:
    made = text.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime >= text.stat().st_mtime


def public() -> Findings:
    """What an installation for the public needs; the demo is told in one line."""
    if settings.DEMO:
        yield warn("a demo: no https, no second factor, no real messages", "For the public see docs/operations.md.")
        return
    if settings.DEBUG:
        yield wrong("errors show internals to everybody", "Unset MAKLUMAT_DEBUG.")
    if settings.HTTPS:
        yield ok(f"address {settings.BASE_URL}")
        if os.environ.get("MAKLUMAT_BEHIND_PROXY") != "1":
            yield warn("the pages know of no TLS proxy in front", "Set MAKLUMAT_BEHIND_PROXY=1 where there is one.")
    else:
        yield wrong(f"{settings.BASE_URL} is not https", "Put TLS in front; set MAKLUMAT_BASE_URL=https://… to it.")
    host = urlsplit(settings.BASE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield wrong(f"the pages refuse their own host {host}", f"Set MAKLUMAT_HOSTS={host}.")
    if settings.REQUIRE_SECOND_FACTOR:
        yield ok("staff need a second factor")
    else:
        yield wrong("staff sign in without a second factor", "Unset MAKLUMAT_SECOND_FACTOR, or set it to required.")
    yield mail()
    yield gateway()
    yield signer()


def mail() -> Finding:
    """E-mail: where to, and whether something listens there."""
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if not settings.EMAIL_HOST:
        return warn("no e-mail is sent: it stays in the database", "Set MAKLUMAT_SMTP_HOST and its companions.")
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError:
        return wrong(f"the mail server {where} cannot be reached", "Check MAKLUMAT_SMTP_HOST, _PORT and the firewall.")
    return ok(f"mail server {where} can be reached")


def gateway() -> Finding:
    """Messages to phones."""
    if not settings.WEBHOOK_URL:
        return warn("no message goes to a phone: it stays in the database", "Set MAKLUMAT_WEBHOOK_URL to a gateway.")
    if not settings.WEBHOOK_SECRET:
        return wrong(
            "messages to the gateway are not signed", "Set MAKLUMAT_WEBHOOK_SECRET, the same as the gateway's."
        )
    return ok("a gateway for phones is set (not tried from here)")


def signer() -> Finding:
    """Who signs certificates."""
    if settings.MAKLUMAT_SIGNER == "local":
        mend = "That is lawful, but not a certified signature. For BSrE see docs/operations.md."
        return warn("certificates carry the installation's own seal", mend)
    lacking = [name for name in BSRE if not getattr(settings, name)]
    if lacking:
        return wrong(f"signing by BSrE lacks {', '.join(lacking)}", "Set them, or MAKLUMAT_SIGNER=local.")
    unread = [name for name in settings.MAKLUMAT_BSRE_ROOTS.split(":") if name and not Path(name).is_file()]
    if unread:
        return wrong(f"BSrE root certificates are not there: {', '.join(unread)}", "Correct MAKLUMAT_BSRE_ROOTS.")
    return ok("signing by BSrE is set (not tried from here)")
