"""The menus: what this actor may open. The link of the present page, or of the section it lies in, is marked."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.words import N_
from maklumat.modules.units import api as units


def _links(request: HttpRequest, *items: tuple[str, str, str]) -> list[dict]:
    links = []
    for label, name, icon in items:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        links.append({"label": label, "href": href, "icon": icon, "current": False})
    here = [link for link in links if request.path.startswith(link["href"])]
    if here:
        max(here, key=lambda link: len(link["href"]))["current"] = True
    return links


CITIZEN = (
    (N_("Layanan"), "catalogue:services"),
    (N_("Lacak"), "applications:find"),
    (N_("Periksa dokumen"), "documents:check"),
    (N_("Angka layanan"), "dashboards:overview"),
    (N_("Lapor"), "complaints:intro"),
    (N_("Kepuasan"), "surveys:overview"),
)


def citizen(request: HttpRequest) -> list[dict]:
    return _links(request, *((_(label), name, "") for label, name in CITIZEN))


def account(request: HttpRequest, actor: Actor) -> list[dict]:
    if actor.kind == "anonymous":
        return _links(request, (_("Masuk"), "account_login", "log-in"))
    return _links(
        request, (actor.name or _("Akun"), "accounts:home", "user"), (_("Keluar"), "account_logout", "log-out")
    )


def section(path: str) -> tuple[str, ...]:
    """The links that a stranger's menus mark on this page."""
    return tuple(href for href in _strangers_links() if path.startswith(href))


@lru_cache(maxsize=1)
def _strangers_links() -> tuple[str, ...]:
    return tuple(reverse(name) for name in (*(name for _label, name in CITIZEN), "account_login"))


def office(request: HttpRequest, actor: Actor) -> list[dict]:
    work, manage = [], []
    if actor.may_anywhere("applications.see"):
        work.append((_("Daftar kerja"), "applications:inbox", "inbox"))
    if actor.may_anywhere("applications.receive"):
        work.append((_("Loket"), "applications:counter", "user-plus"))
    if actor.may_anywhere("complaints.see") or actor.may_anywhere("complaints.oversee"):
        work.append((_("Laporan warga"), "complaints:inbox", "message-circle"))
    if actor.may_anywhere("whistleblowing.receive") or actor.may_anywhere("whistleblowing.hold"):
        work.append((_("Lapor Aman"), "whistleblowing:desk_page", "shield-check"))
    if actor.may_anywhere("documents.sign"):
        work.append((_("Tanda tangan"), "documents:sign", "stamp"))
    if actor.may_anywhere("catalogue.edit") or actor.may_anywhere("catalogue.review"):
        manage.append((_("Standar pelayanan"), "catalogue:desk", "file-text"))
    if any(actor.may_anywhere(f"surveys.{word}") for word in ("see", "receive", "design")):
        manage.append((_("Survei"), "surveys:desk", "thumbs-up"))
    if any(actor.may_anywhere(f"evaluation.{word}") for word in ("state", "judge", "see")):
        manage.append((_("Evaluasi"), "evaluation:desk", "award"))
    if actor.may_anywhere("units.manage"):
        manage.append((_("Unit dan petugas"), "units:desk", "building-2"))
    if actor.may_anywhere("calendars.manage"):
        manage.append((_("Jam kerja dan libur"), "calendars:desk", "calendar-days"))
    if (root := units.tree().government) and actor.may("exchange.see", root.id):
        manage.append((_("Pertukaran laporan"), "exchange:overview", "refresh-cw"))
    if actor.roles:
        manage.append((_("Gratifikasi"), "gratuities:desk", "gift"))  # everybody's, so nobody's first page
    groups = [
        {"title": _("Kerja"), "items": _links(request, *work)},
        {"title": _("Kelola"), "items": _links(request, *manage)},
    ]
    return [group for group in groups if group["items"]]
