"""What the pattern page shows: invented values for every component."""

from django import forms
from django.utils.translation import gettext as _

from maklumat.ui.widgets import ChoiceLabel, DateInputs, MoneyInput

WAYS = [
    ("online", ChoiceLabel("Daring", hint="Semua dari rumah. Anda tidak perlu datang.")),
    ("counter", ChoiceLabel("Datang ke loket", hint="Kami buatkan nomor antrean untuk Anda.")),
    ("home", ChoiceLabel("Petugas datang ke rumah", hint="Untuk lansia, penyandang disabilitas, dan orang sakit.")),
]


class PatternForm(forms.Form):
    name = forms.CharField(label="Nama lengkap", help_text="Tulis seperti di KTP.")
    email = forms.EmailField(label="Alamat surel", required=False)
    born = forms.DateField(label="Tanggal lahir", help_text="Contoh: 27 3 1985", widget=DateInputs(birth=True))
    way = forms.ChoiceField(label="Cara mengurus", choices=WAYS, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label="Bantuan yang Anda perlukan",
        required=False,
        choices=[("sign", "Juru bahasa isyarat"), ("wheel", "Kursi roda"), ("read", "Dibacakan")],
        widget=forms.CheckboxSelectMultiple,
    )
    district = forms.ChoiceField(
        label="Kecamatan", choices=[("", "Pilih kecamatan"), ("1", "Sukamaju"), ("2", "Tirta Asri")]
    )
    capital = forms.IntegerField(label="Modal usaha", help_text="Tanpa tanah dan bangunan.", widget=MoneyInput)
    story = forms.CharField(label="Ceritakan usaha Anda", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    letter = forms.FileField(label="Foto KTP", help_text="JPG, PNG atau PDF.")
    agree = forms.BooleanField(label="Saya menyatakan bahwa keterangan ini benar.")


def broken_form() -> PatternForm:
    form = PatternForm(
        {"born_day": "31", "born_month": "2", "born_year": "1985", "capital": "dua juta", "email": "budi@"},
        prefix="salah",
    )
    form.data = {f"salah-{key}": value for key, value in form.data.items()}
    return form


def everything() -> dict:
    return {
        "tones": [
            ("success", "Selesai"),
            ("info", "Diperiksa"),
            ("warning", "Menunggu Anda"),
            ("danger", "Ditolak"),
            ("neutral", "Belum mulai"),
        ],
        "tasks": [
            {"title": "Data usaha", "href": "#daftar", "status": _("Selesai"), "tone": "success"},
            {
                "title": "Unggah persyaratan",
                "href": "#daftar",
                "hint": "2 dari 3 berkas sudah ada",
                "status": "Belum lengkap",
                "tone": "warning",
            },
            {
                "title": "Periksa dan kirim",
                "status": "Belum bisa dimulai",
                "tone": "neutral",
                "hint": "Lengkapi dulu bagian di atas.",
            },
        ],
        "rows": [
            {"term": "Nama usaha", "value": "Warung Bu Citra", "href": "#daftar"},
            {"term": "Alamat", "value": "Jalan Melati 5\nSukamaju", "href": "#daftar"},
            {"term": "Modal", "value": "Rp7.500.000", "href": "#daftar"},
        ],
        "steps": [
            {"title": "Permohonan diterima", "state": "done", "when": "Senin, 16 November 2026, 09.12"},
            {
                "title": "Pemeriksaan berkas",
                "state": "done",
                "when": "Selasa, 17 November 2026, 10.40",
                "note": "Semua berkas lengkap.",
            },
            {
                "title": "Peninjauan lokasi",
                "state": "current",
                "when": "Sejak Rabu, 18 November 2026",
                "note": "Petugas akan menghubungi Anda sebelum datang.",
            },
            {"title": "Penandatanganan", "state": "todo"},
            {"title": "Izin terbit", "state": "todo"},
        ],
        "waiting": [
            {"title": "Permohonan diterima", "state": "done"},
            {"title": "Perbaikan berkas", "state": "waiting", "note": "Foto KTP buram. Unggah foto yang lebih jelas."},
            {"title": "Ditolak", "state": "stopped", "note": "Lokasi berada di luar zona usaha."},
        ],
        "tabs": [
            {"label": "Masuk", "href": "#daftar", "current": True, "count": 12},
            {"label": "Menunggu warga", "href": "#daftar", "count": 3},
            {"label": "Selesai", "href": "#daftar"},
        ],
        "crumbs": [("Beranda", "/"), ("Usaha dan izin", "/usaha"), ("Izin usaha mikro",)],
        "columns": ["Layanan", "Unit", ("Selesai", "number"), ("Tepat janji", "number")],
        "records": [
            [{"text": "Akta kelahiran", "href": "#daftar"}, "Dinas Dukcapil", "1.204", "97,1%"],
            [{"text": "Izin usaha mikro", "href": "#daftar"}, "DPMPTSP", "318", "93,4%"],
            [{"text": "Rujukan puskesmas", "href": "#daftar"}, "Puskesmas Sukamaju", "2.950", "99,0%"],
        ],
        "bars": [
            {"label": "Puskesmas Sukamaju", "value": 99.0},
            {"label": "Dinas Dukcapil", "value": 97.1},
            {"label": "DPMPTSP", "value": 93.4},
            {"label": "Dinas Perhubungan", "value": 71.8, "tone": "warning"},
        ],
        "proof": [
            {"term": "Jenis dokumen", "value": "Surat keterangan usaha"},
            {"term": "Nomor", "value": "503/0127/DPMPTSP/2026"},
            {"term": "Ditandatangani oleh", "value": "Ani Lestari, Kepala Dinas"},
            {"term": "Tanggal", "value": "20 November 2026"},
        ],
        "seals": ["unsigned", "revoked", "superseded", "unknown"],
    }


def office() -> dict:
    queue = [
        [{"text": "P-2026-0412", "href": "#"}, "Izin usaha mikro", "Budi S.", "Sisa 1 hari"],
        [{"text": "P-2026-0409", "href": "#"}, "Izin reklame", "Citra W.", "Sisa 3 hari"],
        [{"text": "P-2026-0398", "href": "#"}, "Izin usaha mikro", "Dewi A.", "Lewat 1 hari"],
    ]
    return {
        "unit_name": "DPMPTSP, ruang petugas",
        "office_navigation": [
            {"title": "Pekerjaan", "items": [
                {"label": "Kotak masuk", "href": "#", "icon": "inbox", "count": 12, "current": True},
                {"label": "Tanda tangan", "href": "#tt", "icon": "stamp", "count": 2},
            ]},
            {"title": "Standar", "items": [
                {"label": "Standar pelayanan", "href": "#sp", "icon": "scroll-text"},
                {"label": "Kinerja", "href": "#kj", "icon": "chart-column"},
            ]},
        ],
        "account_navigation": [{"label": "Ani Lestari", "href": "#akun", "icon": "circle-user"}],
        "columns": ["Nomor", "Layanan", "Pemohon", "Sisa waktu"],
        "queue": queue,
        "tabs": everything()["tabs"],
    }  # fmt: skip
