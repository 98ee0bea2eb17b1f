"""SP4N-LAPOR! behind one interface: over HTTP (level 3) or by files that a person carries (level 1).

The shape is our own (rules.lapor); neither was tried against the real system.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from maklumat.kernel import outside
from maklumat.kernel.outside import Unreachable

from ..rules.lapor import COLUMNS, FollowUp, Foreign, Unreadable, read, written

PAGE = 100


class Lapor(Protocol):
    """Both ways of speaking with it."""

    def changed(self, since: datetime | None) -> Iterator[Foreign]:
        """Its reports for us that changed since then, oldest change first; all of them when None."""
        ...

    def follow_up(self, one: FollowUp) -> None:
        """Tell it what was done. The same ``key`` again changes nothing there."""
        ...


class LaporHttp:
    """JSON over HTTPS with a bearer token."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._headers = url.rstrip("/"), {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def changed(self, since: datetime | None) -> Iterator[Foreign]:
        page = 1
        while True:
            query = {"halaman": str(page), "per_halaman": str(PAGE)}
            if since is not None:
                query["diubah_sejak"] = since.isoformat()
            content = self._ask("GET", f"/laporan?{urlencode(query)}")
            rows = content.get("laporan")
            if not isinstance(rows, list):
                raise Unreachable("laporan")
            try:
                yield from (read(row) for row in rows)
            except (Unreadable, AttributeError) as error:
                raise Unreachable(f"unreadable: {error}") from error
            if not content.get("berikutnya"):
                return
            page += 1

    def follow_up(self, one: FollowUp) -> None:
        body = json.dumps(written(one), ensure_ascii=False).encode()
        self._ask(
            "POST", f"/laporan/{quote(one.tracking_id, safe='')}/tindak-lanjut", body, {"Idempotency-Key": one.key}
        )

    def _ask(
        self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None
    ) -> dict[str, Any]:
        headers = {**self._headers, **(more or {}), **({"Content-Type": "application/json"} if body else {})}
        answer = outside.ask(self._url + path, method=method, body=body, headers=headers, seconds=30)
        if answer.status not in (200, 201):
            raise Unreachable(f"status {answer.status}")
        try:
            content = json.loads(answer.body or b"{}")
        except ValueError as error:
            raise Unreachable("not JSON") from error
        if not isinstance(content, dict):
            raise Unreachable("not an object")
        return content


class LaporCsv:
    """A folder: an export of LAPOR! is laid into ``masuk``; what a person types in there by hand waits in ``keluar``."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def changed(self, since: datetime | None) -> Iterator[Foreign]:
        latest: dict[str, Foreign] = {}
        for path in sorted((self._folder / "masuk").glob("*.csv")):
            for one in self._rows(path):
                if one.tracking_id not in latest or latest[one.tracking_id].changed_at <= one.changed_at:
                    latest[one.tracking_id] = one
        rows = sorted(latest.values(), key=lambda one: (one.changed_at, one.tracking_id))
        yield from (one for one in rows if since is None or one.changed_at >= since)

    def follow_up(self, one: FollowUp) -> None:
        folder = self._folder / "keluar"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"tindak-lanjut-{one.at:%Y-%m-%d}.csv"
        row = written(one)
        known = path.read_text("utf-8") if path.exists() else ""
        if any(line.get("kunci") == one.key for line in csv.DictReader(known.splitlines())):
            return
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            if not known:
                writer.writeheader()
            writer.writerow({name: f"'{value}" if value[:1] in "=+-@" else value for name, value in row.items()})

    def _rows(self, path: Path) -> Iterator[Foreign]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"tracking_id", "isi", "status", "dibuat", "diubah"} <= set(reader.fieldnames or ()):
                raise Unreachable(f"{path.name}: columns {', '.join(COLUMNS)}")
            for number, row in enumerate(reader, start=2):
                try:
                    yield read(row)
                except Unreadable as error:
                    raise Unreachable(f"{path.name}, line {number}: {error}") from error
