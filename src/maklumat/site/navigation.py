"""The menus: what this actor may open."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor


def _links(request: HttpRequest, *items: tuple[str, str, str]) -> list[dict]:
    links = []
    for label, name, icon in items:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        links.append({"label": label, "href": href, "icon": icon, "current": request.path == href})
    return links


def citizen(request: HttpRequest) -> list[dict]:
    return _links(
        request,
        (_("Layanan"), "catalogue:services", ""),
        (_("Lacak"), "applications:find", ""),
        (_("Periksa dokumen"), "documents:check", ""),
        (_("Angka layanan"), "dashboards:overview", ""),
    )


def account(request: HttpRequest, actor: Actor) -> list[dict]:
    if actor.kind == "anonymous":
        return _links(request, (_("Masuk"), "account_login", "log-in"))
    return _links(
        request, (actor.name or _("Akun"), "accounts:home", "user"), (_("Keluar"), "account_logout", "log-out")
    )


def office(request: HttpRequest, actor: Actor) -> list[dict]:
    work, manage = [], []
    if actor.may_anywhere("applications.see"):
        work.append((_("Daftar kerja"), "applications:inbox", "inbox"))
    if actor.may_anywhere("applications.receive"):
        work.append((_("Loket"), "applications:counter", "user-plus"))
    if actor.may_anywhere("catalogue.edit") or actor.may_anywhere("catalogue.review"):
        manage.append((_("Standar pelayanan"), "catalogue:desk", "file-text"))
    if actor.may_anywhere("units.manage"):
        manage.append((_("Unit dan petugas"), "units:desk", "building-2"))
    if actor.may_anywhere("calendars.manage"):
        manage.append((_("Jam kerja dan libur"), "calendars:desk", "calendar-days"))
    groups = [
        {"title": _("Kerja"), "items": _links(request, *work)},
        {"title": _("Kelola"), "items": _links(request, *manage)},
    ]
    return [group for group in groups if group["items"]]
