"""A small GeoReport v2 server in memory, only to show that the suite can be passed.

It is moderated: a new report is not public until it is settled, and its service with attributes gives tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from email.policy import HTTP
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.open311.suite import Knows
from tests.open311.wire import CONTAINERS

Reply = tuple[int, dict[str, str], bytes]
Pairs = list[tuple[str, str]]

BASE = "https://kota.example/open311/v2"
KEY = "Kunci-uji-31415"
JURISDICTION = "kota.example"
ADDRESS_ID = "ALM-0042"
PREFIX = urlsplit(BASE).path
MIME = {"xml": "text/xml", "json": "application/json"}
W3 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
METHODS = {
    "discovery": ("GET",), "services": ("GET",), "requests": ("GET", "POST"), "tokens": ("GET",),
}  # fmt: skip
SERVICES: list[dict[str, Any]] = [
    {
        "service_code": "001", "service_name": "Jalan rusak & trotoar", "description": "Lubang atau retak di jalan",
        "metadata": False, "type": "realtime", "keywords": "jalan, lubang, aspal", "group": "Jalan",
    },
    {
        "service_code": "002", "service_name": "Lampu jalan", "description": "Lampu padam",
        "metadata": True, "type": "batch", "keywords": "lampu, gelap", "group": "Jalan",
    },
]  # fmt: skip


def _attribute(order: int, code: str, datatype: str, *values: str, required: bool = False) -> dict[str, Any]:
    return {
        "variable": True, "code": code, "datatype": datatype, "required": required, "order": order,
        "datatype_description": None, "description": f"Isi {code}?",
        "values": [{"key": value, "name": value.title()} for value in values],
    }  # fmt: skip


ATTRIBUTES: dict[str, list[dict[str, Any]]] = {
    "001": [],
    "002": [
        _attribute(1, "TIANG", "singlevaluelist", "besi", "beton", required=True),
        _attribute(2, "NOMOR", "number", required=True),
        _attribute(3, "GEJALA", "multivaluelist", "padam", "berkedip"),
        _attribute(4, "SEJAK", "datetime"),
    ],
}


class Refused(Exception):
    """Why a request is refused, and with which status."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


@dataclass
class Report:
    """A service request as it is kept."""

    key: str
    token: str
    code: str
    told: dict[str, str]
    made: datetime
    updated: datetime
    media: str = ""
    public: bool = False
    closed: bool = False


def to_xml(name: str, tree: Any) -> str:
    """A tree as XML elements."""
    if isinstance(tree, list):
        inner = "".join(to_xml(CONTAINERS[name], one) for one in tree)
    elif isinstance(tree, dict):
        inner = "".join(to_xml(key, value) for key, value in tree.items())
    elif isinstance(tree, bool):
        inner = "true" if tree else "false"
    else:
        inner = "" if tree is None else escape(str(tree)).replace("\r", "&#13;")
    return f"<{name}>{inner}</{name}>"


def render(form: str, root: str, tree: Any, status: int = 200, **headers: str) -> Reply:
    """An answer in a format."""
    if form == "xml":
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n{to_xml(root, tree)}'
    else:
        body = json.dumps(tree, ensure_ascii=False)
    return status, {"content-type": f"{MIME[form]}; charset=utf-8", **headers}, body.encode()


