"""What recipients do with a case. Each act is a text that their browser signs with the key inside the report; the server does what the text says."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from ..access import get_holder, get_to_act
from ..events import Worked
from ..models import Case, Letter
from ..queries.letters import Kept, known_letter, malformed, read_sealed, today
from ..rules import questions, shapes, states
from ..rules.shapes import BadShape
from .sending import keep


@transaction.atomic
def act(*, by: Actor, case_id: UUID, text: str, signature: str, at: datetime) -> Kept | None:
    """Do what a signed text says; it is done once, for the case moves on with it. Raises refusals."""
    try:
        what = json.loads(text)
        case = get_to_act(by, case_id, text, shapes.unb64(signature, 64))
        kept = ACTS[what["do"]](case, what, at)
    except (
        BadShape,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:  # whatever no page of ours sends
        raise malformed() from error
    case.revision += 1
    case.save()
    holder = get_holder(by)
    ledger.record(Worked(subject=holder.id, act=what["do"]), by=by, at=at)
    return kept


def _reply(case: Case, what: dict[str, Any], at: datetime) -> Kept:
    """A letter to the reporter; with it the case may move."""
    sealed = read_sealed(what)
    after = what.get("state", case.state)
    if after != case.state:
        _move(case, after, "", at)
    return known_letter(sealed) or keep(case, Letter.Sender.OFFICE, sealed, today(at))


def _share(case: Case, what: dict[str, Any], at: datetime) -> Kept:
    """New headers for all letters of the case, so that one more can read them, and a letter that says so to everybody in it."""
    given = what["headers"]
    if case.by_form:
        raise Conflict(
            _("Laporan dari formulir dikunci dengan alat lain; akses lain diberikan dengan mengirim berkasnya.")
        )
    letters = {str(row.id): row for row in case.letters.all()}
    if not isinstance(given, dict) or set(given) != set(letters):
        raise Conflict(_("Sementara ini ada surat baru dalam perkara ini. Muat ulang, lalu ulangi."))
    for name, text in given.items():
        header = shapes.unb64(text, 9000)
        if shapes.stanzas(header) != shapes.SLOTS:
            raise malformed()
        letters[name].header = header
    Letter.objects.bulk_update(letters.values(), ["header"])
    return keep(case, Letter.Sender.OFFICE, read_sealed(what["letter"]), today(at))


def _move_only(case: Case, what: dict[str, Any], at: datetime) -> None:
    _move(case, str(what["state"]), str(what.get("outcome", "")), at)


def _assign(case: Case, what: dict[str, Any], at: datetime) -> None:
    """Whether APIP's examiners were charged with it."""
    case.team = bool(what["team"])


def _protect(case: Case, what: dict[str, Any], at: datetime) -> None:
    """Put a measure for the reporter's protection there, or take it away."""
    measure = what["measure"]
    if measure not in states.MEASURES:
        raise Invalid(_("Pilih tindakan pelindungan yang ada dalam daftar."))
    case.measures = (
        [one for one in case.measures if one != measure] if measure in case.measures else [*case.measures, measure]
    )


def _move(case: Case, after: str, outcome: str, at: datetime) -> None:
    if not states.may_move(case.state, after):
        raise Conflict(_("Perkara ini tidak dapat pindah ke keadaan itu dari keadaannya sekarang."))
    if after == states.CLOSED and outcome not in states.OUTCOMES:
        raise Invalid(_("Pilih hasilnya, lalu tutup perkara ini."))
    case.state, case.outcome = after, outcome if after == states.CLOSED else ""
    closed = after == states.CLOSED
    case.closed_on = today(at) if closed else None
    keep_months = questions.of(case.questions).keep_months
    case.erase_on = case.closed_on + timedelta(days=round(keep_months * 30.4375)) if closed else None


ACTS = {"reply": _reply, "share": _share, "move": _move_only, "assign": _assign, "protect": _protect}
