"""News of an area by e-mail: asked for, confirmed by the owner of the address, told once a day, ended by one click."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, limits, notify
from maklumat.kernel.errors import Invalid, Missing, TooMany, require_short
from maklumat.kernel.ids import new_code
from maklumat.modules.units import api as units

from ..access import index_of
from ..models import Alert
from ..queries.public import visible_to_all

ALERT, MOST_LINES, UNCONFIRMED_KEPT = "area alert", 20, timedelta(days=7)
TRIES_A_SOURCE = limits.Limit("alert source", 20)
TRIES_AN_ADDRESS = limits.Limit("alert address", 5)


@transaction.atomic
def ask_for_news(*, email: str, unit: str, region: str, source: str, language: str, at: datetime) -> None:
    """Send a letter with a link; only who opens it gets news. Whether the address was known before is not told."""
    email = email.strip()
    require_short(email=(email, 200))
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(_("Alamat email ini tidak terbaca."), fields={"email": _("Periksa alamat ini.")}) from error
    chosen = units.tree().by_code.get(unit) if unit else None
    if (unit and chosen is None) or (region and units.region(region) is None):
        raise Invalid(_("Pilih unit atau wilayah dari daftar."))
    if limits.count(TRIES_A_SOURCE, source, at) or limits.count(TRIES_AN_ADDRESS, email.casefold(), at):
        raise TooMany(_("Terlalu banyak permintaan. Tunggu 15 menit, lalu coba lagi."))
    code, index = new_code(), crypto.blind(email.casefold(), "alert address")
    sealed = crypto.seal_json({"email": email, "code": code}, ALERT)
    Alert.objects.filter(
        address_index=index, unit_id=chosen.id if chosen else None, region=region, confirmed_at=None
    ).delete()
    row, made = Alert.objects.get_or_create(
        address_index=index, unit_id=chosen.id if chosen else None, region=region,
        defaults={"sealed": sealed, "code_index": index_of(code), "language": language, "asked_at": at},
    )  # fmt: skip
    if made:
        text = _(
            "Buka tautan ini untuk menerima kabar laporan warga, sekali sehari:\n\n%(link)s\n\nBila bukan Anda yang meminta, abaikan surat ini."
        )
        notify.send(
            channel="email", address=email, subject=_("Kabar laporan warga"), at=at, about=row.id, once=f"alert/{row.id}",
            text=text % {"link": f"{settings.BASE_URL}/laporan/berlangganan/{code}/"},
        )  # fmt: skip


@transaction.atomic
def confirm_news(*, code: str, at: datetime) -> None:
    """The owner of the address wants it."""
    row = _of(code)
    if row.confirmed_at is None:
        row.confirmed_at = row.told_until = at
        row.save(update_fields=["confirmed_at", "told_until"])


@transaction.atomic
def stop_news(*, code: str) -> None:
    """No more; the address is deleted."""
    row = _of(code)
    notify.forget(row.id)
    row.delete()


def _of(code: str) -> Alert:
    row = Alert.objects.select_for_update().filter(code_index=index_of(code)).first()
    if row is None:
        raise Missing(_("Tautan ini tidak ada, atau kabar ini sudah dihentikan."))
    return row


def send_news(at: datetime) -> int:
    """Once a day: one letter to each whose area has something new. How many letters. Addresses that nobody confirmed are deleted."""
    _forget_unconfirmed(at)
    ids = list(Alert.objects.filter(confirmed_at__isnull=False).order_by("id").values_list("id", flat=True))
    return sum(_send(alert_id, at) for alert_id in ids)


@transaction.atomic
def _forget_unconfirmed(at: datetime) -> None:
    Alert.objects.filter(confirmed_at=None, asked_at__lt=at - UNCONFIRMED_KEPT).delete()


@transaction.atomic
def _send(alert_id: object, at: datetime) -> bool:
    row = Alert.objects.select_for_update(skip_locked=True).filter(id=alert_id).first()
    if row is None or row.told_until is None:
        return False
    rows = visible_to_all().filter(published_at__gt=row.told_until, published_at__lte=at).order_by("published_at", "id")
    if row.unit_id:
        rows = rows.filter(holder_unit_id__in=units.tree().below(row.unit_id))
    if row.region:
        rows = rows.filter(region__startswith=row.region)
    found = list(rows[: MOST_LINES + 1])
    before, row.told_until = row.told_until, at
    row.save(update_fields=["told_until"])
    if not found:
        return False
    who = crypto.unseal_json(row.sealed, ALERT)
    with translation.override(row.language):
        lines = [
            f"{one.public_title}\n{settings.BASE_URL}/laporan/{(one.number or '').lower()}/"
            for one in found[:MOST_LINES]
        ]
        more = [f"{settings.BASE_URL}/laporan/"] if len(found) > MOST_LINES else []
        stop = _("Berhenti mendapat kabar: %(link)s") % {
            "link": f"{settings.BASE_URL}/laporan/berlangganan/{who['code']}/"
        }
        notify.send(
            channel="email", address=who["email"], subject=_("Kabar laporan warga"), text="\n\n".join([*lines, *more, stop]), at=at, about=row.id,
            once=f"news/{row.id}/{before.isoformat()}",
        )  # fmt: skip
    return True
