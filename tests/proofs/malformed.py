"""Malformed input everywhere: no answer is a 5xx, none takes longer than five seconds, and a form keeps what was typed.

The forms are harvested from the pages themselves, so a new form is attacked without a word here.
"""

from __future__ import annotations

import html
import io
import random
import re
import signal
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from django.core.cache import cache as django_cache
from django.db import transaction
from django.test import Client
from django.urls import resolve
from lxml import html as markup

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.applications.views.holding import COOKIE
from maklumat.modules.complaints.views.holding import COOKIE as REPORTS
from maklumat.modules.units import api as units
from maklumat.site.roles import ROLES
from tests import world
from tests.proofs.duties import TABLE
from tests.proofs.stage import OURS, Stage, address
from tests.world import MONDAY

LONGEST = 5.0  # seconds of computing
HANGS = 30  # seconds on the clock: given up
JUNK = (
    "\0", "abc\0def", "x" * 301, "Panjang " * 6000, "x" * 100_000, "'; DROP TABLE units_unit; --", '"><script>alert(1)</script>',
    "{{ 7|add:7 }}{% debug %}", "%s %d %(x)s {0} {x}", "\u202eterbalik\u200b", "\u0661\u0662\u0663", "\u00b2", "\uff11\uff12", "-1", "0",
    "1e309", "NaN", "Infinity", "9" * 30, "9" * 5000, "0x10", "1_000", "2026-02-30", "0000-00-00", "99999-12-31", "31", "00000000-0000-0000-0000-000000000000",
    "not-a-uuid", "../../../etc/passwd", "a\r\nSet-Cookie: b=c", "\U0001f642" * 40, "[" * 3000, '{"a":' * 2000, "null", "true", "", " ",
    "\t\n\r", "=cmd|' /C calc'!A0", "\u0130\u0131\u00df\ufb03", "a" * 41, "e\u0301" * 300, "\ufeff", "\ufffe\uffff", "\x1b[31m", "1.5.5,0", "Rp 1.000,-,-",
    "(" * 400, "a" * 39 + "!", "http://[::1", "javascript:alert(1)", "a@b", "@", "-" * 50, "1" * 4, "\x7f", "\x85\u2028",
)  # fmt: skip
QUERIES = (
    "q", "scope", "service", "unit", "after", "masa", "urut", "part", "tahun", "next", "number", "hitung", "date", "effect",
    "name", "luas", "jumlah", "page", "pilih",
)  # fmt: skip
BARE = {  # buttons whose forms stand on no page of this stage
    "applications:save_filter": ("name", "query", "forget"),
    "applications:files": ("remove", "then"),
    "applications:page": ("add",),
    "complaints:act": (
        "revision",
        "kind",
        "category",
        "unit",
        "title",
        "text",
        "reason",
        "done_on",
        "sure",
        "secret",
        "anonymous",
        "files",
        "number",
        "units",
        "tasks",
        "photos",
        "name",
        "email",
    ),
    "surveys:invited": ("stage", "key", "begun", "persyaratan", "comment", "r-sex"),
    "surveys:kiosk": ("stage", "key", "begun", "persyaratan", "comment", "r-sex"),
    "surveys:typed": ("code", "stage", "key", "persyaratan"),
    "surveys:publish": ("period", "note"),
    "surveys:open_sheets": ("questionnaire", "slug", "many"),
    "surveys:open_kiosk": ("label", "slug"),
    "surveys:reword": ("item", "text"),
    "surveys:result_desk": ("medium", "place", "published_on", "element", "problem", "action", "owner", "due_on"),
    "surveys:plan_end": ("state", "outcome", "proof"),
    "surveys:questionnaire": ("key", "move", "remove", "publish", "end"),
    "evaluation:open": ("year", "variant"),
    "evaluation:sheet": ("act",),
    "evaluation:indicator": ("items", "note", "proof", "score", "reason"),
    "evaluation:coaching": ("number", "text", "due_on", "end", "outcome"),
    "complaints:filters": ("name", "query", "forget"),
    "complaints:many": ("verb", "ids", "number", "query", "undo"),
    "complaints:texts": ("unit", "use", "title", "text", "end"),
    "complaints:rules": ("name", "category", "about", "region", "words", "first", "last", "days", "unit", "try", "end"),
    "complaints:advice": ("text", "files"),
    "complaints:categories": ("code", "name", "name_en", "parent", "unit", "stopper", "questions", "is_open"),
    "complaints:problems": ("title", "unit", "category", "region", "slug"),
    "complaints:problem": ("cause", "action", "action_from", "own", "close", "offer"),
    "complaints:alert": ("email", "unit", "region"),
    "complaints:alert_answer": ("stop",),
    "complaints:answer": ("text", "part", "stars", "secret", "pin"),
    "complaints:accompany": ("phone", "email"),
    "dashboards:unit_desk": ("text", "masa"),
    "exchange:hand_over": ("number", "partner", "service_code"),
    "complaints:open311_requests": ("api_key", "service_code", "lat", "long", "description", "phone"),
    "complaints:start": ("channel", "layanan"),
    "complaints:photos": ("remove", "more", "files"),
    "documents:sign": ("chosen", "nik", "passphrase"),
    "set_language": ("language", "next"),
    "catalogue:move_item": ("to", "revision"),
    "catalogue:import": ("create", "files", "content", "unit", "chosen"),
    "catalogue:import_report": ("content", "files"),
    "applications:act": (
        "revision",
        "rule",
        "reason",
        "what",
        "return",
        "advance",
        "verdict-kk",
        "note-kk",
        "verdict-\0",
    ),
}


