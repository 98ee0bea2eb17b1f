"""Shapes of what is typed about working hours and holidays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.ui.widgets import ChoiceLabel, DateInputs

from .rules.calendar import Week, hours_text
from .rules.hours import read_day

PAIRS = 3
MOST_BYTES = 200_000
ZONE_WORDS = (
    ("Asia/Jakarta", gettext_lazy("WIB (Sumatera, Jawa)")),
    ("Asia/Pontianak", gettext_lazy("WIB (Kalimantan Barat dan Tengah)")),
    ("Asia/Makassar", gettext_lazy("WITA")),
    ("Asia/Jayapura", gettext_lazy("WIT")),
)


def _date(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=hint, input_formats=["%Y-%m-%d"], widget=DateInputs)


class WeekForm(forms.Form):
    """Seven days with up to three pairs each, from a date on, with its legal basis."""

    valid_from = _date(
        gettext_lazy("Berlaku mulai"),
        gettext_lazy("Tanggal yang sudah lewat mengubah hitungan janji permohonan yang masih berjalan."),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Zona waktu"), choices=ZONE_WORDS, widget=forms.RadioSelect)
    observes = forms.ChoiceField(label=gettext_lazy("Hari libur yang diikuti"), widget=forms.RadioSelect)
    legal_basis = forms.CharField(
        label=gettext_lazy("Dasar hukum"),
        max_length=200,
        help_text=gettext_lazy("Misalnya Peraturan Bupati Nomor 4 Tahun 2020."),
    )

    def __init__(self, week: Week, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["observes"].choices = [
            ("all", _("Hari libur nasional dan cuti bersama")),
            ("national", ChoiceLabel(_("Hari libur nasional saja"), hint=_("Buka pada cuti bersama."))),
            ("none", ChoiceLabel(_("Tidak pernah libur"), hint=_("Misalnya unit gawat darurat."))),
        ]
        for day in range(7):
            shown = hours_text(week[day])
            for place in range(PAIRS):
                label = _("%(day)s, jam ke-%(n)d") % {"day": WEEKDAYS[day], "n": place + 1}
                field = forms.CharField(
                    label=label, required=False, max_length=30, initial=shown[place] if place < len(shown) else ""
                )
                field.widget.attrs |= {"autocomplete": "off"}
                self.fields[f"d{day}_{place}"] = field

    def rows(self) -> list[dict[str, Any]]:
        """Bound fields day by day."""
        return [
            {"day": WEEKDAYS[day], "fields": [self[f"d{day}_{place}"] for place in range(PAIRS)]} for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        week = []
        for day in range(7):
            hours, faults = read_day([str(data.get(f"d{day}_{place}", "")) for place in range(PAIRS)])
            week.append(hours)
            for place, sentence in faults.items():
                self.add_error(f"d{day}_{place}", f"{WEEKDAYS[day]}: {_(sentence)}")
        if not self.errors and not any(week):
            self.add_error("d0_0", _("Sedikitnya satu hari harus buka."))
        data["week"] = tuple(week)
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("valid_from", "zone", "observes", "legal_basis", "week")}


class DecreeForm(forms.Form):
    """A decree: its name and its lines, as a file or as text."""

    number = forms.CharField(
        label=gettext_lazy("Nomor keputusan"),
        max_length=120,
        help_text=gettext_lazy("Nomor yang sudah ada akan diganti isinya."),
    )
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=200)
    issued_on = _date(gettext_lazy("Tanggal keputusan"))
    file = forms.FileField(
        label=gettext_lazy("Berkas CSV"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    text = forms.CharField(
        label=gettext_lazy("Atau tulis barisnya di sini"), required=False, max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "code"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sent = data.get("file")
        if sent and sent.size > MOST_BYTES:
            self.add_error("file", _("Berkas terlalu besar. Satu keputusan cukup beberapa puluh baris."))
        elif sent:
            try:
                data["text"] = sent.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("Berkas tidak dapat dibaca. Simpan sebagai CSV dengan pengodean UTF-8."))
        elif not str(data.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("file", _("Pilih berkas CSV, atau tulis barisnya."))
        return data


class LocalForm(forms.Form):
    """A date closed for one unit and all below it, or the withdrawal of one."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), help_text=gettext_lazy("Berlaku juga untuk semua unit di bawahnya.")
    )
    effect = forms.ChoiceField(label=gettext_lazy("Yang dicatat"), widget=forms.RadioSelect, initial="closed")
    date = _date(gettext_lazy("Tanggal"))
    name = forms.CharField(
        label=gettext_lazy("Nama atau alasan"),
        max_length=200,
        help_text=gettext_lazy("Misalnya Hari Jadi Kabupaten, atau banjir."),
    )
    basis = forms.CharField(label=gettext_lazy("Dasar hukum"), max_length=200)

    def __init__(self, units: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)
        self.fields["effect"].choices = [
            ("closed", _("Hari libur setempat")),
            (
                "open",
                ChoiceLabel(
                    _("Tarik kembali"), hint=_("Hari libur setempat yang sudah dicatat menjadi hari kerja lagi.")
                ),
            ),
        ]
