"""Kill the web, the worker or PostgreSQL at random moments under load; afterwards nothing is lost and nothing twice.

A real stack in a temporary folder: a durable cluster, `maklumat serve` and `maklumat worker` in process groups of
their own. Applicants come over HTTP, officers act in this process. Every kill is SIGKILL. What a person was told is
written down here, outside of the stack, and compared with what the stack knows after it has come to rest.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from tests.proofs.ground import environment, migrate_here

SLUG, UNIT = "kartu-berobat", "puskesmas-tirtakencana"
APPLICANTS, EVERY = 3, 25  # threads of applicants; rounds between two examinations
PATIENCE = 60  # seconds until a killed part must answer again
REST = 300  # seconds until the queue must be empty
OURS = ("ledger.deliver", "notify.send", "documents.produce")
WORDS = {"web": "serve", "worker": "worker"}


class Unwell(Exception):
    """No answer, or one that says that something is broken: asked again later."""


# --- the stack -----------------------------------------------------------------------------------------------------
class Stack:
    """The processes; each can be killed and is started again."""

    def __init__(self, place: Path) -> None:
        from maklumat.site.postgres import DATABASE, Cluster

        self.place, self.port = place, _free_port()
        self.cluster = Cluster(place / "postgres", durable=True)
        self.cluster.start()
        self.cluster.ensure_databases(DATABASE)
        self.environment = environment(self.cluster, place / "data") | {
            "MAKLUMAT_BASE_URL": f"http://127.0.0.1:{self.port}"
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.log = (place / "stack.log").open("ab")
        self.deaths: Counter[str] = Counter()  # that nobody ordered

    def start(self, name: str) -> None:
        words = [
            sys.executable,
            "-m",
            "maklumat.site.cli",
            WORDS[name],
            *(["--port", str(self.port)] if name == "web" else []),
        ]
        self.running[name] = subprocess.Popen(
            words, env={**os.environ, **self.environment}, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self, name: str) -> None:
        """SIGKILL to a whole group, or to the postmaster alone: its children notice."""
        if name == "postgres":
            with suppress(ProcessLookupError):
                os.kill(self.cluster._postmaster() or 0, signal.SIGKILL)
            return
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def revive(self) -> None:
        """As a service manager does: start again what is not there, until the pages answer."""
        self.cluster.start()
        until = time.monotonic() + PATIENCE
        while True:
            for name in WORDS:
                process = self.running.get(name)
                if process is None or process.poll() is not None:
                    self.deaths[name] += process is not None
                    self.start(name)
            if self.answers():
                return
            if time.monotonic() > until:
                raise RuntimeError(f"the pages did not answer within {PATIENCE} s")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            return Browser(self.port).ask("GET", "/healthz").status == 200
        except Unwell:
            return False

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self.cluster.stop("immediate")
        self.log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- applicants, over HTTP ----------------------------------------------------------------------------------------
@dataclass
class Answer:
    status: int
    location: str
    text: str


class Browser:
    """Cookies, the form token, no JavaScript."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(
        self, method: str, path: str, values: dict[str, str] | None = None, files: dict[str, bytes] | None = None
    ) -> Answer:
        """One request on a connection of its own. Raises :class:`Unwell` when the answer is none."""
        body, headers = b"", {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            values = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **(values or {})}
            body, headers["Content-Type"] = _encoded(values, files)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Unwell(type(error).__name__) from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if answer.status >= 500:
            raise Unwell(str(answer.status))
        return Answer(answer.status, answer.headers.get("Location", ""), text)


def _encoded(values: dict[str, str], files: dict[str, bytes] | None) -> tuple[bytes, str]:
    if files is None:
        return urlencode(values).encode(), "application/x-www-form-urlencoded"
    out = b"".join(
        b'--garis\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (k.encode(), v.encode())
        for k, v in values.items()
    )
    out += b"".join(
        b'--garis\r\nContent-Disposition: form-data; name="%s"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n%s\r\n'
        % (k.encode(), v)
        for k, v in files.items()
    )
    return out + b"--garis--\r\n", "multipart/form-data; boundary=garis"