@dataclass(frozen=True)
class Form:
    """A form as it stood on a page: where it goes and what a browser would send."""

    route: str
    action: str
    values: dict[str, str]
    files: tuple[str, ...] = ()
    text: frozenset[str] = frozenset()  # fields in which people write
    query: bool = False


@dataclass
class Blow:
    """One request, with the words that name it in a report."""

    route: str
    what: str
    method: str
    path: str
    body: Any = None
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # what must be kept if the form comes back
    anonymous: bool = False


# --- forms, harvested ----------------------------------------------------------------------------------------------
def plausible(name: str, kind: str, mode: str) -> str:
    """A value that a field of this name may like, so that the junk beside it gets far."""
    last = re.split(r"[-_]", name)[-1]
    known = {"day": "12", "month": "10", "year": "2026", "nik": "3273014107900003", "kk": "3273010101150001",
             "phone": world.PHONE, "telepon": world.PHONE, "email": "uji@example.org", "code": "uji-coba", "nip": "",
             "colour": "#0b5d3b", "digits": "7890", "zone": "Asia/Jakarta", "revision": "1", "text": "2027-03-10,Libur,national,closed"}  # fmt: skip
    if name == "number_code":
        return "UJI"
    if re.fullmatch(r"d\d_\d", name):
        return "08.00-12.00" if name.endswith("_0") else ""
    if last in known:
        return known[last]
    if kind == "email":
        return known["email"]
    if kind == "tel" or mode == "tel":
        return world.PHONE
    return "12" if mode in ("numeric", "decimal") else "Teks uji coba"


def harvest(client: Client, route: str, path: str) -> Iterator[Form]:
    """The forms of a page."""
    answer = client.get(path)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html") or not answer.content:
        return
    for one in markup.fromstring(answer.content.decode()).iter("form"):
        values, files, text = {}, [], set()
        for control in one.xpath(".//input|.//select|.//textarea|.//button"):
            name, kind = control.get("name"), control.get("type", "text" if control.tag != "button" else "submit")
            if not name or name == "csrfmiddlewaretoken" or control.get("disabled") is not None:
                continue
            if kind == "file":
                files.append(name)
            elif kind == "submit":
                values.setdefault(name, control.get("value", ""))
            elif control.tag == "select":
                options = [o.get("value", "") for o in control.iter("option")]
                values[name] = next((o for o in options if o), "")
            elif kind in ("radio", "checkbox"):
                values.setdefault(name, control.get("value", "on"))
            else:
                given = (control.text or "") if control.tag == "textarea" else control.get("value", "")
                mode = control.get("inputmode", "")
                values[name] = given or ("" if kind == "hidden" else plausible(name, kind, mode))
                if kind not in ("hidden", "password"):
                    text.add(name)
        action = one.get("action") or path
        action = path.split("?")[0] + action if action.startswith("?") else action
        if action.startswith("/"):
            yield Form(
                _route(action) or route,
                action,
                values,
                tuple(files),
                frozenset(text),
                one.get("method", "get").lower() == "get",
            )


