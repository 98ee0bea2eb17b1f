"""Keys of recipients and custodians. Private halves are made in browsers and come here only wrapped, in shares, or not at all."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import pyrage
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger, notify
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed
from maklumat.modules.accounts import api as accounts

from ..access import get_holder, get_recovery, require_keyholder
from ..events import (
    KeyPublished,
    KeyRetired,
    RecoveryFinished,
    RecoveryKeyBack,
    RecoveryKeyMade,
    RecoveryRefused,
    RecoveryRequested,
    ShareReleased,
)
from ..models import Key, Keyholder, Recovery, RecoveryKey, Released, Share
from ..queries.letters import malformed, today
from ..queries.state import in_office
from ..rules import shapes, titles
from ..rules.shapes import BadShape

SHARES, NEEDED = 5, 3
MOST_WRAPPED = 2000  # letters of JSON
MOST_SEALED = 4000  # bytes of a sealed share


@transaction.atomic
def publish_key(*, by: Actor, title: str, box: str, sign: str, wrapped: object, at: datetime) -> None:
    """A keyholder made a key. A former one is retired: reports that were written to it open only for who still has it, or by recovery."""
    duty = require_keyholder(by)
    title = titles.tidy(title)
    if not 3 <= len(title) <= 120:
        raise Invalid(_("Tulis jabatan Anda seperti dibaca pelapor, 3 sampai 120 huruf."))
    if not titles.is_plain(title):
        raise Invalid(_("Tulis jabatan Anda dengan huruf Latin, angka, dan tanda baca biasa saja."))
    _require_box(box)
    _require_32(sign)
    _require_wrapped(wrapped)
    others = [row.title for row in in_office(at) if row.holder.account != by.account_id]
    if any(titles.look_alike(one, title) for one in others):
        raise Invalid(
            _("Jabatan ini sudah dipakai pemegang kunci lain. Tambahkan nama Anda, supaya pelapor tahu siapa Anda.")
        )
    holder, _new = Keyholder.objects.update_or_create(account=by.account_id, defaults={"duty": duty, "title": title})
    day = today(at)
    for old in Key.objects.select_for_update().filter(holder=holder, retired=False):
        old.retired = True
        old.save(update_fields=["retired"])
        ledger.record(KeyRetired(subject=old.id), by=by, at=at)
    key = Key(holder=holder, title=title, box=box, sign=sign, wrapped=wrapped, since=day)
    fact = KeyPublished(
        subject=key.id, holder_id=str(holder.id), box=box, sign=sign, duty=duty,
        title_digest=hashlib.sha256(title.encode()).hexdigest(),
    )  # fmt: skip
    key.entry = ledger.record(fact, by=by, at=at)
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("Kunci ini sudah terdaftar. Muat ulang halaman.")) from error


@transaction.atomic
def wrap_again(*, by: Actor, wrapped: object, passkey: object, at: datetime) -> None:
    """The same key under another passphrase, or a passkey as well."""
    holder = get_holder(by)
    key = Key.objects.select_for_update().filter(holder=holder, retired=False).first()
    if key is None:
        raise Conflict(_("Buat kunci Anda dulu."))
    for one in (wrapped, passkey):
        if one is not None:
            _require_wrapped(one)
    key.wrapped = key.wrapped if wrapped is None else wrapped
    key.passkey = key.passkey if passkey is None else passkey
    key.save(update_fields=["wrapped", "passkey"])


@transaction.atomic
def make_recovery_key(*, by: Actor, box: str, shares: object, at: datetime) -> None:
    """A recovery key that exists in five shares, each sealed for one custodian. It takes the place of the former one. A custodian makes it: whoever makes it
    could keep it, and custodians get no letters; a recipient could read what was kept from him."""
    get_holder(by, Keyholder.Duty.CUSTODIAN)
    _require_box(box)
    custodians = {
        str(row.holder_id): row.holder for row in in_office(at) if row.holder.duty == Keyholder.Duty.CUSTODIAN
    }
    if len(custodians) < SHARES:
        raise Conflict(
            _("Pemulihan membutuhkan lima pemegang bagian kunci. Baru %(n)d yang sudah membuat kunci.")
            % {"n": len(custodians)}
        )
    sealed = _read_shares(shares)
    if len(sealed) != SHARES or not set(sealed) <= set(custodians):
        raise malformed()
    RecoveryKey.objects.filter(retired=False).update(retired=True)
    key = RecoveryKey(box=box, since=today(at))
    key.entry = ledger.record(RecoveryKeyMade(subject=key.id, box=box, shares=SHARES, needed=NEEDED), by=by, at=at)
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError as error:  # made before, or another one in this moment
        raise Conflict(_("Kunci ini sudah terdaftar. Muat ulang halaman.")) from error
    Share.objects.bulk_create([Share(key=key, custodian=custodians[one], sealed=text) for one, text in sealed.items()])


@transaction.atomic
def ask_recovery(*, by: Actor, at: datetime) -> UUID:
    """A recipient with a new key asks the custodians. Everybody sees it before anything can be released."""
    holder = get_holder(by, Keyholder.Duty.RECIPIENT)
    key = RecoveryKey.objects.filter(retired=False).first()
    if key is None:
        raise Conflict(_("Kunci pemulihan belum dibuat, jadi tidak ada yang dapat dipulihkan."))
    hours = settings.SEALED_RECOVERY_HOURS
    try:
        with transaction.atomic():
            row = Recovery.objects.create(key=key, asker=holder, asked_at=at, opens_at=at + timedelta(hours=hours))
    except IntegrityError as error:
        raise Conflict(_("Permintaan Anda masih berjalan.")) from error
    ledger.record(RecoveryRequested(subject=row.id, hours=hours), by=by, at=at)
    _tell_of_request(row, at)
    return row.id


def _tell_of_request(row: Recovery, at: datetime) -> None:
    """Who could release or refuse hears of it at once, and the other recipients as well."""
    text = _(
        "%(asker)s meminta pemulihan kunci Lapor Aman. Bagian kunci boleh dilepas %(hours)d jam lagi. Bila Anda memegang bagian kunci, tanyakan dulu kepada orangnya; bila ia tidak memintanya, tolak di %(desk)s."
    ) % {
        "asker": row.asker.title,
        "hours": settings.SEALED_RECOVERY_HOURS,
        "desk": f"{settings.BASE_URL}/lapor-aman/meja/",
    }
    holders = {one.holder.account for one in in_office(at)}
    for address in accounts.staff_addresses(holders).values():
        notify.send(
            channel="email", address=address, subject=_("Permintaan pemulihan kunci Lapor Aman"), text=text, at=at
        )


@transaction.atomic
def release_share(*, by: Actor, recovery_id: UUID, sealed: str, at: datetime) -> None:
    """A custodian opened the share and sealed it again for who asks."""
    holder = get_holder(by, Keyholder.Duty.CUSTODIAN)
    row = get_recovery(by, recovery_id)
    if at < row.opens_at:
        raise Conflict(
            _(
                "Masa tunggu belum berakhir. Bagian kunci baru boleh dilepas setelah semua orang sempat melihat permintaan ini."
            )
        )
    if not Share.objects.filter(key_id=row.key_id, custodian=holder).exists():
        raise NotAllowed(_("Anda tidak memegang bagian dari kunci pemulihan ini."))
    Released.objects.update_or_create(recovery=row, custodian=holder, defaults={"sealed": _sealed(sealed)})
    so_far = row.released.count()
    ledger.record(ShareReleased(subject=row.id, so_far=so_far), by=by, at=at)
    if so_far >= NEEDED and RecoveryKey.objects.filter(id=row.key_id, retired=False).update(retired=True):
        ledger.record(RecoveryKeyBack(subject=row.key_id), by=by, at=at)


@transaction.atomic
def refuse_recovery(*, by: Actor, recovery_id: UUID, at: datetime) -> None:
    """A custodian refuses, or who asked takes it back: one voice is enough, and everybody sees it."""
    holder = get_holder(by)
    row = get_recovery(by, recovery_id)
    if holder.duty != Keyholder.Duty.CUSTODIAN and holder.id != row.asker_id:
        raise NotAllowed(_("Yang boleh menolak hanya pemegang bagian kunci; yang boleh membatalkan hanya pemintanya."))
    if row.released.count() >= NEEDED:
        raise Conflict(_("Tiga bagian sudah dilepas; permintaan ini tidak dapat ditarik kembali."))
    row.state = Recovery.State.REFUSED
    row.save(update_fields=["state"])
    ledger.record(RecoveryRefused(subject=row.id), by=by, at=at)


@transaction.atomic
def finish_recovery(*, by: Actor, recovery_id: UUID, at: datetime) -> None:
    """It was used; a new one must be made."""
    holder = get_holder(by, Keyholder.Duty.RECIPIENT)
    row = get_recovery(by, recovery_id)
    if row.asker_id != holder.id or row.released.count() < NEEDED:
        raise Conflict(_("Pemulihan ini belum dapat diselesaikan: butuh %(n)d bagian kunci.") % {"n": NEEDED})
    row.state = Recovery.State.FINISHED
    row.save(update_fields=["state"])
    ledger.record(RecoveryFinished(subject=row.id), by=by, at=at)


def _require_box(box: object) -> None:
    try:
        pyrage.x25519.Recipient.from_str(box if isinstance(box, str) else "")
    except pyrage.RecipientError as error:
        raise malformed() from error


def _require_32(text: object) -> None:
    try:
        if len(shapes.unb64(text, 32)) != 32:
            raise malformed()
    except BadShape as error:
        raise malformed() from error


def _require_wrapped(wrapped: object) -> None:
    """Small, flat, and of words: what is in it only its maker can tell."""
    if (
        not isinstance(wrapped, dict)
        or not wrapped
        or any(not isinstance(one, (str, int)) for one in wrapped.values())
        or len(str(wrapped)) > MOST_WRAPPED
    ):
        raise malformed()


def _read_shares(given: object) -> dict[str, bytes]:
    try:
        return {str(UUID(one["custodian"])): _sealed(one["sealed"]) for one in given}  # type: ignore[attr-defined]
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise malformed() from error


def _sealed(text: object) -> bytes:
    try:
        found = shapes.unb64(text, MOST_SEALED)
        shapes.age_parts(found)
    except BadShape as error:
        raise malformed() from error
    return found
