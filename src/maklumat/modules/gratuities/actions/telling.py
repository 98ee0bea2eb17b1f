"""Letters to who reported and to the unit that controls gratuities (UPG): that something waits for them. Number and link only; no letter says what was
given, by whom, or who reported."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from maklumat.kernel import notify
from maklumat.kernel.events import Fact
from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

from ..models import Report

CONTROL = "gratuity_control"  # the role of those who handle reports


def tell_reporter(fact: Fact) -> None:
    """What is asked of him, that it lapsed, that the unit is late: the duty to report stays his own."""
    row = Report.objects.filter(id=fact.subject).first()
    if row is not None and row.reporter is not None:
        _tell({row.reporter}, row, _for_reporter(fact), fact, "reporter")


def tell_control(fact: Fact) -> None:
    """The officers of the unit who may work on it: never who reported it himself."""
    row = Report.objects.filter(id=fact.subject).first()
    if row is None or row.erased_at is not None:
        return
    line = [one.id for one in units.tree().above(row.unit_id)]
    people = {one.account_id for one in units.holders(CONTROL, line, fact.at)} - {row.reporter}
    _tell(people, row, _for_control(fact), fact, "control")


def _for_reporter(fact: Fact) -> str:
    match fact.kind:
        case "gratuities.returned":
            return _("Ada yang perlu Anda lengkapi pada laporan %(number)s. Yang terlambat dilengkapi tidak diproses.")
        case "gratuities.lapsed":
            return _("Laporan %(number)s tidak dilengkapi pada waktunya, jadi tidak diproses. Sampaikan laporan baru.")
    return _("Langkah berikutnya untuk laporan %(number)s melewati batas waktunya. UPG sudah diberi tahu.")


def _for_control(fact: Fact) -> str:
    match fact.kind:
        case "gratuities.lapsed":
            return _("Laporan %(number)s tidak dilengkapi pada waktunya, jadi tidak diproses lagi.")
        case "gratuities.rejudged":
            return _("Karena laporan lain, nasihat aturan untuk laporan %(number)s berubah. Lihat lagi laporannya.")
    return _("Langkah berikutnya untuk laporan %(number)s melewati batas waktunya.")


def _tell(people: set[UUID], row: Report, sentence: str, fact: Fact, role: str) -> None:
    link = f"{settings.BASE_URL}/petugas/gratifikasi/{row.id}/"
    for account_id, address in accounts.staff_addresses(people).items():
        notify.send(
            channel="email", address=address, subject=_("Laporan %(number)s") % {"number": row.number}, text=f"{sentence % {'number': row.number}}\n\n{link}",
            at=fact.at, about=row.id, once=f"{fact.id}/{role}/{account_id}",
        )  # fmt: skip
