"""The ways by which the sample reports come in: the site, the telephone, a letter, another app, and SP4N-LAPOR! by its files."""

from __future__ import annotations

import csv
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from maklumat.kernel.actor import ANONYMOUS, SYSTEM
from maklumat.modules.accounts import api as accounts
from maklumat.modules.complaints import api as complaints
from maklumat.modules.exchange import api as exchange

from ..postgres import data_place
from ..roles import actor_of

AT_THE_TELEPHONE = "ani.puspitasari@tirtamulya.example"
READER = "warga@example.org"


class Ways:
    """Files a report by its way, as the rooms themselves take it. ``file`` returns the report and its code."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def file(self, row: dict[str, Any], way: str, at: datetime) -> tuple[UUID, str]:
        match way:
            case "lapor":
                return self._from_lapor(row, at)
            case "email":
                return self._by_letter(row, at)
            case "api":
                return self._by_app(row, at)
        return self._step_by_step(row, way, at)

    def _step_by_step(self, row: dict[str, Any], way: str, at: datetime) -> tuple[UUID, str]:
        """On the site; by telephone an officer fills in the same pages."""
        by = ANONYMOUS if way == "web" else actor_of(accounts.account_by_email(AT_THE_TELEPHONE), at)
        draft = complaints.start(by=by, at=at, channel=way, slug=row.get("slug", ""))
        common = {"report_id": draft.id, "code": draft.code, "at": at}
        complaints.describe(text=row["text"], oversight=row.get("oversight", False), **common)
        complaints.locate(
            slug=row.get("slug", ""), unit=row.get("unit", "") if not row.get("slug") else "", category=row["category"],
            region="", place=row.get("place", ""), point=tuple(row["point"]) if "point" in row else None, **common,
        )  # fmt: skip
        complaints.introduce(name="", phone="+6289900012345", email="", anonymous=True, secret=False, **common)
        complaints.send(by=by, **common)
        return draft.id, draft.code

    def _by_letter(self, row: dict[str, Any], at: datetime) -> tuple[UUID, str]:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = READER, "lapor@tirtamulya.example", "Laporan warga"
        letter["Date"], letter["Message-ID"] = format_datetime(at), f"<{at.timestamp():.0f}.{row['unit']}@example.org>"
        letter.set_content(row["text"])
        return _known(complaints.number_of(exchange.take_mail(content=letter.as_bytes(), at=at)))

    def _by_app(self, row: dict[str, Any], at: datetime) -> tuple[UUID, str]:
        incoming = complaints.Incoming(
            category=row["category"], text=row["text"], email=READER, request_key=f"{at.timestamp():.0f}", slug=row.get("slug", "")
        )  # fmt: skip
        receipt = complaints.receive(client_id=self._app, incoming=incoming, at=at)
        return _known(complaints.number_of(receipt.number))

    @cached_property
    def _app(self) -> UUID:
        """Another app that may file reports."""
        return complaints.client_of(complaints.add_client(by=SYSTEM, name="Aplikasi Warga Tirtamulya", at=self._now))

    def _from_lapor(self, row: dict[str, Any], at: datetime) -> tuple[UUID, str]:
        """An export of LAPOR! is laid into the folder, and taken over."""
        partner_id, folder = self._lapor
        tracking_id = f"{at:%y%m%d}{row['days']:03d}"
        line = {
            "tracking_id": tracking_id, "judul": "", "isi": row["text"], "kategori": row["category"], "status": "diteruskan", "anonim": "ya",
            "email": READER, "dibuat": at.isoformat(), "diubah": at.isoformat(),
        }  # fmt: skip
        with (folder / "masuk" / f"{tracking_id}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(line))
            writer.writeheader()
            writer.writerow(line)
        exchange.pull(partner_id=partner_id, at=at)
        return _known(exchange.met(partner_id, tracking_id))

    @cached_property
    def _lapor(self) -> tuple[UUID, Path]:
        """The partner SP4N-LAPOR! by files, and the folder between."""
        folder = data_place() / "lapor"
        (folder / "masuk").mkdir(parents=True, exist_ok=True)
        partner_id = exchange.add_partner(
            by=SYSTEM, name="SP4N-LAPOR! (contoh)", protocol="lapor_csv", url=str(folder), at=self._now
        )
        return partner_id, folder


def _known(report_id: UUID | None) -> tuple[UUID, str]:
    """What was filed from outside: its id, and the code with which its reporter follows it."""
    if report_id is None:
        raise LookupError("a sample report was not taken over")
    return report_id, complaints.code_of(report_id)
