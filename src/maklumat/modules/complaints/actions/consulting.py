"""Somebody outside is asked about a report and answers by a link, without an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, notify
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, require_short
from maklumat.kernel.ids import new_code, new_id

from ..access import WORK, get_for, index_of
from ..events import Advised, Consulted
from ..models import Consultation
from ..queries.consultations import ADVICE
from ..queries.ladders import ladder_of
from ..queries.timing import after_working_days
from ..rules.states import FINISHED
from .filing import MOST_EVIDENCE, keep_evidence
from .moving import say

LONGEST = 5000


@transaction.atomic
def consult(*, by: Actor, report_id: UUID, name: str, email: str, text: str, revision: int, at: datetime) -> UUID:
    """Ask by e-mail. The clock runs on: it is our question, not the reporter's. He sees the masked form and the question, nothing
    else; the reporter's name is not in it."""
    report = get_for(by, WORK, report_id, revision)
    if report.state in FINISHED:
        raise Conflict(_("Laporan ini sudah selesai."))
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Invalid(_("Alamat email ini tidak terbaca."), fields={"email": _("Periksa alamat ini.")}) from error
    if not name.strip() or not text.strip() or len(text) > LONGEST:
        raise Invalid(_("Tulis siapa yang ditanya dan apa pertanyaannya."), fields={"text": _("Wajib diisi.")})
    require_short(name=(name.strip(), 120), email=(email.strip(), 200))
    code, who = new_code(), {"name": name.strip(), "email": email.strip()}
    row = Consultation.objects.create(
        id=new_id(), report=report, sealed=crypto.seal_json(who, ADVICE), question=crypto.seal(text.strip().encode(), ADVICE),
        code_index=index_of(code), asked_by=by.account_id, asked_at=at,
        ends_at=after_working_days(report.holder_unit_id, ladder_of(report.ladder).reply, at),
    )  # fmt: skip
    ledger.record(
        Consulted(subject=report.id, unit_id=report.holder_unit_id, consultation=row.id, ends_at=row.ends_at),
        by=by,
        at=at,
    )
    notify.send(
        channel="email",
        address=who["email"],
        subject=_("Pertanyaan tentang laporan %(number)s") % {"number": report.number},
        text=_("Kami mohon keterangan Anda. Jawab lewat tautan ini, tanpa akun:\n\n%(link)s")
        % {"link": f"{settings.BASE_URL}/laporan/tanya/{code}/"},
        at=at,
        about=report.id,
        once=f"consult/{row.id}",
    )
    return row.id


@transaction.atomic
def advise(*, by: Actor, code: str, text: str, evidence: Sequence[bytes], at: datetime) -> None:
    """The answer of the one outside: a note in the thread, which colleagues read; once, and until the link ends."""
    row = Consultation.objects.select_for_update().select_related("report").filter(code_index=index_of(code)).first()
    if row is None:
        raise Missing(_("Tautan ini tidak ada."))
    if row.answered_at is not None or at > row.ends_at or row.report.state in FINISHED:
        raise Conflict(_("Pertanyaan ini sudah dijawab atau sudah berakhir. Terima kasih."))
    require_short(text=(text.strip(), LONGEST))
    who = crypto.unseal_json(row.sealed, ADVICE)
    entry = say(row.report, "note", f"{who['name']}:\n{text.strip()}" if text.strip() else "", None, at)
    for content in evidence[:MOST_EVIDENCE]:
        keep_evidence(row.report, content, at, entry.id)
    row.answer, row.answered_at = crypto.seal(text.strip().encode(), ADVICE), at
    row.save(update_fields=["answer", "answered_at"])
    advised = Advised(
        subject=row.report_id, unit_id=row.report.holder_unit_id, consultation=row.id, evidence=len(evidence)
    )
    ledger.record(advised, by=by, at=at)
