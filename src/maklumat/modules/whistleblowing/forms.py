"""What comes without JavaScript."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AgeFiles(forms.Form):
    """A key for answers; the files themselves are read from the request, as there may be several."""

    box = forms.CharField(
        label=_("Kunci Anda untuk jawaban (bila ingin jawaban)"), required=False, strip=True, max_length=200
    )


class OpenBox(forms.Form):
    """Whose mailbox, and what was in the text that only its owner can read."""

    box = forms.CharField(label=_("Kunci Anda (age1…)"), strip=True, max_length=200)
    answer = forms.CharField(label=_("Isi teks yang Anda buka"), required=False, strip=True, max_length=400)
