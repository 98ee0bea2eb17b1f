"""What the reporter takes back from the public after sending: passages, his name, or all of it. Never the other way round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from ..access import get_by_code
from ..events import Narrowed, Redacted
from ..models import Entry, Report
from ..queries.parts import CONTENT
from ..rules.masking import masked, passages
from ..rules.shield import Shield
from .moving import save
from .verifying import hide

MOST_PASSAGES, SHORTEST = 50, 3


@transaction.atomic
def redact(*, by: Actor, code: str, text: str, at: datetime) -> None:
    """Hide passages from the public, one a line: in the report, its answers, and whatever is published of it later."""
    report = get_by_code(code, lock=True)
    if report.published_at is None:
        raise Conflict(_("Laporan ini tidak terbuka untuk umum, jadi tidak ada yang perlu ditutup."))
    wanted = [line.strip() for line in text.splitlines() if line.strip()]
    if not wanted or any(len(one) < SHORTEST for one in wanted) or len(wanted) > MOST_PASSAGES:
        raise Invalid(_("Tulis kata yang ditutup, satu di tiap baris, masing-masing paling sedikit tiga huruf."))
    entries = list(Entry.objects.filter(Q(report=report) | Q(report__root=report)).exclude(public_text=""))
    shown = "\n".join(
        (report.public_title, report.public_text, report.public_place, *(one.public_text for one in entries))
    )
    absent = [one for one in wanted if not passages(shown, (one,))]
    if absent:
        raise Invalid(
            _("Kata ini tidak ada di tulisan yang dibaca umum: “%(word)s”. Periksa ejaannya.") % {"word": absent[0]}
        )
    content = crypto.unseal_json(report.content, CONTENT)
    content["hidden"] = [*dict.fromkeys((*content.get("hidden", ()), *wanted))][:MOST_PASSAGES]
    report.content = crypto.seal_json(content, CONTENT)
    report.public_title, report.public_text, report.public_place = (
        masked(one, passages(one, wanted)) for one in (report.public_title, report.public_text, report.public_place)
    )
    report.save(update_fields=["content"])
    for one in entries:
        one.public_text = masked(one.public_text, passages(one.public_text, wanted))
    Entry.objects.bulk_update(entries, ["public_text"])
    save(report, at, due=False)
    ledger.record(Redacted(subject=report.id, unit_id=report.holder_unit_id, passages=len(wanted)), by=by, at=at)


@transaction.atomic
def withdraw(*, by: Actor, code: str, anonymous: bool, secret: bool, at: datetime) -> None:
    """The reporter chooses more protection after sending; what was public is not any more."""
    report = get_by_code(code, lock=True)
    before = Shield(report.anonymous, report.secret)
    shield = before.narrowed(anonymous=anonymous, secret=secret)
    if shield == before:
        raise Conflict(_("Perlindungan ini sudah berlaku. Perlindungan hanya dapat ditambah."))
    for one in Report.objects.select_for_update().filter(root=report):
        hide(one, shield)
        one.save()
    hide(report, shield)
    save(report, at, due=False)
    ledger.record(
        Narrowed(subject=report.id, unit_id=report.holder_unit_id, anonymous=shield.anonymous, secret=shield.secret),
        by=by,
        at=at,
    )
