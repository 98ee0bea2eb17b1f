"""What an opened mailbox shows: sealed letters, the state of the case, nothing that names anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel import checkpoints, raw
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing

from ..access import digest_of, get_of_mailbox, require_keyholder
from ..models import Case, Keyholder, Letter, SealedFile
from ..rules.shapes import b64


def mailbox(public: bytes) -> dict[str, Any]:
    """As the protocol's answer to opening. Five queries. Raises :class:`Missing`."""
    case = get_of_mailbox(public)
    return {**case_facts(case), "letters": letters_of(case)}


def case_facts(case: Case) -> dict[str, Any]:
    return {
        "case": str(case.id), "state": case.state, "outcome": case.outcome, "revision": case.revision, "received_on": _day(case.received_on), "due_on": _day(case.due_on),
        "closed_on": _day(case.closed_on), "erase_on": _day(case.erase_on), "by_form": case.by_form, "box": case.box, "team": case.team, "measures": case.measures,
    }  # fmt: skip


def letters_of(case: Case, *, first: bool = False) -> list[dict[str, Any]]:
    """All letters in their order, or the ``first`` alone, sealed as they came. Two queries."""
    rows = case.letters.order_by("place").prefetch_related("files")[: 1 if first else None]
    return [
        {
            "id": str(row.id), "sender": row.sender, "day": _day(row.day), "header": b64(bytes(row.header)), "payload": b64(bytes(row.payload)),
            "files": [str(one.id) for one in row.files.all()], "entry": str(row.entry) if row.entry else None,
        }
        for row in rows
    ]  # fmt: skip


def own_file(public: bytes, file_id: UUID) -> tuple[Iterator[bytes], int]:
    """The bytes of a sealed file of the mailbox's case. Raises :class:`Missing`."""
    return _bytes(SealedFile.objects.filter(id=file_id, letter__case=get_of_mailbox(public)).first())


def any_file(actor: Actor, file_id: UUID) -> tuple[Iterator[bytes], int]:
    """For recipients: sealed for those who can open the letter that names it. Raises :class:`Missing`."""
    if require_keyholder(actor) != Keyholder.Duty.RECIPIENT:
        raise Missing(_("Berkas ini tidak ada lagi."))
    return _bytes(SealedFile.objects.filter(id=file_id, letter__isnull=False).first())


def _bytes(row: SealedFile | None) -> tuple[Iterator[bytes], int]:
    if row is None or not raw.is_whole(row.id, row.length):
        raise Missing(_("Berkas ini tidak ada lagi."))
    return raw.pieces(row.id, row.length), row.length


def own_letter(public: bytes, letter_id: UUID) -> bytes:
    """A letter as an age file. Raises :class:`Missing`."""
    row = Letter.objects.filter(id=letter_id, case=get_of_mailbox(public)).first()
    if row is None:
        raise Missing(_("Surat ini tidak ada."))
    return bytes(row.header) + bytes(row.payload)


def proof(public: bytes, letter_id: UUID) -> str:
    """That a letter is in the ledger, as a file. Raises :class:`Missing` until the night is over."""
    row = Letter.objects.filter(id=letter_id, case=get_of_mailbox(public)).only("entry").first()
    found = checkpoints.proof_of(row.entry) if row is not None and row.entry else None
    if found is None:
        raise Missing(
            _(
                "Bukti tercatat dibuat pada malam hari, supaya catatan umum tidak memuat jam kiriman Anda. Coba lagi besok."
            )
        )
    return found


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def arriving(file_id: UUID, key: str) -> tuple[int, int]:
    """How much of an announced file is there, and how long it will be. Raises :class:`Missing`."""
    row = SealedFile.objects.filter(id=file_id, letter=None, key=digest_of(key)).first()
    if row is None:
        raise Missing(_("Kiriman berkas ini tidak ada lagi. Lampirkan berkasnya sekali lagi."))
    return row.received, row.length
