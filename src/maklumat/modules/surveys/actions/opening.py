"""Ways to answer without an invitation: tablets at a counter, sheets of paper."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, require_short
from maklumat.kernel.ids import new_code
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue

from ..access import get_kiosk, require_receive
from ..events import KioskEnded, KioskOpened, Opened
from ..models import Kiosk, Round
from ..queries.instruments import held
from ..queries.rounds import kiosk_index
from ..rules.sampling import quarter_of
from .rounds import new_round

MOST_SHEETS = 200


@transaction.atomic
def open_kiosk(*, by: Actor, unit_id: UUID, slug: str, label: str, at: datetime) -> str:
    """Set up a tablet of a unit, for one service or (empty) all. Returns the code of its address, which is shown this once."""
    require_receive(by, unit_id)
    if not label.strip():
        raise Invalid(_("Beri nama tablet ini, misalnya “Loket 2”."), fields={"label": _("Wajib diisi.")})
    require_short(label=(label.strip(), 60))
    code = new_code(16)
    row = Kiosk.objects.create(
        code_index=kiosk_index(code), unit_id=unit_id, service_id=_service(slug, at), label=label.strip(), made_at=at
    )  # fmt: skip
    ledger.record(KioskOpened(subject=row.id, unit_id=unit_id), by=by, at=at)
    return code


@transaction.atomic
def end_kiosk(*, by: Actor, kiosk_id: UUID, at: datetime) -> None:
    """Its address opens nothing any more."""
    row = get_kiosk(by, kiosk_id)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    ledger.record(KioskEnded(subject=row.id, unit_id=row.unit_id), by=by, at=at)


@transaction.atomic
def open_sheets(*, by: Actor, unit_id: UUID, questionnaire_id: UUID, slug: str, many: int, at: datetime) -> UUID:
    """A stack of sheets to print, each with a code of its own. Returns the round."""
    require_receive(by, unit_id)
    if not 1 <= many <= MOST_SHEETS:
        raise Invalid(
            _("Cetak antara 1 dan %(most)d lembar sekaligus.") % {"most": MOST_SHEETS}, fields={"many": _("Periksa jumlahnya.")}
        )  # fmt: skip
    one, today = held(questionnaire_id), at.astimezone(ZoneInfo(calendars.zone_of(unit_id))).date()
    if not one.asked_on(today):
        raise Invalid(_("Kuesioner ini belum terbit, atau sudah tidak berlaku."))
    service_id = _service(slug, at)
    row = new_round(
        one, unit_id=unit_id, service_id=service_id, period=quarter_of(today), channel=Round.Channel.PAPER, today=today, places=many
    )  # fmt: skip
    ledger.record(
        Opened(subject=row.id, unit_id=unit_id, questionnaire=one.id, service=service_id, period=row.period, channel=row.channel, places=many),
        by=by, at=at,
    )  # fmt: skip
    return row.id


def _service(slug: str, at: datetime) -> UUID | None:
    if not slug:
        return None
    version = catalogue.in_force(slug, at)
    if version is None:
        raise Invalid(_("Layanan ini tidak ada. Pilih dari daftar."), fields={"slug": _("Pilih dari daftar.")})
    return version.service_id
