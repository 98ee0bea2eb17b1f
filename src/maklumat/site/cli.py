"""The command `maklumat`: start the product, import, verify, look after it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

EPILOG = """examples:
  maklumat demo                          the whole product with a fictitious regency, on this computer
  maklumat serve --port 8000             the web pages (needs DATABASE_URL and a worker beside it)
  maklumat worker                        jobs: messages, signing, consequences of the clock, figures
  maklumat import-standards permits.csv  read messy lists; says line by line what a person must decide
  maklumat verify letter.pdf             is this certificate genuine? works without a network
  maklumat ledger check                  is every entry what was signed?
  maklumat witness saksi --log kebijakan.json   watch the ledger of another office
  maklumat monitor https://situs.example dilihat   are the sealed pages still what was released?
  maklumat doctor                        what is wrong with this installation, and how to mend it

settings are environment variables; docs/operations.md explains them."""


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="maklumat", description="A published service standard is a program: it runs, is timed and certified here.",
        epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    one = commands.add_parser("demo", help="set up everything with sample data and start it; Ctrl-C stops all")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--dev", action="store_true", help="reload on change, show errors in full")
    one.add_argument("--fresh", action="store_true", help="throw the demo's data away first")
    one.add_argument("--cases", type=int, default=180, help="how many sample applications to make (default 180)")
    one = commands.add_parser("serve", help="serve the web pages")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--workers", type=int, default=1, help="processes (default 1; two for two cores)")
    one = commands.add_parser("worker", help="run the jobs of the outbox")
    one.add_argument("--once", action="store_true", help="stop when nothing waits")
    one.add_argument("--concurrency", type=int, default=4)
    commands.add_parser("migrate", help="make or update the tables (as MAKLUMAT_OWNER_DATABASE_URL when set)")
    one = commands.add_parser("import-standards", help="read lists of services from CSV files")
    one.add_argument("files", nargs="+", type=Path)
    one.add_argument("--unit", help="code of the unit that gets the drafts; without it only the report is printed")
    one.add_argument("--report", type=Path, help="write the line-by-line report as CSV")
    one = commands.add_parser("verify", help="check a certificate (PDF) without a database")
    one.add_argument("file", type=Path)
    one.add_argument(
        "--keys",
        type=Path,
        help="published keys (JSON) and authority (PEM) of the issuer; default: this installation's",
    )
    one.add_argument("--authority", type=Path)
    one = commands.add_parser("create-admin", help="make the first account that may manage units")
    one.add_argument("email")
    one.add_argument("name")
    one = commands.add_parser("witness", help="watch the ledgers of other offices, and sign that they only grow")
    one.add_argument("folder", type=Path, help="where its keys and what it saw are kept; made at the first start")
    one.add_argument("--name", default="", help="of this witness, such as inspektorat.kabupaten.example/saksi")
    one.add_argument("--log", type=Path, action="append", default=[], help="kebijakan.json of a ledger to watch")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8800)
    one = commands.add_parser("ledger", help="prove what is in the ledger, and look for damage")
    one.add_argument("act", choices=("head", "proof", "consistency", "check", "trust"))
    one.add_argument(
        "values",
        nargs="*",
        help="proof: the id of a fact; consistency: old size and, if you like, new size; trust: a size whose root is shown, too",
    )
    one.add_argument("--yes", action="store_true", help="trust: go on without asking")
    one = commands.add_parser("monitor", help="look whether a site serves the sealed pages that its ledger says")
    one.add_argument("site", help="address of the site, such as https://lapor.kabupaten.example")
    one.add_argument("folder", type=Path, help="where it is kept what was seen; made at the first round")
    one.add_argument("--expect", default="", help="digest of a release that you built yourself (maklumat release)")
    commands.add_parser("release", help="print the digest of the sealed pages as this program makes them")
    commands.add_parser("doctor", help="say in plain words what is wrong and how to mend it")
    one = commands.add_parser("django", help="any management command of the framework", add_help=False)
    one.add_argument("rest", nargs=argparse.REMAINDER)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or failed, 2 wrong words."""
    wanted = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maklumat.site.settings")
    from . import commands

    try:
        return getattr(commands, wanted.command.replace("-", "_"))(wanted) or 0
    except KeyboardInterrupt:
        return 130
    except commands.Stop as stop:
        print(stop, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
