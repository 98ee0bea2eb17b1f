"""What every sender and reader starts from: the keys to write to, each with its proof, the questions, what is asked of who sends."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from maklumat.kernel import checkpoints, tree
from maklumat.kernel.errors import Refusal
from maklumat.modules.units import api as units

from ..models import Key, Keyholder, Recovery, RecoveryKey
from ..rules import questions, shapes
from .letters import today

ROLES = {Keyholder.Duty.RECIPIENT: "sealed_recipient", Keyholder.Duty.CUSTODIAN: "key_custodian"}


class NotYet(Refusal):
    """The installation has just begun; in a few seconds it will do."""

    status = 503


def state(at: datetime) -> dict[str, Any]:
    """As the protocol's ``keadaan.json`` says, without the work. A fixed number of queries for each key. Raises :class:`NotYet`."""
    head = checkpoints.published()
    if head is None:
        raise NotYet(_("Catatan bukti belum ditandatangani. Muat ulang halaman ini beberapa detik lagi."))
    day = today(at)
    rules = questions.in_force(day)
    recovery = RecoveryKey.objects.filter(retired=False).first()
    return {
        "origin": head.checkpoint.origin,
        "log": [one.vkey() for one in checkpoints.policy().log],
        "checkpoint": head.note,
        "keyholders": holders(at, head),
        "signers": _signers(head),
        "recovery": _recovery(recovery, head) if recovery else None,
        "waiting": [
            _asked(one) for one in Recovery.objects.filter(state=Recovery.State.WAITING).select_related("asker")
        ],
        "questions": _questions(rules),
        "of_units": [_questions(one) for one in questions.of_units(day)],
        "slots": shapes.SLOTS,
        "most": {
            "recipients": shapes.MOST_RECIPIENTS,
            "letter": shapes.MOST_LETTER,
            "file": shapes.MOST_FILE,
            "files": shapes.MOST_FILES,
            "part": shapes.MOST_PART,
        },
        "recovery_hours": settings.SEALED_RECOVERY_HOURS,
        "today": day.isoformat(),
    }


def _questions(rules: questions.Questions) -> dict[str, Any]:
    return {
        "version": rules.version, "unit": rules.unit, "basis": dict(rules.basis), "items": [dict(one) for one in rules.items], "answer_days": rules.answer_days,
    }  # fmt: skip


def _signers(head: checkpoints.Published) -> list[dict[str, Any]]:
    """Everybody who ever had a key, by each of them: letters of former days were signed with former keys."""
    rows = Key.objects.order_by("title", "holder_id", "since", "id")
    return [
        {"id": str(row.holder_id), "title": row.title, "sign": row.sign, "proof": _proof(row.entry, head)}
        for row in rows
    ]


def holders(at: datetime, head: checkpoints.Published | None = None) -> list[dict[str, Any]]:
    """Recipients and custodians with a key and the task, in the order of their titles; with the proof of the fact of their key, where it is in the head already.
    Whoever was relieved of the task is written to no more."""
    return [
        {
            "id": str(row.holder_id), "title": row.title, "duty": row.holder.duty, "box": row.box, "sign": row.sign,
            "proof": _proof(row.entry, head) if head else None,
        }
        for row in in_office(at)
    ]  # fmt: skip


def in_office(at: datetime) -> list[Key]:
    """Keys in use, of who has the task now. Three queries."""
    everywhere = units.tree().by_id
    tasked = {(duty, one.account_id) for duty, role in ROLES.items() for one in units.holders(role, everywhere, at)}
    rows = Key.objects.filter(retired=False).select_related("holder").order_by("title", "holder_id")
    return [row for row in rows if (row.holder.duty, row.holder.account) in tasked]


def boxes(at: datetime) -> list[str]:
    """The keys to encrypt to without JavaScript: every recipient's and the recovery key."""
    found = [(row.title, row.box) for row in in_office(at) if row.holder.duty == Keyholder.Duty.RECIPIENT]
    found += [(_("Kunci pemulihan"), row.box) for row in RecoveryKey.objects.filter(retired=False)]
    return [f"# {title}\n{box}" for title, box in found]


def _recovery(row: RecoveryKey, head: checkpoints.Published) -> dict[str, Any]:
    return {"id": str(row.id), "box": row.box, "since": row.since.isoformat(), "proof": _proof(row.entry, head)}


def _asked(row: Recovery) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "asker": row.asker.title,
        "asker_id": str(row.asker_id),
        "asked_at": _minute(row.asked_at),
        "opens_at": _minute(row.opens_at),
    }


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def _proof(entry: UUID, head: checkpoints.Published) -> dict[str, Any] | None:
    return _proven(entry, head.checkpoint.size, head.checkpoint.root)


@lru_cache(maxsize=2000)
def _proven(entry: UUID, size: int, _root: bytes) -> dict[str, Any] | None:
    """Under one head a proof is the same for good; it is made once in each process."""
    found = tree.prove(entry, size)
    if found is None or found.key is None:
        return None
    return {
        "index": found.index,
        "size": found.size,
        "hashes": [one.hex() for one in found.hashes],
        "text": found.text,
        "key": found.key.hex(),
    }
