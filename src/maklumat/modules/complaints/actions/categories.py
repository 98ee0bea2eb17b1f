"""The tree of categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, NotAllowed
from maklumat.modules.units import api as units

from ..access import JUDGE
from ..events import CategoryAdded
from ..models import Category
from ..rules.questions import BadQuestion, questions_of


@transaction.atomic
def add_category(
    *,
    by: Actor,
    code: str,
    name: str,
    name_en: str,
    parent: str,
    unit: str,
    stopper: str,
    at: datetime,
    questions: Sequence[Mapping[str, Any]] = (),
) -> UUID:
    """Add a category below ``parent`` (a code, or empty). ``stopper``: where such a report belongs instead; ``questions``:
    what is asked besides."""
    root = units.tree().government
    if not by.may(JUDGE, root.id if root else None):
        raise NotAllowed(_("Kategori laporan diatur oleh koordinator pengaduan pemerintah daerah."))
    try:
        questions_of(questions)
    except BadQuestion as fault:
        raise Invalid(_("Pertanyaan kategori ini tidak dapat dipakai: %(why)s") % {"why": fault}) from fault
    if Category.objects.filter(code=code).exists():
        raise Invalid(_("Kode kategori ini sudah dipakai."), fields={"code": _("Sudah dipakai.")})
    above = Category.objects.filter(code=parent).first() if parent else None
    chosen = units.tree().by_code.get(unit) if unit else None
    category = Category.objects.create(
        code=code,
        parent=above,
        path=f"{above.path if above else '/'}{code}/",
        name=name,
        name_en=name_en,
        unit_id=chosen.id if chosen else None,
        stopper=stopper,
        questions=list(questions),
    )
    ledger.record(CategoryAdded(subject=category.id, unit_id=root.id if root else None), by=by, at=at)
    return category.id
