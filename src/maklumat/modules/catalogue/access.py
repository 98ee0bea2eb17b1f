"""Who may see and change what in the catalogue. Published standards are for everybody."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing, NotAllowed

from .models import Service, StandardVersion

EDIT = "catalogue.edit"
PUBLISH = "catalogue.publish"
REVIEW = "catalogue.review"


def visible_to(actor: Actor) -> QuerySet[Service]:
    """The services whose drafts this actor may see."""
    if actor.kind == "system":
        return Service.objects.all()
    return Service.objects.filter(
        unit_id__in=actor.units_for(EDIT) | actor.units_for(PUBLISH) | actor.units_for(REVIEW)
    )


def get_version_for(ability: str, actor: Actor, version_id: UUID, *, lock: bool = False) -> StandardVersion:
    """The version, if the actor has the ability for its unit. A stranger learns nothing."""
    rows = StandardVersion.objects.select_related("service")
    if lock:
        rows = rows.select_for_update(of=("self",))
    version = rows.filter(id=version_id).first()
    if version is None or not (
        actor.may(ability, version.service.unit_id) or visible_to(actor).filter(id=version.service_id).exists()
    ):
        raise Missing(_("Standar pelayanan ini tidak ditemukan."))
    if not actor.may(ability, version.service.unit_id):
        raise NotAllowed(_("Anda tidak berwenang untuk tindakan ini pada standar ini. Minta kepala unit."))
    return version


def get_version(actor: Actor, version_id: UUID) -> StandardVersion:
    """The version, for those who write, review or publish the standards of its unit."""
    version = StandardVersion.objects.select_related("service").filter(id=version_id).first()
    if version is None or not (actor.kind == "system" or visible_to(actor).filter(id=version.service_id).exists()):
        raise Missing(_("Standar pelayanan ini tidak ditemukan."))
    return version


def require_desk(actor: Actor) -> None:
    """Refuse everybody who works on no standard at all."""
    if not any(actor.may_anywhere(ability) for ability in (EDIT, PUBLISH, REVIEW)):
        raise NotAllowed(_("Halaman ini untuk penyusun standar. Masuk dengan akun petugas Anda."))


def require(ability: str, actor: Actor, unit_id: UUID) -> None:
    """Refuse unless the actor has the ability for the unit."""
    if not actor.may(ability, unit_id):
        raise NotAllowed(_("Anda tidak berwenang untuk tindakan ini di unit ini. Minta kepala unit."))
