"""What happens by itself: facts of the day's letters, notices at times by chance, shredding by the schedule, parts that nobody finished."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger, notify, raw
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts import api as accounts

from ..events import LetterErased, LetterKept, PageReleased
from ..models import Case, Keyholder, Letter, Notice, RecoveryKey, SealedFile, ToldKeys
from ..queries.letters import today
from ..queries.release import RELEASES
from ..queries.state import in_office
from ..rules.states import ERASED

CHANCE = 6  # one hour in so many sends what waits
LOOSE_DAYS = 3
MIXED = (("whistleblowing_case", "received_on"), ("whistleblowing_letter", "day"), ("whistleblowing_file", "day"))
_by_chance = random.SystemRandom()


@transaction.atomic
def record_letters(at: datetime) -> int:
    """Write that the letters of former days are kept, in an order by chance: the ledger has no moment of any of them."""
    rows = list(
        Letter.objects.select_for_update(skip_locked=True).filter(entry=None, day__lt=today(at)).only("id", "digest")
    )
    _by_chance.shuffle(rows)
    for row in rows:
        row.entry = ledger.record(LetterKept(subject=uuid4(), digest=row.digest), by=SYSTEM, at=at)
    Letter.objects.bulk_update(rows, ["entry"], batch_size=500)
    return len(rows)


@transaction.atomic
def send_notices(at: datetime, *, now: bool = False) -> bool:
    """Once in a while tell every recipient that there may be something. The letter says nothing, and goes to all or to none."""
    row = Notice.objects.select_for_update().filter(waiting=True).first()
    if row is None or row.sent_on == today(at) or not (now or _by_chance.randrange(CHANCE) == 0):
        return False
    row.waiting, row.sent_on = False, today(at)
    row.save()
    subject, text = _("Ada yang perlu Anda lihat"), _("Ada yang perlu Anda lihat di Maklumat. Masuk bila Anda sempat.")
    recipients = Keyholder.objects.filter(duty=Keyholder.Duty.RECIPIENT).values_list("account", flat=True)
    for address in accounts.staff_addresses(recipients).values():
        notify.send(channel="email", address=address, subject=subject, text=text, at=at, burns=True)
    return True


@transaction.atomic
def tell_of_keys(at: datetime) -> int:
    """Tell everybody who has a key of keys that are shown to reporters since the last time, and of those that are not any more, however they came into the
    tables: a false one is noticed. To how many."""
    ToldKeys.objects.get_or_create(id=1)
    row = ToldKeys.objects.select_for_update().get(id=1)
    shown = in_office(at)
    now = {one.box: one.title for one in shown}
    now |= {one.box: _("Kunci pemulihan") for one in RecoveryKey.objects.filter(retired=False)}
    new = sorted(now[box] for box in now.keys() - row.keys.keys())
    gone = sorted(row.keys[box] for box in row.keys.keys() - now.keys())
    row.keys = now
    row.save()
    if not new and not gone:
        return 0
    text = _(
        "Kunci baru: %(new)s.\nTidak dipakai lagi: %(gone)s.\n\nBila Anda tidak tahu sebabnya, tanyakan kepada orangnya dan kabari Inspektorat hari ini juga."
    ) % {"new": ", ".join(new) or "–", "gone": ", ".join(gone) or "–"}
    addresses = accounts.staff_addresses({one.holder.account for one in shown}).values()
    for address in addresses:
        notify.send(channel="email", address=address, subject=_("Kunci Lapor Aman berubah"), text=text, at=at)
    return len(addresses)


def erase_due(at: datetime) -> int:
    """Shred the cases whose time has come, one transaction each."""
    ids = list(Case.objects.filter(erase_on__lte=today(at)).exclude(state=ERASED).values_list("id", flat=True))
    for case_id in ids:
        _erase(case_id, at)
    return len(ids)


@transaction.atomic
def _erase(case_id: object, at: datetime) -> None:
    """Headers go first, and with them the only copies of the keys; then everything. A tombstone stays: that there was a case, how it ended."""
    case = Case.objects.select_for_update().filter(id=case_id, erase_on__lte=today(at)).exclude(state=ERASED).first()
    if case is None:  # something came meanwhile
        return
    for letter in case.letters.all():
        ledger.record(LetterErased(subject=uuid4(), digest=letter.digest), by=SYSTEM, at=at)
    files = list(SealedFile.objects.filter(letter__case=case).values_list("id", flat=True))
    case.letters.update(header=b"", payload=b"")
    case.letters.all().delete()
    case.mailbox = case.handler = None
    case.box, case.measures, case.state, case.erase_on, case.due_on = "", [], ERASED, None, None
    case.save()
    transaction.on_commit(lambda: [raw.throw_away(one) for one in files])


@transaction.atomic
def sweep_files(at: datetime) -> int:
    """Parts that nobody finished, and bytes without a row."""
    old = SealedFile.objects.filter(letter=None, day__lt=today(at) - timedelta(days=LOOSE_DAYS))
    gone = list(old.values_list("id", flat=True))
    SealedFile.objects.filter(id__in=gone, letter=None).delete()
    there = list(raw.names())  # looked at before the rows: one that begins meanwhile is no orphan
    known = set(SealedFile.objects.filter(id__in=there).values_list("id", flat=True))
    lost = [one for one in there if one not in known]
    transaction.on_commit(lambda: [raw.throw_away(one) for one in lost])
    return len(gone)


@transaction.atomic
def mix_rows(at: datetime) -> None:
    """Write the rows of yesterday and today anew in an order by chance, and all others in one stroke: neither where a row lies nor which transaction wrote it
    tells the order within a day, or which case a recipient worked on. Nobody else writes meanwhile."""
    since = today(at) - timedelta(days=1)
    with connection.cursor() as cursor:
        for table, _day in MIXED:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        for table, day in MIXED:
            cursor.execute(
                f"WITH moved AS (DELETE FROM {table} WHERE {day} >= %s RETURNING *) INSERT INTO {table} SELECT * FROM moved ORDER BY random()",
                [since],
            )
            cursor.execute(f"UPDATE {table} SET {day} = {day} WHERE {day} < %s", [since])


@transaction.atomic
def release_page(*, digest: str, last: str | None, at: datetime) -> None:
    """Write what the pages are made of, when it is not what was written last."""
    if digest != last:
        ledger.record(PageReleased(subject=RELEASES, digest=digest), by=SYSTEM, at=at)