@dataclass
class Notebook:
    """What people were told, kept outside of the stack."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: dict[str, str] = field(default_factory=dict)  # number → application id
    approved: set[UUID] = field(default_factory=set)
    figures: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    trouble: str = ""  # the officers' latest

    def count(self, what: str) -> None:
        with self.lock:
            self.figures[what] += 1

    def object(self, what: str) -> None:
        with self.lock:
            self.wrong.append(what)


class Applicant(threading.Thread):
    """Applies again and again; after no answer the same request is sent again, as people do."""

    def __init__(
        self, number: int, port: int, pages: list[tuple[str, dict[str, str]]], photo: bytes, book: Notebook, seed: int
    ) -> None:
        super().__init__(daemon=True, name=f"applicant {number}")
        self.chance = random.Random(f"{seed}/{number}")
        self.port, self.pages, self.photo, self.book = port, pages, photo, book
        self.go_on, self.stop = threading.Event(), threading.Event()
        self.go_on.set()
        self.idle = True

    def run(self) -> None:
        while not self.stop.is_set():
            if self.go_on.wait(0.2):
                self.idle = False
                try:
                    self.apply()
                except Exception as error:
                    self.book.object(f"an applicant was stopped by {error!r}")
            self.idle = True

    def insist(self, browser: Browser, *request: Any) -> Answer:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return browser.ask(*request)
            except Unwell as error:
                self.book.count("requests without an answer")
                if time.monotonic() > until:
                    raise RuntimeError(f"no answer to {request[:2]} within {PATIENCE} s: {error}") from error
                time.sleep(0.1 + self.chance.random() / 3)

    def apply(self) -> None:
        browser = Browser(self.port)
        self.insist(browser, "GET", f"/ajukan/{SLUG}/")
        begun = self.insist(browser, "POST", f"/ajukan/{SLUG}/mulai")
        case = begun.location.split("/")[2]
        for page, values in self.pages:
            saved = self.insist(browser, "POST", f"/permohonan/{case}/isian/{page}/", values)
            if saved.status != 302:
                raise RuntimeError(f"the page {page} was refused with {saved.status}")
        if self.chance.random() < 0.4:
            self.insist(browser, "POST", f"/permohonan/{case}/berkas/", {}, {"rujukan_balik": self.photo})
        self.hand_in(browser, case)

    def hand_in(self, browser: Browser, case: str) -> None:
        """Often twice at once; what counts is the receipt."""
        suffix = f"{self.chance.randrange(10**8):08d}"
        values = {"phone": f"0812{suffix}", "email": f"w{suffix}@example.org", "agreed": "on"}
        request = ("POST", f"/permohonan/{case}/periksa/", values)
        second = None
        if self.chance.random() < 0.3:
            second = threading.Thread(target=self._again, args=(browser, request), daemon=True)
            second.start()
        answer = self.insist(browser, *request)
        if second:
            second.join()
        if answer.status != 302:
            raise RuntimeError(f"handing in was refused with {answer.status}")
        receipt = self.insist(browser, "GET", f"/permohonan/{case}/tanda-terima/")
        number = re.search(r"\b[A-Z][A-Z0-9.-]*-\d\d-\d{5}\b", receipt.text)
        if number is None:
            raise RuntimeError(f"the receipt ({receipt.status}) says no number")
        with self.book.lock:
            if self.book.numbers.setdefault(number[0], case) != case:
                self.book.wrong.append(f"the number {number[0]} was given to two applicants")
            self.book.figures["applications acknowledged"] += 1

    def _again(self, browser: Browser, request: tuple) -> None:
        with suppress(Exception):
            copy = Browser(self.port)
            copy.cookies = dict(browser.cookies)
            self.insist(copy, *request)
            self.book.count("handed in twice at once")


# --- officers, in this process -------------------------------------------------------------------------------------
class Officer(threading.Thread):
    """Checks and approves; sends some back, refuses some. When the database goes away it goes on later."""

    def __init__(self, world: Any, book: Notebook, seed: int) -> None:
        super().__init__(daemon=True, name="officer")
        from maklumat.kernel import clock

        self.front = world.with_role("front_desk", UNIT, clock.now())
        self.head = world.with_role("head", UNIT, clock.now())
        self.book, self.chance, self.stop, self.go_on = (
            book,
            random.Random(f"{seed}/officer"),
            threading.Event(),
            threading.Event(),
        )
        self.go_on.set()
        self.idle = True

    def run(self) -> None:
        from django.db import DatabaseError, InterfaceError, connection

        from maklumat.kernel.errors import Refusal

        while not self.stop.is_set():
            time.sleep(0.1)
            if self.go_on.is_set():
                self.idle = False
                try:
                    self.work()
                except Refusal:
                    self.book.count("officers' acts refused")  # an act whose answer was lost had taken place
                except (DatabaseError, InterfaceError, OSError) as error:
                    self.book.count("officers' acts without an answer")
                    self.book.trouble = repr(error)[:300]
                    with suppress(Exception):
                        connection.close()
                    time.sleep(0.2)
                except Exception as error:
                    self.book.object(f"the officer was stopped by {error!r}")
            self.idle = True
        connection.close()

    def work(self) -> None:
        from maklumat.kernel import clock
        from maklumat.modules.applications import actions
        from maklumat.modules.applications.models import Application

        for case in Application.objects.filter(state="in_process").order_by("-submitted_at")[:4]:
            common = {"application_id": case.id, "revision": case.revision, "at": clock.now()}
            if case.step:
                actions.approve(by=self.head, **common)
                with self.book.lock:
                    self.book.approved.add(case.id)
                    self.book.figures["approved"] += 1
                continue
            lines = actions.working.checkable(case)
            fate = self.chance.random()
            if fate < 0.1:
                line = self.chance.choice(list(lines))
                actions.check(by=self.front, verdicts={line: ("wanting", "Mohon foto ulang.")}, **common)
                actions.return_to_applicant(by=self.front, **common | {"revision": case.revision + 1})
            elif fate < 0.15:
                actions.reject(by=self.front, rule="Perda 6/2023", reason="Data tidak sesuai.", **common)
            else:
                actions.check(by=self.front, verdicts=dict.fromkeys(lines, ("accepted", "")), **common)
                actions.advance(by=self.front, **common | {"revision": case.revision + 1})


# --- what must hold ------------------------------------------------------------------------------------------------
def rest(stack: Stack, book: Notebook, *, hurry: bool) -> None:
    """Until nothing of ours waits any more. ``hurry`` winds the heartbeats of killed workers forward."""
    from django.db import connection

    connection.close()  # the present one may be of a server that was killed
    if hurry:
        stack.kill("worker")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        stack.revive()
    until, left = time.monotonic() + REST, []
    while time.monotonic() < until:
        stack.revive()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT task_name, status::text, count(*), max(attempts) FROM procrastinate_jobs "
                "WHERE status IN ('todo', 'doing') AND task_name = ANY(%s) GROUP BY 1, 2", [list(OURS)],
            )  # fmt: skip
            left = cursor.fetchall()
            cursor.execute("SELECT count(*) FROM ledger_waiting")
            waiting = cursor.fetchone()[0]
        if not left and not waiting:
            return
        time.sleep(0.3)
    book.object(
        f"after {REST} s of rest there are still jobs (task, state, count, tries): {left}, {waiting} entries without a position"
    )


def examine_at_rest(stack: Stack, book: Notebook, *, hurry: bool) -> list[str]:
    """What is wrong and stays wrong. A clock may pass a mark between the rest and the look; what is lost stays lost."""
    found: list[str] = []
    for again in range(4):
        rest(stack, book, hurry=hurry and not again)
        found = examine(book)
        if not found:
            break
        time.sleep(2)
    return found


def examine(book: Notebook) -> list[str]:
    """Everything that must be true of a stack at rest."""
    from maklumat.kernel import clock, files
    from maklumat.kernel.models import Message
    from maklumat.modules.applications.models import Application, Mark
    from maklumat.modules.documents import api as documents
    from maklumat.modules.documents.models import Certificate
    from maklumat.site.flows import FLOWS

    wrong = []

    def none(what: str, sql: str, values: tuple = ()) -> None:
        rows = _rows(sql, values)
        if rows:
            wrong.append(f"{what}: {len(rows)}, e.g. {rows[0]}")

    known = {number: str(case) for number, case in Application.objects.exclude(number=None).values_list("number", "id")}
    with book.lock:
        told, approved = dict(book.numbers), set(book.approved)
    lost = [number for number, case in told.items() if known.get(number) != case]
    if lost:
        wrong.append(f"acknowledged and lost: {len(lost)}, e.g. {lost[0]}")
    serials = sorted(int(number.rpartition("-")[2]) for number in known)
    if serials != list(range(1, len(serials) + 1)):
        wrong.append(f"application numbers have gaps or doubles: {len(serials)} numbers up to {serials[-1]}")
    none(
        "handed in twice",
        "SELECT subject, count(*) FROM ledger_entry WHERE kind = 'applications.submitted' GROUP BY 1 HAVING count(*) > 1",
    )
    none("handed in without a fact", "SELECT id FROM applications_application WHERE state <> 'draft' AND id NOT IN "
         "(SELECT subject FROM ledger_entry WHERE kind = 'applications.submitted')")  # fmt: skip
    none("facts of what was never handed in", "SELECT subject FROM ledger_entry WHERE kind = 'applications.submitted' AND subject NOT IN "
         "(SELECT id FROM applications_application WHERE state <> 'draft')")  # fmt: skip
    pairs = [(flow.kind, flow.name) for flow in FLOWS]
    none("entries not delivered", "SELECT e.kind, f.name FROM ledger_entry e JOIN unnest(%s::text[], %s::text[]) AS f (kind, name) ON f.kind = e.kind "
         "LEFT JOIN ledger_delivery d ON d.entry_id = e.id AND d.follower = f.name WHERE d.entry_id IS NULL",
         ([k for k, _n in pairs], [n for _k, n in pairs]))  # fmt: skip
    none("messages not sent", "SELECT id, state, attempts FROM kernel_message WHERE state <> 'sent'")
    due = ("submitted", "returned", "issued", "rejected", "withdrawn", "completed")
    none("facts without exactly one message per channel", "SELECT e.id, e.kind, count(m.id) FROM ledger_entry e LEFT JOIN kernel_message m "
         "ON m.once IN (e.id || '/phone', e.id || '/email') WHERE e.kind = ANY(%s) GROUP BY 1, 2 HAVING count(m.id) <> 2",
         ([f"applications.{one}" for one in due],))  # fmt: skip
    none("apologies without exactly one message per channel", "SELECT e.id, count(m.id) FROM ledger_entry e LEFT JOIN kernel_message m "
         "ON m.once IN (e.id || '/phone', e.id || '/email') WHERE e.kind = 'applications.mark_reached' "
         "AND (e.data->>'percent')::int >= 100 GROUP BY 1 HAVING count(m.id) <> 2")  # fmt: skip
    none("messages beyond one per fact and address", "SELECT once, count(*) FROM kernel_message WHERE once IS NOT NULL OR NOT burns "
         "GROUP BY 1 HAVING count(*) > 1 OR once IS NULL")  # fmt: skip
    # What asks for an opinion has no key, so that nothing says who was asked: the draws' facts say how many there are.
    none("invitations are not as many as were drawn", "SELECT d.n, m.n FROM (SELECT coalesce(sum((data->>'invited')::int), 0) n FROM ledger_entry "
         "WHERE kind = 'surveys.drawn') d, (SELECT count(*) n FROM kernel_message WHERE once IS NULL) m WHERE d.n <> m.n")  # fmt: skip
    none("marks and their facts disagree", "SELECT coalesce(m.application_id, e.subject), m.n, e.n FROM (SELECT application_id, count(*) n FROM applications_mark "
         "GROUP BY 1) m FULL JOIN (SELECT subject, count(*) n, count(DISTINCT data->>'percent') d FROM ledger_entry WHERE kind = 'applications.mark_reached' GROUP BY 1) e "
         "ON e.subject = m.application_id WHERE m.n IS DISTINCT FROM e.n OR e.n <> e.d")  # fmt: skip
    none("approved without a certificate", "SELECT subject FROM ledger_entry WHERE kind = 'applications.approved' AND subject NOT IN "
         "(SELECT subject FROM documents_certificate)")  # fmt: skip
    none("certificates twice", "SELECT subject, count(*) FROM documents_certificate GROUP BY 1 HAVING count(*) > 1")
    none(
        "signed twice",
        "SELECT subject, count(*) FROM ledger_entry WHERE kind = 'documents.certificate_signed' GROUP BY 1 HAVING count(*) > 1",
    )
    none(
        "certificates not signed in the end", "SELECT subject, state FROM documents_certificate WHERE state <> 'signed'"
    )
    none(
        "signed, but the application is not issued",
        "SELECT a.id, a.state FROM applications_application a JOIN documents_certificate c ON c.subject = a.id WHERE a.state <> 'issued'",
    )
    none("register with gaps or doubles", "SELECT scope, count(*), max(sequence) FROM documents_certificate GROUP BY 1 "
         "HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> count(*) OR count(DISTINCT number) <> count(*)")  # fmt: skip
    none(
        "ledger positions with gaps",
        "SELECT count(*), max(position) FROM ledger_position HAVING count(*) <> coalesce(max(position), 0)",
    )
    none(
        "entries without a position",
        "SELECT id FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_position)",
    )
    none("open clocks of what has ended", "SELECT i.application_id FROM applications_interval i JOIN applications_application a ON a.id = i.application_id "
         "WHERE i.ended_at IS NULL AND a.finished_at IS NOT NULL")  # fmt: skip
    none("jobs that were given up", "SELECT task_name, attempts FROM procrastinate_jobs WHERE status IN ('failed', 'aborted', 'cancelled') "
         "AND queueing_lock IS NULL AND task_name = ANY(%s)", (list(OURS),))  # fmt: skip
    vanished = approved - set(Certificate.objects.values_list("subject", flat=True))
    if vanished:
        wrong.append(f"approved in front of the officer, and lost: {len(vanished)}")
    for row in Certificate.objects.filter(state="signed"):
        if (row.id, row.file_id) in _VERIFIED:
            continue
        verdict = documents.verify_file(files.read(row.file_id)[0], at=clock.now())
        if verdict.state != "signed" or not verdict.good or verdict.number != row.number:
            wrong.append(f"certificate {row.id} does not verify: {verdict.state}")
        _VERIFIED.add((row.id, row.file_id))
    wrong += _figures_wrong()
    book.figures["certificates verified"] = len(_VERIFIED)
    book.figures["messages"] = Message.objects.count()
    book.figures["invitations to a survey"] = Message.objects.filter(once=None).count()
    book.figures["marks"] = Mark.objects.count()
    book.figures["ledger entries"] = _rows("SELECT count(*) FROM ledger_entry")[0][0]
    return wrong


def _figures_wrong() -> list[str]:
    """The dashboards' counts against the ledger."""
    received = _rows("SELECT coalesce(sum(count), 0) FROM dashboards_tally WHERE what = 'received'")[0][0]
    facts = _rows("SELECT count(*) FROM ledger_entry WHERE kind = 'applications.submitted'")[0][0]
    ends = _rows(
        "SELECT count(*) FROM ledger_entry WHERE kind IN ('applications.issued', 'applications.rejected', 'applications.withdrawn')"
    )[0][0]
    outcomes = _rows("SELECT count(*) FROM dashboards_outcome WHERE family = 'applications'")[0][0]
    wrong = [] if received == facts else [f"the dashboards count {received} received, the ledger {facts}"]
    return wrong + ([] if outcomes == ends else [f"the dashboards count {outcomes} outcomes, the ledger {ends}"])


