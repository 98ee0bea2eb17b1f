"""Who reported, and what is secret, searched for everywhere: pages, searches, mails, logs, jobs, and the database as it lies there.

Each report carries names and words of its own (canaries). Then everything that a stranger, the unit complained about, its
superiors and its agency's neighbours can open is searched for them, and so is every cell of every table.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.test import Client

from maklumat.kernel import crypto, ledger, notify
from maklumat.kernel.actor import ANONYMOUS, Actor
from maklumat.kernel.models import Message
from maklumat.modules.accounts.models import Account
from maklumat.modules.complaints import actions
from maklumat.modules.complaints import api as complaints
from maklumat.modules.complaints.models import Alert
from tests import world
from tests.world import MONDAY

HOUR = timedelta(hours=1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
UNITS = ("disdukcapil", "dpmptsp")
SHIELDS = ((False, False, False), (True, False, False), (False, True, False), (True, True, False), (True, True, True))
LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True)
class Canary:
    """One report: what must not be found, and where it may be."""

    id: UUID
    number: str
    code: str
    unit: str
    anonymous: bool
    secret: bool
    oversight: bool
    name: str
    phone: str
    email: str
    word: str

    def who(self) -> tuple[str, ...]:
        return (self.name, self.phone[3:], self.email)


def run(here: world.World, *, count: int = 2000, tell: Callable[[str], None] = lambda line: None) -> dict:
    """File ``count`` reports over all shields and search for what they hide."""
    began = time.perf_counter()
    _known.clear()
    with _listening() as log:
        birds = [_file(number, here) for number in range(count)]
        tell(f"leaks: {count:,} reports filed, {time.perf_counter() - began:.0f} s")
        wrong = list(_pages(birds, here))
        tell(f"leaks: pages searched, {time.perf_counter() - began:.0f} s")
    found, cells = _database(birds)
    wrong += found + _mails(birds) + _named(birds, log.getvalue(), "log")
    return {
        "reports": count, "anonymous": sum(b.anonymous for b in birds), "secret": sum(b.secret for b in birds),
        "oversight": sum(b.oversight for b in birds), "cells of the database": cells, "wrong": len(wrong),
        "seconds": round(time.perf_counter() - began, 1), "examples": wrong[:20],
    }  # fmt: skip


class _listening:
    """Everything that is logged meanwhile."""

    def __enter__(self) -> io.StringIO:
        self.text = io.StringIO()
        self.handler = logging.StreamHandler(self.text)
        logging.getLogger().addHandler(self.handler)
        return self.text

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self.handler)


def _spelt(number: int) -> str:
    """A word for a number that no page says by chance."""
    return "".join(LETTERS[number // 20**place % 20] for place in range(4))


def _file(number: int, here: world.World) -> Canary:
    anonymous, secret, oversight = SHIELDS[number % len(SHIELDS)]
    unit, mark = UNITS[number % len(UNITS)], _spelt(number)
    name, phone, email = f"Kanari{mark} Zq{mark}", f"+62877{number:07d}", f"zq{mark}@kanari.example"
    word = f"kuncup{mark}"
    draft = actions.start(by=ANONYMOUS, at=MONDAY)
    common = {"report_id": draft.id, "code": draft.code, "at": MONDAY}
    text = f"Antre lama sekali dan petugas tidak ada. {word} Saya {name} bisa dihubungi di {phone} atau {email}."
    actions.describe(text=text, oversight=oversight, **common)
    actions.locate(slug="", unit=unit, category="", region="", place=f"Dekat {word}", **common)
    actions.introduce(name=name, phone=phone, email=email, anonymous=anonymous, secret=secret, **common)
    receipt = actions.send(by=ANONYMOUS, **common)
    bird = Canary(draft.id, receipt.number, draft.code, unit, anonymous, secret, oversight, name, phone, email, word)
    if not oversight:
        _work(bird, here)
    for fact in ledger.facts_about(draft.id):
        actions.telling.tell_reporter(fact)
    return bird


def _work(bird: Canary, here: world.World) -> None:
    desk, head = _actor(here, "complaint_coordinator", bird.unit), _actor(here, "head", bird.unit)
    common = {"report_id": bird.id, "at": MONDAY}
    actions.verify(
        by=desk, kind="complaint", category="", unit=bird.unit, about="", public_title="", public_text="", anonymous=False, secret=False,
        revision=1, **common,
    )  # fmt: skip
    actions.take_on(by=head, revision=2, **common)
    text = "Sudah kami tambah dua petugas." + ("" if bird.anonymous else f" Salam untuk Bu {bird.name}, {bird.phone}.")
    actions.answer(by=head, text=text, done_on="Senin, kepala seksi.", evidence=[], sure=True, revision=3, **common)


_known: dict[tuple[str, str], Actor] = {}


def _actor(here: world.World, role: str, unit: str) -> Actor:
    key = (role, unit)
    if key not in _known:
        _known[key] = here.with_role(role, unit)
    return _known[key]


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=actor.account_id), backend=BACKEND)
    return client


def _pages(birds: list[Canary], here: world.World) -> Iterator[str]:
    """What is wrong on a page: a stranger's, the unit's own, its neighbour's."""
    stranger = Client()
    text = _listing(stranger, "/laporan/")
    text += _interfaces(stranger) + _told(birds)
    yield from _named(birds, text, "the public list, open data, a feed or Open311")
    yield from (f"{b.number} is listed in public" for b in birds if b.secret and b.number in text)
    for bird in birds:
        page = stranger.get(f"/laporan/{bird.number.lower()}/")
        shown = page.content.decode()
        if bird.secret and page.status_code != 404:
            yield f"{bird.number}: a secret report answers {page.status_code} to a stranger"
        yield from _named([bird], shown, "the public page", words=bird.secret)
        found = stranger.get("/laporan/", {"q": bird.word}).content.decode()
        if bird.secret and bird.number in found:
            yield f"{bird.number}: the public search finds a secret word"
    for unit in UNITS:
        for role in ("head", "complaint_coordinator"):
            yield from _office(birds, unit, role, _client(_actor(here, role, unit)))


