"""allauth's forms in our words: our labels, no placeholders that repeat them. Named in ACCOUNT_FORMS and MFA_FORMS."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _("Sedikitnya 10 huruf atau angka. Kalimat pendek yang hanya Anda tahu lebih kuat dan mudah diingat.")
CODE_HINT = _("Enam angka dari aplikasi autentikator, atau satu kode cadangan.")
MOST_NAME = 120


class OurWords:
    """Labels and hints by field name; a field that is not named keeps its own."""

    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(OurWords, account.LoginForm):
    labels: ClassVar = {"login": _("Email"), "password": _("Kata sandi")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(OurWords, account.SignupForm):
    name = forms.CharField(max_length=MOST_NAME, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")
    labels: ClassVar = {
        "name": _("Nama"),
        "email": _("Email"),
        "password1": _("Kata sandi"),
        "password2": _("Ulangi kata sandi"),
    }
    hints: ClassVar = {"email": _("Kami kirim tautan konfirmasi ke alamat ini."), "password1": PASSWORD_HINT}


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    labels: ClassVar = {"email": _("Email")}


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    labels: ClassVar = {"password1": _("Kata sandi baru"), "password2": _("Ulangi kata sandi baru")}
    hints: ClassVar = {"password1": PASSWORD_HINT}


class SetPasswordForm(OurWords, account.SetPasswordForm):
    labels: ClassVar = {"password1": _("Kata sandi baru"), "password2": _("Ulangi kata sandi baru")}
    hints: ClassVar = {"password1": PASSWORD_HINT}


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    labels: ClassVar = SetPasswordForm.labels | {"oldpassword": _("Kata sandi sekarang")}
    hints: ClassVar = {"password1": PASSWORD_HINT}


class AddEmailForm(OurWords, account.AddEmailForm):
    labels: ClassVar = {"email": _("Alamat email baru")}
    hints: ClassVar = {"email": _("Alamat lama tetap dipakai sampai Anda membuka tautan konfirmasi di alamat baru.")}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    labels: ClassVar = {"password": _("Kata sandi")}


class _Code(OurWords):
    labels: ClassVar = {"code": _("Kode")}
    hints: ClassVar = {"code": CODE_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": 20}


class AuthenticateForm(_Code, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(_Code, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(_Code, totp.ActivateTOTPForm):
    hints: ClassVar = {"code": _("Enam angka yang sekarang terlihat di aplikasi.")}


class AddWebAuthnForm(OurWords, webauthn.AddWebAuthnForm):
    labels: ClassVar = {"name": _("Nama kunci"), "passwordless": _("Masuk cukup dengan kunci ini, tanpa kata sandi")}
    hints: ClassVar = {
        "name": _("Supaya Anda mengenalinya nanti, misalnya “HP saya”."),
        "passwordless": _("Perangkat akan meminta sidik jari, wajah, atau PIN."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = 60


class EditWebAuthnForm(OurWords, webauthn.EditWebAuthnForm):
    labels: ClassVar = {"name": _("Nama kunci")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60


class NameForm(forms.Form):
    """A resident's own name."""

    name = forms.CharField(
        label=_("Nama"), max_length=MOST_NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