def w3(value: datetime) -> str:
    """A moment as it is published."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """A moment as it is asked for."""
    try:
        if W3.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Refused(400, f"{text[:40]} is not a date and time with a zone.")


class Reference:
    """The server: what it keeps, and ``handle`` to ask it."""

    most = 1000

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now, self.numbers = now, count(1)
        self.reports: list[Report] = []

    def handle(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one request."""
        found = re.fullmatch(rf"{PREFIX}/(discovery|services|requests|tokens)(?:/([^/]*))?\.(xml|json)", path)
        if not found:
            return 404, {"content-type": "text/plain; charset=utf-8"}, b"Not found"
        kind, key, form = found[1], found[2] and unquote(found[2]), found[3]
        try:
            allowed = METHODS[kind] if key is None else ("GET",)
            if method not in allowed:
                error = [{"code": 405, "description": f"Only {', '.join(allowed)} can be used here."}]
                return render(form, "errors", error, 405, allow=", ".join(allowed))
            if method == "POST":
                return render(form, "service_requests", [self.post(*arguments(headers, body))], 201)
            told = {name: value for name, value in parse_qsl(query) if value}
            root, tree = self.read(kind, key, told)
            return render(form, root, tree)
        except Refused as reason:
            error = [{"code": reason.status, "description": reason.description}]
            return render(form, "errors", error, reason.status)

    def read(self, kind: str, key: str | None, told: dict[str, str]) -> tuple[str, Any]:
        """A resource: the name of its outer element, and its content."""
        if kind == "discovery":
            return "discovery", discovery()
        jurisdiction(told)
        if key == "":
            raise Refused(400, f"Nothing was named in /{kind}/.")
        if kind == "services":
            return ("services", SERVICES) if key is None else ("service_definition", definition(key))
        if kind == "tokens":
            return "service_requests", [self.of_token(key)]
        return "service_requests", self.chosen(told) if key is None else [published(self.find(key))]

    def find(self, key: str) -> Report:
        """A public request."""
        for one in self.reports:
            if one.public and one.key == key:
                return one
        raise Refused(404, "There is no such service_request_id.")

    def of_token(self, token: str | None) -> dict[str, Any]:
        """What a token leads to."""
        for one in self.reports:
            if one.token and one.token == token:
                return {"service_request_id": one.key if one.public else None, "token": token}
        raise Refused(404, "There is no such token.")

    def chosen(self, told: dict[str, str]) -> list[dict[str, Any]]:
        """The public requests that the arguments choose, newest first."""
        public = sorted((one for one in self.reports if one.public), key=lambda one: (one.made, one.key), reverse=True)
        if "service_request_id" in told:
            keys = told["service_request_id"].split(",")
            return [published(one) for one in public if one.key in keys][: self.most]
        start, end = self.range(told)
        codes, states = (told.get(name, "").split(",") for name in ("service_code", "status"))
        found = [
            one
            for one in public
            if (codes == [""] or one.code in codes)
            and (states == [""] or state(one) in states)
            and start <= one.made.replace(microsecond=0) <= end
        ][: self.most]
        page, size = (told.get(name, standard) for name, standard in (("page", "1"), ("page_size", str(self.most))))
        if not (page.isdecimal() and size.isdecimal() and int(page) and 0 < int(size) <= self.most):
            raise Refused(400, "page and page_size are whole numbers from 1.")
        return [published(one) for one in found[(int(page) - 1) * int(size) : int(page) * int(size)]]

    def range(self, told: dict[str, str]) -> tuple[datetime, datetime]:
        """Between which moments to look: never more than 90 days."""
        span = timedelta(days=90)
        start = moment(told["start_date"]) if "start_date" in told else None
        end = moment(told["end_date"]) if "end_date" in told else None
        if start is None:
            end = end or self.now()
            return end - span, end
        end = end or start + span
        if end - start > span:
            raise Refused(400, "start_date and end_date may be 90 days apart at most.")
        return start, end

    def post(self, told: dict[str, str], attributes: dict[str, list[str]], has_picture: bool) -> dict[str, Any]:
        """Take a report."""
        if told.get("api_key") != KEY:
            raise Refused(403, "The api_key is missing or not valid.")
        jurisdiction(told)
        code = told.get("service_code")
        if not code:
            raise Refused(400, "The service_code was not given.")
        wanted = definition(code)["attributes"]
        place(told)
        for one in wanted:
            answered(one, attributes.get(one["code"], []))
        if len(told.get("description", "")) > 4000:
            raise Refused(400, "The description is longer than 4,000 characters.")
        number, now = next(self.numbers), self.now()
        token = f"T{number:06}" if one_service(code)["type"] == "batch" else ""
        media = f"{BASE}/media/{number}.png" if has_picture else told.get("media_url", "")
        self.reports.append(Report(f"{number:08}", token, code, told, now, now, media))
        given = {"token": token} if token else {"service_request_id": f"{number:08}"}
        return {**given, "service_notice": "Laporan akan diperiksa.", "account_id": None}

    def settle(self, key: str) -> None:
        """Make a report public."""
        next(one for one in self.reports if key in (one.key, one.token)).public = True

    def close(self, key: str) -> None:
        """Resolve a request."""
        found = self.find(key)
        found.closed, found.updated = True, self.now()

    def age(self, key: str, made: datetime) -> None:
        """Make a request look as though it was made then."""
        found = self.find(key)
        found.made = found.updated = made

    def fill(self, how_many: int) -> None:
        """Add public requests."""
        first = self.reports[0]
        for _ in range(how_many):
            self.reports.append(replace(first, key=f"{next(self.numbers):08}", token="", public=True))

    def knows(self) -> Knows:
        """What the suite has to be told of this server."""
        return Knows(
            jurisdiction_id=JURISDICTION, service_with="002", service_without="001", lat=-6.2088, long=106.8456,
            attributes={"TIANG": "besi", "NOMOR": "12", "GEJALA": ("padam", "berkedip")}, address_id=ADDRESS_ID,
            paging=True, media_field="media", settle=self.settle, close=self.close, age=self.age, fill=self.fill,
        )  # fmt: skip


