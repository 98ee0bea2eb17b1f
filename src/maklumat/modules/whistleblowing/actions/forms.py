"""Reports of who uses no JavaScript: age files made with any tool. They are kept as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Invalid

from ..models import Case, Letter
from ..queries.letters import Kept, Sealed, known_letter, today
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
    letters = list({one.request: one for one in (_read(one, box) for one in files)}.values())
    known = [known_letter(one) for one in letters]
    if all(known):
        return [one for one in known if one]
    try:
        with transaction.atomic():
            case = _case(box, today(at))
            return [
                was or keep(case, Letter.Sender.REPORTER, one, today(at))
                for was, one in zip(known, letters, strict=True)
            ]
    except Invalid:  # the same files, that came twice at once
        again = [one for one in map(known_letter, letters) if one]
        if len(again) < len(letters):
            raise
        return again


def _case(box: str, day: date) -> Case:
    """The case of a reporter's key, locked; or another one."""
    rules = questions.in_force(day)
    found = {
        "id": uuid4(), "box": box, "by_form": True, "questions": rules.version, "received_on": day, "due_on": day + timedelta(days=rules.answer_days),
    }  # fmt: skip
    if not box:
        return Case.objects.create(**found)
    while True:
        Case.objects.get_or_create(mailbox=_name(box), defaults=found)
        case = Case.objects.select_for_update().filter(mailbox=_name(box)).first()
        if case is not None:  # else it was shredded in this very moment
            return case


def _name(box: str) -> bytes:
    return hashlib.sha256(box.encode()).digest()


def _read(whole: bytes, box: str) -> Sealed:
    """An age file as a letter. Its request id is made of itself, so that the same file twice is one letter."""
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
    own = hashlib.sha256(f"form {box}\n".encode() + whole).digest()[:16]
    return Sealed(own, header, payload, ())
