"""Who may do what: everybody on the staff reports and sees his own; the unit that controls gratuities (UPG) works on those of the units it reaches, but never on
his own; the Inspektorat reads."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Missing, NotAllowed
from maklumat.modules.units import api as units

from .models import Report

HANDLE, SEE = "gratuities.handle", "gratuities.see"


def require_staff(actor: Actor) -> None:
    """Refuse whoever does not work here."""
    if actor.kind != "staff" or not actor.roles:
        raise NotAllowed(_("Laporan gratifikasi disampaikan petugas. Masuk dengan akun petugas Anda."))


def offices_of(actor: Actor) -> frozenset[UUID]:
    """Where the actor works; who has a task for the whole government and no post works for the government."""
    root = units.tree().government
    return actor.posts or (frozenset({root.id}) if root and actor.roles else frozenset())


def visible_to(actor: Actor) -> QuerySet[Report]:
    """Own reports, and those of the units that the actor handles or inspects."""
    reach = actor.units_for(HANDLE) | actor.units_for(SEE)
    return Report.objects.filter(Q(reporter=actor.account_id) | Q(unit_id__in=reach))


def get_report(actor: Actor, report_id: UUID) -> Report:
    """For looking at. A stranger learns nothing. One query."""
    require_staff(actor)
    row = visible_to(actor).filter(id=report_id).first()
    if row is None:
        raise Missing(_("Laporan gratifikasi ini tidak ada."))
    return row


def get_to_handle(actor: Actor, report_id: UUID, revision: int) -> Report:
    """Locked, for an act of the UPG on somebody else's report, as it was when the page was opened."""
    require_staff(actor)
    row = visible_to(actor).select_for_update().filter(id=report_id).first()
    if row is None:
        raise Missing(_("Laporan gratifikasi ini tidak ada."))
    if not actor.may(HANDLE, row.unit_id):
        raise NotAllowed(_("Laporan ini ditangani Unit Pengendalian Gratifikasi."))
    if row.reporter == actor.account_id:
        raise NotAllowed(_("Laporan Anda sendiri ditangani rekan Anda di Unit Pengendalian Gratifikasi."))
    if row.revision != revision:
        raise Conflict(_("Laporan ini baru saja diubah. Lihat keadaannya dulu, lalu ulangi."))
    return row


def get_own(actor: Actor, report_id: UUID, revision: int) -> Report:
    """Locked, for an act of the reporter."""
    require_staff(actor)
    row = Report.objects.select_for_update().filter(id=report_id, reporter=actor.account_id).first()
    if row is None:
        raise Missing(_("Laporan gratifikasi ini tidak ada."))
    if row.revision != revision:
        raise Conflict(_("Laporan ini baru saja diubah. Lihat keadaannya dulu, lalu ulangi."))
    return row


def require_handler(actor: Actor) -> None:
    """Refuse whoever is not of the UPG."""
    if not actor.may_anywhere(HANDLE):
        raise NotAllowed(_("Buku register dibuka Unit Pengendalian Gratifikasi."))
