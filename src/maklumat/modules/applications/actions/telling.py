"""Messages to the applicant and to supervisors: what happened, what to do, where to look. In their language."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, notify
from maklumat.kernel.events import Fact
from maklumat.modules.accounts import api as accounts
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..models import Application
from ..queries.parts import CONTACT
from .filing import CODE


def tell_applicant(fact: Fact) -> None:
    """One message per fact and channel; ``once`` makes a redelivery silent."""
    application = Application.objects.filter(id=fact.subject).first()
    if application is None or not application.contact:
        return
    contact = crypto.unseal_json(application.contact, CONTACT)
    code = crypto.unseal(application.code, CODE).decode()
    with translation.override(application.language):
        service = catalogue.published_version(application.version_id).standard.name
        text = _text(fact, application, service)
        if not text:
            return
        link = f"{settings.BASE_URL}/lacak/{code}/"
        subject = _("Permohonan %(number)s: %(service)s") % {"number": application.number, "service": service}
        body = f"{text}\n\n{_('Lihat dan lacak: %(link)s') % {'link': link}}"
    for channel, address in (("phone", contact.get("phone")), ("email", contact.get("email"))):
        if address:
            notify.send(
                channel=channel,
                address=address,
                subject=subject,
                text=body,
                at=fact.at,
                about=application.id,
                once=f"{fact.id}/{channel}",
            )


def _text(fact: Fact, application: Application, service: str) -> str:
    due = _moment(application.due_at, application.unit_id) if application.due_at else ""
    match fact.kind:
        case "applications.submitted":
            return _("Permohonan Anda untuk %(service)s sudah kami terima dengan nomor %(number)s. Kami janjikan selesai paling lambat %(due)s.") % {
                "service": service, "number": application.number, "due": due or _("sesuai standar setelah berkas diterima lengkap"),
            }  # fmt: skip
        case "applications.returned" | "applications.asked_outside":
            return _(
                "Ada yang perlu Anda lengkapi agar permohonan dapat dilanjutkan. Selama menunggu Anda, waktu layanan kami hentikan."
            )
        case "applications.completed":
            return _(
                "Terima kasih. Kelengkapan Anda sudah kami terima dan permohonan dilanjutkan. Perkiraan selesai %(due)s."
            ) % {"due": due}
        case "applications.issued":
            return _("Selesai. Dokumen Anda sudah ditandatangani dan dapat diunduh sekarang.")
        case "applications.rejected":
            return _(
                "Permohonan Anda tidak dapat dikabulkan. Alasan, dasar aturannya, dan cara mengajukan keberatan ada di halaman lacak."
            )
        case "applications.withdrawn":
            return _("Permohonan Anda sudah dibatalkan sesuai permintaan Anda.")
        case "applications.mark_reached":
            return _apology(fact, application)
    return ""


def _apology(fact: Fact, application: Application) -> str:
    rules = catalogue.published_version(application.version_id).standard.consequences
    if fact.data["percent"] < 100 or not rules.apologise:
        return ""
    promise = calendars.Promise(max(1, rules.extra_working_days), "working_days")
    calendar = calendars.calendar_of(application.unit_id)
    new_date = calendars.due(promise, calendar, (calendars.Interval("running", fact.at, None, ""),), fact.at)
    return _("Mohon maaf, permohonan Anda melewati waktu yang kami janjikan. Kami usahakan selesai paling lambat %(due)s. Anda berhak mengadu bila keberatan.") % {
        "due": _moment(new_date, application.unit_id)
    }  # fmt: skip


def tell_supervisors(fact: Fact) -> None:
    """A mark was reached: warn who holds the step, and from 100 percent the head too. By e-mail."""
    application = Application.objects.filter(id=fact.subject).first()
    if application is None:
        return
    percent = fact.data["percent"]
    line = [u.id for u in units.tree().above(application.holder_unit_id)]
    people = {h.account_id for h in units.holders(application.holder_role, line, fact.at)}
    if percent >= 100:
        people |= {h.account_id for h in units.holders("head", line, fact.at)}
    if application.assigned_to:
        people.add(application.assigned_to)
    for account_id, address in accounts.staff_addresses(people).items():
        notify.send(
            channel="email",
            address=address,
            subject=_("%(percent)d %% waktu terpakai: %(number)s") % {"percent": percent, "number": application.number},
            text=_("Permohonan %(number)s sudah memakai %(percent)d %% waktu yang dijanjikan.\n\n%(link)s")
            % {
                "percent": percent,
                "number": application.number,
                "link": f"{settings.BASE_URL}/petugas/permohonan/{application.id}/",
            },
            at=fact.at,
            about=application.id,
            once=f"{fact.id}/{account_id}",
        )


def _moment(moment: datetime, unit_id: UUID) -> str:
    """Date and time where the unit is, with its zone's short name."""
    zone = calendars.zone_of(unit_id)
    short = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}.get(zone, "")
    local = moment.astimezone(ZoneInfo(zone))
    return f"{formats.date_format(local, 'l, j F Y')} {local:%H.%M} {short}".strip()
