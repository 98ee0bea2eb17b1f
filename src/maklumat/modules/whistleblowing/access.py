"""Who may do what. Reporters are nobody: what they may do they show by a signature, or by a key of what they sent. Recipients see every sealed case, for only
their browser can find out which they can open, and act on those alone: an act is signed with a key that lies inside the report."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Missing, NotAllowed

from .models import Case, Keyholder, Recovery, SealedFile
from .rules import signing
from .rules.states import ERASED

RECEIVE, HOLD = "whistleblowing.receive", "whistleblowing.hold"


def require_keyholder(actor: Actor) -> str:
    """The duty of the actor. Raises :class:`NotAllowed`."""
    if actor.kind == "staff" and actor.may_anywhere(RECEIVE):
        return Keyholder.Duty.RECIPIENT
    if actor.kind == "staff" and actor.may_anywhere(HOLD):
        return Keyholder.Duty.CUSTODIAN
    raise NotAllowed(
        _("Meja Lapor Aman hanya untuk penerima laporan dan pemegang bagian kunci. Masuk dengan akun yang ditugaskan.")
    )


def get_holder(actor: Actor, duty: str = "") -> Keyholder:
    """The actor as keyholder. Raises :class:`NotAllowed`, :class:`Conflict` before the first key."""
    own = require_keyholder(actor)
    if duty and own != duty:
        raise NotAllowed(_("Tindakan ini bukan untuk tugas Anda di Lapor Aman."))
    row = Keyholder.objects.filter(account=actor.account_id, duty=own).first()
    if row is None:
        raise Conflict(_("Buat kunci Anda dulu."))
    return row


def get_to_act(actor: Actor, case_id: UUID, act: str, signature: bytes) -> Case:
    """A case, locked, for an act that is signed by its handler key as it is now."""
    get_holder(actor, Keyholder.Duty.RECIPIENT)
    row = Case.objects.select_for_update().filter(id=case_id).exclude(state=ERASED).first()
    if row is None:
        raise Missing(_("Perkara ini tidak ada."))
    if row.handler is not None and not signing.holds(
        bytes(row.handler), signing.to_act(str(case_id), row.revision, act), signature
    ):
        raise Conflict(_("Perkara ini baru saja diubah, atau tidak ditujukan kepada Anda. Muat ulang, lalu ulangi."))
    return row


def get_of_mailbox(mailbox: bytes, *, lock: bool = False) -> Case:
    """The case of a mailbox whose owner has shown to be it; ``lock``: to add to it. Raises :class:`Missing`."""
    rows = Case.objects.select_for_update() if lock else Case.objects
    row = rows.filter(mailbox=hashlib.sha256(mailbox).digest()).exclude(state=ERASED).first()
    if row is None:
        raise Missing(
            _(
                "Kotak surat ini tidak ada. Periksa kembali dua belas kata Anda, atau laporan sudah dihapus sesuai jadwal."
            )
        )
    return row


def get_upload(file_id: UUID, key: str) -> SealedFile:
    """A file that is still arriving, for who holds its key; locked. Raises :class:`Missing`."""
    row = SealedFile.objects.select_for_update().filter(id=file_id, letter=None).first()
    if row is None or not hmac.compare_digest(bytes(row.key), digest_of(key)):
        raise Missing(_("Kiriman berkas ini tidak ada lagi. Lampirkan berkasnya sekali lagi."))
    return row


def get_recovery(actor: Actor, recovery_id: UUID) -> Recovery:
    """A recovery that waits, locked, for keyholders."""
    require_keyholder(actor)
    row = (
        Recovery.objects.select_for_update(of=("self",))
        .select_related("asker")
        .filter(id=recovery_id, state=Recovery.State.WAITING)
        .first()
    )
    if row is None:
        raise Missing(_("Permintaan pemulihan ini tidak ada atau sudah selesai."))
    return row


def digest_of(text: str) -> bytes:
    """SHA-256, of what is kept only to be recognised."""
    return hashlib.sha256(text.encode()).digest()
