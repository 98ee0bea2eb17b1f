"""What the database says: reachable, complete, guarded, worked on, and fit for the next year."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from maklumat.kernel import clock, crypto, files
from maklumat.kernel.errors import Refusal
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from . import Finding, Findings, ok, warn, wrong

LEDGER = ("ledger_entry", "ledger_position", "ledger_erasure")
TRIGGERS = {
    "ledger_entry_frozen", "ledger_entry_kept", "ledger_entry_awaits", "ledger_position_frozen", "ledger_position_kept",
    "ledger_tile_grows", "ledger_tile_kept", "ledger_tree_grows", "ledger_tree_kept", "ledger_row_key_frozen",
    "ledger_erasure_frozen", "ledger_erasure_kept",
    "catalogue_standard_frozen", "complaints_report_published", "complaints_report_republished", "complaints_report_followed",
}  # fmt: skip
ALIVE = "last_heartbeat > now() - interval '60 seconds'"  # the worker says so every 10
WAITING = """
SELECT extract(epoch FROM now() - min(greatest(e.at, j.scheduled_at))) / 60 FROM procrastinate_jobs j
  JOIN procrastinate_events e ON e.job_id = j.id AND e.type IN ('deferred', 'deferred_for_retry')
  WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at < now())
"""
ABANDONED = f"""
SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'doing' AND NOT EXISTS
  (SELECT FROM procrastinate_workers w WHERE w.id = j.worker_id AND w.{ALIVE})
"""
SEALED = {  # what: its newest row, and what it was sealed for
    "message": ("SELECT content FROM kernel_message ORDER BY id DESC LIMIT 1", "message"),
    "application": ("SELECT answers FROM applications_application ORDER BY id DESC LIMIT 1", "application answers"),
}
RETRY = "Look into the worker's log, then: maklumat django procrastinate --skip-checks shell retry {job}"


def _row(question: str, *values: object) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchone()


def database() -> Findings:
    """Reached, new enough, and with the same time."""
    asked = clock.now()
    try:
        number, version, there = _row(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'), clock_timestamp()"
        )
    except (DatabaseError, OSError) as error:
        said = (str(error).strip().splitlines() or [""])[0]
        yield wrong(f"the database does not answer: {said}", "Start it, mend DATABASE_URL, or start maklumat demo.")
        return
    if number < 160000:
        yield wrong(f"PostgreSQL {version} is too old", "Use 16 or newer; tested is 18.")
    else:
        yield ok(f"PostgreSQL {version} answers")
    apart = max(asked - there, there - clock.now(), timedelta(0)).total_seconds()
    if apart > 2:
        yield wrong(f"the clocks of this computer and the database are {apart:.0f} s apart", "Run NTP on both.")
    else:
        yield ok("this computer and the database agree on the time")


def tables() -> Findings:
    """Of this release."""
    executor = MigrationExecutor(connection)
    left = [step for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if left:
        yield wrong(
            f"{len(left)} change(s) of the tables are not made, first {left[0].app_label}", "Run maklumat migrate."
        )
    else:
        yield ok("tables are up to date")


def guards() -> Findings:
    """Nobody rewrites the ledger: the triggers are there, those that keep what finds reports too, and the application's role has no right to."""
    there = "SELECT array_agg(tgname::text) FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled <> 'D'"
    missing = TRIGGERS - set(_row(there, list(TRIGGERS))[0] or ())
    if missing:
        mend = "Find out who removed them. Then, as the owner, run their SQL again (kernel/grants.py, migrations of catalogue and complaints)."
        yield wrong(
            f"triggers that guard the ledger and standards, or keep what finds reports, are missing: {', '.join(sorted(missing))}",
            mend,
        )
    else:
        yield ok("ledger and published standards are guarded by triggers, and what finds reports follows them")
    user, owner = _row(
        "SELECT current_user::text, pg_get_userbyid(relowner)::text FROM pg_class WHERE oid = 'ledger_entry'::regclass"
    )
    rights = [f"{right} on {table}" for table in LEDGER for right in ("UPDATE", "DELETE", "TRUNCATE")
              if _row("SELECT has_table_privilege(current_user, %s, %s)", table, right)[0]]  # fmt: skip
    if user == owner and rights:
        mend = f"Let DATABASE_URL name a second role ({settings.APPLICATION_ROLE}); docs/operations.md has the SQL."
        yield warn(f"the pages use the owner's role {user}: only triggers protect the ledger", mend)
    elif rights:
        yield wrong(
            f"the role {user} has {', '.join(rights)}",
            f"As the owner: REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(LEDGER)} FROM {user};",
        )
    else:
        yield ok(f"the role {user} cannot change or delete what is in the ledger")