_VERIFIED: set[tuple[UUID, UUID]] = set()


def _rows(sql: str, values: tuple = ()) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        return cursor.fetchall()


# --- the proof -----------------------------------------------------------------------------------------------------
def prepare(stack: Stack) -> tuple[Any, list[tuple[str, dict[str, str]]]]:
    """Tables, one office that never closes, one service that promises a minute. The pages as a browser sends them."""
    os.environ.update(stack.environment | {"MAKLUMAT_POOL": "0", "MAKLUMAT_LOG": "CRITICAL"})
    migrate_here(stack.cluster)
    from datetime import UTC, date, datetime

    from maklumat.kernel.actor import SYSTEM
    from maklumat.modules.calendars import api as calendars
    from maklumat.modules.catalogue import api as catalogue
    from maklumat.modules.units import api as units
    from maklumat.site.demo import seed
    from tests.world import World

    at = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    seed.seed_units(at)
    people = World(seed.seed_people(at, only_units=(UNIT,), password=None))
    unit = units.tree().by_code[UNIT].id
    calendars.set_week(
        by=SYSTEM, unit_id=unit, valid_from=date(2020, 1, 1), zone="Asia/Jakarta", week=(((0, 1440),),) * 7,
        legal_basis="Peraturan uji", at=at, observes="none",
    )  # fmt: skip
    [row] = seed.standards([SLUG])
    row["standard"]["duration"] = {"number": 1, "unit": "minutes", "start_event": "submitted", "stop_event": "issued"}
    standard = catalogue.load(row["standard"])
    version = catalogue.draft_new(by=SYSTEM, unit_id=unit, standard=standard, at=at)
    catalogue.publish(
        by=SYSTEM, version_id=version, decision=catalogue.Decision.model_validate(row["decision"]),
        consultation=catalogue.Consultation.model_validate(row["consultation"]), at=at,
        effective_from=date(2026, 1, 5), review_due=date(2027, 1, 5),
    )  # fmt: skip
    return people, [(page.key, _sent(page)) for page in standard.pages]


