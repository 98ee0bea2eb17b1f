"""Certificates: rendering, signing, the whole production, and verifying."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.modules.documents import api as documents
from maklumat.modules.documents.actions.production import sheet_of
from maklumat.modules.documents.actions.rendering import render
from maklumat.modules.documents.actions.signing import current
from maklumat.modules.documents.models import Certificate
from maklumat.modules.documents.queries import verify_by_token, verify_pdf
from maklumat.modules.units import api as units

from .report import Section, median, spread
from .stage import Stage


def measure(stage: Stage) -> Section:
    section, at = Section("4 · Certificates, one after another in one process"), clock.now()
    signer = current()
    ids = [_issued(at) for _n in range(max(10, stage.size.calls))]
    made: dict[str, list[tuple[float, float]]] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        result = work()
        made.setdefault(name, []).append((time.process_time() - cpu, time.perf_counter() - wall))
        return result

    for n, one in enumerate(ids):
        row = Certificate.objects.get(id=one)
        sheet = sheet_of(row, signer.name)
        pdf = timed("render", lambda row=row, sheet=sheet: render(sheet, row.issued_at))
        timed("sign", lambda pdf=pdf, sheet=sheet: signer.sign(pdf, sheet.content, at=at))
        timed("produce", lambda one=one: documents.produce(one, at=at))
        row.refresh_from_db()
        content = documents.open_pdf(row.subject)
        soon = at + timedelta(minutes=1)
        verdicts = [
            timed("token", lambda row=row, soon=soon: verify_by_token(row.token, at=soon)),
            timed("file", lambda content=content, soon=soon: verify_pdf(content, at=soon)),
        ]
        if any(verdict.state != "signed" for verdict in verdicts):
            raise SystemExit("a certificate that was just signed was not found genuine")
        if n < 2:
            made.clear()  # the first ones load the compiler, its fonts and the keys
    cpu = {name: median(c for c, _w in values) * 1000 for name, values in made.items()}
    both = cpu["render"] + cpu["sign"]
    section.add(
        "render and sign",
        f"{both:.0f} ms CPU (render {cpu['render']:.0f}, sign {cpu['sign']:.0f})",
        "≤ 120 ms CPU",
        both <= 120,
    )
    for name, what in (("produce", "whole production, with storing and verifying"), ("token", "verify a token"), ("file", "verify a whole PDF")):  # fmt: skip
        section.add(what, f"{cpu[name]:.1f} ms CPU; {spread([w for _c, w in made[name]])}")
    section.notes.append(f"{len(content) / 1000:.0f} kB a certificate (letter, emblem, six facts, QR code)")
    return section


def _issued(at: Any) -> Any:
    """One numbered certificate."""
    root = units.tree().government
    unit = units.tree().by_code["disdukcapil"]
    request = documents.IssueRequest(
        subject=new_id(), unit_id=unit.id, register="bench", pattern="SKPWNI/{unit}/{number:05d}/{month:02d}/{year}",
        unit_code=unit.number_code, product="Surat Keterangan Pindah WNI (SKPWNI)", service="Surat Pindah", government=root.name,
        unit=unit.name, unit_address=unit.address, holder="Siti Rahmawati", facts=tuple(
            (label, "Jalan Melati Nomor 3, RT 01 RW 01") for label in ("Nama", "NIK", "Nomor KK", "Alamat asal", "Tujuan", "Ikut")
        ),
        body="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Tirtamulya menerangkan bahwa Siti Rahmawati pindah. " * 3,
        place=root.label, signatory_name="Drs. Bambang Sutrisno, M.Si.", signatory_title="Kepala Dinas",
        signatory_nip="196903121995031001", emblem=root.emblem,
    )  # fmt: skip
    with transaction.atomic():
        return documents.issue(request, by=SYSTEM, at=at).id
