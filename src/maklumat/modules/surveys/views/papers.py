"""The poster, the report and the workbook of a published result, and sheets to fill in by hand."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from maklumat.modules.units import api as units
from maklumat.ui import paper
from maklumat.ui.formats import number

from ..forms import language_of
from ..queries.instruments import Held, worded
from ..queries.pages import ResultPage
from ..rules.index import converted
from ..rules.instrument import in_words
from ..rules.suppression import ENOUGH_TO_SPREAD
from . import words

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "surveys" / "typst"


def bars(page: ResultPage) -> list[dict[str, Any]]:
    """Elements of a frozen result, on the scale of its index."""
    language, skm = language_of(), page.held.instrument.method == "skm"
    names = {group.key: in_words(group.name, language) for group in page.held.instrument.groups}
    weak, shown = page.figures["weakest"][:1], []
    for place, one in enumerate(page.figures["elements"], 1):
        if one["mean"] is None:
            continue
        value = converted(one["mean"]) if skm else one["mean"]
        label = f"U{place} {names[one['key']]}" if skm else names[one["key"]]
        shown.append(
            {"label": label, "value": float(value), "text": number(value, 2), "tone": "warning" if one["key"] in weak else "brand", "mean": one["mean"], "spread": one["spread"]}
        )  # fmt: skip
    return shown


def makeup(page: ResultPage) -> list[tuple[str, list[list[str]]]]:
    """Who answered: by sex and education first, as the poster shows."""
    counts = {trait: {int(value): n for value, n in one.items()} for trait, one in page.figures["makeup"].items()}
    return words.makeup_rows(page.held.instrument, page.figures["answered"], counts)


def _data(page: ResultPage) -> dict[str, Any]:
    government = units.tree().government or page.unit
    link = f"{settings.BASE_URL}/survei/hasil/{page.id}/"
    day = page.published_at
    return {
        "language": language_of(), "government": government.name, "unit": page.unit.name, "address": page.unit.address,
        "emblem": government.emblem or paper.emblem(), "colour": government.colour or "#0b5d3b", "date": [day.year, day.month, day.day],
        "title": _("Indeks Kepuasan Masyarakat"), "period": words.period_words(page.period), "index": words.two(page.figures["index"]),
        "grade": page.figures["grade"], "performance": words.performance(page.held.instrument, page.figures["grade"]),
        "answered": number(page.figures["answered"]), "bars": [{k: one[k] for k in ("label", "value", "text", "tone")} for one in bars(page)],
        "makeup": [[title, rows] for title, rows in makeup(page)], "qr": paper.qr_svg(link), "link": link.partition("://")[2],
        "labels": {
            "respondents": _("Responden"), "people": _("orang"), "elements": _("Nilai setiap unsur (25–100)"), "grade": _("Mutu pelayanan"),
            "period": _("Masa survei"), "scan": _("Pindai untuk melihat cara menghitung dan tindak lanjutnya."),
            "thanks": _("Terima kasih atas penilaian Anda. Masukan Anda membuat layanan kami lebih baik."),
            "emblem": _("Lambang %(name)s") % {"name": government.name}, "qr": _("Kode QR menuju %(link)s") % {"link": link},
            "basis": _("Dihitung sesuai %(rule)s") % {"rule": page.held.instrument.legal_basis},
        },
    }  # fmt: skip


def poster(page: ResultPage) -> bytes:
    """A4, for the wall and the screen. The same result gives the same bytes."""
    return paper.pdf(_FOLDER / "poster.typ", _data(page), page.published_at)


def report(page: ResultPage) -> bytes:
    """Method, result, elements, respondents, follow-up."""
    f, instrument = page.figures, page.held.instrument
    values = _values(page)
    method = [
        _("Dasar: %(rule)s. Unsur dihitung menurut namanya; bobot setiap unsur sama, tepat satu per jumlah unsur.") % {"rule": instrument.legal_basis},
        _("Populasi %(n)s layanan selesai pada masa sebelumnya; jumlah sampel menurut Krejcie dan Morgan %(s)s. Yang diundang dipilih acak oleh sistem, bukan oleh petugas: %(i)s undangan, %(a)s menjawab, %(d)s menolak.")
        % {"n": number(f["population"]), "s": number(f["wanted"]), "i": number(f["invited"]), "a": number(f["invited_answered"]), "d": number(f["declined"])},
        _("Pertanyaan yang tidak dijawab tidak ikut dihitung pada unsurnya. Jawaban yang meragukan ditandai dan tidak dibuang: %(k)s jawaban bertanda, indeks tanpa itu %(x)s.")
        % {"k": number(f["answered"] - f["sound"]), "x": words.two(f["sound_index"]) if f["sound_index"] != "None" else "–"},
    ]  # fmt: skip
    rows = [
        [
            one["label"],
            number(one["mean"], 3),
            one["text"],
            *(number(one["spread"].get(v, 0)) for v in values),
        ]
        for one in bars(page)
    ]
    plans = [
        [line.element, line.problem, line.action, date_format(line.due_on, "j M Y"), _state(line)]
        for line in page.plans
    ]
    half = f["half"]
    return paper.pdf(_FOLDER / "report.typ", _data(page) | {
        "method": method, "note": page.note, "rows": rows, "heads": [_("Unsur"), _("Rata-rata"), _("Nilai"), *values], "plans": plans,
        "plan_heads": [_("Unsur"), _("Masalah"), _("Tindakan"), _("Paling lambat"), _("Keadaan")],
        "interval": _("Selang kepercayaan 95 persen: ± %(half)s.") % {"half": number(half, 2)} if half is not None else "",
        "sections": {"title": _("Laporan Survei Kepuasan Masyarakat"), "method": _("Cara survei"), "result": _("Hasil"), "elements": _("Unsur demi unsur"), "who": _("Siapa yang menjawab"),
                     "follow": _("Rencana tindak lanjut"), "none": _("Belum ada rencana tindak lanjut."), "note": _("Catatan kepala unit")},
    }, page.published_at)  # fmt: skip


def _values(page: ResultPage) -> list[str]:
    """The values whose spread is shown: none where there are too few answers."""
    instrument = page.held.instrument
    return (
        [str(one) for one in range(instrument.low, instrument.high + 1)]
        if page.figures["answered"] >= ENOUGH_TO_SPREAD
        else []
    )


def _state(line: Any) -> str:
    return {"done": _("Selesai"), "dropped": _("Dibatalkan")}.get(
        line.state, _("Lewat waktu") if line.late else _("Berjalan")
    )


def workbook(page: ResultPage) -> bytes:
    """The same numbers as sheets."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": _("Laporan Survei Kepuasan Masyarakat"), "created": page.published_at.replace(tzinfo=None)}
    )
    bold = book.add_format({"bold": True})
    f = page.figures
    first = [
        [_("Unit"), page.unit.name], [_("Masa survei"), words.period_words(page.period)], [_("IKM"), float(f["index"])], [_("Mutu pelayanan"), f["grade"]],
        [_("Kinerja"), words.performance(page.held.instrument, f["grade"])], [_("Responden"), f["answered"]], [_("Tanpa jawaban bertanda"), f["sound"]],
        [_("Diundang"), f["invited"]], [_("Menolak"), f["declined"]], [_("Populasi"), f["population"]], [_("Sampel minimal"), f["wanted"]],
        [_("Dasar hukum"), page.held.instrument.legal_basis],
    ]  # fmt: skip
    values = _values(page)
    elements = [
        [one["label"], float(one["mean"]), one["value"], *(one["spread"].get(v, 0) for v in values)]
        for one in bars(page)
    ]
    who = [[title, label, count] for title, rows in makeup(page) for label, count in rows]
    plans = [
        [line.element, line.problem, line.action, line.due_on.isoformat(), _state(line), line.outcome]
        for line in page.plans
    ]
    for name, heads, rows in (
        (_("Ringkasan"), [_("Bagian"), _("Nilai")], first), (_("Unsur"), [_("Unsur"), _("Rata-rata"), _("Nilai"), *values], elements),
        (_("Responden"), [_("Pertanyaan"), _("Jawaban"), _("Orang")], who),
        (_("Tindak lanjut"), [_("Unsur"), _("Masalah"), _("Tindakan"), _("Paling lambat"), _("Keadaan"), _("Hasil")], plans),
    ):  # fmt: skip
        sheet = book.add_worksheet(name[:31])
        sheet.write_row(0, 0, heads, bold)
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, row)
        sheet.set_column(0, len(heads) - 1, 24)
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def sheets(one: Held, unit: units.UnitFacts, service_id: Any, tokens: list[str], at: datetime) -> bytes:
    """Questionnaires to fill in with a pen, each with its code and the address where it can be typed in."""
    government = units.tree().government or unit
    language = language_of()
    items = worded(one, [service_id] if service_id else [])
    return paper.pdf(_FOLDER / "sheets.typ", {
        "language": language, "government": government.name, "unit": unit.name, "colour": government.colour or "#0b5d3b",
        "emblem": government.emblem or paper.emblem(), "title": in_words(one.instrument.name, language), "date": [at.year, at.month, at.day],
        "items": [
            {"text": in_words(item.text, language), "kind": item.kind, "choices": [in_words(choice.text, language) for choice in item.choices]} for item in items
        ],
        "traits": [{"text": in_words(trait.text, language), "choices": [in_words(choice.text, language) for choice in trait.choices]} for trait in one.instrument.respondent],
        "tokens": [{"code": token, "qr": paper.qr_svg(f"{settings.BASE_URL}/s/{token}/")} for token in tokens],
        "labels": {
            "how": _("Beri tanda silang pada satu kotak di setiap baris. Jangan tulis nama. Lembar ini hanya dikenali lewat kodenya."),
            "code": _("Kode lembar"), "who": _("Tentang Anda (boleh dikosongkan)"), "emblem": _("Lambang %(name)s") % {"name": government.name},
            "qr": _("Kode QR untuk mengisi lewat telepon"), "online": _("Atau isi sendiri lewat telepon: pindai kode ini."),
        },
    }, at)  # fmt: skip