def _sent(page: Any) -> dict[str, str]:
    """What a browser sends for a page."""
    from tests.world import value_for

    values = {}
    for question in page.questions:
        value = str(value_for(question))
        if question.kind == "date":
            from datetime import timedelta

            from maklumat.kernel import clock

            day = (clock.now() + timedelta(days=1 if question.minimum == 0 else -900)).date()
            values |= {
                f"{question.key}_day": str(day.day),
                f"{question.key}_month": str(day.month),
                f"{question.key}_year": str(day.year),
            }
        else:
            values[question.key] = "umum" if question.key == "penjamin" else value
    return values


@contextmanager
def _load(stack: Stack, people: Any, pages: list, book: Notebook, seed: int) -> Iterator[list]:
    from tests.world import photo

    threads = [Applicant(n, stack.port, pages, photo(size=(120, 90)), book, seed) for n in range(APPLICANTS)]
    threads += [Officer(people, book, seed)]
    for one in threads:
        one.start()
    try:
        yield threads
    finally:
        for one in threads:
            one.stop.set()
        for one in threads:
            one.join(PATIENCE)


def run(
    rounds: int, *, seed: int = 1, tell: Callable[[str], None] = lambda line: None, hurry: bool = False
) -> dict[str, Any]:
    """Kill something ``rounds`` times; the figures, with everything that was lost or doubled."""
    chance, book, began = random.Random(seed), Notebook(), time.monotonic()
    killed: Counter[str] = Counter()
    recoveries: dict[str, list[float]] = {}
    with ExitStack() as onion:
        place = Path(onion.enter_context(tempfile.TemporaryDirectory(prefix="maklumat-crash-")))
        place.chmod(0o711)
        stack = Stack(place)
        onion.callback(stack.end)
        people, pages = prepare(stack)
        stack.revive()
        tell(f"crash: the stack answers after {time.monotonic() - began:.0f} s")
        with _load(stack, people, pages, book, seed) as threads:
            _until(lambda: book.figures["applications acknowledged"], stack)  # there is load before the first kill
            for number in range(1, rounds + 1):
                time.sleep(chance.uniform(0.5, 2.0))
                victims = _victims(chance, number)
                for victim in victims:
                    stack.kill(victim)
                    killed[victim] += 1
                time.sleep(chance.choice((0, 0, 0.2, 0.6)))
                start = time.monotonic()
                stack.revive()
                recoveries.setdefault("+".join(victims), []).append(time.monotonic() - start)
                if number % EVERY == 0 or number == rounds:
                    _until(lambda: book.figures["approved"], stack)
                    _pause(threads, stack)
                    found = examine_at_rest(stack, book, hurry=hurry)
                    book.wrong += [f"after round {number}: {one}" for one in found]
                    tell(
                        f"crash: {number} of {rounds} rounds, {len(book.numbers)} acknowledged, {len(book.wrong)} wrong, {time.monotonic() - began:.0f} s"
                    )
                    for one in threads:
                        one.go_on.set()
        deaths = dict(stack.deaths)
        if book.wrong:
            kept = Path(tempfile.gettempdir()) / "maklumat-crash-stack.log"
            kept.write_bytes((place / "stack.log").read_bytes())
            book.wrong.append(f"the stack's log: {kept}")
    if not book.figures["applications acknowledged"] or not book.figures["certificates verified"]:
        book.wrong.append(f"there was no load: nothing is proved; {book.trouble}")
    return {
        "rounds": rounds, "killed": dict(killed), **dict(sorted(book.figures.items())), "wrong": len(book.wrong),
        "ended by themselves and started again": deaths,
        "longest recovery in s": {what: round(max(seconds), 1) for what, seconds in sorted(recoveries.items())},
        "heartbeats wound forward": hurry, "seconds": round(time.monotonic() - began), "examples": book.wrong[:40],
    }  # fmt: skip


