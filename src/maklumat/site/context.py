"""What every page knows: the government's name, emblem and colour, the menus, and who is looking."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from maklumat.kernel.actor import ANONYMOUS
from maklumat.modules.units import api as units

from . import navigation


@dataclass(frozen=True)
class Government:
    """Set in one place: the root unit."""

    name: str
    short_name: str
    colour: str
    emblem_url: str


def government() -> Government:
    """The face of this installation."""
    root = units.tree().government
    if root is None:
        return Government("Maklumat", "Maklumat", "", "")
    return Government(root.name, root.label, root.colour, "/lambang.svg" if root.emblem else "")


def site(request: HttpRequest) -> dict:
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "government": SimpleLazyObject(government),
        "actor": actor,
        "demo": settings.DEMO,
        "base_url": settings.BASE_URL,
        "sealed_channel": "/lapor-aman/",
        "navigation": SimpleLazyObject(lambda: navigation.citizen(request)),
        "face": _face(request, actor),
        "account_navigation": SimpleLazyObject(lambda: navigation.account(request, actor)),
        "office_navigation": SimpleLazyObject(lambda: navigation.office(request, actor)),
        "unit_name": _("Ruang kerja"),
        "footer_links": SimpleLazyObject(lambda: _footer()),
    }


def _face(request: HttpRequest, actor: object) -> tuple | None:
    """What decides head and foot of a citizen's page for somebody without an account."""
    if actor is not ANONYMOUS or not settings.KEEP_PAGES:
        return None
    return units.edition(), navigation.section(request.path)


def _footer() -> list[dict]:
    links = [
        {"label": _("Data terbuka"), "href": "/data/"}, {"label": _("Jejak tercatat"), "href": "/jejak/"}, {"label": _("Gratifikasi"), "href": "/gratifikasi/"}, {"label": _("Lapor Aman"), "href": "/lapor-aman/"}, {"label": _("Masuk petugas"), "href": "/petugas/"},
        {"label": _("Pola tampilan"), "href": "/pola"},
    ]  # fmt: skip
    if settings.DEMO:
        links.append({"label": _("Kotak surat demo"), "href": "/kotak-surat/"})
    return links
