"""What reporters and keyholders have in common: the checked state, uploads, and reading the letters of a case."""

from __future__ import annotations

import hashlib
import json as json_module
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import oracle
from .transport import Transport

RECIPIENT, CUSTODIAN = "recipient", "custodian"
Upload = tuple[str, str, bytes]  # name, type, content


class Refused(Exception):
    """A refusal of the server."""

    def __init__(self, status: int, said: Any):
        self.status, self.said = status, said
        self.error = said.get("error", "") if isinstance(said, dict) else ""
        super().__init__(f"{status}: {self.error or said}")


@dataclass
class Read:
    """A letter as the server has it, and what it says; `problem` if it was refused."""

    id: str
    sender: str
    day: str
    header: bytes
    payload: bytes
    entry: str | None = None
    letter: oracle.Letter | None = None
    problem: str = ""


def request_id() -> str:
    return oracle.b64(secrets.token_bytes(16))


def new_letter(
    case: str, kind: str, sender: Any, day: str, text: str, files: Sequence[Any] = (), **more: Any
) -> oracle.Letter:
    head = {"v": 1, "id": request_id(), "case": case, "kind": kind, "from": sender, "day": day, "text": text}
    return head | {"files": list(files)} | more


def read_letters(
    case: str, listed: Iterable[Mapping[str, Any]], box: bytes, keys: Mapping[Any, Any]
) -> tuple[list[Read], list[Any]]:
    """The letters of a case in their order, and the keyholders who are in it.

    `keys` has the signing keys of all keyholders, and that of the mailbox if it is known. Whoever replies or lets
    somebody in must be in the case.
    """
    found, seen, team = [], set(), []
    keys, first = dict(keys), True
    for one in listed:
        read = Read(
            one["id"],
            one["sender"],
            one["day"],
            oracle.unb64(one["header"]),
            oracle.unb64(one["payload"]),
            one.get("entry"),
        )
        found.append(read)
        try:
            letter = oracle.open_letter(read.header, read.payload, box, case=case, keys=keys, seen=seen)
            if (letter["kind"] == "report") != first:
                raise oracle.BadLetter("a case begins with its one report")
            if (letter["from"] == "reporter") != (read.sender == "reporter"):
                raise oracle.BadLetter("a sender whom the server calls another")
            if letter["kind"] in ("reply", "added") and letter["from"] not in team:
                raise oracle.BadLetter("a letter of somebody who is not in the case")
        except oracle.BadLetter as error:
            read.problem = str(error)
        else:
            read.letter = letter
            seen.add(letter["id"])
            if letter["kind"] == "report":
                team = list(letter["to"])
                keys["reporter"] = oracle.unb64(letter["mailbox"], 32)
            elif letter["kind"] == "added" and letter["keyholder"] not in team:
                team.append(letter["keyholder"])
        first = False
    return found, team