def _until(so: Callable[[], Any], stack: Stack) -> None:
    """Wait a while for something that the load brings."""
    until = time.monotonic() + 2 * PATIENCE
    while not so() and time.monotonic() < until:
        stack.revive()
        time.sleep(0.1)


def _victims(chance: random.Random, number: int) -> list[str]:
    """One of the three; now and then two or all at once, as when the power goes. The first three are one of each."""
    if number <= 3:
        return [("postgres", "worker", "web")[number - 1]]
    if chance.random() < 0.1:
        return chance.sample(["web", "worker", "postgres"], chance.choice((2, 3)))
    return chance.choices(["web", "worker", "postgres"], (25, 40, 35))


def _pause(threads: list, stack: Stack) -> None:
    """Let everybody finish what they began."""
    for one in threads:
        one.go_on.clear()
    until = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < until and not all(one.idle for one in threads):
        stack.revive()
        time.sleep(0.1)


if __name__ == "__main__":
    import json

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever ends this early, ends the stack too
    figures = run(
        int(sys.argv[1]) if len(sys.argv) > 1 else 4,
        hurry="--hurry" in sys.argv,
        tell=lambda line: sys.stderr.write(f"{line}\n"),
    )
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1, default=str) + "\n")
    sys.exit(1 if figures["wrong"] else 0)