def _route(path: str) -> str:
    try:
        return resolve(path.split("?")[0]).view_name
    except Exception:
        return ""


def all_forms(client: Client, stage: Stage, few: random.Random | None = None) -> list[Form]:
    """Every form of every page that the client may open, each shape once; and the bare buttons. ``few``: of some pages."""
    found: dict[tuple, Form] = {}
    pages = [(variant, address(variant, stage.things[OURS])) for variant in TABLE]
    pages += [
        ("catalogue:part", f"{address('catalogue:edit', stage.things[OURS])}bagian/{slug}/") for slug in part_slugs()
    ]
    version = address("catalogue:edit", stage.things[OURS])
    for noun in ("syarat", "halaman", "pertanyaan", "isian", "langkah"):
        pages.append(("catalogue:add_item", f"{version}tambah/{noun}/"))
    for item in client.get(f"{version}bagian/persyaratan/").content.decode().split('href="')[1:]:
        if "/ubah/" in (link := item.split('"')[0]):
            pages.append(("catalogue:item", html.unescape(link)))
    for route, path in few.sample(pages, 40) if few else pages:
        if route == "account_logout":
            continue
        with transaction.atomic():
            for form in harvest(client, route, path):
                found.setdefault((form.route, tuple(sorted(form.values)), form.files, form.query), form)
            transaction.set_rollback(True)
    for variant in TABLE:
        names = BARE.get(variant.split()[0], ())
        if TABLE[variant].get("POST") and names:
            path = address(variant, stage.things[OURS])
            form = Form(variant, path, {n: plausible(n, "", "") for n in names})
            found[(variant, "bare")] = form
    return list(found.values())


def part_slugs() -> tuple[str, ...]:
    from maklumat.modules.catalogue.forms import PARTS

    return tuple(PARTS)


