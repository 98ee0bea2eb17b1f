"""What makes an officer's work lighter: filters of one's own, standard texts, and seeing who else has a report open."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, Missing, require_short

from ..access import may_open_desk, require_writer
from ..events import TextMade
from ..models import Looker, SavedFilter, StandardText
from ..queries.comforts import OPEN_FOR
from ..rules.texts import BLANKS, unknown
from .verifying import office


@transaction.atomic
def keep_filter(*, by: Actor, name: str, query: str) -> None:
    """Save an inbox filter under a name of one's own."""
    name = name.strip()
    require_short(name=(name, 60))
    if not name or not may_open_desk(by):
        raise Invalid(_("Beri nama penyaring ini."))
    SavedFilter.objects.update_or_create(account=by.account_id, name=name, defaults={"query": query[:400]})


@transaction.atomic
def forget_filter(*, by: Actor, name: str) -> None:
    """Remove a filter of one's own."""
    SavedFilter.objects.filter(account=by.account_id, name=name).delete()


@transaction.atomic
def make_text(*, by: Actor, unit: str, use: str, title: str, text: str, at: datetime) -> UUID:
    """A text that this unit and all below it may use."""
    chosen = office(unit)
    require_writer(by, chosen.id)
    if use not in StandardText.Use.values or not title.strip() or not text.strip():
        raise Invalid(_("Isi judul dan teksnya, lalu pilih kegunaannya."))
    if wrong := unknown(text):
        raise Invalid(
            _("Isian {%(name)s} tidak dikenal. Yang ada: %(known)s.")
            % {"name": wrong[0], "known": ", ".join(f"{{{one}}}" for one in BLANKS)},
            fields={"text": _("Periksa isian dalam kurung kurawal.")},
        )
    require_short(title=(title.strip(), 80), text=(text.strip(), 4000))
    row = StandardText.objects.create(unit_id=chosen.id, use=use, title=title.strip(), text=text.strip(), made_at=at)
    ledger.record(TextMade(subject=row.id, unit_id=chosen.id, ended=False), by=by, at=at)
    return row.id


@transaction.atomic
def end_text(*, by: Actor, text_id: UUID, at: datetime) -> None:
    """It is not offered any more."""
    row = StandardText.objects.select_for_update().filter(id=text_id, ended_at=None).first()
    if row is None:
        raise Missing(_("Teks baku ini tidak ada."))
    require_writer(by, row.unit_id)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    ledger.record(TextMade(subject=row.id, unit_id=row.unit_id, ended=True), by=by, at=at)


@transaction.atomic
def look(*, by: Actor, report_id: UUID, at: datetime) -> None:
    """This officer has the report open now; whoever had any open long ago is forgotten."""
    Looker.objects.filter(at__lt=at - OPEN_FOR).delete()
    Looker.objects.bulk_create(
        [Looker(report_id=report_id, account=by.account_id, at=at)], update_conflicts=True, unique_fields=["report", "account"], update_fields=["at"]
    )  # fmt: skip
