"""No password is made of the words that everybody here would try first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

# Documented in SECURITY.md; the names of all units come with them.
WORDS = (
    "maklumat", "pemerintah", "kabupaten", "kota", "kecamatan", "kelurahan", "desa", "dinas", "badan", "kantor", "puskesmas",
    "disdukcapil", "dukcapil", "dpmptsp", "inspektorat", "pelayanan", "layanan", "publik", "petugas", "loket", "admin",
    "administrator", "operator", "pegawai", "bupati", "indonesia", "merdeka", "password", "sandi", "kata", "rahasia", "masuk",
    "login", "qwerty", "asdfgh",
)  # fmt: skip
LEAST = 5  # other letters that it has to have


class NotOfThisPlace:
    """Refuses a password of these words or of units' names with little else (ASVS 5.0, 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:
        names = {
            word for unit in units.tree().units for word in f"{unit.name} {unit.short} {unit.code}".lower().split()
        }
        if accounts.guessable(password, [*WORDS, *names], LEAST):
            raise ValidationError(
                _("Kata sandi ini mudah ditebak di kantor ini. Pakai kalimat pendek yang hanya Anda yang tahu."),
                code="of_this_place",
            )

    def get_help_text(self) -> str:
        return _("Jangan pakai nama kantor, jabatan, atau aplikasi ini.")
