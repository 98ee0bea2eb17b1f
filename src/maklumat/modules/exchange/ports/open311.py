"""A client of Open311 GeoReport v2: all six methods, JSON or XML as the other side speaks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from maklumat.kernel import outside
from maklumat.kernel.outside import Answer, Unreachable

Row = dict[str, Any]
_LISTS = {"attributes", "values", "endpoints", "formats", "history"}


class Refused(Exception):
    """The other side understood and said no; ``status`` as it came, the message as it wrote it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Open311:
    """One jurisdiction of one server. ``form``: json or xml."""

    def __init__(self, url: str, *, key: str = "", jurisdiction: str = "", form: str = "json") -> None:
        self._url, self._key, self._jurisdiction, self._form = url.rstrip("/"), key, jurisdiction, form

    def services(self) -> list[Row]:
        """The kinds of requests that are taken there."""
        return self._list("/services", {})

    def definition(self, code: str) -> Row:
        """What is asked for one of them."""
        return self._one(f"/services/{quote(code, safe='')}", {})

    def send(self, fields: Mapping[str, str | Sequence[str]], *, key: str = "") -> Row:
        """File a request; the row holds ``service_request_id`` or ``token``. ``key``: sent again, it is the same request."""
        body = urlencode([*self._pairs(fields), *self._place(), ("api_key", self._key)]).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        if key:
            headers["Idempotency-Key"] = key
        return _first(self._read(outside.ask(self._address("/requests"), method="POST", body=body, headers=headers)))

    def resolve(self, token: str) -> str:
        """The number that belongs to a token; empty while there is none."""
        return str(_first(self._get(f"/tokens/{quote(token, safe='')}", {})).get("service_request_id") or "")

    def requests(
        self, *, numbers: Sequence[str] = (), services: Sequence[str] = (), status: Sequence[str] = (),
        first: datetime | None = None, last: datetime | None = None, page: int = 1, page_size: int = 0,
    ) -> list[Row]:  # fmt: skip
        """Public requests, as asked; ``numbers`` override all else."""
        query = {
            "service_request_id": ",".join(numbers), "service_code": ",".join(services), "status": ",".join(status),
            "start_date": first.isoformat() if first else "", "end_date": last.isoformat() if last else "",
            "page": str(page) if page > 1 else "", "page_size": str(page_size) if page_size else "",
        }  # fmt: skip
        return self._list("/requests", {name: value for name, value in query.items() if value})

    def request(self, number: str) -> Row:
        """One public request."""
        return _first(self._get(f"/requests/{quote(number, safe='')}", {}))

    def _list(self, path: str, query: Mapping[str, str]) -> list[Row]:
        found = self._get(path, query)
        return found if isinstance(found, list) else [found]

    def _one(self, path: str, query: Mapping[str, str]) -> Row:
        found = self._get(path, query)
        return found[0] if isinstance(found, list) and found else found if isinstance(found, dict) else {}

    def _get(self, path: str, query: Mapping[str, str]) -> Any:
        pairs = [*query.items(), *self._place()]
        return self._read(outside.ask(self._address(path) + (f"?{urlencode(pairs)}" if pairs else "")))

    def _address(self, path: str) -> str:
        return f"{self._url}{path}.{self._form}"

    def _place(self) -> list[tuple[str, str]]:
        return [("jurisdiction_id", self._jurisdiction)] if self._jurisdiction else []

    @staticmethod
    def _pairs(fields: Mapping[str, str | Sequence[str]]) -> list[tuple[str, str]]:
        return [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]

    def _read(self, answer: Answer) -> Any:
        try:
            content = json.loads(answer.body) if self._form == "json" else _from_xml(answer.body)
        except (ValueError, ElementTree.ParseError) as error:
            if answer.status >= 400:
                raise Refused(answer.status, "") from error
            raise Unreachable("unreadable answer") from error
        if answer.status not in (200, 201):
            first = content[0] if isinstance(content, list) and content else {}
            raise Refused(answer.status, str(first.get("description", ""))[:300] if isinstance(first, dict) else "")
        return content


def _first(content: Any) -> Row:
    row = content[0] if isinstance(content, list) and content else content
    if not isinstance(row, dict):
        raise Unreachable("unreadable answer")
    return row


def _from_xml(body: bytes) -> Any:
    if b"<!DOCTYPE" in body[:2000] or b"<!ENTITY" in body[:2000]:
        raise ValueError("a document type")
    root = ElementTree.fromstring(body)
    if root.tag in ("services", "service_requests", "errors"):
        return [_row(one) for one in root]
    return _row(root)


def _row(element: ElementTree.Element) -> Any:
    if len(element) == 0:
        return (element.text or "").strip()
    if element.tag in _LISTS:
        return [_row(one) for one in element]
    return {one.tag: _row(one) for one in element}
