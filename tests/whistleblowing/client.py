"""A reporter's client. `Keyholder` and the transports can be imported from here too."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import oracle
from .keyholder import Keyholder
from .session import CUSTODIAN, RECIPIENT, Read, Refused, Session, Upload, new_letter, read_letters
from .transport import DjangoTransport, HttpTransport, Transport

__all__ = [
    "CUSTODIAN",
    "RECIPIENT",
    "DjangoTransport",
    "HttpTransport",
    "Keyholder",
    "Read",
    "Refused",
    "Reporter",
    "Sent",
    "Transport",
]


@dataclass
class Sent:
    """What a reporter has after sending: the receipt, the request (to send it again), the server's answer."""

    words: list[str]
    mailbox: str
    case: str
    request: dict[str, Any]
    answer: dict[str, Any]
    letter: oracle.Letter


class Reporter(Session):
    """Somebody who reports, and comes back with twelve words."""

    def __init__(self, transport: Transport, *, words: Sequence[str] | None = None, **more: Any):
        super().__init__(transport, **more)
        self._words = list(words) if words else []
        self.entropy, self.access, self.mailbox_state = b"", "", {}
        self.case, self.read, self.team = "", [], []

    def words(self) -> list[str]:
        if not self._words:
            self._words = self.raw("GET", "kata.txt").decode().split()
        return self._words

    def choose(self, exclude: Collection[Any] = ()) -> list[Any]:
        """Whom a report goes to: all recipients but the excluded, as many as the server takes."""
        found = [name for name in self.holders(RECIPIENT) if name not in exclude]
        return found[: self.known["most"]["recipients"]]

    def send_report(
        self,
        answers: Mapping[str, str],
        text: str,
        files: Iterable[Upload] = (),
        exclude: Collection[Any] = (),
        to: Sequence[Any] | None = None,
    ) -> Sent:
        """Makes a receipt and sends a first letter."""
        known, entropy, case = self.state(), secrets.token_bytes(16), self.new_case()
        chosen = self.choose(exclude) if to is None else list(to)
        if not chosen:
            raise oracle.BadLetter("nobody is left who could read it")
        said, sent = self.attach(files)
        handler, box = secrets.token_bytes(32), oracle.recipient(oracle.derive(entropy, "box"))
        more = {"mailbox": oracle.mailbox(entropy), "box": box, "handler": oracle.b64(handler), "to": chosen}
        more |= {"questions": known["questions"]["version"], "answers": dict(answers)}
        letter = new_letter(case, "report", "reporter", known["today"], text, said, **more)
        header, payload = oracle.seal_letter(letter, oracle.derive(entropy, "sign"), self.boxes(chosen, box))
        request = self.envelope(header, payload, mailbox=letter["mailbox"], case=case, files=sent)
        request |= {"handler": oracle.b64(oracle.sign_public(handler))}
        request["work"] = self.work_for(request)
        answer = self.ask("POST", "kirim", json=request)
        return Sent(oracle.to_words(entropy, self.words()), letter["mailbox"], case, request, answer, letter)

    def open_mailbox(self, words: Iterable[str]) -> list[Read]:
        """Proves to have the words, and reads what is there."""
        self.state()
        self.entropy = oracle.from_words(words, self.words())
        name = oracle.mailbox(self.entropy)
        nonce = self.ask("POST", "surat/tantangan", json={"mailbox": name})["nonce"]
        signature = oracle.b64(oracle.sign(oracle.derive(self.entropy, "sign"), oracle.open_message(nonce)))
        said = self.ask("POST", "surat/buka", json={"mailbox": name, "nonce": nonce, "signature": signature})
        self.access, self.case, self.mailbox_state = said["access"], said["case"], said
        keys = {**self.signing_keys(), "reporter": oracle.unb64(name, 32)}
        self.read, self.team = read_letters(self.case, said["letters"], oracle.derive(self.entropy, "box"), keys)
        return self.read

    def answer(self, text: str, files: Iterable[Upload] = ()) -> dict[str, Any]:
        """A further letter, to everybody who is in the case by now."""
        self.state()
        said, sent = self.attach(files)
        letter = new_letter(self.case, "word", "reporter", self.known["today"], text, said)
        box = oracle.recipient(oracle.derive(self.entropy, "box"))
        sealed = oracle.seal_letter(letter, oracle.derive(self.entropy, "sign"), self.boxes(self.team, box))
        return self.worked("surat/kirim", self.envelope(*sealed, files=sent), headers=self._access())

    def file(self, said: Mapping[str, Any]) -> bytes:
        """The content of a file of a letter."""
        return oracle.open_file(said, self.raw("GET", f"berkas/{said['id']}", headers=self._access()))

    def proof(self, letter_id: str) -> bytes:
        return self.raw("GET", f"bukti/{letter_id}", headers=self._access())

    def _access(self) -> dict[str, str]:
        return {"X-Access": self.access}
