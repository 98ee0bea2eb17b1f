"""The tree of categories."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, Missing, NotAllowed, require_short
from maklumat.modules.units import api as units

from ..access import JUDGE
from ..events import CategoryAdded, CategoryChanged
from ..models import Category
from ..queries.categories import read_questions
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
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 60:
        raise Invalid(_("Kode hanya huruf kecil, angka, dan tanda hubung."), fields={"code": _("Periksa kodenya.")})
    if not name.strip():
        raise Invalid(_("Beri nama kategori ini."), fields={"name": _("Wajib diisi.")})
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


@transaction.atomic
def change_category(
    *,
    by: Actor,
    code: str,
    name: str,
    name_en: str,
    unit: str,
    stopper: str,
    questions: str,
    is_open: bool,
    at: datetime,
) -> None:
    """Its words, who answers, where such a report belongs instead, what is asked besides (JSON), and whether it is offered. Code and
    place in the tree stay: reports hang on them."""
    root = units.tree().government
    if not by.may(JUDGE, root.id if root else None):
        raise NotAllowed(_("Kategori laporan diatur oleh koordinator pengaduan pemerintah daerah."))
    row = Category.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise Missing(_("Kategori ini tidak ada."))
    if not name.strip():
        raise Invalid(_("Beri nama kategori ini."), fields={"name": _("Wajib diisi.")})
    require_short(name=(name.strip(), 120), name_en=(name_en.strip(), 120), stopper=(stopper.strip(), 400))
    row.questions = read_questions(questions)
    chosen = units.tree().by_code.get(unit) if unit else None
    if unit and chosen is None:
        raise Invalid(_("Pilih unit dari daftar."), fields={"unit": _("Pilih salah satu.")})
    row.name, row.name_en, row.stopper = name.strip(), name_en.strip(), stopper.strip()
    row.unit_id, row.is_open = chosen.id if chosen else None, is_open
    row.save()
    ledger.record(CategoryChanged(subject=row.id, unit_id=root.id if root else None, is_open=is_open), by=by, at=at)
