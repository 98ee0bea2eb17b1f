"""What the applicant does until the application is handed in. No account: whoever holds the code acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, files, ledger, numbering, rows
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.kernel.ids import new_code, new_id
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import RECEIVE, get_for_applicant, index_of
from ..events import Submitted
from ..models import Application, Attachment
from ..queries.parts import CONTACT, files_of
from ..rules.completeness import OUTSIDE, PAGE, missing, name_tokens
from ..rules.states import State, after
from . import clockwork
from .steps import unit_of

ANSWERS = "application answers"
CODE = "application code"
MOST_ANSWERS = 200_000  # bytes of JSON
SUBMITTED = [
    "number", "state", "fee", "contact", "phone_index", "name_index", "submitted_at", "changed_at", "due_at", "next_mark_at",
    "work_order",
]  # fmt: skip


@dataclass(frozen=True)
class Started:
    """A new draft: its id, the code that opens it again, and the key of its first page."""

    id: UUID
    code: str
    first_page: str


@dataclass(frozen=True)
class Receipt:
    """What the applicant holds after handing in."""

    number: str
    code: str
    due_at: datetime | None


def start(*, by: Actor, slug: str, at: datetime, language: str = "id", channel: str = "web") -> Started:
    """Begin an application under the standard in force. At the counter the officer needs the ability.

    A draft is no act of the office yet: no fact is recorded before the applicant hands in. One statement writes it.
    """
    version = catalogue.in_force(slug, at)
    if version is None:
        raise Missing(_("Layanan ini tidak ada atau sedang tidak dibuka."))
    if channel == "counter" and not by.may(RECEIVE, version.unit_id):
        raise NotAllowed(_("Anda tidak bertugas di loket unit ini."))
    code = new_code()
    first = version.standard.steps[0]
    application = Application(
        id=new_id(),
        service_id=version.service_id,
        version_id=version.id,
        unit_id=version.unit_id,
        holder_unit_id=unit_of(first, version.unit_id),
        holder_role=first.role,
        channel=channel,
        language=language,
        answers=crypto.seal_json({}, ANSWERS),
        code=crypto.seal(code.encode(), CODE),
        code_index=index_of(code),
        created_at=at,
        changed_at=at,
        entered_by=by.account_id if channel == "counter" else None,
    )
    rows.insert(application)
    return Started(application.id, code, version.standard.pages[0].key)


def save_page(
    *, application_id: UUID, code: str, page: str, answers: Mapping[str, Any], at: datetime, seen: bytes | None = None
) -> None:
    """Keep the answers of one page. Also half a page is kept: the person may go on later.

    ``seen``: the sealed answers that the caller has read. When they still stand in a draft, one statement saves,
    and is its own transaction.
    """
    if seen is None or not _save_unchanged(application_id, code, answers, at, seen):
        _save_merged(application_id, code, page, answers, at)


def _save_unchanged(application_id: UUID, code: str, answers: Mapping[str, Any], at: datetime, seen: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE applications_application SET answers = %s, changed_at = %s "
            "WHERE id = %s AND code_index = %s AND state = %s AND answers = %s",
            [_merged(seen, answers), at, application_id, index_of(code), State.DRAFT.value, seen],
        )
        return cursor.rowcount == 1


def _merged(sealed: bytes, answers: Mapping[str, Any]) -> bytes:
    merged = crypto.seal_json(crypto.unseal_json(sealed, ANSWERS) | dict(answers), ANSWERS)
    if len(merged) > MOST_ANSWERS:
        raise Invalid(_("Isian terlalu panjang. Ringkaslah beberapa jawaban."))
    return merged


@transaction.atomic
def _save_merged(application_id: UUID, code: str, page: str, answers: Mapping[str, Any], at: datetime) -> None:
    application = get_for_applicant(application_id, code, lock=True)
    require_editable(application, PAGE + page)
    application.answers, application.changed_at = _merged(application.answers, answers), at
    application.save(update_fields=["answers", "changed_at"])


@transaction.atomic
def attach(*, application_id: UUID, code: str, requirement: str, content: bytes, at: datetime) -> UUID:
    """Hand in one file for a requirement line; it replaces the former one of that line."""
    application = get_for_applicant(application_id, code, lock=True)
    formats, most = line_rules(application, requirement)
    require_editable(application, requirement)
    stored = files.store(content, formats=formats, max_bytes=most * 1_000_000, at=at)
    application.attachments.filter(requirement=requirement, removed_at=None).update(removed_at=at)
    one = Attachment.objects.create(
        application=application,
        requirement=requirement,
        file_id=stored.id,
        media_type=stored.media_type,
        size=stored.size,
        scan=stored.scan,
        added_at=at,
    )
    Application.objects.filter(id=application.id).update(changed_at=at)
    return one.id


@transaction.atomic
def detach(*, application_id: UUID, code: str, requirement: str, at: datetime) -> None:
    """Take a file back before handing in: it is shredded."""
    application = get_for_applicant(application_id, code, lock=True)
    if application.state != State.DRAFT:
        raise Conflict(
            _("Berkas yang sudah diserahkan tidak dapat dihapus, tetapi dapat diganti bila diminta petugas.")
        )
    for one in application.attachments.filter(requirement=requirement, removed_at=None):
        files.shred(one.file_id)
        one.delete()


@transaction.atomic
def submit(*, by: Actor, application_id: UUID, code: str, phone: str, email: str, at: datetime) -> Receipt:
    """Hand in: number, fee and clock are fixed now. A repeated call answers with the same receipt.

    Raises :class:`Invalid` while something is missing.
    """
    application = get_for_applicant(application_id, code, lock=True)
    if application.state != State.DRAFT:
        return Receipt(application.number, code, application.due_at)
    version = catalogue.published_version(application.version_id)
    standard, answers = version.standard, crypto.unseal_json(application.answers, ANSWERS)
    attached = files_of(application)  # after the lock: what came in while we waited counts
    lacking = missing(standard, answers, attached, catalogue.asked, catalogue.needed)
    if lacking:
        raise Invalid(
            _("Masih ada yang belum lengkap: %(what)s.") % {"what": "; ".join(line.label for line in lacking)}
        )
    try:
        application.fee = catalogue.fee_of(standard, answers)
    except catalogue.FormulaError as error:
        raise Invalid(_("Biaya belum dapat dihitung dari isian Anda. Periksa lagi angka yang diisi.")) from error
    application.contact = crypto.seal_json({"phone": phone, "email": email}, CONTACT)
    holder = answers.get(standard.product.holder) or ""
    application.name_index = [crypto.blind(token, "name").hex()[:16] for token in name_tokens(str(holder))]
    application.state, application.submitted_at, application.changed_at = after(State.DRAFT, "submitted"), at, at
    if standard.duration.start_event == "submitted":
        clockwork.begin(application, at)
    unit = units.tree().by_id[application.unit_id]
    year = f"{at:%y}"
    prefix = unit.number_code or unit.code.upper()
    # Last: everybody who hands in at this unit waits for this row until the transaction ends.
    application.number = f"{prefix}-{year}-{numbering.take(f'applications/{prefix}/{year}'):05d}"
    application.phone_index = phone_index(application.number, phone[-4:])
    rows.update(application, SUBMITTED)
    ledger.record(
        Submitted(
            subject=application.id,
            unit_id=application.unit_id,
            service_id=application.service_id,
            version_id=application.version_id,
            content_hash=version.content_hash,
            channel=application.channel,
            fee=application.fee,
            documents=len(attached),
            due_at=application.due_at,
        ),
        by=by,
        at=at,
        private={"answers": answers, "phone": phone, "email": email},
    )
    return Receipt(application.number, code, application.due_at)


def phone_index(number: str, last_four: str) -> bytes:
    """Number and last four digits together open the tracking page."""
    return crypto.blind(f"{number.upper()}/{last_four}", "tracking")


def require_editable(application: Application, line: str) -> None:
    """A draft may be changed throughout; a returned application only where the office asked."""
    if application.state == State.DRAFT:
        return
    if application.state == State.RETURNED and line in wanting_lines(application):
        return
    raise Conflict(_("Permohonan ini sudah diserahkan, jadi bagian ini tidak dapat diubah lagi."))


def wanting_lines(application: Application) -> dict[str, str]:
    """The lines whose newest judgement is *wanting*, with the officer's note."""
    newest: dict[str, tuple[str, bytes | None]] = {}
    for line, verdict, note in application.checks.order_by("id").values_list("requirement", "verdict", "note"):
        newest[line] = (verdict, note)
    return {
        line: crypto.unseal(note, "check note").decode() if note else ""
        for line, (verdict, note) in newest.items()
        if verdict == "wanting"
    }


def line_rules(application: Application, requirement: str) -> tuple[tuple[str, ...], int]:
    """Accepted formats and megabytes of a line. Raises :class:`Missing` for a line that is not asked for."""
    if requirement.startswith(OUTSIDE) and requirement in wanting_lines(application):
        return ("pdf", "jpg", "png"), 5
    standard = catalogue.published_version(application.version_id).standard
    for line in standard.documents():
        if line.key == requirement:
            return line.formats, line.max_megabytes
    raise Missing(_("Berkas ini tidak diminta untuk layanan ini."))
