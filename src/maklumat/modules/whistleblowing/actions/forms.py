"""Reports of who uses no JavaScript: age files made with any tool. They are kept as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Invalid

from ..models import Case, Letter
from ..queries.letters import Kept, Sealed, today
from ..queries.opening import require_own
from ..rules import questions, shapes
from ..rules.shapes import BadShape
from .sending import keep

MOST_FILES, MOST_BYTES = 4, 20_000_000


@transaction.atomic
def send_by_form(*, files: Sequence[bytes], box: str, at: datetime) -> list[Kept]:
    """Take a report of one or more age files. ``box``: the reporter's age key for answers, empty for none. Raises :class:`Invalid`."""
    if not 0 < len(files) <= MOST_FILES:
        raise Invalid(
            _("Pilih satu sampai %(n)d berkas .age.") % {"n": MOST_FILES}, fields={"files": _("Pilih berkasnya.")}
        )
    box = box.strip()
    if box:
        require_own(box)
    letters = [_read(one) for one in files]
    day = today(at)
    rules = questions.in_force(day)
    case = Case.objects.filter(mailbox=_name(box)).select_for_update().first() if box else None
    if case is None:
        case = Case.objects.create(
            id=uuid4(), mailbox=_name(box) if box else None, box=box, by_form=True, questions=rules.version, received_on=day,
            due_on=day + timedelta(days=rules.answer_days),
        )  # fmt: skip
    known = set(case.letters.values_list("digest", flat=True))
    return [
        Kept(day, one.digest) if one.digest in known else keep(case, Letter.Sender.REPORTER, one, day)
        for one in letters
    ]


def _name(box: str) -> bytes:
    return hashlib.sha256(box.encode()).digest()


def _read(whole: bytes) -> Sealed:
    """An age file as a letter. Its request id is its own digest, so that the same file twice is one letter of a mailbox."""
    if len(whole) > MOST_BYTES:
        raise Invalid(
            _("Berkas .age paling besar 20 MB. Bagi menjadi beberapa berkas."), fields={"files": _("Terlalu besar.")}
        )
    try:
        header, payload = shapes.age_parts(whole)
    except BadShape as error:
        raise Invalid(
            _(
                "Ini bukan berkas .age biasa. Enkripsi dulu laporan Anda seperti petunjuk di bawah, tanpa --armor; kami tidak menerima laporan yang dapat kami baca."
            ),
            fields={"files": _("Bukan berkas .age.")},
        ) from error
    return Sealed(uuid4().bytes, header, payload, ())
