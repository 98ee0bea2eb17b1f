"""Two hundred certificates at once: no number twice, none missing; also when many of them roll back."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from django.db import connections, transaction

from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.modules.documents import api as documents
from maklumat.modules.documents.models import Certificate
from maklumat.modules.units.models import Unit

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
AT_ONCE = 50  # connections: the server allows 80


class TurnedBack(Exception):
    """The act fails after its number was taken."""


@contextmanager
def own_connection() -> Iterator[None]:
    """A connection of this thread alone, not one of a pool."""
    known = deepcopy(connections.settings["default"])
    known["OPTIONS"].pop("pool", None)
    former = connections["default"]
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = known
    wrapper.inc_thread_sharing()
    connections["default"] = wrapper
    try:
        yield
    finally:
        wrapper.close()
        connections["default"] = former


def request(unit: Unit, register: str) -> documents.IssueRequest:
    """The content of a certificate for somebody new."""
    return documents.IssueRequest(
        subject=new_id(), unit_id=unit.id, register=register, pattern="{number:04d}/{unit}/{month_roman}/{year}", unit_code=register.upper(),
        product="Surat Keterangan", service="Surat Keterangan", government="Pemerintah Kabupaten Tirtamulya", unit=unit.name,
        unit_address="", holder="Citra Lestari", facts=(), body="Menerangkan.", place="Tirtamulya", signatory_name="Kepala",
        signatory_title="Kepala", signatory_nip="", valid_until=None, template="letter", emblem="",
    )  # fmt: skip


def issue(unit: Unit, register: str, turn_back: bool, pause: float) -> str:
    """One decision, in its own transaction; raises :class:`TurnedBack` when asked to."""
    with transaction.atomic():
        made = documents.issue(request(unit, register), by=SYSTEM, at=AT)
        time.sleep(pause)
        if turn_back:
            raise TurnedBack
    return made.number


def run(count: int, *, seed: int = 1, share: float = 0.35) -> dict[str, Any]:
    """``count`` issues in parallel without, then with roll-backs; what the registers say afterwards."""
    unit = Unit.objects.filter(code="bilangan").first() or Unit.objects.create(
        code="bilangan", path="/bilangan/", kind="government", name="Kabupaten Bilangan"
    )
    wrong: list[str] = []
    figures: dict[str, Any] = {}
    began = time.perf_counter()
    for register, part in (("tenang", 0.0), ("gaduh", share)):
        done, failed, turned = _all_at_once(count, unit, register, part, random.Random(f"{seed}/{register}"))
        rows = list(
            Certificate.objects.filter(unit=unit, scope__startswith=f"{register}/").values_list("sequence", "number")
        )
        sequences = sorted(sequence for sequence, _number in rows)
        double = len(sequences) - len(set(sequences)) + len(rows) - len({number for _sequence, number in rows})
        missing = len(set(range(1, max(sequences, default=0) + 1)) - set(sequences))
        figures[register] = {
            "asked": count,
            "turned back": turned,
            "issued": len(done),
            "duplicate": double,
            "missing": missing,
        }
        wrong += [f"{register}: {error}" for error in failed]
        if (
            double
            or missing
            or sorted(done) != sorted(number for _sequence, number in rows)
            or len(done) + turned != count
        ):
            wrong.append(f"{register}: {figures[register]}")
    return {
        **figures,
        "at once": min(count, AT_ONCE),
        "wrong": len(wrong),
        "seconds": round(time.perf_counter() - began, 1),
        "examples": wrong[:20],
    }


def _all_at_once(
    count: int, unit: Unit, register: str, share: float, chance: random.Random
) -> tuple[list[str], list[str], int]:
    """Numbers that were given, errors nobody ordered, and how many turned back."""
    plans = [(chance.random() < share, chance.random() * 0.004) for _n in range(count)]
    done: list[str] = []
    failed: list[str] = []
    turned: list[int] = []
    start = threading.Barrier(min(count, AT_ONCE))

    def work(mine: list[tuple[bool, float]]) -> None:
        with own_connection():
            start.wait()
            for turn_back, pause in mine:
                try:
                    done.append(issue(unit, register, turn_back, pause))
                except TurnedBack:
                    turned.append(1)
                except Exception as error:
                    failed.append(repr(error))

    threads = [_thread(work, plans[n :: start.parties]) for n in range(start.parties)]
    for one in threads:
        one.join()
    return done, failed, len(turned)


def _thread(work: Callable[..., None], *values: Any) -> threading.Thread:
    one = threading.Thread(target=work, args=values)
    one.start()
    return one
