"""`maklumat demo`: database, tables, sample data, worker, web; all in one, all stopped together."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack

from ..postgres import APP, DATABASE, OWNER, ClusterError, data_place, for_demo

GROUP_STOP_SECONDS = 8


def start(*, port: int, dev: bool, fresh: bool, cases: int) -> int:
    """Run until Ctrl-C. Returns the exit code."""
    begin = time.monotonic()
    place = data_place()
    if fresh and place.exists():
        _say(f"throwing away {place}")
        _stop_cluster()
        shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with ExitStack() as stack:
            return _run(stack, port, dev, cases, begin)
    except KeyboardInterrupt:
        _say("stopped; the data stays for the next start")
        return 0
    except ClusterError as error:
        _say(str(error))
        return 1


def _run(stack: ExitStack, port: int, dev: bool, cases: int, begin: float) -> int:
    if _taken(port):
        _say(f"port {port} is taken: stop the other program, or choose another one: maklumat demo --port {port + 1}")
        return 1
    environment = _environment(stack, port, dev)
    os.environ.update(environment)
    _step("tables", lambda: _tables(environment))
    if not _seeded():
        _seed(cases)
    worker = _spawn(stack, environment, "worker")
    web = _spawn(stack, environment, "serve", "--port", str(port), "--workers", "1")
    _step("pages answer", lambda: _until_up(port, web))
    _welcome(port, time.monotonic() - begin)
    while True:
        for process, name in ((web, "web"), (worker, "worker")):
            if process.poll() is not None:
                _say(f"the {name} process ended (code {process.returncode})")
                return 1
        time.sleep(0.5)


def _environment(stack: ExitStack, port: int, dev: bool) -> dict[str, str]:
    """An external server when DATABASE_URL is set, else the private cluster under the data folder."""
    own = {
        "MAKLUMAT_DEMO": "1",
        "MAKLUMAT_DATA": str(data_place()),
        "MAKLUMAT_BASE_URL": os.environ.get("MAKLUMAT_BASE_URL", f"http://localhost:{port}"),
        "DJANGO_SETTINGS_MODULE": "maklumat.site.settings",
        **({"MAKLUMAT_DEBUG": "1", "MAKLUMAT_RELOAD": "1"} if dev else {}),
    }
    if not os.environ.get("DATABASE_URL"):
        cluster = _step("database", lambda: stack.enter_context(for_demo()))
        cluster.ensure_databases(DATABASE)
        own["DATABASE_URL"] = cluster.url(DATABASE, APP)
        own["MAKLUMAT_OWNER_DATABASE_URL"] = cluster.url(DATABASE, OWNER)
    return {**os.environ, **own}


def _tables(environment: dict[str, str]) -> None:
    result = subprocess.run(_command("migrate"), env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise ClusterError(f"the tables could not be made:\n{result.stderr[-2000:]}")


def _seeded() -> bool:
    import django

    django.setup()
    from maklumat.modules.units import api as units

    return units.tree().government is not None


def _seed(cases: int) -> None:
    """Sample data in one go; an interrupted start is finished by `--fresh`."""
    from datetime import timedelta

    from django.db import transaction

    from maklumat.kernel import clock
    from maklumat.modules.dashboards import api as dashboards

    from . import evaluation, gifts, history, reports, sealed, seed, surveys

    now = clock.now()
    past = now - timedelta(days=200)
    with transaction.atomic():
        _step(
            "units, people and calendars",
            lambda: (seed.seed_units(past), seed.seed_people(past), seed.seed_hours(past)),
        )
        _step(f"{len(seed.standards())} service standards, published", lambda: seed.seed_standards(past))
        _step("service charters", lambda: seed.seed_charters(past))
        _step(
            "reports of residents",
            lambda: (
                reports.seed_boundaries(past),
                reports.seed_categories(past),
                reports.seed_desk(past),
                reports.make_reports(now),
            ),
        )
        _step("answers of residents to surveys", lambda: surveys.make_surveys(now))
        began = time.monotonic()
        history.make_cases(cases, now, lambda n, total: _progress("applications with certificates", n, total, began))
        _step("months that are over, closed", lambda: (dashboards.recompute_all(now), dashboards.close_periods(now)))
        _step("gifts, refused and reported", lambda: gifts.make_gifts(now))
        _step("sealed channel: keys and two reports", lambda: sealed.make_sealed(now))
        _step("evaluation of the year", lambda: evaluation.make_evaluation(clock.now()))


def _spawn(stack: ExitStack, environment: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that nothing of it outlives us."""
    process = subprocess.Popen(_command(*words), env=environment, start_new_session=True)
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    for wanted in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, wanted)
            process.wait(GROUP_STOP_SECONDS)
        except (ProcessLookupError, PermissionError):
            return
        except subprocess.TimeoutExpired:
            continue


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "maklumat.site.cli", *words]


