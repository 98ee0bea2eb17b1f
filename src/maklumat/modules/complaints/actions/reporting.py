"""What the reporter does after sending: reply, confirm, object. Whoever holds the code acts."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, limits
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, TooMany

from ..access import get_by_code
from ..events import ContactVerified, Objected, Rated, Told
from ..models import Identity
from ..queries.parts import CODE, IDENTITY
from ..queries.tracking import may_object
from ..rules.states import State
from .filing import MOST_EVIDENCE, keep_evidence, phone_index
from .gathering import scatter
from .moving import clockwork, is_public, move, save, say
from .working import close

STARS = range(1, 5)
TRIES_A_NUMBER = limits.Limit("report number", 5)
TRIES_A_SOURCE = limits.Limit("report source", 30)


@transaction.atomic
def reply(*, by: Actor, code: str, text: str, at: datetime, part: str = "", evidence: Sequence[bytes] = ()) -> None:
    """Answer the office's question: the clock runs on. ``part``: the number of a part, of a divided report."""
    report = get_by_code(code, lock=True, part=part)
    move(report, "told")
    entry = say(report, "reply", text, None, at)
    for content in evidence[:MOST_EVIDENCE]:
        keep_evidence(report, content, at, entry.id)
    clockwork.turn(report, "running", "", at)
    report.wait_until = None
    save(report, at)
    ledger.record(Told(subject=report.id, unit_id=report.holder_unit_id), by=by, at=at)


@transaction.atomic
def confirm(*, by: Actor, code: str, at: datetime, part: str = "") -> None:
    """The reporter is content: the report, or the part, ends as confirmed."""
    report = get_by_code(code, lock=True, part=part)
    move(report, "confirmed")
    close(report, "confirmed", by, at)


@transaction.atomic
def object_to(*, by: Actor, code: str, text: str, at: datetime, part: str = "") -> None:
    """The reporter does not agree, within his days after the answer or the end. The first clock runs on."""
    report = get_by_code(code, lock=True, part=part)
    if not may_object(report, at):
        raise Conflict(
            _("Waktu untuk menyanggah sudah lewat. Anda dapat membuat laporan baru atau menghubungi Ombudsman.")
        )
    move(report, "objected")
    say(report, "objection", text, None, at, public=is_public(report))
    report.ending, report.finished_at, report.wait_until = "", None, None
    report.objections += 1
    clockwork.turn(report, "running", "", at)
    save(report, at)
    ledger.record(Objected(subject=report.id, unit_id=report.holder_unit_id, number=report.objections), by=by, at=at)
    scatter(report, at)


@transaction.atomic
def rate(*, by: Actor, code: str, stars: int, at: datetime, part: str = "") -> None:
    """How content the reporter is after the end, from 1 to 4 as in the survey of satisfaction; once."""
    report = get_by_code(code, lock=True, part=part)
    if report.state != State.CLOSED or report.satisfaction is not None:
        raise Conflict(_("Penilaian diberikan sekali, sesudah laporan selesai."))
    if stars not in STARS:
        raise Invalid(_("Pilih salah satu penilaian."))
    report.satisfaction = stars
    save(report, at, due=False)
    ledger.record(Rated(subject=report.id, unit_id=report.holder_unit_id, stars=stars), by=by, at=at)


def verify_contact(*, by: Actor, code: str, pin: str, at: datetime) -> None:
    """The six digits of our message came back: the contact is the reporter's own. Optional; tries are counted, also wrong ones."""
    with transaction.atomic():
        too_many = limits.count(TRIES_A_NUMBER, f"pin/{code}", at)
    if too_many:
        raise TooMany(_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))
    with transaction.atomic():
        _verify_contact(by, code, pin, at)


def _verify_contact(by: Actor, code: str, pin: str, at: datetime) -> None:
    report = get_by_code(code, lock=True)
    identity = Identity.objects.select_for_update().filter(report=report, erased_at=None).first()
    known = crypto.unseal_json(identity.sealed, IDENTITY) if identity else {}
    if identity is None or not known.get("pin") or identity.verified_at is not None:
        raise Conflict(_("Tidak ada kontak yang perlu dikonfirmasi."))
    if not hmac.compare_digest(known["pin"].encode(), "".join(pin.split()).encode()):
        raise Invalid(_("Kode ini tidak cocok. Periksa enam angka di pesan kami."), fields={"pin": _("Tidak cocok.")})
    identity.verified_at = at
    identity.save(update_fields=["verified_at"])
    ledger.record(ContactVerified(subject=report.id, unit_id=report.holder_unit_id), by=by, at=at)


def find_code(*, number: str, digits: str, source: str, at: datetime) -> str:
    """The code behind number and the last four digits of the telephone, or the code as typed. All that is wrong gets
    the same answer; tries are counted."""
    number = "".join(number.split()).upper()
    with transaction.atomic():
        too_many = limits.count(TRIES_A_NUMBER, number, at) or limits.count(TRIES_A_SOURCE, source, at)
    if too_many:
        raise TooMany(_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi, atau datang ke loket."))
    if not number.startswith("ADU-"):
        return crypto.unseal(get_by_code(number).code, CODE).decode()
    found = Identity.objects.filter(phone_index=phone_index(number, digits), report__number=number).first()
    if found is None:
        raise Missing(_("Nomor dan angka HP ini tidak cocok. Periksa keduanya di tanda terima."))
    return crypto.unseal(found.report.code, CODE).decode()
