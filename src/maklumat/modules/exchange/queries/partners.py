"""The exchange as its page shows it, and the port of a partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.kernel.words import N_
from maklumat.modules.complaints import api as complaints

from ..access import require_see
from ..models import Mismatch, Partner, Subscriber, Twin
from ..ports.lapor import Lapor, LaporCsv, LaporHttp
from ..ports.open311 import Open311
from ..rules.lapor import WORDS

KEY = "partner key"
PROTOCOLS = {"open311": "Open311 GeoReport v2", "lapor": "SP4N-LAPOR! (HTTP)", "lapor_csv": "SP4N-LAPOR! (CSV)"}
DIFFERENCES = {
    "missing_here": N_("Ada di sana, tidak ada di sini"),
    "missing_there": N_("Ada di sini, tidak ada di sana"),
    "state": N_("Keadaannya berbeda"),
    "answer": N_("Jawaban kita belum ada di sana"),
    "response": N_("Tanggapan pelapor di sana tidak dapat diteruskan"),
}


@dataclass(frozen=True)
class PartnerFacts:
    id: UUID
    name: str
    protocol: str
    word: str
    tried: bool
    twins: int
    waiting: int
    differing: int
    compared_at: datetime | None
    trouble: str


@dataclass(frozen=True)
class MismatchFacts:
    """One place in which a partner differs from us; ``number`` of our report, if there is one."""

    partner: str
    word: str
    number: str
    foreign_id: str
    here: str
    there: str
    found_at: datetime


@dataclass(frozen=True)
class SubscriberFacts:
    url: str
    waiting: int
    given_up: int
    taken: int


@dataclass(frozen=True)
class ExchangePage:
    partners: tuple[PartnerFacts, ...]
    mismatches: tuple[MismatchFacts, ...]
    subscribers: tuple[SubscriberFacts, ...]


def _said(state: str) -> str:
    """What a state of LAPOR! is called on the page; one that we do not know stays as it came."""
    return _(WORDS[state]) if state in WORDS else state


def exchange_page(actor: Actor) -> ExchangePage:
    """Queries: partners, mismatches, which of their reports are seen, those, subscribers."""
    require_see(actor)
    partners = Partner.objects.filter(ended_at=None).order_by("name").annotate(
        all_twins=Count("twins", distinct=True),
        open_words=Count("twins__words", filter=Q(twins__words__told_at=None), distinct=True),
        open_differences=Count("mismatches", filter=Q(mismatches__gone_at=None), distinct=True),
    )  # fmt: skip
    rows = list(Mismatch.objects.filter(gone_at=None).select_related("partner").order_by("-found_at", "id")[:100])
    # What is out of this actor's sight is counted with its partner, and not listed: not even its number.
    seen = complaints.visible(actor, [row.report_id for row in rows if row.report_id])
    rows = [row for row in rows if row.report_id is None or row.report_id in seen]
    known = complaints.outlines(seen)
    told = Subscriber.objects.filter(ended_at=None).order_by("url").annotate(
        waiting=Count("sendings", filter=Q(sendings__state="waiting")),
        given_up=Count("sendings", filter=Q(sendings__state="given_up")),
        taken=Count("sendings", filter=Q(sendings__state="taken")),
    )  # fmt: skip
    return ExchangePage(
        tuple(
            PartnerFacts(
                row.id, row.name, row.protocol, PROTOCOLS[row.protocol], row.protocol == "open311", row.all_twins, row.open_words,
                row.open_differences, row.compared_at, row.trouble,
            )
            for row in partners
        ),
        tuple(
            MismatchFacts(
                row.partner.name, _(DIFFERENCES[row.what]),
                known[row.report_id].number if row.report_id in known else "", row.foreign_id, _said(row.here), _said(row.there), row.found_at,
            )
            for row in rows
        ),
        tuple(SubscriberFacts(row.url, row.waiting, row.given_up, row.taken) for row in told),
    )  # fmt: skip


def partner_of(partner_id: UUID) -> Partner:
    """An active partner. Raises :class:`Missing`."""
    found = Partner.objects.filter(id=partner_id, ended_at=None).first()
    if found is None:
        raise Missing(_("Mitra pertukaran ini tidak ada."))
    return found


def partners_by(*protocols: str) -> list[UUID]:
    """The active partners that speak one of these protocols. One query."""
    return list(Partner.objects.filter(ended_at=None, protocol__in=protocols).values_list("id", flat=True))


def lapor_of(partner: Partner) -> Lapor:
    """The port of a partner that speaks as LAPOR! does."""
    if partner.protocol == Partner.Protocol.LAPOR_CSV:
        return LaporCsv(partner.url)
    return LaporHttp(partner.url, crypto.unseal(partner.key, KEY).decode())


def open311_of(partner: Partner) -> Open311:
    """The client of a partner that speaks Open311."""
    key = crypto.unseal(partner.key, KEY).decode()
    return Open311(partner.url, key=key, jurisdiction=partner.jurisdiction)


def met(partner_id: UUID, foreign_id: str) -> UUID | None:
    """Our report for one that a partner calls so; None while it was not taken over."""
    return Twin.objects.filter(partner_id=partner_id, foreign_id=foreign_id).values_list("report_id", flat=True).first()


def twin_of(twin_id: UUID) -> Twin:
    """A twin with its partner. Raises :class:`Missing`."""
    found = Twin.objects.select_related("partner").filter(id=twin_id).first()
    if found is None:
        raise Missing(_("Laporan ini tidak dipertukarkan."))
    return found
