"""Small changes of a draft: a piece moved or removed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from maklumat.kernel.actor import Actor

from ..access import EDIT, get_version_for
from ..rules import editing
from ..rules.standard import load
from .standards import save_draft


@transaction.atomic
def move_piece(
    *, by: Actor, version_id: UUID, noun: editing.Noun, key: str, places: int, revision: int, at: datetime
) -> int:
    """Move a piece of a draft up (-1) or down (1) in its list; returns the new revision."""
    standard = load(get_version_for(EDIT, by, version_id, lock=True).content)
    return save_draft(
        by=by, version_id=version_id, standard=editing.move(standard, noun, key, places), revision=revision, at=at
    )


@transaction.atomic
def remove_piece(*, by: Actor, version_id: UUID, noun: editing.Noun, key: str, revision: int, at: datetime) -> int:
    """Take a piece out of a draft; returns the new revision."""
    standard = load(get_version_for(EDIT, by, version_id, lock=True).content)
    return save_draft(
        by=by, version_id=version_id, standard=editing.remove(standard, noun, key), revision=revision, at=at
    )
