"""What reporters send: files in parts, a report, further letters. Taken once, kept before it is acknowledged, never looked into."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import raw
from maklumat.kernel.errors import Conflict, Invalid, Refusal

from ..access import digest_of, get_of_mailbox, get_upload
from ..models import Case, Letter, Notice, SealedFile
from ..queries.letters import Kept, Sealed, known_letter, malformed, read_bytes, read_key, today
from ..queries.stamps import mailbox_of, require_work
from ..rules import questions, shapes
from ..rules.shapes import BadShape

MOST_LETTERS = (
    400  # of a case, after which the reporter begins another; so that new headers for all of them fit into one act
)
FLOOR = 100_000_000  # bytes that stay free on the disk


@transaction.atomic
def begin_file(*, length: object, key: str, work: object, at: datetime) -> tuple[UUID, int]:
    """Announce a sealed file. ``key``: 16 bytes by chance that its sender made and shows with every part; with the same key it is the same file. Its id, and
    how much is there."""
    try:
        size = shapes.check_file_length(length)
    except BadShape as error:
        raise Invalid(_("Berkas ini terlalu besar. Paling besar 4 GB untuk satu berkas.")) from error
    if len(read_bytes(key, 16)) != 16:
        raise malformed()
    _require_room(size)
    row = SealedFile.objects.filter(key=digest_of(key)).first()
    if row is None:
        require_work(work, f"upload-{size}-{key}", at)
        row, _new = SealedFile.objects.get_or_create(key=digest_of(key), defaults={"length": size, "day": today(at)})
    if row.letter_id is not None or row.length != size:  # its key was used for another file
        raise malformed()
    return row.id, row.received


@transaction.atomic
def take_part(*, file_id: UUID, key: str, offset: int, part: bytes, at: datetime) -> tuple[int, bool]:
    """Take the next part. How many bytes are there now, and whether this one was taken: one that does not follow is not."""
    row = get_upload(file_id, key)
    if len(part) > shapes.MOST_PART or offset + len(part) > row.length:
        raise malformed()
    if offset != row.received or not part:
        return row.received, offset == row.received
    _require_room(len(part))
    raw.lay(row.id, offset, part, row.day)
    row.received = offset + len(part)
    row.save(update_fields=["received"])
    return row.received, True


class Full(Refusal):
    """The disk is nearly full: what is there already must not be lost for what still comes."""

    status = 507


def _require_room(more: int) -> None:
    if raw.free() - more < FLOOR:
        raise Full(
            _("Tempat penyimpanan hampir penuh, jadi berkas tidak dapat diterima sekarang. Kirim tulisannya saja.")
        )


@transaction.atomic
def send_report(*, sealed: Sealed, mailbox: str, case_id: UUID, handler: str, work: object, at: datetime) -> Kept:
    """Take a first letter."""
    known = known_letter(sealed)
    if known:
        return known
    public, hand = read_key(mailbox), read_key(handler)
    require_work(work, sealed.work, at)
    day = today(at)
    rules = questions.in_force(day)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                id=case_id, mailbox=hashlib.sha256(public).digest(), handler=hand, questions=rules.version, received_on=day,
                due_on=day + timedelta(days=rules.answer_days),
            )  # fmt: skip
    except IntegrityError as error:
        known = known_letter(sealed)  # the same request, that came twice at once
        if known:
            return known
        raise Conflict(
            _("Laporan dengan kata-kata ini sudah ada. Buka kotak surat Anda untuk menambah keterangan.")
        ) from error
    return keep(case, Letter.Sender.REPORTER, sealed, day)


@transaction.atomic
def send_more(*, sealed: Sealed, access: str, work: object, at: datetime) -> Kept:
    """Take a further letter of a reporter whose mailbox is open."""
    case = get_of_mailbox(read_key(mailbox_of(access, at)), lock=True)
    known = known_letter(sealed)
    if known:
        return known
    require_work(work, sealed.work, at)
    return keep(case, Letter.Sender.REPORTER, sealed, today(at))


def keep(case: Case, sender: str, sealed: Sealed, day: date) -> Kept:
    """Write a letter to a locked case, with its files; recipients will hear that there is something."""
    place = case.letters.count()
    if sender == Letter.Sender.REPORTER:
        if place >= MOST_LETTERS:
            raise Conflict(_("Perkara ini sudah penuh. Kirim lanjutannya sebagai laporan baru."))
        _leave_time_to_read(case, day)
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                case=case, place=place, sender=sender, day=day, header=sealed.header, payload=sealed.payload, digest=sealed.digest,
                request=hashlib.sha256(sealed.request).digest(),
            )  # fmt: skip
    except IntegrityError as error:  # its id was used for another letter
        raise malformed() from error
    _attach(letter, sealed.files)
    if sender == Letter.Sender.REPORTER:
        Notice.objects.update_or_create(id=1, defaults={"waiting": True})
    return Kept(day, sealed.digest)


def _leave_time_to_read(case: Case, day: date) -> None:
    """A letter that comes late to a closed case is not shredded before it could be answered."""
    soonest = day + timedelta(days=questions.of(case.questions).answer_days)
    if case.erase_on is not None and case.erase_on < soonest:
        case.erase_on = soonest
        case.save(update_fields=["erase_on"])


def _attach(letter: Letter, files: Sequence[tuple[UUID, str]]) -> None:
    """All of them or none: each was sent whole, by who sends the letter."""
    rows = {
        row.id: row
        for row in SealedFile.objects.select_for_update().filter(id__in=[one for one, _key in files], letter=None)
    }
    for file_id, key in files:
        row = rows.get(file_id)
        if row is None or not hmac.compare_digest(bytes(row.key), digest_of(key)) or row.received != row.length:
            raise Conflict(_("Satu berkas belum terkirim seluruhnya. Tekan kirim lagi; berkasnya akan dikirim ulang."))
    SealedFile.objects.filter(id__in=list(rows)).update(letter=letter)