# --- hostile files -------------------------------------------------------------------------------------------------
@cache
def hostile_files() -> dict[str, bytes]:
    """Files that lie about what they are."""
    jpeg, pdf = world.photo(size=(64, 48)), world.photo(formats=("pdf",), size=(64, 48))
    png = _png(64, 48)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
        archive.writestr("[Content_Types].xml", b"<x>" + b" " * 5_000_000 + b"</x>")
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">' + b"".join(
        b'<!ENTITY %c "%s">' % (99 + n, b"&%c;" % (98 + n) * 10) for n in range(9)
    ) + b"]><svg xmlns='http://www.w3.org/2000/svg'>&k;</svg>"  # fmt: skip
    return {
        "empty": b"",
        "one byte": b"\0",
        "NULs": b"\0" * 5000,
        "an executable": b"MZ\x90\0" + b"\0" * 500,
        "HTML": b"<html><script>alert(1)</script>",
        "SVG with a script": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>",
        "SVG with entities": entities,
        "SVG, deep": b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 20_000 + b"</g>" * 20_000 + b"</svg>",
        "truncated JPEG": jpeg[: len(jpeg) // 2],
        "JPEG, only its head": jpeg[:20],
        "JPEG with a lying size": jpeg.replace(b"\0\x30\0\x40", b"\xff\xff\xff\xff"),
        "JPEG and ZIP": jpeg + bomb.getvalue()[:5000],
        "JPEG and PDF": jpeg + pdf,
        "GIF as JPEG": b"GIF89a" + jpeg,
        "PNG bomb": _png(30_000, 30_000, b"\0" * 1000),
        "PNG bomb of many bytes": _png(20_000, 20_000, zlib.compress(b"\0" * 60_000_000, 9)),
        "PNG with a lying size": png.replace((64).to_bytes(4), (2**31 - 1).to_bytes(4)),
        "PNG with a text bomb": _png(8, 8, extra=b"zTXt", body=b"a\0\0" + zlib.compress(b"a" * 70_000_000, 9)),
        "truncated PNG": png[:50],
        "PNG of width nought": _png(0, 10),
        "truncated PDF": pdf[: len(pdf) // 2],
        "PDF, only its head": b"%PDF-1.7",
        "PDF and HTML": b"<html>" + pdf,
        "PDF with many ranges": b"%PDF-1.7" + b"/ByteRange [0 1 2 3]" * 50_000,
        "PDF, nested": b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendobj\n%%EOF",
        "zip bomb": bomb.getvalue(),
        "zip bomb as JPEG": b"\xff\xd8\xff\xe0" + bomb.getvalue(),
        "CSV with NULs": b"date,name,kind,effect\n2027-01-01,a\0b,national,closed\n",
        "CSV of commas": b"," * 200_000,
        "CSV in UTF-16": "nama;persyaratan;waktu\nKTP;KK;1 hari\n".encode("utf-16"),
        "CSV with broken UTF-8": b"nama;waktu\n\xff\xfe\xc3\x28;1 hari\n",
        "CSV with an open quote": b'nama;persyaratan\n"' + b"a;b\n" * 20_000,
        "CSV, one long cell": b"nama\n" + b"a" * 150_000,
        "XLSX of nothing": _zip({"a": b"b"}),
        "XLSX, broken": _zip({"[Content_Types].xml": b"<", "xl/workbook.xml": b"<workbook"}),
        "EICAR": b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    }


def _png(width: int, height: int, packed: bytes = b"", extra: bytes = b"", body: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    rows = packed or zlib.compress(b"\0" * ((width + 1) * height))
    head = chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + bytes([8, 0, 0, 0, 0]))
    more = chunk(extra, body) if extra else b""
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


NAMES = ("a.jpg", "a.pdf", "a.csv", "a.xlsx", "a\0.jpg", "../../a.jpg", "a" * 300 + ".png", "CON", "\u202egpj.exe", "")


# --- blows ---------------------------------------------------------------------------------------------------------
def multipart(values: dict[str, str], files: dict[str, tuple[str, bytes]], line: bytes = b"garis") -> bytes:
    """A multipart body, also of what no browser would send."""
    out = b""
    for name, value in values.items():
        head = b'Content-Disposition: form-data; name="%s"' % name.encode("utf-8", "replace").replace(b'"', b"%22")
        out += b"--" + line + b"\r\n" + head + b"\r\n\r\n" + value.encode("utf-8", "replace") + b"\r\n"
    for name, (file_name, content) in files.items():
        known = file_name.encode("utf-8", "replace")
        head = b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: image/jpeg' % (
            name.encode(),
            known,
        )
        out += b"--" + line + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"
    return out + b"--" + line + b"--\r\n"


PARTS = "multipart/form-data; boundary=garis"
WEB = "application/x-www-form-urlencoded"


def junk_fields(form: Form, chance: random.Random) -> Blow:
    """Some fields carry junk, the others what a browser would send."""
    values = dict(form.values)
    names = list(values) or ["apa"]
    typed = {}
    for name in chance.sample(names, min(len(names), chance.choice((1, 1, 1, 2, 3, len(names))))):
        values[name] = chance.choice(JUNK)
        if name in form.text and not form.files:
            typed[name] = values[name]
    for _n in range(chance.choice((0, 0, 0, 1))):
        values.pop(chance.choice(names), None)
    if chance.random() < 0.05:
        values[chance.choice(JUNK)[:50]] = "a"
    kept = {n: v for n, v in typed.items() if n in values}
    blow = Blow(
        form.route,
        f"{'; '.join(f'{n}={v[:20]!r}' for n, v in typed.items()) or 'junk'}",
        "POST",
        form.action,
        typed=kept,
    )
    if form.files or chance.random() < 0.2:
        return replace(blow, body=multipart(values, {}), content_type=PARTS)
    return replace(blow, body=urlencode(values), content_type=WEB)


def nul_in(form: Form, name: str) -> Blow:
    """The one that PostgreSQL does not take, in one field of a form that is otherwise fine."""
    values = form.values | {name: "Teks\0uji"}
    blow = Blow(form.route, f"{name}=NUL", "POST", form.action, typed={name: values[name]} if name in form.text else {})
    if form.files:
        return replace(blow, body=multipart(values, {}), content_type=PARTS)
    return replace(blow, body=urlencode(values), content_type=WEB)


def junk_query(route: str, path: str, names: tuple[str, ...], chance: random.Random) -> Blow:
    values = {name: chance.choice(JUNK)[:8000] for name in chance.sample(names, min(len(names), chance.randint(1, 4)))}
    query = urlencode(values) if chance.random() < 0.8 else "%ff%fe=%00&&&=&q=%c3%28&" + "a=b&" * 50
    return Blow(route, f"?{query[:60]}", "GET", f"{path}?{query}")


def junk_path(route: str, path: str, chance: random.Random) -> Blow:
    """One piece of the address is another one."""
    pieces = path.split("/")
    at = chance.choice([n for n, piece in enumerate(pieces) if piece] or [0])
    known = (
        quote(chance.choice(JUNK)[:400], safe=""),
        "%00",
        "%ff%fe",
        "..",
        "0199d9b0-6f4e-7c3a-9a55-0d6f1f5b7c11",
        "-" * 36,
        "a" * 2000,
        "%0d%0a",
    )
    pieces[at] = chance.choice(known)
    return Blow(route, f"path {'/'.join(pieces)[:80]}", chance.choice(("GET", "POST")), "/".join(pieces))


def broken_body(route: str, path: str, chance: random.Random) -> Blow:
    """A body that is not what its type says."""
    part = multipart({"a": "b", "nama": "c"}, {"file": ("a.jpg", b"x")})
    bodies = (
        ("multipart without an end", part[: chance.randrange(len(part))], PARTS),
        ("multipart without a boundary", part, "multipart/form-data"),
        ("multipart, another boundary", part, "multipart/form-data; boundary=lain"),
        ("multipart, a hostile boundary", part, "multipart/form-data; boundary=" + "x" * 300),
        ("multipart, no names", b"--garis\r\n\r\n\r\nabc\r\n--garis--", PARTS),
        ("multipart, long heads", b"--garis\r\nContent-Disposition: form-data; name=" + b"a" * 50_000 + b"\r\n\r\nb\r\n--garis--", PARTS),
        ("multipart, base64", b'--garis\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--garis--', PARTS),
        ("multipart, charset", b'--garis\r\nContent-Disposition: form-data; name*=utf-9\'\'%ff\r\n\r\nb\r\n--garis--', PARTS),
        ("too many fields", "&".join(f"a{n}=b" for n in range(1500)), WEB),
        ("too large", "a=" + "b" * 2_600_000, WEB),
        ("not UTF-8", b"nama=\xff\xfe\xc3\x28&q=%ff%00", WEB),
        ("another charset", b"nama=a", WEB + "; charset=utf-7"),
        ("no such charset", b"nama=a", WEB + "; charset=\x01tidak-ada"),
        ("JSON, deep", b"[" * 100_000, "application/json"),
        ("XML", b"<a>" * 1000, "application/xml"),
        ("no type", b"\0\1\2", ""),
        ("ampersands", "&" * 5000 + "=" * 5000, WEB),
        ("many files", multipart({}, {f"f{n}": ("a", b"") for n in range(150)}), PARTS),
    )  # fmt: skip
    what, body, kind = chance.choice(bodies)
    return Blow(route, what, "POST", path, body=body, content_type=kind)


def bad_cookies(route: str, path: str, chance: random.Random) -> Blow:
    names = (COOKIE, REPORTS, "sessionid", "csrftoken", "messages", "django_language", "apa")
    junk = (
        "",
        "a:b:c",
        "x" * 4000,
        "eyJhIjoxfQ:1:2",
        "\u00ff\u00fe",
        '"',
        "%00",
        ".eJx:1xxxxx:abc",
        "null",
        "..",
        "\\101\\000",
        "a" * 43,
    )
    cookies = {name: chance.choice(junk) for name in chance.sample(names, 3)}
    return Blow(route, f"cookies {cookies}"[:80], chance.choice(("GET", "POST")), path, cookies=cookies)


def bad_headers(route: str, path: str, chance: random.Random) -> Blow:
    known = {
        "If-None-Match": chance.choice(("*", '"' * 500, "W/")), "If-Modified-Since": chance.choice(("a", "Thu, 99 Foo 99999 99:99:99 GMT")),
        "Accept-Language": chance.choice(("x" * 5000, "id;q=NaN", "," * 4000)), "Accept": "application/json" + "x" * 100,
        "HX-Request": "\0", "Range": "bytes=9-1,-", "X-Forwarded-For": "a, b", "Referer": "javascript:", "Authorization": "Bearer \u00ff",
        "Host": chance.choice(("a b", "[", "localhost:99999999", "testserver:-1")),
    }  # fmt: skip
    names = chance.sample(list(known), 3)
    return Blow(route, f"headers {names}", "GET", path, headers={name: known[name] for name in names})


def hostile_file(form: Form, chance: random.Random) -> Blow:
    """One of the hostile files in every file field of a form."""
    kind, content = chance.choice(list(hostile_files().items()))
    name = chance.choice(NAMES)
    body = multipart(form.values, dict.fromkeys(form.files, (name, content)))
    return Blow(form.route, f"file {kind} as {name[:20]!r}", "POST", form.action, body=body, content_type=PARTS)


def tus(stage: Stage, chance: random.Random) -> Blow:
    """The upload protocol with headers and parts that are wrong."""
    junk = (
        "",
        "-1",
        "0",
        "1",
        "4999",
        "5000",
        "5001",
        "99999999999",
        "9" * 30,
        "\u00b2",
        "1e3",
        "0x1",
        "abc",
        "1, 2",
        " 1",
        "5000000",
    )
    ours = stage.things[OURS]
    if chance.random() < 0.4:
        path = address("applications:announce", ours)
        headers = {
            "Tus-Resumable": chance.choice(("1.0.0", "1.0.0", "1.0.0", "2", "")),
            "Upload-Length": chance.choice(junk),
        }
        return Blow(
            "applications:announce", f"tus {headers}", chance.choice(("POST", "OPTIONS")), path, headers=headers
        )
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": chance.choice((*junk, "0", "0", "0")),
        "Upload-Checksum": "md5 \u00ff",
    }
    body = chance.choice(
        (
            b"",
            b"x",
            b"\0" * 4999,
            b"\xff\xd8\xff" + b"a" * 4997,
            b"%PDF-" + b"a" * 4995,
            b"y" * 5000,
            b"z" * 5001,
            b"z" * 2_100_000,
        )
    )
    kind = chance.choice(("application/offset+octet-stream",) * 5 + ("text/plain", ""))
    return Blow("applications:upload", f"tus {headers['Upload-Offset']!r} {len(body)} bytes", chance.choice(("PATCH", "PATCH", "PATCH", "HEAD")),
                address("applications:upload", ours), body=body, content_type=kind, headers=headers)  # fmt: skip


