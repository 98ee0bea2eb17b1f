"""A time-stamp client (RFC 3161) over plain HTTP, without further libraries. Tried against pyHanko's own test
authority only, not against a public one."""

from __future__ import annotations

import asyncio
import urllib.request

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from maklumat.kernel import outside


class UrlTimeStamper(TimeStamper):
    def __init__(self, url: str, timeout: float = 15) -> None:
        super().__init__()
        self.url, self.timeout = url, timeout

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return await asyncio.to_thread(self._ask, req.dump())

    def _ask(self, body: bytes) -> tsp.TimeStampResp:
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/timestamp-query"})
        try:
            with outside.straight(request, timeout=self.timeout) as answer:
                return tsp.TimeStampResp.load(answer.read(100_000))
        except (OSError, ValueError) as error:
            raise TimestampRequestError("the time-stamp server did not answer") from error
