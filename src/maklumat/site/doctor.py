"""`maklumat doctor`: looks at everything an installation stands on, and says in words how to mend it.

A check that cannot be done is wrong as well. Nothing is changed, no key is made, no message is sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from .checks import Finding, Findings, wrong
from .checks.ground import ground


def run() -> int:
    """Examine, print, and return 1 when something is wrong."""
    found = []
    for one in examine():
        found.append(one)
        print(f"{one.level:<6} {one.what}" + (f"\n       → {one.mend}" if one.mend else ""), flush=True)
    counted = {level: sum(one.level == level for one in found) for level in ("ok", "warn", "wrong")}
    print(f"\n{counted['wrong']} wrong, {counted['warn']} to see to, {counted['ok']} ok")
    return 1 if counted["wrong"] else 0


def examine() -> Findings:
    """All findings, from the ground up. What stands on something broken is left out."""
    below = list(ground())
    yield from below
    if any(one.level == "wrong" and "keyring" not in one.what for one in below):
        return
    load()
    from .checks import records, signing, surroundings

    yield from looked((surroundings.storage, surroundings.built, surroundings.public))
    for stage in ((records.database,), (records.tables,)):
        found = list(looked(stage))
        yield from found
        if any(one.level == "wrong" and "clocks" not in one.what for one in found):
            return
    yield from looked(
        (
            records.guards, records.worker, signing.signed, signing.beside_the_keys, signing.witnesses, signing.sealed_trust,
            records.beginnings, records.holidays, records.sealed,
        )
    )  # fmt: skip


def load() -> None:
    """Read the settings. Without a keyring they would make one; looking must not."""
    import django
    from django.apps import apps

    from .postgres import data_place

    if not apps.ready:
        os.environ.setdefault("MAKLUMAT_POOL", "0")  # a pool would try for 20 seconds before it says what is wrong
        if not Path(os.environ.get("MAKLUMAT_KEYRING") or data_place() / "keys" / "keyring.json").is_file():
            os.environ.setdefault("MAKLUMAT_SECRET_KEY", "looked at by the doctor only")
        django.setup()


def looked(checks: Iterable[Callable[[], Findings]]) -> Findings:
    """The findings of these checks; one that breaks off is a finding itself."""
    for check in checks:
        try:
            yield from list(check())
        except Exception as error:
            said = (str(error).strip().splitlines() or [""])[0]
            yield broken(check.__name__, f"{type(error).__name__}: {said}"[:200])


def broken(name: str, reason: str) -> Finding:
    return wrong(f"{name} could not be looked at ({reason})", "Mend what stands above, then run maklumat doctor again.")