def worker() -> Findings:
    """Somebody runs the jobs, and none is stuck."""
    alive, late = _row(f"SELECT count(*) FROM procrastinate_workers WHERE {ALIVE}")[0], _row(WAITING)[0] or 0
    if not alive:
        yield wrong(
            "no worker is alive: no message, no signature, no figures", "Start maklumat worker and keep it running."
        )
    elif late > 5:
        yield warn(
            f"a job has waited {late:.0f} minutes",
            "Look into the worker's log; raise --concurrency or start a second worker.",
        )
    else:
        yield ok(f"{alive} worker(s) alive, no job waits long")
    first, failed = _row("SELECT min(id), count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    if failed:
        yield warn(f"{failed} job(s) failed for good, the first is {first}", RETRY.format(job=first))
    left = _row(ABANDONED)[0]
    if left:
        yield warn(f"{left} job(s) were begun by a worker that died", "A living worker takes them up within a minute.")
    waiting, old = _row(
        "SELECT count(*), count(*) FILTER (WHERE created_at < now() - interval '1 hour') FROM kernel_message WHERE state = 'pending'"
    )
    if old:
        yield warn(f"{old} message(s) wait for more than an hour", "Check the mail server and the gateway.")
    else:
        yield ok(f"{waiting} message(s) wait to be sent")


def beginnings() -> Findings:
    """Somebody can work here: a government, an admin, published standards and no forgotten review."""
    government = units.tree().government
    if government is None:
        yield warn(
            "there is no government yet", "Run maklumat create-admin EMAIL NAME, or import from another installation."
        )
        return
    now = clock.now()
    if not units.holders("admin", [government.id], now):
        yield wrong(f"nobody is admin of {government.name}", "Run maklumat create-admin EMAIL NAME.")
    versions = catalogue.shelf(now).versions
    late = sorted(one.standard.name for one in versions if one.review_due and one.review_due < now.date())
    if late:
        names = ", ".join(late[:3]) + (" …" if len(late) > 3 else "")
        yield warn(
            f"{len(late)} standard(s) are past their review date: {names}", "Review them and publish the next version."
        )
    else:
        yield ok(f"{len(versions)} standard(s) in force, none past its review date")


def holidays() -> Findings:
    """Due dates reach into next year: its holidays follow a decree, not an estimate."""
    government = units.tree().government
    year = clock.now().year + 1
    closed = calendars.calendar_of(government.id if government else None).closed
    known = [name for day, name in closed.items() if day.year == year]
    estimated = [name for name in known if "perkiraan" in name]
    mend = "Import the SKB as soon as it is issued: /petugas/kalender/libur/keputusan/"
    if not known:
        yield warn(f"no holidays of {year} are known", mend)
    elif estimated:
        yield warn(f"{len(estimated)} of {len(known)} holidays of {year} are estimates", mend)
    else:
        yield ok(f"holidays of {year} are known")


def sealed() -> Findings:
    """The keyring opens what it sealed: the newest rows and files, and the keys that sign certificates."""
    if not Path(settings.KEYRING).is_file():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM kernel_file WHERE key IS NOT NULL ORDER BY stored_at DESC LIMIT 5")
        newest = [row[0] for row in cursor.fetchall()]
    yield from _rows_open()
    shut = [reason for one in newest if (reason := _unopened(one))]
    if shut:
        mend = "Restore the keyring, the files folder and the database from backups of the same day."
        yield wrong(f"{len(shut)} of the newest {len(newest)} files cannot be opened ({shut[0]})", mend)
    else:
        yield ok(f"the newest {len(newest)} files open with this keyring")
    yield signing_keys(Path(settings.DATA_DIR) / "signing")


def _rows_open() -> Findings:
    """The newest sealed row of each kind."""
    for what, (newest, purpose) in SEALED.items():
        row = _row(newest)
        try:
            if row is not None:
                crypto.unseal(row[0], purpose)
        except crypto.Unreadable:
            mend = "This database belongs to another keyring: set MAKLUMAT_KEYRING, or restore the keyring from its backup."
            yield wrong(f"the newest {what} cannot be opened: pages that need it answer 503", mend)


def _unopened(file_id) -> str:
    try:
        files.read(file_id)
    except Refusal:
        return "not in the files folder"
    except crypto.Unreadable:
        return "sealed by another keyring"
    except Exception as error:
        return f"damaged: {type(error).__name__}"
    return ""


def signing_keys(folder: Path) -> Finding:
    """Those of the local seal: they open, and the newest certificate lasts."""
    keys, signers = sorted(folder.glob("*.key")), sorted(folder.glob("signer-*.pem"))
    if not keys or not signers:
        return warn(
            "there are no signing keys yet", "They are made with the first certificate. Then back up DATA/signing."
        )
    try:
        for key in keys:
            crypto.unseal(key.read_bytes(), "signing")
    except (crypto.Unreadable, OSError):
        return wrong(
            "the signing keys do not open with this keyring", "Restore keyring and DATA/signing of the same day."
        )
    ends = x509.load_pem_x509_certificate(signers[-1].read_bytes()).not_valid_after_utc
    if ends < clock.now():
        return wrong(f"the seal ended on {ends:%Y-%m-%d}", "The next certificate makes a new one; is the worker alive?")
    return ok(f"{len(keys)} signing keys open; the seal lasts until {ends:%Y-%m-%d}")
