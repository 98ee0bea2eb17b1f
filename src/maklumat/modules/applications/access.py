"""The one policy of applications, used by list, search, detail, export and every act."""

from __future__ import annotations

import hmac
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Missing, NotAllowed
from maklumat.kernel.ids import tidy_code

from .models import Application
from .rules.states import State

SEE = "applications.see"
RECEIVE = "applications.receive"
WORK = "applications.work"
SUPERVISE = "applications.supervise"


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Applications filed at, or now held by, a unit where the actor may see them. Never drafts."""
    rows = Application.objects.exclude(state=State.DRAFT)
    if actor.kind == "system":
        return rows
    units = actor.units_for(SEE)
    if not units:
        return rows.none()
    return rows.filter(Q(unit_id__in=units) | Q(holder_unit_id__in=units))


def get_for_reading(actor: Actor, application_id: UUID) -> Application:
    """For looking at. A stranger learns nothing, not even that it exists."""
    found = visible_to(actor).filter(id=application_id).first()
    if found is None:
        raise Missing(_("Permohonan ini tidak ditemukan."))
    return found


def may_work_on(actor: Actor, application: Application) -> bool:
    """Whether the present step is this actor's: its role in the holding unit, or supervision there."""
    held = actor.roles.get(application.holder_role, frozenset())
    return application.holder_unit_id in held or actor.may(SUPERVISE, application.holder_unit_id)


def get_for_working(actor: Actor, application_id: UUID, revision: int | None = None) -> Application:
    """Locked, for an act on the present step. ``revision``: what the officer saw, to notice a collision."""
    get_for_reading(actor, application_id)
    application = Application.objects.select_for_update().get(id=application_id)
    if not may_work_on(actor, application):
        raise NotAllowed(_("Langkah ini dikerjakan peran lain. Anda dapat melihat, tetapi tidak memutuskan."))
    if revision is not None:
        require_unchanged(application, revision)
    return application


def require_unchanged(application: Application, revision: int) -> None:
    """Raises :class:`Conflict` when the case is no longer what the officer saw."""
    if revision != application.revision:
        raise Conflict(
            _("Permohonan ini baru saja diubah orang lain. Lihat keadaannya dulu, lalu ulangi bila masih perlu.")
        )


def index_of(code: str) -> bytes:
    """The blind index of a resident's code as typed."""
    return crypto.blind(tidy_code(code), "application code")


# Written out once: each page of a form begins with it, and composing it costs more than running it.
_FIELDS = [field.attname for field in Application._meta.concrete_fields]
_ROW = f"{', '.join(_FIELDS)} FROM {Application._meta.db_table}"


def _read(condition: str, value: object, *, lock: bool) -> Application | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_ROW} WHERE {condition} = %s{' FOR UPDATE' if lock else ''}", [value])
        row = cursor.fetchone()
    return Application.from_db(connection.alias, _FIELDS, row) if row else None


def get_by_code(code: str, *, lock: bool = False) -> Application:
    """The application of whoever holds its code."""
    found = _read("code_index", index_of(code), lock=lock)
    if found is None:
        raise Missing(_("Kode ini tidak cocok dengan permohonan mana pun. Periksa lagi hurufnya."))
    return found


def get_for_applicant(application_id: UUID, code: str, *, lock: bool = False) -> Application:
    """The application of this id, if the code is its code."""
    found = _read("id", application_id, lock=lock)
    if found is None or not hmac.compare_digest(bytes(found.code_index), index_of(code)):
        raise Missing(_("Permohonan ini tidak ditemukan. Masukkan kode simpan Anda."))
    return found
