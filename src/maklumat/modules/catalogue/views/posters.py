"""The wall poster of a maklumat: A3 portrait, PDF/UA, made by typst. Words reach typst only as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.modules.units import api as units
from maklumat.ui import paper

from ..queries import MaklumatFacts

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "catalogue" / "typst" / "poster.typ"


def maklumat_pdf(unit: units.UnitFacts, government: units.UnitFacts, charter: MaklumatFacts, link: str) -> bytes:
    """The poster. The same maklumat gives the same bytes."""
    return paper.pdf(_TEMPLATE, _data(unit, government, charter, link), charter.published_at)


def _data(unit: units.UnitFacts, government: units.UnitFacts, charter: MaklumatFacts, link: str) -> dict[str, Any]:
    decision, made = charter.decision, charter.decision.date
    return {
        "title": _("Maklumat Pelayanan"), "government": government.name, "unit": unit.name, "address": unit.address,
        "phone": unit.phone, "parts": [_(part) for part in charter.text], "language": (get_language() or "id")[:2],
        "services": [s["name"] for s in charter.standards], "emblem": government.emblem or paper.emblem(), "colour": government.colour or "#0b5d3b",
        "signatory": decision.signatory, "signatory_title": decision.signatory_title,
        "nip": f"NIP {decision.signatory_nip}" if decision.signatory_nip else "",
        "decision": _("Ditetapkan dengan Keputusan Nomor %(number)s, %(date)s") % {"number": decision.number, "date": date_format(made, "j F Y")},
        "date": [made.year, made.month, made.day], "qr": paper.qr_svg(link), "link": link.partition("://")[2],
        "labels": {
            "covers": _("Berlaku untuk %(count)d layanan") % {"count": len(charter.standards)},
            "more": _("dan %(count)d layanan lainnya"),
            "scan": _("Pindai untuk membaca standar setiap layanan, waktu dan biayanya, dan apakah janji ini ditepati."),
            "qr": _("Kode QR menuju %(link)s") % {"link": link},
            "emblem": _("Lambang %(name)s") % {"name": government.name},
            "complain": _("Tidak sesuai janji? Sampaikan kepada kami di loket, atau lewat SP4N-LAPOR! (lapor.go.id)."),
        },
    }  # fmt: skip
