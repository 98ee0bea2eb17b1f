"""The road not taken: one asynchronous process that holds a connection for every open tracking page (SSE).

Only measured (following.py). Once a second it asks for all watched cases together and writes to those that moved.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from typing import Any

import django
import psycopg

django.setup()

from maklumat.modules.applications.access import index_of  # noqa: E402 - needs the settings

KEEP_ALIVE = 15  # seconds: proxies and telephones drop a connection that is silent for longer
_watched: dict[bytes, set[asyncio.Queue]] = defaultdict(set)
_loop: asyncio.Task | None = None


async def _look() -> None:
    known: dict[bytes, int] = {}
    async with await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        while True:
            await asyncio.sleep(1)
            rows = await connection.execute(
                "SELECT code_index, revision FROM applications_application WHERE code_index = ANY(%s)", [list(_watched)]
            )
            async for index, revision in rows:
                if known.get(index) not in (None, revision):
                    for queue in _watched[index]:
                        queue.put_nowait(revision)
                known[index] = revision


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI. ``/CODE`` watches one case."""
    global _loop
    if scope["type"] != "http":
        return
    _loop = _loop or asyncio.create_task(_look())
    index, queue = index_of(scope["path"].strip("/")), asyncio.Queue()
    _watched[index].add(queue)
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    try:
        while True:
            try:
                text = f"data: {await asyncio.wait_for(queue.get(), KEEP_ALIVE)}\n\n"
            except TimeoutError:
                text = ":\n\n"
            await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
    finally:
        _watched[index].discard(queue)
