"""What is written about the safety of an account, how long it is kept, and how a device is named."""

from __future__ import annotations

import re
from datetime import timedelta

from maklumat.kernel.words import N_

SIGNED_IN, FAILED, PASSWORD_SET, ADDRESS_SET = "signed_in", "failed", "password_set", "address_set"
FACTOR_ADDED, FACTOR_TAKEN, CODES_NEW = "factor_added", "factor_taken", "codes_new"
ENDED, REFUSED, CLOSED, REOPENED = "ended", "refused", "closed", "reopened"
WORDS = {
    SIGNED_IN: N_("Masuk"),
    FAILED: N_("Percobaan masuk yang gagal"),
    PASSWORD_SET: N_("Kata sandi diganti"),
    ADDRESS_SET: N_("Alamat email diganti"),
    FACTOR_ADDED: N_("Langkah kedua dipasang"),
    FACTOR_TAKEN: N_("Langkah kedua dilepas"),
    CODES_NEW: N_("Kode cadangan dibuat baru"),
    ENDED: N_("Dikeluarkan dari perangkat"),
    REFUSED: N_("Halaman yang bukan untuk akun ini ditolak"),
    CLOSED: N_("Akun ditutup"),
    REOPENED: N_("Akun dibuka lagi"),
}
METHODS = {
    "password": N_("kata sandi"),
    "mfa": N_("langkah kedua"),
    "totp": N_("aplikasi autentikator"),
    "webauthn": N_("kunci masuk"),
    "recovery_codes": N_("kode cadangan"),
}
REPEATED = frozenset({FAILED, REFUSED})  # what others, or a program, can cause at will
OFTEN, WINDOW = 20, timedelta(hours=1)
KEPT = timedelta(days=90)

# Looked for in this order: Edge calls itself Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    (r"EdgA?/|EdgiOS/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"UCBrowser/", "UC Browser"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad|iPod", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
)


def device(agent: str) -> str:
    """A browser and a system by their families, ``Chrome, Android``; empty when neither is known. No version and no model:
    enough for the owner to know the own devices, too little to follow anybody by."""
    found = (next((name for shape, name in known if re.search(shape, agent)), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))
