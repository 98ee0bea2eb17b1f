"""What is signed of the ledger: that the worker does it, that nothing is kept out of it, and that the keys know what they signed last."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from maklumat.kernel import checkpoints, clock, tree

from . import Findings, ok, warn, wrong

STATE = (
    "SELECT coalesce((SELECT size FROM ledger_tree), 0), (SELECT max(position) FROM ledger_position), "
    "(SELECT extract(epoch FROM now() - max(at)) / 60 FROM ledger_head)"
)
LATE = timedelta(minutes=15)
READ = "docs/operations.md has a chapter on the signed ledger."
WAIT_AGAIN = (
    "Find out who took them out of ledger_waiting. Then, as the owner: INSERT INTO ledger_waiting SELECT id FROM ledger_entry e WHERE NOT EXISTS "
    "(SELECT FROM ledger_position p WHERE p.entry_id = e.id) ON CONFLICT DO NOTHING;"
)


def signed() -> Findings:
    """The ledger's tree follows its entries, and its head is signed."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        size, newest, old = cursor.fetchone()
    yield from _entries()
    if not newest:
        return
    if old is None or old > 15:
        since = "never" if old is None else f"not for {old:.0f} minutes"
        yield wrong(f"the head of the ledger was {since} signed", f"Look into the worker's log; {READ}")
    elif newest - size > 50_000:
        yield warn(
            f"{newest - size:,} entries wait for their place in the signed tree",
            "A worker takes some 10,000 a second; is one alive?",
        )
    else:
        yield ok(f"the ledger is signed, {size:,} entries")


def _entries() -> Findings:
    waiting, lost = tree.hidden()
    if lost:
        yield wrong(f"{lost} entries of the ledger wait for no position: they would never be signed", WAIT_AGAIN)
    if waiting > 50_000:
        yield warn(
            f"{waiting:,} entries wait for their position", "A worker takes them every five seconds; is one alive?"
        )


def beside_the_keys() -> Findings:
    """Keys and the head that they signed last lie together, and the ledger continues it. No key is made by looking."""
    key = Path(settings.LOG_KEY)
    try:
        kept = checkpoints.last()
    except checkpoints.Forked as error:
        yield wrong(str(error), READ)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM ledger_head)")
        heads = cursor.fetchone()[0]
    if not key.exists():
        if heads or (kept is not None and kept.size):
            yield wrong(f"{key} is gone: nothing can be signed", f"Restore it from its sealed copy; {READ}")
        return  # else the worker makes both
    if key.stat().st_mode & 0o077:
        yield wrong(f"{key} can be read by others", f"chmod 600 {key}")
    if kept is None:
        yield wrong(
            f"{key.with_suffix('.head').name} is not beside {key}: nothing is signed, as nobody knows what was",
            f"maklumat ledger trust shows what would be signed and asks you; {READ}",
        )
    elif not checkpoints.continues(kept, tree.size()):
        yield wrong(f"the ledger does not continue the {kept.size:,} entries that were signed: nothing is signed", READ)
    else:
        yield ok("the ledger continues the head that was signed last")


def witnesses() -> Findings:
    """Who watches is meant as it is written."""
    try:
        named, k = checkpoints.watchers()
    except checkpoints.BadPolicy as error:
        yield wrong(str(error), f"Mend the file, then start worker and pages again; {READ}")
        return
    if not named:
        yield ok("nobody else watches the ledger")
        return
    head = checkpoints.published() if Path(settings.LOG_KEY).exists() else None
    if head is None or clock.now() - head.at > LATE:
        since = f"since {head.at:%Y-%m-%d %H:%M} UTC" if head else "ever"
        yield warn(
            f"no head of the ledger was cosigned by {k} witness(es) {since}: nothing newer is published",
            "Look into the worker's log; ask the witnesses. A line of level critical says that they saw another ledger.",
        )
    else:
        yield ok(f"{len(named)} witness(es) watch the ledger, {k} must cosign")


def sealed_trust() -> Findings:
    """The pages of Lapor Aman believe this ledger, if they are told whom to believe."""
    from maklumat.modules.whistleblowing import api as sealed

    if not settings.SEALED_TRUST:
        return
    try:
        trusted = sealed.read_trust(Path(settings.SEALED_TRUST))
    except sealed.BadTrust as error:
        yield wrong(f"Lapor Aman takes no reports: {error}", "Fetch /jejak/kebijakan.json anew and check its keys.")
        return
    own = checkpoints.policy() if Path(settings.LOG_KEY).exists() else None
    keys = {one.vkey() for one in own.log} if own else set()
    if own and (trusted["origin"] != own.origin or not keys & set(trusted["log"])):
        yield wrong(
            f"Lapor Aman takes no reports: its pages believe the ledger {trusted['origin']} with other keys than this one's",
            "Put the present /jejak/kebijakan.json where MAKLUMAT_SEALED_TRUST says, and start the pages again.",
        )
    else:
        yield ok(f"pages of Lapor Aman believe this ledger when {trusted['k']} witness(es) have seen it")
