"""A standard as other machines read it: CSV rows, a SIPPN-shaped document, and the JSON schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from maklumat.kernel.sheets import csv_lines
from maklumat.kernel.words import N_

from .gaps import COMPONENTS
from .standard import Standard
from .wording import fee_text, promise_text, render

HEADERS = ("kode", "layanan", "nomor", "komponen", "urutan", "isi", "keterangan", "wajib")

ROLES = {
    "front_desk": N_("Petugas loket"), "verifier": N_("Pemeriksa"), "technical": N_("Petugas teknis"), "head": N_("Pimpinan"),
}  # fmt: skip
CHANNELS = {
    "counter": N_("Loket"), "phone": N_("Telepon"), "whatsapp": N_("WhatsApp"), "email": N_("Surel"), "web": N_("Situs"),
    "sp4n": N_("SP4N-LAPOR!"), "letter": N_("Surat"),
}  # fmt: skip
VALID = N_("Berlaku %(months)s bulan")
ALWAYS = N_("Tanpa batas waktu")
ANSWERED = N_("Dijawab paling lama %(days)s hari kerja")
PEOPLE = N_("%(count)s orang")
SHARE = N_("%(role)s, %(share)s%% dari waktu")

type Item = tuple[str, str, str]
type Translate = Callable[[str], str]


def csv_rows(standard: Standard, translate: Translate = str) -> tuple[tuple[str, ...], ...]:
    """One row for every item of every component, in the order of :data:`HEADERS`. An empty component has one
    row without content, so that all 14 are always there."""
    made = []
    for number, (component, title) in enumerate(COMPONENTS, 1):
        items = tuple(_items(standard, component, translate)) or (("", "", ""),)
        for order, (content, remark, mandatory) in enumerate(items, 1):
            made.append(
                (standard.slug, standard.name, str(number), translate(title), str(order), content, remark, mandatory)
            )
    return tuple(made)


def csv_text(standards: Iterable[Standard], translate: Translate = str) -> str:
    """The rows of many standards as one CSV file that spreadsheets open without running anything."""
    rows = (row for standard in standards for row in csv_rows(standard, translate))
    return "\ufeff" + "".join(csv_lines(HEADERS, rows, end="\r\n"))


def sippn_shape(standard: Standard) -> dict[str, Any]:
    """The 14 components under their Indonesian names, in order.

    The shape follows the components of UU 25/2009 Art. 21; SIPPN publishes no interface that this was tried
    against. It is a document for a person to carry over, not a tested upload.
    """
    components = {}
    for component, title in COMPONENTS:
        components[title] = [
            {"isi": content, "keterangan": remark} if remark else {"isi": content}
            for content, remark, _ in _items(standard, component, str)
        ]
    return {
        "kode_layanan": standard.slug,
        "nama_layanan": standard.name,
        "ringkasan": standard.summary,
        "komponen": components,
    }


def json_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of :class:`Standard`."""
    return Standard.model_json_schema()


def _items(s: Standard, component: str, translate: Translate) -> Iterator[Item]:
    """(content, remark, mandatory word) of one component."""
    match component:
        case "requirements":
            for line in s.requirements:
                yield line.label, line.explanation, "ya" if line.mandatory else "tidak"
        case "procedure":
            for step in s.steps:
                yield step.title, translate(SHARE) % {"role": translate(ROLES[step.role]), "share": step.share}, ""
        case "duration" if s.duration:
            yield render(*promise_text(s.duration), translate), "", ""
        case "fee" if s.fee:
            yield render(*fee_text(s.fee), translate), s.fee.legal_basis, ""
        case "product" if s.product:
            months = s.product.valid_months
            yield s.product.name, translate(VALID) % {"months": months} if months else translate(ALWAYS), ""
        case "complaint":
            days = s.complaint.answer_working_days
            remark = translate(ANSWERED) % {"days": days} if days else ""
            for channel in s.complaint.channels:
                yield f"{translate(CHANNELS[channel.kind])}: {channel.value}", channel.note or remark, ""
        case _:
            yield from _internal(s, component, translate)


def _internal(s: Standard, component: str, translate: Translate) -> Iterator[Item]:
    i = s.internal
    match component:
        case "legal_basis":
            for basis in i.legal_basis:
                yield basis.title, basis.about, ""
        case "staff" if i.staff_count:
            yield translate(PEOPLE) % {"count": i.staff_count}, "", ""
        case "facilities":
            for text in i.facilities + i.vulnerable_facilities:
                yield text, "", ""
        case "competence" | "supervision":
            for text in getattr(i, component):
                yield text, "", ""
        case "guarantee" | "safety" | "evaluation":
            name = {"guarantee": "service_guarantee", "safety": "safety_guarantee", "evaluation": "evaluation"}[
                component
            ]
            if text := getattr(i, name):
                yield text, "", ""