def _until_up(port: int, web: subprocess.Popen[bytes]) -> None:
    for _try in range(300):
        if web.poll() is not None:
            raise ClusterError("the web server did not start; its message stands above")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise ClusterError("the pages did not answer within 30 seconds")


def _welcome(port: int, seconds: float) -> None:
    from .sealed import PASSPHRASE
    from .seed import PASSWORD

    address = f"http://localhost:{port}"
    print(
        f"""
  Maklumat is ready after {seconds:.0f} s:  {address}/

  Demo accounts (password for all: {PASSWORD})   sign in at {address}/petugas/
    ani.puspitasari@tirtamulya.example    counter officer, Dukcapil
    lusiana.manurung@tirtamulya.example   verifier, Dukcapil
    bambang.sutrisno@tirtamulya.example   head of Dukcapil: approves, publishes standards
    budi.santoso@tirtamulya.example       counter officer, DPMPTSP
    dewi.kartikasari@tirtamulya.example   Inspektorat: sees all, works on reports on abuse of office
    laras.widyaningtyas@tirtamulya.example  gratuities of the whole government (UPG)
    ratih.kusumaningrum@tirtamulya.example  complaints of the whole government
    nyoman.ayu@tirtamulya.example         complaints of Dukcapil
    yusniar.hakim@tirtamulya.example      opens sealed reports at {address}/lapor-aman/meja/ (key: {PASSPHRASE})

  Six things to try
    1. Type "ktp ilang" on the first page, apply without an account, and follow the application.
    2. Sign in as Ani, return it once; then approve it as Bambang and download the signed PDF.
    3. Drop that PDF on {address}/v/ , then change one byte of it and drop it again.
    4. Answer a survey whose letter lies in the mailbox below; watch {address}/survei/ move; see {address}/ipp/.
    5. Report something at {address}/lapor/ , follow it with its code; verify and answer it as Ratih.
    6. Report wrongdoing at {address}/lapor-aman/ ; nobody but the recipients can read it, not even whoever runs this.

  What would go out by e-mail or WhatsApp lies in {address}/kotak-surat/
  Ctrl-C stops everything; the data stays.
""",
        flush=True,
    )


def _taken(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _stop_cluster() -> None:
    if (data_place() / "postgres").exists():
        for_demo().stop("immediate")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


def _step(name: str, work):
    began = time.monotonic()
    print(f"  {name:<40}", end="", flush=True)
    result = work()
    print(f"{time.monotonic() - began:6.1f} s", flush=True)
    return result


def _progress(name: str, done: int, total: int, began: float) -> None:
    """A line that grows; where nobody watches (a file, a pipe), the last one alone."""
    if done < total and not sys.stdout.isatty():
        return
    bar = "█" * (done * 20 // total)
    begin, end = ("\r" if sys.stdout.isatty() else ""), ("\n" if done == total else "")
    print(f"{begin}  {name:<40}{time.monotonic() - began:6.1f} s  {bar:<20} {done}/{total}", end=end, flush=True)
