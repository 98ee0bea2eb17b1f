"""Does a server speak Open311 GeoReport v2? Every clause of the specification as a small check, in XML and in JSON.

``run(client, base=…, api_key=…, knows=…)`` puts all checks to a server and gives back those that failed; ``judge``
also tells which were passed and which could not be asked. About 130 reports are sent on the way, half of them valid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.open311 import checks_formats, checks_post, checks_requests, checks_services
from tests.open311.suite import CHECKS, Check, Desk, Finding, Knows
from tests.open311.wire import Client, Mismatch, NotAsked, short

__all__ = ["CHECKS", "Client", "Finding", "Knows", "Verdict", "by_clause", "judge", "run"]

PARTS = (checks_formats, checks_services, checks_post, checks_requests)


@dataclass
class Verdict:
    """What came of the checks: failed, passed, and not asked with the reason."""

    findings: list[Finding] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)
    not_asked: list[tuple[str, str, str]] = field(default_factory=list)


def by_clause() -> Counter[str]:
    """How many checks each clause has."""
    return Counter(one.clause for one in CHECKS.values())


def judge(client: Client, *, base: str, api_key: str, knows: Knows, only: Iterable[str] = ()) -> Verdict:
    """Put the checks to a server, in all formats; ``only`` names some of them."""
    desk, verdict, chosen = Desk(client, base, api_key, knows), Verdict(), set(only)
    for one in CHECKS.values():
        if chosen and one.name not in chosen:
            continue
        for form in one.forms or knows.formats:
            _put(one, form, desk, verdict)
    return verdict


def _put(one: Check, form: str, desk: Desk, verdict: Verdict) -> None:
    try:
        one.work(desk, form)
    except NotAsked as reason:
        verdict.not_asked.append((one.name, form, str(reason)))
    except Mismatch as wrong:
        verdict.findings.append(Finding(one.name, one.clause, form, one.proves, wrong.expected, wrong.came))
    except Exception as wrong:  # whatever an unexpected answer does to a check, it is the answer's fault
        came = short(f"{type(wrong).__name__}: {wrong}")
        verdict.findings.append(Finding(one.name, one.clause, form, one.proves, "an answer that can be read", came))
    else:
        verdict.passed.append((one.name, form))


def run(client: Client, *, base: str, api_key: str, knows: Knows) -> list[Finding]:
    """Put all checks to a server; the checks that failed, with what was expected and what came."""
    return judge(client, base=base, api_key=api_key, knows=knows).findings
