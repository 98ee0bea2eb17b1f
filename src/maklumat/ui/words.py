"""The fixed words and pictures of states. Colour is never alone: each state has an icon and a word."""

from django.utils.translation import gettext_lazy as _

TONES = {
    "success": "circle-check",
    "info": "info",
    "warning": "clock",
    "danger": "circle-x",
    "neutral": "circle-dashed",
}

NOTICES = {
    "info": ("info", _("Informasi")),
    "success": ("circle-check", _("Berhasil")),
    "warning": ("triangle-alert", _("Perhatian")),
    "danger": ("circle-alert", _("Penting")),
}

STEPS = {
    "done": {"css": "done", "icon": "check", "word": _("Selesai"), "tone": ""},
    "current": {"css": "current", "icon": "", "word": _("Sedang berjalan"), "tone": "info"},
    "waiting": {"css": "waiting", "icon": "pause", "word": _("Menunggu Anda"), "tone": "warning"},
    "stopped": {"css": "stopped", "icon": "x", "word": _("Berhenti"), "tone": "danger"},
    "todo": {"css": "todo", "icon": "", "word": _("Belum"), "tone": ""},
}

FILES = {
    "missing": {"icon": "file-up", "word": _("Belum ada"), "tone": "neutral", "tag_icon": ""},
    "uploading": {"icon": "upload", "word": _("Sedang dikirim"), "tone": "info", "tag_icon": "loader"},
    "scanning": {
        "icon": "file-text",
        "word": _("Sedang diperiksa keamanannya"),
        "tone": "info",
        "tag_icon": "shield-check",
    },
    "ready": {"icon": "file-check", "word": _("Sudah diterima"), "tone": "success", "tag_icon": ""},
    "rejected": {"icon": "file-text", "word": _("Perlu diganti"), "tone": "danger", "tag_icon": ""},
}

METER = {
    "running": {"css": "running", "icon": "clock", "tone": "success", "word": _("Sesuai janji")},
    "near": {"css": "near", "icon": "hourglass", "tone": "warning", "word": _("Mendekati batas janji")},
    "over": {"css": "over", "icon": "triangle-alert", "tone": "danger", "word": _("Melewati janji")},
    "kept": {"css": "kept", "icon": "badge-check", "tone": "success", "word": _("Janji ditepati")},
    "broken": {"css": "over", "icon": "circle-x", "tone": "danger", "word": _("Janji tidak ditepati")},
    "paused": {"css": "paused", "icon": "circle-pause", "tone": "neutral", "word": _("Waktu berhenti dihitung")},
}

SEALS = {
    "signed": {
        "icon": "shield-check",
        "title": _("Dokumen ini asli dan berlaku"),
        "text": _("Tanda tangan elektroniknya sah dan isinya tidak berubah sejak ditandatangani."),
    },
    "unsigned": {
        "icon": "shield-alert",
        "title": _("Dokumen ini tercatat, tetapi belum ditandatangani"),
        "text": _("Dokumen ini belum dapat dipakai sebagai bukti. Tunggu sampai pejabat menandatanganinya."),
    },
    "revoked": {
        "icon": "shield-x",
        "title": _("Dokumen ini sudah dicabut"),
        "text": _("Dokumen ini pernah terbit, tetapi tidak berlaku lagi. Jangan dipakai."),
    },
    "superseded": {
        "icon": "history",
        "title": _("Sudah ada versi yang lebih baru"),
        "text": _("Dokumen ini asli, tetapi telah digantikan. Mintalah versi terbarunya."),
    },
    "unknown": {
        "icon": "shield-question-mark",
        "title": _("Dokumen ini tidak kami kenali"),
        "text": _("Kode ini tidak ada dalam catatan kami. Periksa kembali kodenya, atau laporkan kepada kami."),
    },
}