def _interfaces(stranger: Client) -> str:
    """What other programs are told, in every form."""
    addresses = ("/laporan/angka/", "/laporan/data.csv?bulan=2026-11", "/laporan/data.json?bulan=2026-11", "/laporan/kabar.atom",
                 "/open311/v2/requests.json?extensions=true&page_size=300", "/open311/v2/requests.xml?page_size=1000",
                 "/api/v1/reports?first=2026-01-01T00:00:00Z&page_size=200", "/api/v1/figures", "/laporan/peta/",
                 *(f"/laporan/angka/unit/{unit}/" for unit in UNITS))  # fmt: skip
    found = ""
    for address in addresses:
        answer = stranger.get(address)
        assert answer.status_code == 200, address
        found += b"".join(answer).decode()
    return found


def _told(birds: list[Canary]) -> str:
    """What webhooks carry, and what is mailed to who asked for news of everything."""
    taken: list[str] = []
    found = complaints.outlines(bird.id for bird in birds)
    for bird in birds:
        told = (
            complaints.requests(complaints.Wanted(numbers=(bird.number,), extensions=True))
            if found[bird.id].public
            else []
        )
        taken.append(str(told))
        if bird.secret and told:
            taken.append(bird.number)
    actions.ask_for_news(
        email="tetangga@kabar.example", unit="", region="", source="x", language="id", at=MONDAY - HOUR
    )
    row = Alert.objects.get()
    code = crypto.unseal_json(row.sealed, "area alert")["code"]
    actions.confirm_news(code=code, at=MONDAY - HOUR)
    actions.send_news(MONDAY + HOUR)
    taken += [notify.letter_of(one).text for one in Message.objects.filter(about=row.id)]
    return "".join(taken)


def _office(birds: list[Canary], unit: str, role: str, client: Client) -> Iterator[str]:
    who = f"{role} of {unit}"
    text = "".join(_listing(client, f"/petugas/laporan/?scope={scope}") for scope in ("open", "waiting", "done"))
    if role == "complaint_coordinator":
        trial = {"words": "antre lama", "unit": unit, "try": "1"}
        text += client.post("/petugas/laporan/aturan/", trial).content.decode()
        text += client.get("/petugas/laporan/masalah/").content.decode()
    for bird in birds:
        page = client.get(f"/petugas/laporan/{bird.id}/")
        shown = page.content.decode()
        ours = bird.unit == unit and not bird.oversight
        if (page.status_code == 200) is not ours:
            yield f"{bird.number}: {who} gets {page.status_code}"
        if bird.oversight and (bird.number in text or bird.word in text):
            yield f"{bird.number}: {who} sees a report on abuse of office in the inbox"
        if (
            bird.oversight
            and bird.number in client.get("/petugas/laporan/", {"q": bird.word, "scope": "open"}).content.decode()
        ):
            yield f"{bird.number}: {who} finds a report on abuse of office"
        if bird.anonymous and any(word in shown or word in text for word in bird.who()):
            yield f"{bird.number}: {who} reads who reported"


def _listing(client: Client, path: str) -> str:
    """All pages of a list."""
    text, seen = "", set()
    while path and path not in seen:
        seen.add(path)
        page = client.get(path).content.decode()
        text += page
        older = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        path = path.partition("?")[0] + older[1].replace("&amp;", "&") if older else ""
    return text


def _named(birds: list[Canary], text: str, where: str, *, words: bool = False) -> list[str]:
    wrong = [f"{bird.number}: {word} in {where}" for bird in birds for word in bird.who() if word in text]
    return wrong + [f"{bird.number}: {bird.word} in {where}" for bird in birds if words and bird.word in text]


def _mails(birds: list[Canary]) -> list[str]:
    """Messages go to the reporter's own address and say nothing of the report."""
    wrong, by_id = [], {bird.id: bird for bird in birds}
    for row in Message.objects.all().iterator():
        letter, bird = notify.letter_of(row), by_id.get(row.about)
        if bird and letter.address not in (bird.phone, bird.email):
            wrong.append(f"{bird.number}: a message about it goes elsewhere")
        wrong += _named([bird] if bird else [], letter.subject + letter.text, "a message", words=True)
    return wrong


def _database(birds: list[Canary]) -> tuple[list[str], int]:
    """Every cell of every table, as text and as bytes."""
    wrong, cells = [], 0
    hidden = {word: bird.number for bird in birds for word in (*bird.who(), *((bird.word,) if bird.secret else ()))}
    pattern = re.compile(r"Kanari\w+ Zq\w+|zq\w+@kanari\.example|\+?62877\d{7}|877\d{7}|kuncup\w+")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor:
                for value in row:
                    cells += 1
                    clear = (
                        bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    wrong += [f"{hidden[w]}: {w} in {table}" for w in pattern.findall(clear) if w in hidden]
    return wrong, cells
