"""Messages to the reporter and to the offices: what happened, what to do, where to look. Never what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from maklumat.modules.units import api as units

from ..models import Identity, Report
from ..queries.parts import CODE, COMPANION, IDENTITY
from ..rules.ladder import Kind
from ..rules.shield import conflicted
from .moving import is_public

FOLLOWED = ("complaints.verified", "complaints.answered", "complaints.closed", "complaints.gathered")
HOLDERS = {
    "officer": (),
    "coordinator": ("complaint_coordinator",),
    "head": ("head",),
    "agency_head": ("head",),
    "inspector": ("inspector",),
}


@dataclass(frozen=True)
class Addressee:
    """Somebody who is told: where to, in which language, and the page on which he reads more, and that
    on which a neighbour stops the news."""

    contact: dict[str, str]
    language: str
    number: str
    page: str
    key: str
    stop: str = ""


def tell_reporter(fact: Fact) -> None:
    """One message per fact, person and channel; ``once`` makes a redelivery silent.

    The reporter, whoever reported the same matter, and the neighbours who said "saya juga".
    """
    report = Report.objects.select_related("root").filter(id=fact.subject).first()
    if report is None:
        return
    whole = report.root or report
    for one in _reporters([whole]):
        with translation.override(one.language):
            _send(fact, whole.id, one, _text(fact, report))
    if fact.kind in FOLLOWED:
        for one in (*_reporters(_following(whole)), *_companions(whole)):
            with translation.override(one.language):
                _send(fact, whole.id, one, _text_for_followers(fact))


def _reporters(reports: Iterable[Report]) -> Iterator[Addressee]:
    by_id = {report.id: report for report in reports}
    for identity in Identity.objects.filter(report_id__in=list(by_id), erased_at=None):
        report = by_id[identity.report_id]
        code = crypto.unseal(report.code, CODE).decode()
        contact = crypto.unseal_json(identity.sealed, IDENTITY)
        yield Addressee(contact, report.language, report.number or "", f"/lapor/lacak/{code}/", report.id.hex)


def _following(whole: Report) -> list[Report]:
    return list(Report.objects.filter(links__main=whole, links__undone_at=None))


def _companions(whole: Report) -> Iterator[Addressee]:
    if not is_public(whole):
        return
    for one in whole.companions.all():
        contact = crypto.unseal_json(one.sealed, COMPANION)
        page, stop = f"/laporan/{(whole.number or '').lower()}/", f"/laporan/ikut/{contact['code']}/"
        yield Addressee(contact, one.language, whole.number or "", page, one.id.hex, stop)


def _send(fact: Fact, about: UUID, one: Addressee, text: str) -> None:
    if not text:
        return
    subject = _("Laporan %(number)s") % {"number": one.number}
    body = f"{text}\n\n{_('Lihat dan tanggapi: %(link)s') % {'link': settings.BASE_URL + one.page}}"
    if one.stop:
        body += f"\n{_('Berhenti mendapat kabar: %(link)s') % {'link': settings.BASE_URL + one.stop}}"
    if fact.kind == "complaints.filed" and one.contact.get("pin"):
        body += "\n" + _("Kode untuk mengonfirmasi kontak ini: %(pin)s (tidak wajib)") % {"pin": one.contact["pin"]}
    for channel in ("phone", "email"):
        if address := one.contact.get(channel):
            once = f"{fact.id}/{channel}/{one.key}"
            notify.send(
                channel=channel, address=address, subject=subject, text=body, at=fact.at, about=about, once=once
            )


def _text_for_followers(fact: Fact) -> str:
    match fact.kind:
        case "complaints.verified":
            return _("Laporan tentang hal yang sama sudah diteruskan ke unit yang menjawabnya.")
        case "complaints.answered":
            return _("Laporan tentang hal yang sama sudah dijawab.")
        case "complaints.closed" | "complaints.gathered":
            return _("Laporan tentang hal yang sama sudah selesai ditangani.")
    return ""


def _text(fact: Fact, report: Report) -> str:
    match fact.kind:
        case "complaints.filed" if report.channel == "promise":
            return _("Permohonan Anda melewati janji kami, jadi laporan ini kami buatkan untuk Anda. Bila tidak perlu, tutuplah di halaman lacak. Paling lambat %(due)s Anda mendapat jawaban.") % {
                "due": _moment(report.due_at, report.holder_unit_id)
            }  # fmt: skip
        case "complaints.filed":
            return _("Laporan Anda sudah kami terima. Paling lambat %(due)s Anda mendapat jawaban.") % {
                "due": _moment(report.due_at, report.holder_unit_id)
            }
        case "complaints.verified":
            return _("Laporan Anda sudah diverifikasi dan diteruskan ke unit yang menjawabnya.")
        case "complaints.archived":
            return _("Laporan Anda tidak kami lanjutkan. Alasannya dan jalan keberatan ada di halaman lacak.")
        case "complaints.asked":
            return _("Ada pertanyaan tentang laporan Anda. Jawablah paling lambat %(until)s.") % {
                "until": _moment(datetime.fromisoformat(fact.data["wait_until"]), report.holder_unit_id)
            }
        case "complaints.answered":
            return _("Laporan Anda sudah dijawab. Setuju atau sanggah paling lambat %(until)s.") % {
                "until": _moment(datetime.fromisoformat(fact.data["wait_until"]), report.holder_unit_id)
            }
        case "complaints.closed":
            return _("Laporan Anda selesai. Bila belum puas, Anda masih dapat menyanggah di halaman lacak.")
        case "complaints.joined":
            return _("Laporan Anda digabung dengan laporan lain tentang hal yang sama. Anda mendapat kabar yang sama.")
        case "complaints.reveal_agreed":
            return _("Dua petugas yang berwenang melihat identitas Anda, dengan alasan yang tercatat.")
    return ""


def tell_offices(fact: Fact) -> None:
    """A step of the ladder was reached: whoever it names, in the line of the unit. By e-mail, without a word of the report."""
    report = Report.objects.filter(id=fact.subject).first()
    if report is None:
        return
    people = _people(report, tuple(fact.data["tell"]), fact.at)
    for account_id, address in accounts.staff_addresses(people).items():
        notify.send(
            channel="email",
            address=address,
            subject=_("Batas waktu laporan %(number)s") % {"number": report.number},
            text=_("Laporan %(number)s mendekati atau melewati batas waktunya.\n\n%(link)s")
            % {"number": report.number, "link": f"{settings.BASE_URL}/petugas/laporan/{report.id}/"},
            at=fact.at,
            about=report.id,
            once=f"{fact.id}/{account_id}",
        )


def _people(report: Report, tell: tuple[str, ...], at: datetime) -> set[UUID]:
    """The accounts that are told. Nobody from whom the report is hidden; of one on abuse of office the inspectorate only."""
    tree = units.tree()
    line = tree.above(report.holder_unit_id)
    agencies = [unit.id for unit in line if unit.kind in ("agency", "government")]
    people: set[UUID] = set()
    for office in tell:
        if office == "officer" and report.assigned_to:
            people.add(report.assigned_to)
        for role in HOLDERS[office] if report.kind != Kind.OVERSIGHT else ("inspector",):
            reach = tree.by_id if role == "inspector" else agencies if office == "agency_head" else [u.id for u in line]
            held = units.holders(role, reach, at)
            people |= {
                h.account_id for h in held if not conflicted({h.unit_id}, h.account_id, report.hidden, report.named)
            }
    return people


def _moment(moment: datetime | None, unit_id: UUID) -> str:
    """The date where the unit is; a report is due at the end of that working day."""
    if moment is None:
        return ""
    return formats.date_format(moment.astimezone(ZoneInfo(calendars.zone_of(unit_id))), "l, j F Y")
