"""Gratuities in the words of a page."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from maklumat.kernel.words import N_
from maklumat.ui.formats import number, rupiah

from ..queries.register import Line, ReportPage
from ..rules.provisions import Provision
from ..rules.retention import schedule_on
from ..rules.vocabulary import ACTS, HAPPENED, OCCASIONS, OUTCOMES, REASONS, RELATIONS, STATES, THINGS, TONES

DUTIES = {
    "must": (N_("Wajib dilaporkan"), "warning"),
    "exempt": (N_("Tidak wajib dilaporkan"), "neutral"),
    "refusal": (N_("Penolakan"), "success"),
}
# act → its button, what its note asks for, whether it ends something
BUTTONS = {
    "return": (N_("Minta dilengkapi"), N_("Yang perlu dilengkapi")), "record": (N_("Catat, tidak diteruskan"), N_("Keterangan")),
    "forward": (N_("Teruskan ke KPK"), N_("Nomor laporan di sistem KPK")), "determine": (N_("Catat penetapan KPK"), N_("Nomor dan tanggal keputusan")),
    "settle": (N_("Selesaikan"), N_("Kapan dan kepada siapa diserahkan")), "deposit": (N_("Catat barang titipan"), N_("Disimpan di mana")),
    "release": (N_("Catat penyerahan barang"), N_("Diserahkan kepada siapa")), "erase": (N_("Hapus isi laporan"), ""),
}  # fmt: skip
LIMITS = {
    ("ceremony", "each"): N_("Upacara (pernikahan, kelahiran, adat, agama), tiap pemberi"), ("coworker", "each"): N_("Antar rekan kerja, bukan uang, tiap pemberian"),
    ("coworker", "per_year"): N_("Antar rekan kerja, setahun dari orang yang sama"), ("coworker_event", "each"): N_("Acara rekan kerja, tiap pemberi"),
}  # fmt: skip
STEPS = {
    "to_upg": N_("Penerima melapor ke UPG, sejak diterima"), "to_kpk": N_("Penerima melapor langsung ke KPK, sejak diterima"), "upg_to_kpk": N_("UPG meneruskan ke KPK"),
    "completion": N_("Melengkapi laporan yang kurang"), "decision": N_("Penetapan"), "delivery": N_("Menyerahkan barang milik negara"),
}  # fmt: skip


def row(line: Line) -> list[Any]:
    """A line of the list."""
    state = _(STATES[line.state]) + (f" · {_('lewat waktu')}" if line.overdue else "")
    return [
        {"text": line.number, "href": reverse("gratuities:one", args=[line.id])}, _(HAPPENED[line.kind]), _(THINGS[line.thing]), rupiah(line.value), line.unit,
        date_format(line.received_on, "j M Y"), state,
    ]  # fmt: skip


def columns() -> list[Any]:
    return [_("Nomor"), _("Kejadian"), _("Jenis"), (_("Nilai"), "number"), _("Unit"), _("Tanggal"), _("Keadaan")]


def facts(page: ReportPage) -> list[dict[str, Any]]:
    """What the report says, term by term; empty answers are left out."""
    texts = defaultdict(str, page.texts)
    told = [
        (_("Pelapor"), texts["name"]), (_("Telepon"), texts["phone"]), (_("Unit"), page.unit), (_("Kejadian"), _(HAPPENED[page.kind])), (_("Tanggal"), date_format(page.received_on, "j F Y")),
        (_("Dalam rangka"), _(OCCASIONS[page.occasion])), (_("Pemberi"), texts["giver"]), (_("Hubungan"), _(RELATIONS[page.relation])), (_("Instansi pemberi"), texts["giver_agency"]),
        (_("Alamat pemberi"), texts["giver_address"]), (_("Jenis"), _(THINGS[page.thing])), (_("Pemberian"), texts["thing_words"]), (_("Nilai"), rupiah(page.value)),
        (_("Tempat"), texts["place"]), (_("Cerita"), texts["story"]), (_("Alasan"), texts["reason"]),
        (_("Dilaporkan"), _("dalam batas waktu ke UPG") if page.within else _("lewat batas waktu ke UPG")), (_("Barang"), _("dititipkan di UPG") if page.deposited else ""),
        (_("Penetapan"), _(OUTCOMES[page.outcome]) if page.outcome else ""),
    ]  # fmt: skip
    return [{"term": term, "value": value} for term, value in told if value]


def advice(duty: str, reason: str, limit: int | None, provision: Provision, *, burden: bool) -> dict[str, Any]:
    """What the rule advises, with its reason and source."""
    word, tone = DUTIES[duty]
    more = [_(REASONS[reason])]
    if limit is not None:
        more.append(_("Batasnya %(limit)s.") % {"limit": rupiah(limit)})
    if burden:
        more.append(
            _("Nilainya %(limit)s atau lebih: penerima yang harus membuktikan bahwa ini bukan suap.")
            % {"limit": rupiah(provision.burden)}
        )
    return {"word": _(word), "tone": tone, "text": " ".join(more), "source": provision.legal_basis}


def history(page: ReportPage) -> list[dict[str, Any]]:
    return [{"word": _(ACTS[one.act]), "who": one.who, "at": one.at, "note": one.note} for one in page.history]


def kept_by(page: ReportPage) -> str:
    """By which schedule it is kept."""
    return schedule_on(page.finished_on).legal_basis if page.finished_on else ""


def buttons(page: ReportPage) -> list[dict[str, Any]]:
    """The acts that are open, with what their note asks for."""
    outcomes = [(key, _(word)) for key, word in OUTCOMES.items()]
    return [
        {"act": act, "label": _(BUTTONS[act][0]), "asks": _(BUTTONS[act][1]) if BUTTONS[act][1] else "", "outcomes": outcomes if act == "determine" else []} for act in page.acts if act in BUTTONS
    ]  # fmt: skip


def state(page: ReportPage) -> tuple[str, str]:
    return _(STATES[page.state]), TONES[page.state]


def limits(provision: Provision) -> list[list[Any]]:
    """The limits in rupiah as rows."""
    return [
        [_(LIMITS[occasion, span]), rupiah(amount)]
        for occasion, spans in provision.limits.items()
        for span, amount in spans.items()
    ]


def days(provision: Provision) -> list[list[Any]]:
    """The deadlines as rows; what we know only from memory is marked."""
    return [
        [
            _(word) + ("" if provision.tags[key] == "confirmed" else " *"),
            _("%(n)s hari kerja") % {"n": provision.days[key]},
        ]
        for key, word in STEPS.items()
    ]


def shown(count: int | None) -> str:
    return _("di bawah 5") if count is None else number(count)
