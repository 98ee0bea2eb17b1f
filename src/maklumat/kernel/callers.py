"""Where a request comes from: one answer for every limit and every door that asks.

Behind ``n`` proxies (ALLAUTH_TRUSTED_PROXY_COUNT) each adds to X-Forwarded-For whom it heard: the n-th address from the
end is the visitor's. What stands before it anybody may have written, so it is never read.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Any of these was written by a proxy, whether it is known to the settings or not.
_BY_PROXIES = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


def address_of(request: HttpRequest) -> str | None:
    """The visitor's IP address, tidily written; None when it cannot be told (a Unix socket, a broken header)."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [one for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()] if proxies else []
    # Fewer than there are proxies: all of them were written by ours.
    return _tidy(told[-min(proxies, len(told))] if told else request.META.get("REMOTE_ADDR", ""))


def place_of(request: HttpRequest) -> str:
    """Whom a limit counts: the address, of IPv6 only the network (/64), as one household has them all. Empty: unknown."""
    address = address_of(request)
    return str(ip_network(f"{address}/64", strict=False)) if address and ":" in address else address or ""


def is_this_computer(request: HttpRequest) -> bool:
    """Whether the visitor sits at this very computer. One who came through a proxy that tells nothing does not."""
    knows = settings.ALLAUTH_TRUSTED_PROXY_COUNT and "X-Forwarded-For" in request.headers
    if not knows and any(name in request.headers for name in _BY_PROXIES):
        return False
    address = address_of(request)
    return address is not None and ip_address(address).is_loopback


def _tidy(written: str) -> str | None:
    """An address without port or brackets, or None."""
    written = written.strip()
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        return str(ip_address(written))
    except ValueError:
        return None
