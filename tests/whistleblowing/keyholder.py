"""A recipient's or custodian's client: the desk."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import age, oracle
from .session import CUSTODIAN, Read, Session, Upload, new_letter, read_letters

SHARES, NEEDED = 5, 3


@dataclass
class Case:
    """A case whose first letter could be opened."""

    id: str
    said: dict[str, Any]
    report: oracle.Letter

    @property
    def handler(self) -> bytes:
        return oracle.unb64(self.report["handler"], 32)


class Keyholder(Session):
    """Somebody at the desk; the transport is logged in already."""

    state_path = "meja/keadaan.json"
    file_path = "meja/berkas/{id}"

    def __init__(self, transport: Any, **more: Any):
        super().__init__(transport, **more)
        self.seed, self.problems = b"", {}

    # Keys

    @property
    def box(self) -> bytes:
        return oracle.derive(self.seed, "keyholder box")

    @property
    def signing(self) -> bytes:
        return oracle.derive(self.seed, "keyholder sign")

    @property
    def id(self) -> Any:
        """The id under which this key is published."""
        own = oracle.recipient(self.box)
        return next((name for name, one in self.holders().items() if one["box"] == own), self.known["me"]["id"])

    def state(self) -> dict[str, Any]:
        said = super().state()
        self.extra["X-CSRFToken"] = said["csrf"]
        return said

    def make_key(self, passphrase: str, title: str) -> dict[str, Any]:
        """A new seed; the server gets its public halves and the wrapped seed."""
        self.state()
        self.seed = secrets.token_bytes(32)
        said = {"title": title, "box": oracle.recipient(self.box), "sign": oracle.b64(oracle.sign_public(self.signing))}
        return self.ask("POST", "meja/kunci", json=said | {"wrapped": oracle.wrap_seed(self.seed, passphrase)})

    def unlock(self, passphrase: str) -> None:
        """The seed from what the server keeps; refused if it is not that of the published key."""
        kept = self.state()["me"]["key"]
        wrapped = kept["wrapped"]
        self.seed = oracle.unwrap_seed(json.loads(wrapped) if isinstance(wrapped, str) else wrapped, passphrase)
        if (oracle.recipient(self.box), oracle.b64(oracle.sign_public(self.signing))) != (kept["box"], kept["sign"]):
            raise oracle.BadLetter("a seed of another key")

    # Cases

    def cases(self, identity: bytes | None = None) -> dict[str, Case]:
        """The cases whose report this key (or another identity) opens; what was refused is in `problems`."""
        found: dict[str, Case] = {}
        self.problems = {}
        for said in self.state()["cases"]:
            header, payload = oracle.unb64(said["header"]), oracle.unb64(said["payload"])
            try:
                report = oracle.open_letter(header, payload, identity or self.box, case=said["id"])
                if report["kind"] != "report":
                    raise oracle.BadLetter("a first letter that is no report")
                if oracle.b64(oracle.sign_public(oracle.unb64(report["handler"], 32))) != said["handler"]:
                    raise oracle.BadLetter("a case with another handler key")
            except oracle.NotMine:
                continue
            except oracle.BadLetter as error:
                self.problems[said["id"]] = str(error)
            else:
                found[said["id"]] = Case(said["id"], said, report)
        return found

    def case(self, case_id: str, identity: bytes | None = None) -> Case:
        try:
            return self.cases(identity)[case_id]
        except KeyError as error:
            raise oracle.NotMine(self.problems.get(case_id, "not a case of this key")) from error

    def read(self, case_id: str) -> list[Read]:
        return self._thread(self.case(case_id))[0]

    def _thread(self, case: Case, identity: bytes | None = None) -> tuple[list[Read], list[Any]]:
        said = self.ask("GET", f"meja/perkara/{case.id}")
        listed = said["letters"] if isinstance(said, dict) else said
        keys = {**self.signing_keys(), "reporter": oracle.unb64(case.report["mailbox"], 32)}
        return read_letters(case.id, listed, identity or self.box, keys)

    def file(self, said: Mapping[str, Any]) -> bytes:
        return oracle.open_file(said, self.raw("GET", self.file_path.format(id=said["id"])))

    # Acts

    def act(self, case: Case, act: Mapping[str, Any]) -> Any:
        """Does something to a case; only who has read its report has the key to sign with."""
        text = json.dumps(act, ensure_ascii=False)
        signature = oracle.sign(case.handler, oracle.act_message(case.id, case.said["revision"], text))
        return self.ask(
            "POST", f"meja/perkara/{case.id}/langkah", json={"act": text, "signature": oracle.b64(signature)}
        )

    def reply(self, case_id: str, text: str, files: Iterable[Upload] = (), state: str | None = None) -> Any:
        case = self.case(case_id)
        _, team = self._thread(case)
        said, sent = self.attach(files)
        more = {} if state is None else {"status": state}
        letter = new_letter(case.id, "reply", self.id, self.known["today"], text, said, **more)
        sealed = oracle.seal_letter(letter, self.signing, self.boxes(team, case.report["box"]))
        act = {"do": "reply", **self.envelope(*sealed, files=sent)}
        return self.act(case, act if state is None else act | {"state": state})

    def share(self, case_id: str, keyholder: Any, text: str = "", identity: bytes | None = None) -> Any:
        """Lets a keyholder in: new headers for all letters, and one that says so."""
        case = self.case(case_id, identity)
        read, team = self._thread(case, identity)
        boxes = self.boxes(dict.fromkeys([*team, keyholder]), case.report["box"])
        headers = {
            one.id: oracle.b64(oracle.rewrap(one.header, identity or self.box, boxes)) for one in read if one.letter
        }
        letter = new_letter(case.id, "added", self.id, self.known["today"], text, keyholder=keyholder)
        sealed = oracle.seal_letter(letter, self.signing, boxes)
        return self.act(case, {"do": "share", "headers": headers, "letter": self.envelope(*sealed)})

    def assign(self, case_id: str, team: Any) -> Any:
        return self.act(self.case(case_id), {"do": "assign", "team": team})

    def protect(self, case_id: str, measure: Any) -> Any:
        return self.act(self.case(case_id), {"do": "protect", "measure": measure})

    def close(self, case_id: str, outcome: Any) -> Any:
        return self.act(self.case(case_id), {"do": "move", "state": "closed", "outcome": outcome})

    # Recovery

    def ceremony(self, custodians: Sequence[Any] | None = None) -> tuple[bytes, Any]:
        """Makes the recovery key and seals its shares for five custodians. The seed is returned for tests alone."""
        self.state()
        holders = self.holders(CUSTODIAN)
        chosen = list(holders)[:SHARES] if custodians is None else list(custodians)
        if len(chosen) != SHARES:
            raise ValueError(f"{SHARES} custodians")
        seed, sealed = secrets.token_bytes(32), []
        for name, share in zip(chosen, oracle.split_secret(seed, SHARES, NEEDED), strict=True):
            sealed.append({"custodian": name, "sealed": _seal(share, holders[name]["box"])})
        box = oracle.recipient(oracle.derive(seed, "recovery box"))
        return seed, self.ask("POST", "meja/pemulihan/kunci", json={"box": box, "shares": sealed})

    def ask_recovery(self) -> Any:
        self.state()
        return self.ask("POST", "meja/pemulihan", json={})

    def recoveries(self) -> list[dict[str, Any]]:
        return self.state()["recoveries"]

    def release(self, recovery_id: Any, share: str, requester: Any) -> Any:
        """A custodian's share (as it was sealed in the ceremony), sealed anew for who asks."""
        self.state()
        sealed = _seal(_unseal(share, self.box), self.holders()[requester]["box"])
        return self.ask("POST", f"meja/pemulihan/{recovery_id}", json={"do": "release", "sealed": sealed})

    def refuse(self, recovery_id: Any) -> Any:
        self.state()
        return self.ask("POST", f"meja/pemulihan/{recovery_id}", json={"do": "refuse"})

    def recover(self, released: Iterable[str], box: str) -> bytes:
        """The recovery identity from released shares; refused if it is not that of the key that was asked for."""
        seed = oracle.combine_shares([_unseal(one, self.box) for one in released])
        identity = oracle.derive(seed, "recovery box")
        if oracle.recipient(identity) != box:
            raise oracle.BadLetter("shares of another recovery key, or too few")
        return identity

    def finish(self, recovery_id: Any, released: Iterable[str]) -> list[str]:
        """Lets this keyholder into every case that the recovery key opens and their own does not, then ends it."""
        box = next(one["key"] for one in self.recoveries() if one["id"] == recovery_id)
        identity = self.recover(released, box)
        lost = self.cases(identity).keys() - self.cases().keys()
        for case_id in sorted(lost):
            self.share(case_id, self.id, identity=identity)
        self.ask("POST", f"meja/pemulihan/{recovery_id}", json={"do": "finish"})
        return sorted(lost)


def _seal(share: bytes, box: str) -> str:
    return oracle.b64(b"".join(age.encrypt(share, [box])))


def _unseal(sealed: str, secret: bytes) -> bytes:
    header, payload = oracle.split_age(oracle.unb64(sealed))
    return age.decrypt(header, payload, secret)
