"""What the commands do. Django is loaded only where a command needs it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


class Stop(Exception):
    """Ends a command with a sentence for the person."""


def demo(wanted: argparse.Namespace) -> int:
    from .demo import run

    return run.start(port=wanted.port, dev=wanted.dev, fresh=wanted.fresh, cases=wanted.cases)


def serve(wanted: argparse.Namespace) -> int:
    """Become the web server (granian, WSGI)."""
    from .seats import DOORS

    if os.environ.get("MAKLUMAT_LOG_WITNESSES"):
        _django()
        _watched()
    words = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", wanted.host, "--port", str(wanted.port),
        "--workers", str(wanted.workers), "--blocking-threads", str(DOORS), "--workers-kill-timeout", "30",
        "--backlog", "1024", "--no-access-log", "--log-level", "error",
    ]  # fmt: skip
    if os.environ.get("MAKLUMAT_RELOAD") == "1":
        words += ["--reload", "--reload-paths", str(Path(__file__).resolve().parent.parent)]
    os.execv(sys.executable, [*words, "maklumat.site.wsgi:application"])


def worker(wanted: argparse.Namespace) -> int:
    """Run jobs; SIGTERM lets the present ones finish."""
    _django()
    _watched()
    from maklumat.kernel import worker as kernel_worker

    kernel_worker.run(concurrency=wanted.concurrency, once=wanted.once)
    return 0


def migrate(wanted: argparse.Namespace) -> int:
    """Tables by the owner's role; the application's role gets its rights afterwards."""
    owner = os.environ.get("MAKLUMAT_OWNER_DATABASE_URL")
    if owner:
        os.environ["DATABASE_URL"] = owner
    _django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return 0


def import_standards(wanted: argparse.Namespace) -> int:
    _django()
    from maklumat.modules.catalogue import api as catalogue

    lacking = [str(path) for path in wanted.files if not path.is_file()]
    if lacking:
        raise Stop(f"Not found: {', '.join(lacking)}")
    found = catalogue.read_files([catalogue.NamedBytes(path.name, path.read_bytes()) for path in wanted.files])
    print(catalogue.report_text(found))
    if wanted.report:
        wanted.report.write_text(catalogue.report_csv(found), encoding="utf-8")
    if wanted.unit:
        from .importing import keep_drafts

        made, refused = keep_drafts(wanted.unit, found.drafts)
        print(f"\n{made} draft(s) made in unit {wanted.unit}.")
        for line in refused:
            print(f"  {line}")
    return 0


def verify(wanted: argparse.Namespace) -> int:
    """Offline: the file, the published keys and the authority's certificate; no database."""
    if not wanted.file.is_file():
        raise Stop(f"Not found: {wanted.file}")
    _django()
    from maklumat.modules.documents import api as documents

    from .verifying import lines_of, public_material

    keys, authority = public_material(wanted.keys, wanted.authority)
    finding = documents.verify_pdf_offline(wanted.file.read_bytes(), authority, keys)
    print("\n".join(lines_of(finding)))
    return 0 if finding.outcome == "genuine" else 1


def create_admin(wanted: argparse.Namespace) -> int:
    import getpass

    _django()
    from maklumat.kernel import clock
    from maklumat.kernel.actor import SYSTEM
    from maklumat.modules.accounts import api as accounts
    from maklumat.modules.units import api as units

    root = units.tree().government
    if root is None:
        name = input("Name of the government (e.g. Pemerintah Kabupaten …): ").strip()
        units.add_unit(by=SYSTEM, code="pemda", kind="government", name=name, parent_id=None, at=clock.now())
        root = units.tree().government
    password = getpass.getpass("Password (10 letters or more): ")
    if len(password) < 10:
        raise Stop("The password needs 10 letters or more.")
    account = accounts.create_staff(
        by=SYSTEM, email=wanted.email, name=wanted.name, nip="", password=password, at=clock.now()
    )
    units.appoint(by=SYSTEM, account_id=account, unit_id=root.id, role="admin", at=clock.now())
    print(f"{wanted.email} may now manage units at /petugas/unit/.")
    return 0


def witness(wanted: argparse.Namespace) -> int:
    """Become the server of a witness (granian, WSGI), without Django and database."""
    import json

    from . import witness as watching

    try:
        policies = [json.loads(path.read_text(encoding="utf-8")) for path in wanted.log]
        one = watching.found(wanted.folder, wanted.name, policies)
        about = one.about()
    except watching.Forgotten as error:
        raise Stop(str(error)) from error
    except (OSError, KeyError, ValueError) as error:
        raise Stop(
            f"{error}\n{wanted.folder}: a witness needs a name, and kebijakan.json of the ledgers that it watches."
        ) from error
    print(about + f"\nwatching {', '.join(one.logs) or 'nothing yet (--log)'} on port {wanted.port}", flush=True)
    os.environ[watching.FOLDER] = str(wanted.folder.resolve())
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", wanted.host, "--port", str(wanted.port), "--no-access-log", "--log-level", "error"]  # fmt: skip
    os.execv(sys.executable, [*words, "maklumat.site.witness:application"])


def monitor(wanted: argparse.Namespace) -> int:
    """One round of looking at another site's sealed pages: 0 well, 1 changed, 2 not found out."""
    from . import monitor as looking

    try:
        for line in looking.look(wanted.site.rstrip("/"), wanted.folder, wanted.expect):
            print(line)
    except looking.Changed as error:
        print(f"CHANGED: {error}")
        return 1
    except looking.Unreached as error:
        print(f"NOT FOUND OUT: {error}")
        return 2
    print("WELL: the pages are what the ledger says.")
    return 0


def release(_wanted: argparse.Namespace) -> int:
    """What the sealed pages are made of here."""
    _django()
    from maklumat.modules.whistleblowing import api as sealed

    print(sealed.digest())
    return 0


def ledger(wanted: argparse.Namespace) -> int:
    _django()
    from . import ledger as looking

    try:
        return looking.run(wanted.act, wanted.values, wanted.yes)
    except looking.Unanswered as error:
        raise Stop(str(error)) from error


def doctor(wanted: argparse.Namespace) -> int:
    from . import doctor as examination

    return examination.run()


def django(wanted: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["maklumat", *wanted.rest])
    return 0


def _watched() -> None:
    """Not to begin with fewer witnesses than somebody thinks."""
    from maklumat.kernel import checkpoints

    try:
        checkpoints.watchers()
    except checkpoints.BadPolicy as error:
        raise Stop(str(error)) from error


def _django() -> None:
    import django

    django.setup()
