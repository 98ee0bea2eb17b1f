"""Forms for the six components that residents see, for the name of the service, and for what happens when it is late."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.ui.widgets import ChoiceLabel, MoneyInput

from ..rules import fees, placeholders
from ..rules.standard import Channel, Complaint, Consequences, Duration, Fee, Product, ShownFact, Standard
from ..rules.vocabulary import CATEGORIES, CHANNELS, DURATION_UNITS, LAYOUTS, LIFE_EVENTS
from .base import LinesField, RowForm, Rows, StandardForm, line, text, whole


def _words(choices: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(k, ChoiceLabel(_(v[0]), hint=_(v[1])) if isinstance(v, tuple) else _(v)) for k, v in choices.items()]


class BasicsForm(StandardForm):
    name = line(
        gettext_lazy("Nama layanan"),
        required=True,
        help_text=gettext_lazy("Seperti warga menyebutnya. Contoh: Surat Pindah"),
    )
    summary = line(
        gettext_lazy("Ringkasan satu kalimat"), required=True, help_text=gettext_lazy("Apa gunanya bagi warga.")
    )
    audience = line(gettext_lazy("Untuk siapa"), help_text=gettext_lazy("Contoh: Warga yang pindah ke kabupaten lain"))
    category = forms.ChoiceField(label=gettext_lazy("Kelompok"))
    life_events = forms.MultipleChoiceField(
        label=gettext_lazy("Peristiwa hidup"), required=False, widget=forms.CheckboxSelectMultiple
    )
    aliases = LinesField(
        label=gettext_lazy("Nama lain yang dipakai warga"),
        help_text=gettext_lazy("Satu nama satu baris. Dipakai pencarian. Contoh: urus pindah KK"),
    )
    name_en = line(gettext_lazy("Nama dalam bahasa Inggris"))
    summary_en = line(gettext_lazy("Ringkasan dalam bahasa Inggris"))

    def start(self, standard: Standard) -> dict[str, Any]:
        return {name: getattr(standard, name) for name in self.base_fields}

    def build(self, standard: Standard) -> None:
        self.fields["category"].choices = [(key, _(name)) for key, (name, _hint) in CATEGORIES.items()]
        self.fields["life_events"].choices = _words(LIFE_EVENTS)

    def applied(self) -> Standard:
        return self.standard.model_copy(
            update=self.cleaned_data | {"life_events": tuple(self.cleaned_data["life_events"])}
        )


class DurationForm(StandardForm):
    number = whole(gettext_lazy("Berapa lama"), 1, 2000)
    unit = forms.ChoiceField(label=gettext_lazy("Satuan"), widget=forms.RadioSelect)
    start_event = forms.ChoiceField(
        label=gettext_lazy("Mulai dihitung"), widget=forms.RadioSelect, initial="submitted",
        choices=[("submitted", gettext_lazy("Sejak warga mengajukan")), ("accepted", gettext_lazy("Sejak berkas dinyatakan lengkap"))],
        help_text=gettext_lazy("Waktu berhenti dengan sendirinya selama menunggu warga melengkapi berkas."),
    )  # fmt: skip

    def start(self, standard: Standard) -> dict[str, Any]:
        return standard.duration.model_dump() if standard.duration else {"unit": "working_days"}

    def build(self, standard: Standard) -> None:
        self.fields["unit"].choices = _words(DURATION_UNITS)

    def applied(self) -> Standard:
        return self.standard.model_copy(update={"duration": Duration(**self.cleaned_data)})


class FeeForm(StandardForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Biayanya"), widget=forms.RadioSelect,
        choices=[
            ("free", ChoiceLabel(gettext_lazy("Gratis"), hint=gettext_lazy("Warga tidak membayar apa pun."))),
            ("fixed", ChoiceLabel(gettext_lazy("Tetap"), hint=gettext_lazy("Jumlah yang sama untuk semua."))),
            ("formula", ChoiceLabel(gettext_lazy("Dihitung"), hint=gettext_lazy("Menurut jawaban pemohon, misalnya luas dan lama."))),
        ],
    )  # fmt: skip
    amount = forms.IntegerField(
        label=gettext_lazy("Jumlah, bila tetap"), required=False, min_value=0, max_value=10**12, widget=MoneyInput
    )
    formula = forms.CharField(
        label=gettext_lazy("Rumus, bila dihitung"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Tulis nama pertanyaan dalam kurung siku, seperti di daftar. Tanda: + − × ÷ ( ) dan min( ; ), max( ; ), ceil( ) untuk membulatkan ke atas."),
    )  # fmt: skip
    explanation = line(gettext_lazy("Penjelasan untuk warga"))
    legal_basis = line(
        gettext_lazy("Dasar hukum biaya"),
        required=True,
        help_text=gettext_lazy("Juga bila gratis. Contoh: Perda Nomor 6 Tahun 2023"),
    )

    def start(self, standard: Standard) -> dict[str, Any]:
        if standard.fee is None:
            return {}
        return standard.fee.model_dump() | {
            "formula": placeholders.formula_shown(standard.fee.formula, standard), "amount": standard.fee.amount or None,
        }  # fmt: skip

    def clean_formula(self) -> str:
        typed = " ".join(self.cleaned_data["formula"].split())
        if not typed:
            return ""
        try:
            formula = placeholders.formula_meant(typed, self.standard)
            fees.evaluate(formula, dict.fromkeys(fees.names(formula), fees.Fraction(1)))
        except placeholders.UnknownLabel as unknown:
            raise forms.ValidationError(
                _("Tidak ada pertanyaan “%(label)s”. Salin namanya dari daftar.") % {"label": unknown}
            ) from unknown
        except fees.FormulaError as broken:
            raise forms.ValidationError(
                _("Rumus ini tidak dapat dihitung. Periksa tanda kurung dan tanda hitungnya.")
            ) from broken
        if len(formula) > 500:
            raise forms.ValidationError(_("Rumus ini terlalu panjang."))
        return formula

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("kind") == "fixed" and not data.get("amount"):
            self.add_error("amount", _("Tulis jumlahnya. Bila tidak dipungut, pilih gratis."))
        if data.get("kind") == "formula" and not data.get("formula") and "formula" not in self.errors:
            self.add_error("formula", _("Tulis rumusnya."))
        return data

    def applied(self) -> Standard:
        data = dict(self.cleaned_data)
        data["amount"] = (data["amount"] or 0) if data["kind"] == "fixed" else 0
        data["formula"] = data["formula"] if data["kind"] == "formula" else ""
        return self.standard.model_copy(update={"fee": Fee(**data)})


class ShownRow(RowForm):
    label = line(gettext_lazy("Tulisan di dokumen"), required=True)
    question = forms.ChoiceField(label=gettext_lazy("Diisi dari pertanyaan"))

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["question"].choices = [("", _("Pilih pertanyaan")), *questions]


class ProductForm(StandardForm):
    name = line(gettext_lazy("Nama produk"), required=True, help_text=gettext_lazy("Contoh: Surat Keterangan Pindah"))
    layout = forms.ChoiceField(label=gettext_lazy("Bentuk"), widget=forms.RadioSelect, initial="letter")
    number_pattern = forms.CharField(
        label=gettext_lazy("Pola nomor"), max_length=160,
        help_text=gettext_lazy("Contoh: 470/[nomor 4 angka]/[kode unit]/[bulan romawi]/[tahun]. Kata dalam kurung siku diganti sendiri."),
    )  # fmt: skip
    valid_months = whole(
        gettext_lazy("Berlaku berapa bulan"),
        0,
        600,
        initial=0,
        help_text=gettext_lazy("Tulis 0 bila tanpa batas waktu."),
    )
    holder = forms.ChoiceField(label=gettext_lazy("Nama pemegang diambil dari"), required=False)
    body = text(
        gettext_lazy("Isi dokumen"),
        rows=7,
        help_text=gettext_lazy("Tulis nama pertanyaan dalam kurung siku; jawaban pemohon akan berdiri di sana."),
    )

    def start(self, standard: Standard) -> dict[str, Any]:
        p = standard.product
        if p is None:
            return {"number_pattern": "[nomor 4 angka]/[kode unit]/[bulan romawi]/[tahun]"}
        return p.model_dump() | {
            "number_pattern": placeholders.pattern_shown(p.number_pattern), "body": placeholders.prose_shown(p.body, standard),
        }  # fmt: skip

    def build(self, standard: Standard) -> None:
        self.fields["layout"].choices = _words(LAYOUTS)
        named = [(q.key, q.label) for q in standard.questions() if q.kind == "text" and q.required]
        self.fields["holder"].required = bool(named)
        self.fields["holder"].choices = [("", _("Pilih pertanyaan")), *named]

    def table(self, standard: Standard, data: Any) -> Rows:
        given = [fact.model_dump() for fact in standard.product.shown] if standard.product else []
        questions = [(q.key, q.label) for q in standard.questions() if q.kind != "group"]
        return Rows(ShownRow, "shown", given, data, questions=questions)

    def clean_number_pattern(self) -> str:
        try:
            return placeholders.pattern_meant(self.cleaned_data["number_pattern"])
        except placeholders.UnknownLabel as unknown:
            raise forms.ValidationError(
                _("“[%(label)s]” tidak dikenal. Pakai kata dari daftar.") % {"label": unknown}
            ) from unknown

    def clean_body(self) -> str:
        try:
            return placeholders.prose_meant(self.cleaned_data["body"], self.standard)
        except placeholders.UnknownLabel as unknown:
            raise forms.ValidationError(
                _("Tidak ada pertanyaan “%(label)s”. Salin namanya dari daftar.") % {"label": unknown}
            ) from unknown

    def applied(self) -> Standard:
        shown = tuple(ShownFact(**row) for row in self.rows.values()) if self.rows else ()
        return self.standard.model_copy(update={"product": Product(**self.cleaned_data, shown=shown)})


class ChannelRow(RowForm):
    quiet = ("kind",)
    kind = forms.ChoiceField(label=gettext_lazy("Saluran"))
    value = line(gettext_lazy("Nomor atau alamat"), required=True)
    note = line(gettext_lazy("Keterangan"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = _words(CHANNELS)


class ComplaintForm(StandardForm):
    answer_working_days = whole(gettext_lazy("Dijawab paling lama dalam berapa hari kerja"), 1, 60)
    officer = line(gettext_lazy("Jabatan petugas pengaduan"))

    def start(self, standard: Standard) -> dict[str, Any]:
        return standard.complaint.model_dump() | {"answer_working_days": standard.complaint.answer_working_days or None}

    def table(self, standard: Standard, data: Any) -> Rows:
        return Rows(ChannelRow, "channels", [c.model_dump() for c in standard.complaint.channels], data)

    def applied(self) -> Standard:
        channels = tuple(Channel(**row) for row in self.rows.values()) if self.rows else ()
        return self.standard.model_copy(update={"complaint": Complaint(channels=channels, **self.cleaned_data)})


class ConsequencesForm(StandardForm):
    first = whole(gettext_lazy("Ingatkan pertama setelah (% waktu terpakai)"), 1, 99, required=False)
    second = whole(gettext_lazy("Ingatkan lagi setelah (% waktu terpakai)"), 1, 99, required=False)
    escalate_at_due = forms.BooleanField(
        label=gettext_lazy("Laporkan kepada pimpinan begitu lewat waktu"), required=False
    )
    apologise = forms.BooleanField(
        label=gettext_lazy("Kirim permintaan maaf kepada pemohon begitu lewat waktu"), required=False
    )
    complain = forms.BooleanField(
        label=gettext_lazy("Buatkan pengaduan untuk pemohon begitu lewat waktu"), required=False
    )
    extra_working_days = whole(gettext_lazy("Janji baru sesudah maaf (hari kerja)"), 0, 30)

    def start(self, standard: Standard) -> dict[str, Any]:
        given = standard.consequences
        return given.model_dump() | dict(zip(("first", "second"), given.warn_at, strict=False))

    def applied(self) -> Standard:
        data = dict(self.cleaned_data)
        marks = {data.pop("first"), data.pop("second"), *self.standard.consequences.warn_at[2:]} - {None}
        return self.standard.model_copy(update={"consequences": Consequences(warn_at=tuple(sorted(marks)), **data)})
