"""Certified signatures by BSrE-BSSN through the *e-sign client service* that BSrE installs in a government's network.

``POST {url}/api/sign/pdf`` with HTTP Basic, multipart ``file``, ``nik``, ``passphrase``, ``tampilan=invisible``.
It answers 200 with the signed PDF, or with a header ``id_dokumen`` whose document is then fetched from
``GET {url}/api/sign/download/{id}``; an error is JSON with ``error`` or ``message`` and ``status_code``.
Source: «Petunjuk Teknis Penggunaan API Esign Client Service» (BSrE, 2020, 2024), version 1 of the API, and
public clients of it. **Not tried against the real service**; the tests use a counterpart of our own.

Settings: MAKLUMAT_BSRE_URL, MAKLUMAT_BSRE_USER, MAKLUMAT_BSRE_PASSWORD, MAKLUMAT_BSRE_ROOTS (PEM files of the
issuing chain's roots, separated by ``:``). The passphrase is the signatory's own: it passes through, unstored.
"""

from __future__ import annotations

import base64
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from maklumat.kernel import outside
from maklumat.kernel.errors import Invalid, Refusal

from ..rules.content import Content
from .credential import Credential

_LARGEST = 20_000_000


class Unavailable(Refusal):
    """The service did not answer as expected; trying again later may help."""

    status = 503


@dataclass(frozen=True)
class BsreSigner:
    """Signs with the signatory's own certificate."""

    url: str
    user: str
    password: str = field(repr=False)
    root_files: tuple[str, ...]
    timeout: float = 60
    name: str = "bsre"
    personal: bool = True

    @classmethod
    def from_settings(cls) -> BsreSigner:
        wanted = ("MAKLUMAT_BSRE_URL", "MAKLUMAT_BSRE_USER", "MAKLUMAT_BSRE_PASSWORD", "MAKLUMAT_BSRE_ROOTS")
        values = [getattr(settings, name, "") for name in wanted]
        if missing := [name for name, value in zip(wanted, values, strict=True) if not value]:
            raise ImproperlyConfigured(f"MAKLUMAT_SIGNER=bsre needs {', '.join(missing)}")
        url, user, password, roots = values
        return cls(url.rstrip("/"), user, password, tuple(filter(None, roots.split(":"))))

    def roots(self) -> list[bytes]:
        return [Path(file).read_bytes() for file in self.root_files]

    def sign(self, pdf: bytes, content: Content, *, at: datetime, credential: Credential | None = None) -> bytes:
        """The service states its own time. Raises Invalid (refused: passphrase, certificate) or Unavailable."""
        if credential is None:
            raise Invalid(_("Masukkan NIK dan passphrase BSrE Anda untuk menandatangani."))
        kind, body = _multipart(
            {"nik": credential.nik, "passphrase": credential.passphrase, "tampilan": "invisible"}, pdf
        )
        signed, headers = self._ask(self._request("/api/sign/pdf", body, kind))
        if not signed.startswith(b"%PDF-") and headers.get("id_dokumen"):
            where = "/api/sign/download/" + urllib.parse.quote(headers["id_dokumen"], safe="")
            signed, headers = self._ask(self._request(where))
        if not signed.startswith(b"%PDF-"):
            raise Unavailable(_("Layanan BSrE menjawab dengan cara yang tidak kami kenal. Coba lagi nanti."))
        return signed

    def _request(self, path: str, body: bytes | None = None, kind: str = "") -> urllib.request.Request:
        login = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Accept": "application/pdf, application/json"}
        return urllib.request.Request(self.url + path, body, headers | ({"Content-Type": kind} if kind else {}))

    def _ask(self, request: urllib.request.Request) -> tuple[bytes, dict[str, str]]:
        try:
            with outside.straight(request, timeout=self.timeout) as answer:
                return answer.read(_LARGEST), {name.lower(): value for name, value in answer.headers.items()}
        except urllib.error.HTTPError as error:
            said = _words_of(error.read(10_000))
            if error.code in (400, 403, 422) and said:
                raise Invalid(_("BSrE menolak: %(said)s") % {"said": said}) from error
            raise Unavailable(_("Layanan BSrE sedang tidak dapat dipakai. Coba lagi nanti.")) from error
        except OSError as error:
            raise Unavailable(_("Layanan BSrE tidak dapat dihubungi. Coba lagi nanti.")) from error


def _words_of(body: bytes) -> str:
    try:
        answer = json.loads(body)
        return str(answer.get("error") or answer.get("message") or "")[:200]
    except (ValueError, AttributeError):
        return ""


def _multipart(fields: dict[str, str], pdf: bytes) -> tuple[str, bytes]:
    """Content type and body of a form with one file (RFC 7578)."""
    edge = secrets.token_hex(16)
    head = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="dokumen.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    return f"multipart/form-data; boundary={edge}", head.encode() + file.encode() + pdf + f"\r\n--{edge}--\r\n".encode()