class Session:
    """A conversation with one server. Without `log_keys` (verifier keys) the server's own are believed."""

    state_path = "keadaan.json"

    def __init__(self, transport: Transport, *, log_keys: Sequence[str] | None = None, prefix: str = "/lapor-aman/"):
        self.transport, self.log_keys, self.prefix = transport, log_keys, prefix
        self.known: dict[str, Any] = {}
        self.extra: dict[str, str] = {}

    def raw(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """The body of a good answer; Refused otherwise."""
        sent = {**self.extra, **(headers or {})}
        status, _, content = self.transport.call(method, self.prefix + path, json=json, body=body, headers=sent)
        if 200 <= status < 300:
            return content
        try:
            said = json_module.loads(content)
        except ValueError:
            said = content[:200].decode(errors="replace")
        raise Refused(status, said)

    def ask(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        content = self.raw(method, path, json=json, body=body, headers=headers)
        return json_module.loads(content) if content else None

    def state(self) -> dict[str, Any]:
        """The server's state, after its ledger has proved every key in it."""
        said = self.ask("GET", self.state_path)
        if said["slots"] != oracle.SLOTS:
            raise oracle.BadProof("another number of slots")
        said["keyholders"] = [one for one in said["keyholders"] if one["proof"]]
        if said["recovery"] and not said["recovery"]["proof"]:
            said["recovery"] = None
        if said["keyholders"] or said["recovery"]:
            log = said["log"] if self.log_keys is None else self.log_keys
            size, root = oracle.check_checkpoint(said["checkpoint"], log, said["origin"])
            for one in said["keyholders"]:
                oracle.check_keyholder(one, size, root)
            said["signers"] = [one for one in said["signers"] if oracle.check_signer(one, size, root)]
            if said["recovery"]:
                oracle.check_recovery(said["recovery"], size, root)
        self.known = said
        return said

    def holders(self, duty: str | None = None) -> dict[Any, dict[str, Any]]:
        return {one["id"]: one for one in self.known["keyholders"] if duty in (None, one["duty"])}

    def signing_keys(self) -> dict[Any, list[bytes]]:
        """Every key that each keyholder has or had."""
        found: dict[Any, list[bytes]] = {}
        for one in self.known["signers"]:
            found.setdefault(one["id"], []).append(oracle.unb64(one["sign"], 32))
        return found

    def boxes(self, team: Iterable[Any], reporter: str) -> list[str]:
        """Everybody for whom a letter is sealed: the team, the recovery key, the reporter."""
        holders = self.holders()
        found = [holders[one]["box"] for one in team if one in holders]
        recovery = self.known["recovery"]
        return found + ([recovery["box"]] if recovery else []) + [reporter]

    def work(self, what: str) -> dict[str, str]:
        asked = self.known["work"]
        return {"challenge": asked["challenge"], "counter": oracle.work(asked["challenge"], what, asked["bits"])}

    def work_for(self, request: Mapping[str, Any]) -> dict[str, str]:
        """The work of a letter: for this letter under this request id."""
        digest = self.digest(oracle.unb64(request["header"]), oracle.unb64(request["payload"]))
        return self.work(f"{digest}-{request['request']}")

    def worked(self, path: str, request: Mapping[str, Any], headers: dict[str, str] | None = None) -> Any:
        """Sends a letter with the work that is asked for."""
        return self.ask("POST", path, json={**request, "work": self.work_for(request)}, headers=headers)

    def upload(self, sealed: bytes) -> dict[str, str]:
        """Id and key of a file that has arrived whole, in parts as large as the server takes."""
        length, most = len(sealed), self.known["most"]["part"]
        key = request_id()
        work = self.work(f"upload-{length}-{key}")
        begun = self.ask("POST", "unggah", json={"length": length, "key": key, "work": work})
        at, headers = begun["received"], {"X-Key": key}
        while at < length:
            part = sealed[at : at + most]
            try:
                at = self.ask("PUT", f"unggah/{begun['id']}?offset={at}", body=part, headers=headers)["received"]
            except Refused as refusal:
                if refusal.status != 409 or refusal.said["received"] == at:
                    raise
                at = refusal.said["received"]
        return {"id": begun["id"], "key": key}

    def attach(self, files: Iterable[Upload]) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
        """Seals and uploads files: what the letter says of them, and what the request says."""
        said, sent = [], []
        for name, kind, content in files:
            one, sealed = oracle.seal_file(content, name, kind)
            sent.append(self.upload(sealed))
            said.append({"id": sent[-1]["id"], **one})
        return said, sent

    @staticmethod
    def digest(header: bytes, payload: bytes) -> str:
        return hashlib.sha256(header + payload).hexdigest()

    @staticmethod
    def envelope(header: bytes, payload: bytes, **more: Any) -> dict[str, Any]:
        return {"request": request_id(), "header": oracle.b64(header), "payload": oracle.b64(payload), **more}

    @staticmethod
    def new_case() -> str:
        return str(uuid.uuid4())
