"""A local counterpart of BSrE's e-sign client service: same request, same answers, its own authority."""

from __future__ import annotations

import base64
import email.parser
import email.policy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from maklumat.modules.documents.actions.signing import LocalSigner
from maklumat.modules.documents.models.authority import Authority

from . import cases

NIK, PASSPHRASE = "3299012304800001", "Rahasia-123"


@contextmanager
def bsre(*, by_download: bool = False, broken: bool = False) -> Iterator[tuple[str, Path, list[dict[str, str]]]]:
    """Address, root certificate file, and the requests seen (fields without the file)."""
    authority = Authority(cases.throw_away_folder(), "bsre.example")
    authority.prepare(cases.AT)
    seen: list[dict[str, str]] = []
    kept: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if broken:
                return self._say(500, b"<html>oops</html>")
            if self.headers["Authorization"] != "Basic " + base64.b64encode(b"esign:sandi").decode():
                return self._say(401, b'{"error": "Unauthorized"}')
            fields, pdf = self._form()
            seen.append(fields)
            if (fields["nik"], fields["passphrase"]) != (NIK, PASSPHRASE):
                return self._say(400, json.dumps({"status_code": 2031, "error": "Passphrase anda salah"}).encode())
            signed = LocalSigner(authority).sign(pdf, cases.content(), at=cases.AT)
            if by_download:
                kept["7f"] = signed
                return self._say(200, b'{"status": "ok"}', {"id_dokumen": "7f"})
            self._say(200, signed, {"Content-Type": "application/pdf"})

        def do_GET(self) -> None:
            self._say(200, kept[self.path.rpartition("/")[2]])

        def _form(self) -> tuple[dict[str, str], bytes]:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n"
            message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
            parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
            pdf = parts.pop("file").get_payload(decode=True)
            return {str(name): part.get_payload(decode=True).decode() for name, part in parts.items()}, pdf

        def _say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", authority.folder / "root.pem", seen
    finally:
        server.shutdown()
        server.server_close()
