"""How allauth behaves here: whom it lets in, where they land, how it writes to them, what it keeps sealed."""

from __future__ import annotations

import base64
import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maklumat.kernel import callers, clock, crypto, notify

from .sessions import proved_lately

_SEALED = "second factor"


class Doorkeeper(DefaultAccountAdapter):
    """Staff are appointed, not self-registered; residents may register for themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini tidak aktif. Hubungi admin unit Anda."),
        "duplicate_email": _("Alamat email ini sudah dipakai akun Anda."),
        "email_password_mismatch": _("Email atau kata sandi tidak cocok. Periksa lagi keduanya."),
        "email_taken": _("Alamat email ini sudah dipakai akun lain. Masuk dengan alamat itu, atau pakai alamat lain."),
        "enter_current_password": _("Kata sandi sekarang tidak cocok."),
        "incorrect_code": _("Kode tidak cocok. Lihat kode terbaru, lalu coba lagi."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "invalid_login": _("Email atau kata sandi tidak cocok. Periksa lagi keduanya."),
        "invalid_or_expired_key": _("Tautan ini sudah tidak berlaku. Minta tautan baru."),
        "invalid_password_reset": _("Tautan ini sudah tidak berlaku. Minta tautan baru."),
        "same_as_current": _("Isi dengan nilai yang berbeda dari sekarang."),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."),
        "rate_limited": _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."),
        "unverified_primary_email": _("Buka dulu tautan konfirmasi yang kami kirim ke email Anda."),
    }

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.name = (form.cleaned_data.get("name") or "").strip() or user.email.partition("@")[0]
        if commit:
            user.save()
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to their desk, residents to their account."""
        return settings.LOGIN_REDIRECT_URL if request.user.kind == "staff" else reverse("accounts:home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just logged in need not prove it once more, e.g. to set the first second factor."""
        fresh = proved_lately(allauth_context.request, clock.now())
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address as for every other limit; whoever hides it does not log in."""
        address = callers.address_of(request)
        if address is None:
            raise PermissionDenied
        return address

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter of allauth goes through the outbox, as all messages do: to SMTP, or to the local mailbox."""
        request = allauth_context.request
        known = {"request": request, "email": email, "current_site": get_current_site(request)} | context
        letter = self.render_mail(template_prefix, email, known)
        with transaction.atomic():
            notify.send(channel="email", address=email, subject=letter.subject, text=str(letter.body), at=clock.now())


class Locksmith(DefaultMFAAdapter):
    """Second factors: secrets sealed at rest, a QR code that also reads in the dark."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Lepas dulu langkah kedua sebelum mengganti email."),
        "cannot_delete_authenticator": _("Langkah kedua ini tidak dapat dilepas."),
        "cannot_generate_recovery_codes": _("Pasang dulu aplikasi autentikator atau kunci masuk."),
        "incorrect_code": _("Kode tidak cocok. Tunggu kode berikutnya di aplikasi, lalu coba lagi."),
        "unverified_email": _("Buka dulu tautan konfirmasi yang kami kirim ke email Anda, lalu pasang langkah kedua."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.seal(text.encode(), _SEALED)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(base64.b64decode(encrypted_text), _SEALED).decode()

    def build_totp_svg(self, url: str) -> str:
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=4, light="#fff", dark="#000")
        return out.getvalue().decode()

    def generate_authenticator_name(self, user, type) -> str:
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Kunci %(number)d") % {"number": number}


def attempted_address(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Whom somebody tries to be, for counting wrong passwords: allauth names it ``email``, its form ``login``."""
    known = credentials or {}
    typed = known.get("email") or known.get("username") or known.get("login") or request.POST.get("login") or ""
    return str(typed).strip().lower()[:255] or None
