"""Who may do what with surveys. Answers belong to nobody, so nobody is shown one: pages show sums. Comments are read by who works with them."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing, NotAllowed

from .models import Kiosk, Plan, Round

SEE = "surveys.see"
MANAGE = "surveys.manage"
RECEIVE = "surveys.receive"
DESIGN = "surveys.design"
DESK = (SEE, RECEIVE, DESIGN)


def require_desk(actor: Actor) -> None:
    """Refuse whoever has nothing to do with surveys."""
    if not any(actor.may_anywhere(ability) for ability in DESK):
        raise NotAllowed(_("Halaman ini untuk petugas survei. Masuk dengan akun kepala unit, Bagian Organisasi, atau loket."))  # fmt: skip


def require_see(actor: Actor, unit_id: UUID) -> None:
    """Refuse whoever does not see this unit's survey with its doubts and comments."""
    if not actor.may(SEE, unit_id):
        raise NotAllowed(_("Survei unit ini dibaca oleh kepala unit, Bagian Organisasi, dan Inspektorat."))


def require_manage(actor: Actor, unit_id: UUID) -> None:
    """Refuse whoever does not publish and follow up for this unit."""
    if not actor.may(MANAGE, unit_id):
        raise NotAllowed(_("Ini tugas kepala unit. Anda dapat melihat, tetapi tidak memutuskan."))


def require_receive(actor: Actor, unit_id: UUID) -> None:
    """Refuse whoever neither sets up tablets nor types in sheets for this unit."""
    if not actor.may(RECEIVE, unit_id):
        raise NotAllowed(_("Tablet dan lembar survei diurus petugas loket dan kepala unit ini."))


def require_writer(actor: Actor) -> None:
    """Refuse whoever writes questionnaires for no unit."""
    if not actor.may_anywhere(DESIGN):
        raise NotAllowed(_("Survei ditulis oleh kepala unit dan Bagian Organisasi."))


def require_design(actor: Actor, unit_id: UUID | None, root_id: UUID | None) -> None:
    """Refuse whoever may not. One for all units is written by who may design for the whole government."""
    if not actor.may(DESIGN, unit_id or root_id):
        raise NotAllowed(_("Kuesioner untuk semua unit ditulis Bagian Organisasi; kuesioner unit oleh kepala unitnya."))


def get_plan(actor: Actor, plan_id: UUID, *, lock: bool = False) -> Plan:
    """A line of the follow-up, for the head of its unit and for its owner. One query."""
    rows = Plan.objects.select_for_update(of=("self",)) if lock else Plan.objects
    line = rows.select_related("result").filter(id=plan_id).first()
    mine = line is not None and line.owner == actor.account_id
    if line is None or not (mine or actor.may(MANAGE, line.result.unit_id)):
        raise Missing(_("Rencana ini tidak ada."))
    return line


def get_sheets(actor: Actor, round_id: UUID) -> Round:
    """A stack of paper sheets, for who may hand them out. One query."""
    row = Round.objects.filter(id=round_id, channel=Round.Channel.PAPER).first()
    if row is None or not actor.may(RECEIVE, row.unit_id):
        raise Missing(_("Lembar survei ini tidak ada."))
    return row


def get_kiosk(actor: Actor, kiosk_id: UUID) -> Kiosk:
    """A tablet that is on, locked, for who looks after it."""
    row = Kiosk.objects.select_for_update().filter(id=kiosk_id, ended_at=None).first()
    if row is None or not actor.may(RECEIVE, row.unit_id):
        raise Missing(_("Tablet ini tidak ada, atau sudah dimatikan."))
    return row