def whole_tus(client: Client, stage: Stage, kind: str, content: bytes) -> Any:
    """A hostile file by the upload protocol, from its announcement to its last part."""
    head = {"Tus-Resumable": "1.0.0"}
    begun = client.post(
        address("applications:announce", stage.things[OURS]), headers=head | {"Upload-Length": str(len(content))}
    )
    if begun.status_code != 201:
        return begun
    answer = begun
    for offset in range(0, len(content), 1_000_000):
        part = content[offset : offset + 1_000_000]
        sort = "application/offset+octet-stream"
        answer = client.patch(begun["Location"], part, content_type=sort, headers=head | {"Upload-Offset": str(offset)})
        if answer.status_code != 204:
            break
    return answer


def blows(stage: Stage, forms: list[Form], cases: int, chance: random.Random) -> Iterator[Blow]:
    """Every field of every form gets its NUL once; then as many other blows as are asked for."""
    nuls = [nul_in(form, name) for form in forms if not form.query for name in form.values]
    if cases < 1000:
        chance.shuffle(nuls)
        nuls = nuls[: cases // 3]
    yield from nuls
    pages = [(variant, address(variant, stage.things[OURS])) for variant in TABLE if variant != "account_logout"]
    writing, with_files = [f for f in forms if not f.query], [f for f in forms if f.files]
    asking = [(f.route, f.action.split("?")[0], tuple({*f.values, *QUERIES})) for f in forms if f.query]
    asking += [(variant, path, QUERIES) for variant, path in pages]
    with_files = with_files or writing
    ways: list[tuple[int, Callable[[], Blow]]] = [
        (34, lambda: junk_fields(chance.choice(writing), chance)),
        (14, lambda: junk_query(*chance.choice(asking), chance)),
        (10, lambda: junk_path(*chance.choice(pages), chance)),
        (12, lambda: broken_body(*chance.choice(pages), chance)),
        (6, lambda: bad_cookies(*chance.choice(pages), chance)),
        (5, lambda: bad_headers(*chance.choice(pages), chance)),
        (12, lambda: hostile_file(chance.choice(with_files), chance)),
        (7, lambda: tus(stage, chance)),
    ]
    weights = [weight for weight, _way in ways]
    for _n in range(max(0, cases - len(nuls))):
        blow = chance.choices([way for _weight, way in ways], weights)[0]()
        yield replace(blow, anonymous=chance.random() < 0.1)


# --- judging -------------------------------------------------------------------------------------------------------
class Hung(BaseException):
    """A request that did not come back."""


def _hang(*_: object) -> None:
    raise Hung


def send(client: Client, blow: Blow) -> Any:
    """One request, undone afterwards."""
    for name, value in blow.cookies.items():
        client.cookies[name] = value
        client.cookies[name].set(name, value, value)  # as it is, unquoted
    with transaction.atomic():
        try:
            kind = blow.content_type or "application/octet-stream"
            return client.generic(blow.method, blow.path, blow.body or b"", content_type=kind, headers=blow.headers)
        finally:
            transaction.set_rollback(True)


def kept(answer: Any, typed: dict[str, str]) -> list[str]:
    """Fields whose text is not in the form that came back."""
    if answer.status_code not in (409, 422) or "html" not in answer.get("Content-Type", ""):
        return []
    shown = _bare(html.unescape(answer.content.decode(errors="replace")))
    return [
        name
        for name, value in typed.items()
        if _bare(value) and _bare(value) not in shown and _rupiah(value) not in shown
    ]


def _rupiah(text: str) -> str:
    """A number as fields of money show it again: 1.111 for 1111."""
    return f"{int(text):,}".replace(",", ".") if text.isascii() and text.isdigit() and len(text) < 19 else "\0"


def _bare(text: str) -> str:
    return re.sub(r"[\s\0]+", "", text)


def run(stage: Stage, *, cases: int, seed: int = 1, tell: Callable[[str], None] = lambda line: None) -> dict:
    """Send the blows; the figures, with every answer that should not be."""
    chance = random.Random(seed)
    everything, nobody = person_of_all_roles(stage)
    forms = all_forms(everything, stage, None if cases >= 1000 else chance)
    figures, ways, wrong, seen = Counter(), Counter(), {}, 0
    began, told, longest = time.perf_counter(), 0.0, (0.0, "")
    fields = sum(len(form.values) for form in forms)

    def judge(blow: Blow, answer: Any, seconds: float) -> None:
        nonlocal seen, longest
        seen += 1
        figures[f"{answer.status_code // 100}xx"] += 1
        longest = max(longest, (round(seconds, 2), f"{blow.route} {blow.what[:60]}"))
        if answer.status_code >= 500:
            wrong.setdefault(f"{answer.status_code} {blow.method} {blow.route}: {_why(answer)}", _shown(blow))
        if seconds > LONGEST:
            wrong.setdefault(f"slow {blow.method} {blow.route}: {seconds:.1f} s", _shown(blow))
        for name in kept(answer, blow.typed):
            wrong.setdefault(f"typed text is lost: {blow.route} {name}", f"{answer.status_code}, {_shown(blow)}")

    former = signal.signal(signal.SIGALRM, _hang)
    try:
        for blow in blows(stage, forms, cases, chance):
            django_cache.clear()
            client = nobody if blow.anonymous else everything
            cookies = deepcopy(client.cookies)
            signal.alarm(HANGS)
            start = time.process_time()
            try:
                answer = send(client, blow)
                judge(blow, answer, time.process_time() - start)
            except Hung:
                wrong.setdefault(f"HANG {blow.method} {blow.route}", _shown(blow))
            finally:
                signal.alarm(0)
                client.cookies = cookies
            ways[blow.route] += 1
            if time.perf_counter() - told > 10:
                told = time.perf_counter()
                tell(f"malformed: {seen:,} of {cases:,}, {len(wrong)} wrong, {told - began:.0f} s")
        kinds = list(hostile_files().items())
        for kind, content in kinds if cases >= 1000 else chance.sample(kinds, 6):
            with transaction.atomic():
                start = time.process_time()
                answer = whole_tus(everything, stage, kind, content)
                blow = Blow("applications:upload", f"{kind}, in parts", "PATCH", "")
                judge(blow, answer, time.process_time() - start)
                if (
                    answer.status_code == 204
                    and kind != "JPEG and ZIP"
                    and not kind.startswith(("PDF", "truncated PDF", "JPEG", "GIF", "PNG"))
                ):
                    wrong[f"hostile file accepted: {kind}"] = "by parts"
                transaction.set_rollback(True)
    finally:
        signal.signal(signal.SIGALRM, former)
    return {
        "inputs": seen, "forms": len(forms), "fields": fields, "routes": len(ways), "wrong": len(wrong),
        "answers": dict(sorted(figures.items())), "longest": f"{longest[0]} s, {longest[1]}",
        "seconds": round(time.perf_counter() - began, 1),
        "examples": [f"{what} <- {how}" for what, how in sorted(wrong.items())],
    }  # fmt: skip


def person_of_all_roles(stage: Stage) -> tuple[Client, Client]:
    """A browser that may open everything and holds the draft's code; and a stranger's."""
    account = Account.objects.create(email="semua@tirtamulya.example", name="Semua Peran", kind="staff")
    for role in ROLES:
        units.appoint(by=SYSTEM, account_id=account.id, unit_id=units.tree().government.id, role=role, at=MONDAY)
    everything, nobody = Client(raise_request_exception=False), Client(raise_request_exception=False)
    everything.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    everything.cookies[COOKIE] = stage.cookie(OURS)
    everything.cookies[REPORTS] = stage.report_cookie(OURS)
    return everything, nobody


def _why(answer: Any) -> str:
    info = getattr(answer, "exc_info", None)
    if not info or not info[1]:
        return "no exception"
    frames = [f for f in traceback.extract_tb(info[2]) if "/maklumat/" in f.filename] or traceback.extract_tb(info[2])
    last = frames[-1]
    return f"{type(info[1]).__name__}: {str(info[1]).splitlines()[0][:90] if str(info[1]) else ''} at {last.filename.rpartition('maklumat/')[2]}:{last.lineno}"


def _shown(blow: Blow) -> str:
    body = blow.body if isinstance(blow.body, str) else (blow.body or b"")[:160]
    return f"{blow.method} {blow.path[:140]} [{blow.what[:100]}] {body[:160]!r}"
