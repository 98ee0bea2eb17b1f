"""The coordinator's desk: verify and forward in one act, archive with a reason, place what two units declined."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid
from maklumat.modules.units import api as units

from ..access import JUDGE, SUPERVISE, VERIFY, WORK, get_for
from ..events import Archived, Narrowed, Placed, Verified
from ..models import Report
from ..queries.categories import open_category
from ..queries.desks import hidden_from, overseeing_desk
from ..queries.parts import CONTENT
from ..rules.ladder import Kind
from ..rules.shield import Shield
from ..rules.words import REASONS
from .gathering import gather
from .moving import clockwork, move, save, say
from .publishing import public_form


@transaction.atomic
def verify(
    *,
    by: Actor,
    report_id: UUID,
    kind: str,
    category: str,
    unit: str,
    about: str,
    public_title: str,
    public_text: str,
    anonymous: bool,
    secret: bool,
    revision: int,
    at: datetime,
    photos: Collection[UUID] = (),
) -> None:
    """Decide the class and who answers, and hand it over; the public text is what the officer has seen.

    ``unit``: who answers; ``about``: the unit complained about, empty to leave it. The shield can only become stronger. A report
    on abuse of office goes to the inspectorate, whatever unit was chosen. ``photos``: the pictures that everybody may see.
    """
    report = get_for(by, VERIFY, report_id, revision)
    chosen = _kind(kind)
    if about:
        report.about_unit_id = office(about, "about").id
    target = _target(report, chosen, unit, at)
    shield = Shield(report.anonymous, report.secret).narrowed(
        anonymous=anonymous, secret=secret or chosen is Kind.OVERSIGHT
    )
    report.anonymous, report.secret = shield.anonymous, shield.secret
    move(report, "verified")
    report.kind = chosen
    if category:
        report.category = open_category(category)
    report.holder_unit_id, report.desk_since, report.assigned_to = target.id, at, None
    publish(report, public_title, public_text, at)
    if report.published_at and photos:
        report.evidence.filter(id__in=photos, entry=None, media_type__startswith="image/").update(is_public=True)
    save(report, at)
    ledger.record(
        Verified(
            subject=report.id,
            unit_id=target.id,
            report_kind=report.kind,
            category_id=report.category_id,
            holder_unit=target.id,
            due_at=report.due_at,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def archive(*, by: Actor, report_id: UUID, reason: str, text: str, revision: int, at: datetime) -> None:
    """Not to be worked on. The reporter is told the reason and the way to object."""
    report = get_for(by, VERIFY, report_id, revision)
    if reason not in REASONS:
        raise Invalid(_("Pilih alasan yang ada di daftar."), fields={"reason": _("Pilih salah satu.")})
    move(report, "archived")
    say(report, "reason", text, by, at)
    report.finished_at = at
    clockwork.stop(report, at)
    save(report, at, due=False)
    ledger.record(Archived(subject=report.id, unit_id=report.holder_unit_id, ground=reason), by=by, at=at)
    gather(report, at)


@transaction.atomic
def place(*, by: Actor, report_id: UUID, unit: str, text: str, revision: int, at: datetime) -> None:
    """A person decides which unit answers, after two said "not ours" or at any time before; the unit keeps it."""
    report = get_for(by, JUDGE, report_id, revision)
    target = office(unit)
    move(report, "placed")
    say(report, "note", text, by, at)
    report.holder_unit_id, report.desk_since, report.judged, report.assigned_to = target.id, at, True, None
    save(report, at)
    ledger.record(Placed(subject=report.id, unit_id=target.id, holder_unit=target.id), by=by, at=at)


@transaction.atomic
def narrow(*, by: Actor, report_id: UUID, anonymous: bool, secret: bool, revision: int, at: datetime) -> None:
    """Hide more. What the reporter chose stays; what was public is withdrawn when it becomes secret."""
    report = get_for(by, WORK, report_id, revision)
    before = Shield(report.anonymous, report.secret)
    shield = before.narrowed(anonymous=anonymous, secret=secret)
    if shield == before:
        raise Conflict(_("Perlindungan ini sudah berlaku. Perlindungan hanya dapat ditambah."))
    for one in Report.objects.select_for_update().filter(Q(root=_whole_id(report)) | Q(id=_whole_id(report))):
        if one.id != report.id:
            hide(one, shield)
            one.save()
    hide(report, shield)
    save(report, at)
    ledger.record(
        Narrowed(subject=report.id, unit_id=report.holder_unit_id, anonymous=shield.anonymous, secret=shield.secret),
        by=by,
        at=at,
    )


@transaction.atomic
def mask_again(*, by: Actor, report_id: UUID, public_title: str, public_text: str, revision: int, at: datetime) -> None:
    """Change what the public reads: a supervisor hides what was overlooked."""
    report = get_for(by, SUPERVISE, report_id, revision)
    if report.published_at is None:
        raise Conflict(_("Laporan ini tidak terbuka untuk umum."))
    publish(report, public_title, public_text, report.published_at)
    save(report, at)
    ledger.record(
        Narrowed(subject=report.id, unit_id=report.holder_unit_id, anonymous=report.anonymous, secret=report.secret),
        by=by,
        at=at,
    )


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError as error:
        raise Invalid(_("Pilih jenis laporan."), fields={"kind": _("Pilih salah satu.")}) from error


def office(code: str, field: str = "unit") -> units.UnitFacts:
    """The unit of this code that can answer a report."""
    found = units.tree().by_code.get(code)
    if found is None or found.kind == "counter":
        raise Invalid(_("Pilih unit dari daftar."), fields={field: _("Pilih salah satu.")})
    return found


def _target(report: Report, kind: Kind, unit: str, at: datetime) -> units.UnitFacts:
    if kind is not Kind.OVERSIGHT:
        if report.kind == Kind.OVERSIGHT:
            raise Conflict(_("Laporan ini dilindungi sebagai pengaduan berkadar pengawasan, dan tetap demikian."))
        return office(unit)
    if report.root_id or report.followers.filter(undone_at=None).exists():
        raise Conflict(
            _(
                "Laporan yang dibagi atau digabung tidak dapat menjadi berkadar pengawasan. Buat laporan baru untuk dugaan itu."
            )
        )
    report.hidden = hidden_from(report.about_unit_id)
    desk = overseeing_desk(report.hidden, at)
    if desk is None:
        raise Conflict(
            _(
                "Tidak ada Inspektorat yang bebas dari laporan ini. Teruskan ke Inspektorat Provinsi, lalu catat di sini."
            )
        )
    return units.tree().by_id[desk]


def publish(report: Report, title: str, text: str, at: datetime) -> None:
    """Keep the public form of what is public. What the officer left unmasked by mistake is masked here again."""
    if report.root_id:
        return  # a part is read on the page of the whole
    if report.secret or report.kind == Kind.OVERSIGHT:
        _withdraw(report)
        return
    content = crypto.unseal_json(report.content, CONTENT)
    title, text = title.strip() or content["title"], text.strip() or content["text"]
    hide = public_form(report)
    report.public_title, report.public_text = hide(title)[:200], hide(text)
    report.public_place = hide(content.get("place", ""))[:300]
    report.published_at = report.published_at or at


def _whole_id(report: Report) -> UUID:
    return report.root_id or report.id


def hide(report: Report, shield: Shield) -> None:
    """Put a stronger shield on a row; what became secret is public no more. The caller saves it."""
    report.anonymous, report.secret = shield.anonymous, shield.secret
    if shield.secret:
        _withdraw(report)


def _withdraw(report: Report) -> None:
    report.public_title = report.public_text = report.public_place = ""
    report.published_at = None
    report.evidence.filter(is_public=True).update(is_public=False)
    report.entries.exclude(public_text="").update(public_text="")
