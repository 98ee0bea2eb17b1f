"""`maklumat monitor`: looks from elsewhere whether a site serves the sealed pages that it says it serves, and that its ledger says the same.

Needs no database and nothing of the site but its address; what it saw is kept in a folder. Run it from another network, now and then.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from importlib import resources
from pathlib import Path
from typing import Any

MOST = 5_000_000  # bytes of an answer
KIND = "whistleblowing.page_released"


class Changed(Exception):
    """The site does not serve what it says. The message says what is wrong."""


class Unreached(Exception):
    """Nothing could be found out."""


def look(site: str, folder: Path, expected: str = "") -> list[str]:
    """One round. What was seen, in sentences. ``expected``: the digest of a release that one built oneself. Raises :class:`Changed`, :class:`Unreached`."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _json(_fetched(f"{site}/lapor-aman/rilis.json")[0])
    said = []
    try:
        for path, one in sorted(manifest["pages"].items()):
            _compare(path, one, *_fetched(site + path))
            said.append(f"{path}: {one['sha256'][:16]}, as released")
        text = json.dumps(
            {"pages": manifest["pages"], "v": manifest["v"]}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest != manifest["digest"]:
            raise Changed("the release does not have the digest that it states")
        if expected and digest != expected:
            raise Changed(f"the release is {digest}, not the expected {expected}")
        said.append(_in_the_ledger(site, folder, manifest["entry"], digest))
    except (KeyError, TypeError, AttributeError) as error:
        raise Changed("rilis.json is not a manifest") from error
    return [*said, *_keys(site, folder), *_remembered(folder, digest)]


def _keys(site: str, folder: Path) -> list[str]:
    """Which keys reporters are shown, against those of the last round: a false one is a public thing, and somebody has to look."""
    told = _json(_fetched(f"{site}/lapor-aman/keadaan.json")[0])
    try:
        now = {f"{one['duty']} “{one['title']}” {one['box']}" for one in told["keyholders"]}
        now |= {f"recovery {told['recovery']['box']}"} if told["recovery"] else set()
    except (KeyError, TypeError) as error:
        raise Changed("keadaan.json does not say the keys") from error
    place = folder / "kunci.txt"
    seen = set(place.read_text(encoding="utf-8").splitlines()) if place.exists() else None
    place.write_text("".join(f"{one}\n" for one in sorted(now)), encoding="utf-8")
    if seen is None:
        return [f"a key, seen for the first time: {one}" for one in sorted(now)]
    return [f"A NEW KEY since the last look, ask whose it is: {one}" for one in sorted(now - seen)] + [
        f"a key that is shown no more: {one}" for one in sorted(seen - now)
    ]


def _compare(path: str, one: dict[str, str], content: bytes, policy: str) -> None:
    if hashlib.sha256(content).hexdigest() != one["sha256"]:
        raise Changed(
            f"{path} is not the file of the release: {hashlib.sha256(content).hexdigest()}, not {one['sha256']}"
        )
    if policy != one["policy"]:
        raise Changed(f"{path} comes with another policy than the release has: {policy or 'none'}")
    for tag in ("style", "script"):
        for inner in re.findall(rf"<{tag}>(.*?)</{tag}>".encode(), content, re.DOTALL):
            if base64.b64encode(hashlib.sha256(inner).digest()).decode() not in policy:
                raise Changed(f"{path}: its policy does not let its own {tag} run")


def _in_the_ledger(site: str, folder: Path, entry: str | None, digest: str) -> str:
    """That the release is a fact of a signed ledger which only grew since the last round."""
    if not entry:
        raise Changed("the release is not in the ledger")
    policy = folder / "kebijakan.json"
    if not policy.exists():  # the keys seen first are believed from then on
        policy.write_bytes(_fetched(f"{site}/jejak/kebijakan.json")[0])
    proof = folder / "rilis.tlog-proof"
    proof.write_bytes(_fetched(f"{site}/jejak/fakta/{entry}.tlog-proof")[0])
    _checked("bukti", str(proof), "--kebijakan", str(policy))
    _checked("pantau", f"{site}/jejak", "--keadaan", str(folder / "keadaan.json"), "--kebijakan", str(policy))
    line = next(one for one in proof.read_text(encoding="utf-8").splitlines() if one.startswith("extra "))
    fact = json.loads(json.loads(base64.b64decode(line[6:]))["fact"])
    if fact["kind"] != KIND or fact["data"]["digest"] != digest:
        raise Changed("the ledger's fact is about another release")
    return f"the ledger has this release since {fact['at'][:16]}"


def _checked(*words: str) -> None:
    """Ask cekjejak, which trusts nothing of the site."""
    program = str(resources.files("maklumat.modules.proofs") / "rules" / "cekjejak.py")
    found = subprocess.run([sys.executable, program, *words], capture_output=True, text=True, check=False)
    if found.returncode:
        kind = Changed if found.returncode == 1 else Unreached
        raise kind((found.stdout + found.stderr).strip().splitlines()[-1])


def _remembered(folder: Path, digest: str) -> list[str]:
    """What was seen before, oldest first, one a line; a new release is named, and is no offence."""
    place = folder / "rilis.txt"
    seen = place.read_text().split() if place.exists() else []
    if seen and seen[-1] == digest:
        return []
    place.write_text("\n".join([*seen, digest]) + "\n")
    return (
        [f"a new release: {digest} (the one before: {seen[-1]}). Compare it with a build of your own: --expect"]
        if seen
        else [f"seen for the first time: {digest}"]
    )


def _fetched(url: str) -> tuple[bytes, str]:
    """Content and policy. Raises :class:`Unreached`, :class:`Changed` where the page is gone."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"Cache-Control": "no-cache"}), timeout=30
        ) as answer:
            if answer.geturl() != url:
                raise Changed(f"{url} leads elsewhere: {answer.geturl()}")
            return answer.read(MOST), answer.headers.get("Content-Security-Policy", "")
    except urllib.error.HTTPError as error:
        raise Changed(f"{url} answers {error.code}") from error
    except (OSError, ValueError) as error:
        raise Unreached(f"{url} cannot be reached: {error}") from error


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise Changed("rilis.json is not JSON") from error
    if not isinstance(found, dict):
        raise Changed("rilis.json is not a manifest")
    return found
