"""The frame of the suite: what it has to be told, how a check is registered, and the desk the checks work at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from tests.open311.wire import Answer, Client, Mismatch, NotAsked, expect, plain

BOTH = ("xml", "json")
ALWAYS = (
    "service_request_id", "status", "service_name", "service_code", "description", "requested_datetime",
    "updated_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
)  # fmt: skip
SOMETIMES = ("status_notes", "agency_responsible", "service_notice", "expected_datetime")
NOWHERE = ("no-such-thing-zz", "99999999999999999999", "tak-ada-ñ")
HARD_TEXT = "Lubang <1 m & \"dalam\" 'sekali' > trotoar ]]> &amp; %41+1\nBaris kedua: ñ 漢字 😀"
SENDER = {
    "email": "pengirim.uji@surat.example",
    "device_id": "gawai-7731-uji",
    "account_id": "akun-uji-4410",
    "first_name": "Sekarwangi",
    "last_name": "Wirabuanajati",
    "phone": "+6281255504410",
}


@dataclass(frozen=True)
class Knows:
    """What the suite cannot find out by itself.

    ``settle`` gets the service_request_id or the token of a report and makes it publicly readable, unchanged;
    ``close`` gets a service_request_id and resolves that request. Neither service may be of the type blackbox.
    ``age``, when given, makes a request look as though it was made at that moment, and ``fill`` adds so many public
    requests: without them the limits of 90 days and 1,000 requests cannot be proved.
    """

    jurisdiction_id: str
    service_with: str
    """A service with required attributes; valid values for all of them are in ``attributes``."""
    attributes: Mapping[str, str | tuple[str, ...]]
    """By attribute code; a tuple for a multivaluelist."""
    service_without: str
    lat: float
    long: float
    settle: Callable[[str], object]
    close: Callable[[str], object]
    address: str = "Jalan Melati 5, Kelurahan Sukamaju, Kota Contoh"
    address_id: str = ""
    """An address id the server knows; empty when it keeps no register of addresses."""
    formats: tuple[str, ...] = BOTH
    discovery: str = ""
    """Where the discovery file is, without its extension; empty: ``discovery`` under the base."""
    several: bool = False
    """The endpoint serves several jurisdictions, so jurisdiction_id must be given."""
    paging: bool = False
    media_field: str = ""
    """The field of a multipart form that takes a picture; empty when uploads are not offered."""
    tolerance: float = 0.0005
    """By how many degrees a published position may differ from the one sent."""
    age: Callable[[str, datetime], object] | None = None
    fill: Callable[[int], object] | None = None


@dataclass(frozen=True)
class Finding:
    """One check that failed: which, for which clause and format, what was expected and what came."""

    check: str
    clause: str
    form: str
    proves: str
    expected: str
    came: str

    def __str__(self) -> str:
        return f"{self.clause} / {self.check} ({self.form}): {self.proves} Expected {self.expected}; came {self.came}"


@dataclass(frozen=True)
class Check:
    """A registered check: a function of the desk and a format."""

    name: str
    clause: str
    proves: str
    work: Callable[[Desk, str], None]
    forms: tuple[str, ...]
    """The formats it is put in; empty: those the server is said to speak."""


CHECKS: dict[str, Check] = {}


def check(clause: str, *forms: str) -> Callable[[Callable[[Desk, str], None]], Callable[[Desk, str], None]]:
    """Register a check for a clause; its name and its one line of documentation say what it proves."""

    def register(work: Callable[[Desk, str], None]) -> Callable[[Desk, str], None]:
        name, proves = work.__name__, (work.__doc__ or "").strip()
        if name in CHECKS or not proves or "\n" in proves:
            raise ValueError(f"{name}: a check needs its own name and one line that says what it proves")
        CHECKS[name] = Check(name, clause, proves, work, forms)
        return work

    return register


@dataclass(frozen=True)
class Receipt:
    """What the server gave for a report: its id or a token."""

    key: str
    is_token: bool


@dataclass(frozen=True)
class Stock:
    """Three public requests: an open one of each service and a closed one of the service without attributes."""

    plain: str
    special: str
    closed: str
    before_closing: dict[str, Any]

    @property
    def ids(self) -> tuple[str, str, str]:
        return (self.plain, self.special, self.closed)


class Desk:
    """Asks the server on behalf of the checks, and keeps what several of them need."""

    def __init__(self, client: Client, base: str, api_key: str, knows: Knows) -> None:
        self.client, self.base, self.api_key, self.knows = client, base.rstrip("/"), api_key, knows
        self._kept: dict[str, Any] = {}

    def once(self, name: str, work: Callable[[], Any]) -> Any:
        """The outcome of some work, done the first time only, whether it succeeds or not."""
        if name not in self._kept:
            try:
                self._kept[name] = work()
            except (Mismatch, NotAsked) as wrong:
                self._kept[name] = wrong
        kept = self._kept[name]
        if isinstance(kept, Exception):
            raise kept
        return kept

    def ask(
        self, method: str, url: str, form: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request as it is given."""
        status, found, content = self.client.request(method, url, dict(headers or {}), body)
        return Answer(f"{method} {url}", form, status, found, content)

    def url(self, path: str, form: str, query: Mapping[str, str]) -> str:
        """The address of a resource; jurisdiction_id is added unless the query says something of it."""
        asked = {"jurisdiction_id": self.knows.jurisdiction_id, **query}
        told = urlencode({name: value for name, value in asked.items() if value != "-"})
        return f"{self.base}/{path}.{form}{'?' if told else ''}{told}"

    def get(self, path: str, form: str, **query: str) -> Answer:
        """GET a resource; a query value of "-" leaves that argument out."""
        return self.ask("GET", self.url(path, form, query), form, headers={"accept": "*/*"})

    def discovery(self, form: str) -> Answer:
        """GET the discovery file."""
        place = self.knows.discovery or f"{self.base}/discovery"
        return self.ask("GET", f"{place}.{form}", form)

    def definition(self, code: str, form: str) -> Answer:
        """GET a service definition."""
        return self.get(f"services/{quote(code, safe='')}", form)

    def single(self, key: str, form: str, **query: str) -> Answer:
        """GET one service request."""
        return self.get(f"requests/{quote(key, safe='')}", form, **query)

    def token(self, key: str, form: str, **query: str) -> Answer:
        """GET the service_request_id of a token."""
        return self.get(f"tokens/{quote(key, safe='')}", form, **query)

    def listed(self, form: str, **query: str) -> list[dict[str, Any]]:
        """GET service requests: the records."""
        return self.get("requests", form, **query).is_good("GET requests").records("service_requests")

    def ids(self, form: str, **query: str) -> list[str]:
        """GET service requests: their ids, in order."""
        return [plain(one.get("service_request_id")) for one in self.listed(form, **query)]

    def record(self, key: str, form: str = "") -> dict[str, Any]:
        """GET one service request: its record."""
        answer = self.single(key, form or self.knows.formats[0]).is_good("GET a public request")
        found = answer.records("service_requests")
        expect(len(found) == 1, "a list of one request", found)
        return found[0]

    def fields(self, service: str, without: tuple[str, ...] = (), /, **more: str) -> list[tuple[str, str]]:
        """The arguments of a valid report, some left out, some added or replaced."""
        knows = self.knows
        told = {
            "api_key": self.api_key,
            "jurisdiction_id": knows.jurisdiction_id,
            "service_code": service,
            "lat": repr(knows.lat),
            "long": repr(knows.long),
            **more,
        }
        pairs = [(name, value) for name, value in told.items() if name not in without]
        return pairs + (self.answers(without=without) if service == knows.service_with else [])

    def answers(self, *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """The valid values for the attributes, as arguments."""
        pairs: list[tuple[str, str]] = []
        for code, value in self.knows.attributes.items():
            if code in without:
                continue
            if isinstance(value, str):
                pairs.append((f"attribute[{code}]", value))
            else:
                pairs += [(f"attribute[{code}][]", one) for one in value]
        return pairs

    def post(self, form: str, fields: list[tuple[str, str]]) -> Answer:
        """POST a report as a web form in UTF-8."""
        headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
        return self.ask("POST", f"{self.base}/requests.{form}", form, headers=headers, body=urlencode(fields).encode())

    def accepted(self, answer: Answer) -> Receipt:
        """What the server gave for a report that it has to accept."""
        found = answer.is_good("a valid report is accepted", 200, 201).records("service_requests")
        expect(len(found) == 1, "a list of one request", found)
        key, token = plain(found[0].get("service_request_id")), plain(found[0].get("token"))
        expect(key or token, "a service_request_id or a token", found[0])
        return Receipt(key or token, not key)

    def published(self, receipt: Receipt) -> str:
        """Have a report made public; its service_request_id."""
        self.knows.settle(receipt.key)
        if not receipt.is_token:
            return receipt.key
        form = self.knows.formats[0]
        found = self.token(receipt.key, form).is_good("GET a token of a public request").records("service_requests")
        expect(len(found) == 1, "a list of one request", found)
        key = plain(found[0].get("service_request_id"))
        expect(key, "the service_request_id of a token", found[0])
        return key

    def report(self, service: str, form: str = "", **more: str) -> str:
        """A public request made from a valid report; its id."""
        return self.published(self.accepted(self.post(form or self.knows.formats[0], self.fields(service, **more))))

    @property
    def stock(self) -> Stock:
        """Three public requests to read."""
        found: Stock = self.once("stock", self._stock)
        return found

    def _stock(self) -> Stock:
        knows = self.knows
        first = self.report(knows.service_without, description=HARD_TEXT, address_string=knows.address, **SENDER)
        second = self.report(knows.service_with, description="Lampu jalan mati", address_string=knows.address)
        third = self.report(knows.service_without, description="Pohon tumbang")
        before = self.record(third)
        knows.close(third)
        return Stock(first, second, third, before)

    @cached_property
    def nowhere(self) -> str:
        """A jurisdiction that does not exist."""
        return f"not-{self.knows.jurisdiction_id or 'any'}.invalid"

    def refused(self, answer: Answer, *statuses: int) -> list[dict[str, Any]]:
        """The errors of an answer that has to refuse, with that status and in the form of the specification."""
        expect(answer.status in statuses, f"status {' or '.join(map(str, statuses))}", answer.told())
        found = answer.records("errors")
        expect(found, "at least one error", answer.told())
        for one in found:
            expect(plain(one.get("code")), "an error with a code", one)
            expect(plain(one.get("description")), "an error with a description", one)
        return found

    def services(self, form: str) -> list[dict[str, Any]]:
        """The service list."""

        def work() -> list[dict[str, Any]]:
            return self.get("services", form).is_good("GET services").records("services")

        found: list[dict[str, Any]] = self.once(f"services.{form}", work)
        return found

    def service(self, code: str, form: str) -> dict[str, Any]:
        """One service of the list."""
        found = [one for one in self.services(form) if plain(one.get("service_code")) == code]
        expect(len(found) == 1, f"the service {code} once in the list", found)
        return found[0]

    def attributes(self, form: str) -> list[dict[str, Any]]:
        """The attributes of the service that has required ones."""
        tree = self.definition(self.knows.service_with, form).is_good("GET a definition").tree("service_definition")
        found = tree.get("attributes") or []
        expect(isinstance(found, list) and found, "a list of attributes", tree)
        return list(found)

    def attribute(self, form: str, datatype: str) -> dict[str, Any]:
        """An attribute of that datatype, if the service has one."""
        for one in self.attributes(form):
            if plain(one.get("datatype")) == datatype and plain(one.get("variable")) != "false":
                return one
        raise NotAsked(f"no attribute of the datatype {datatype}")