def arguments(headers: Mapping[str, str], body: bytes) -> tuple[dict[str, str], dict[str, list[str]], bool]:
    """The arguments of a report, the values of its attributes, and whether a picture came with it."""
    kind = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
    try:
        if kind.startswith("multipart/form-data"):
            pairs, has_picture = parts(kind, body)
        else:
            pairs, has_picture = parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=200), False
    except ValueError:
        raise Refused(400, "The form is not encoded in UTF-8.") from None
    if any(UNFIT.search(value) for _, value in pairs):
        raise Refused(400, "The form holds characters that cannot be kept.")
    told: dict[str, str] = {}
    attributes: dict[str, list[str]] = {}
    for name, value in pairs:
        found = re.fullmatch(r"attribute\[([^\]]+)\](\[\])?", name)
        if found:
            attributes.setdefault(found[1], []).append(value)
        elif value:
            told[name] = value.replace("\r\n", "\n")
    return told, attributes, has_picture


def parts(kind: str, body: bytes) -> tuple[Pairs, bool]:
    """The fields of a multipart form, and whether it holds a picture."""
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    pairs: Pairs = []
    has_picture = False
    for part in message.iter_parts():
        content: Any = part.get_payload(decode=True)
        if part.get_filename():
            has_picture = has_picture or content.startswith(b"\x89PNG")
        else:
            name = part.get_param("name", header="content-disposition")
            pairs.append((str(name), content.decode("utf-8")))
    return pairs, has_picture


def jurisdiction(told: Mapping[str, str]) -> None:
    """There is but one."""
    if told.get("jurisdiction_id", JURISDICTION) != JURISDICTION:
        raise Refused(404, "There is no such jurisdiction_id.")


def one_service(code: str) -> dict[str, Any]:
    """A service by its code."""
    for one in SERVICES:
        if one["service_code"] == code:
            return one
    raise Refused(404, "There is no such service_code.")


def definition(code: str) -> dict[str, Any]:
    """What a service asks for."""
    return {"service_code": one_service(code)["service_code"], "attributes": ATTRIBUTES[code]}


def place(told: Mapping[str, str]) -> None:
    """A report tells where: a point on the globe, an address, or the id of one."""
    if "lat" in told or "long" in told:
        try:
            lat, long = float(told["lat"]), float(told["long"])
        except (KeyError, ValueError):
            raise Refused(400, "lat and long have to be given both, as numbers.") from None
        if not (-90 <= lat <= 90 and -180 <= long <= 180):
            raise Refused(400, "lat and long do not lie on the globe.")
    elif told.get("address_id", ADDRESS_ID) != ADDRESS_ID:
        raise Refused(400, "There is no such address_id.")
    elif not (told.get("address_string") or told.get("address_id")):
        raise Refused(400, "Tell the place by lat and long, address_string or address_id.")


def answered(attribute: Mapping[str, Any], values: list[str]) -> None:
    """The values for an attribute are of its kind."""
    code, datatype = attribute["code"], attribute["datatype"]
    values = [value for value in values if value]
    if not values:
        if attribute["required"]:
            raise Refused(400, f"The attribute {code} is required.")
        return
    offered = {value["key"] for value in attribute["values"]}
    if offered and not set(values) <= offered:
        raise Refused(400, f"The attribute {code} does not offer that.")
    if datatype == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", values[0]):
        raise Refused(400, f"The attribute {code} is a number.")
    if datatype == "datetime":
        moment(values[0])


def state(report: Report) -> str:
    """open or closed."""
    return "closed" if report.closed else "open"


def published(report: Report) -> dict[str, Any]:
    """A request as anyone may read it."""
    told, service = report.told, one_service(report.code)
    return {
        "service_request_id": report.key,
        "status": state(report),
        "status_notes": "Sudah diperbaiki." if report.closed else None,
        "service_name": service["service_name"],
        "service_code": report.code,
        "description": told.get("description"),
        "agency_responsible": "Dinas Pekerjaan Umum",
        "requested_datetime": w3(report.made),
        "updated_datetime": w3(report.updated),
        "expected_datetime": w3(report.made + timedelta(days=14)),
        "address": told.get("address_string"),
        "address_id": told.get("address_id"),
        "zipcode": None,
        "lat": float(told["lat"]) if "lat" in told else None,
        "long": float(told["long"]) if "long" in told else None,
        "media_url": report.media or None,
    }


def discovery() -> dict[str, Any]:
    """The discovery file."""
    here = {
        "specification": "http://wiki.open311.org/GeoReport_v2", "url": BASE, "changeset": "2026-01-31 08:15",
        "type": "test", "formats": list(MIME.values()),
    }  # fmt: skip
    return {
        "changeset": "2026-01-31 08:15",
        "contact": "Hubungi pengaduan@kota.example",
        "key_service": "Minta kunci di https://kota.example/kunci",
        "endpoints": [here],
    }
