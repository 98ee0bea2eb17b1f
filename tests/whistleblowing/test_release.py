"""The pages as files: the same bytes for everybody, nothing from elsewhere, a policy that lets nothing be added; a monitor that sees one changed byte."""

from __future__ import annotations

import gzip
import hashlib
import html.parser
import json
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.test import Client

from maklumat.kernel import clock
from maklumat.modules.whistleblowing import actions
from maklumat.modules.whistleblowing.queries import release
from maklumat.site import monitor
from tests import signed, world
from tests.world import MONDAY

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("address", release.PAGES)
def test_a_page_is_one_file_of_the_same_bytes_and_light(address):
    first = Client().get(f"/lapor-aman/{address}")
    other = Client(headers={"user-agent": "lain", "accept-language": "en", "cookie": "sessionid=abc"}).get(
        f"/lapor-aman/{address}"
    )
    assert first.content == other.content and not first.cookies
    assert address.endswith("meja/") or not other.cookies  # at the desk a session that is none is taken back
    assert first["Cache-Control"] == "no-store" and first["Referrer-Policy"] == "no-referrer"
    loaded = re.findall(rb'(?:src|href)="([^"#][^"]*)"', first.content)
    own = (b"data:", b"https://www.bmkg", b"http://localhost:8000/" if address == release.COPY else b"/")
    assert not [one for one in loaded if not one.startswith(own)]
    if not address.endswith("meja/"):
        font = (ROOT / "src/maklumat/ui/static/dist/fonts/plus-jakarta-sans.woff2").stat().st_size
        assert len(gzip.compress(first.content)) + font < 100_000


@pytest.mark.parametrize("address", release.PAGES)
def test_the_policy_lets_run_what_is_in_the_page_and_nothing_else(address):
    answer = Client().get(f"/lapor-aman/{address}")
    policy = dict(one.strip().partition(" ")[::2] for one in answer["Content-Security-Policy"].split(";"))
    assert (
        policy["default-src"] == "'none'"
        and policy["trusted-types"] == "'none'"
        and policy["require-trusted-types-for"] == "'script'"
    )
    assert re.fullmatch(r"'sha256-[\w+/]+='", policy["script-src"]) and re.fullmatch(
        r"'sha256-[\w+/]+='", policy["style-src"]
    )
    parts = Parts()
    parts.feed(answer.content.decode())
    assert len(parts.scripts) == 1 and len(parts.styles) == 1 and not parts.inline
    assert (
        release._hash(parts.scripts[0]) == policy["script-src"]
        and release._hash(parts.styles[0]) == policy["style-src"]
    )
    assert not re.search(r"\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", parts.scripts[0])


class Parts(html.parser.HTMLParser):
    """Scripts that run, styles, and attributes that would."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts, self.styles, self.inline, self._into = [], [], [], None

    def handle_starttag(self, tag, attrs):
        self.inline += [name for name, _value in attrs if name.startswith("on") or name == "style"]
        if tag == "script" and dict(attrs).get("type") != "application/json":
            self._into = self.scripts
        elif tag == "style":
            self._into = self.styles

    def handle_data(self, data):
        if self._into is not None:
            self._into.append(data)

    def handle_endtag(self, tag):
        self._into = None


def test_two_builds_in_two_places_are_the_same(tmp_path):
    if not shutil.which("node"):
        pytest.skip("the front end is not built here: no Node on the path")
    made = []
    for name in ("satu", "tempat/lain/dua"):
        place = tmp_path / name
        shutil.copytree(
            ROOT / "src/maklumat", place / "src/maklumat", ignore=shutil.ignore_patterns("dist", "__pycache__")
        )
        (place / "scripts").mkdir()
        shutil.copy(ROOT / "scripts/bundle.mjs", place / "scripts")
        shutil.copy(ROOT / "package.json", place)
        packages = place / "node_modules"
        packages.mkdir()
        for one in (ROOT / "node_modules").iterdir():
            if one.name[0] != "." or one.name == ".bin":
                (packages / one.name).symlink_to(one)
        subprocess.run(["node", "scripts/bundle.mjs"], cwd=place, check=True, capture_output=True)
        dist = place / "src/maklumat/ui/static/dist"
        made.append(
            {
                one: (dist / one).read_bytes()
                for one in ("sealed-report.js", "sealed-desk.js", "sealed.css", "main.css", "icons.svg")
            }
        )
    assert made[0] == made[1]
    here = ROOT / "src/maklumat/ui/static/dist"
    assert all((here / name).read_bytes() == content for name, content in made[0].items())


@pytest.fixture
def site(db, tmp_path):
    """A site whose release is in its signed ledger, served on a port; what it serves can be changed."""
    signed.new_keys()
    with clock.standing_at(MONDAY):
        world.build(("ktp-el-hilang-rusak",))
        actions.release_page(digest=release.digest(), last=None, at=clock.now())
    signed.sign_all()
    client, changes = Client(), {}
    paths = [f"/lapor-aman/{one}" for one in release.PAGES]
    entry = client.get("/lapor-aman/rilis.json").json()["entry"]
    size = int(client.get("/jejak/checkpoint").content.split(b"\n")[1])
    tiles = [f"tile/0/{n:03d}" for n in range(size // 256)] + [
        f"tile/0/{size // 256:03d}.p/{size % 256}",
        f"tile/1/000.p/{size // 256}",
    ]
    proofs = ["kebijakan.json", "checkpoint", f"fakta/{entry}.tlog-proof", *tiles]
    kept = {}
    for path in [*paths, "/lapor-aman/rilis.json", "/lapor-aman/keadaan.json", *(f"/jejak/{one}" for one in proofs)]:
        answer = client.get(path)
        kept[path] = (answer.content, answer.headers.get("Content-Security-Policy", ""))

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            content, policy = changes.get(self.path, kept.get(self.path, (None, "")))
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_given):
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", kept, changes
    server.shutdown()


def test_the_monitor_names_keys_that_it_has_not_seen(site, tmp_path):
    address, _kept, changes = site

    def look() -> list[str]:
        return [one for one in monitor.look(address, tmp_path / "dilihat") if "key" in one.casefold()]

    assert look() == []
    one = {"duty": "recipient", "title": "Inspektur", "box": "age1x"}
    told = {"keyholders": [one], "recovery": {"box": "age1y"}}
    changes["/lapor-aman/keadaan.json"] = (json.dumps(told).encode(), "")
    assert [each.partition(":")[2] for each in look()] == [" recipient “Inspektur” age1x", " recovery age1y"]
    assert look() == []
    changes.clear()
    assert [each.partition(":")[0] for each in look()] == ["a key that is shown no more"] * 2
    changes["/lapor-aman/keadaan.json"] = (b'{"keyholders": 1, "recovery": null}', "")
    with pytest.raises(monitor.Changed, match=r"keadaan\.json"):
        look()


def test_the_monitor_is_content_with_a_release_and_catches_one_byte(site, tmp_path):
    address, kept, changes = site
    said = monitor.look(address, tmp_path / "dilihat")
    assert any("the ledger has this release" in one for one in said) and any("first time" in one for one in said)
    assert not any(
        "new release" in one for one in monitor.look(address, tmp_path / "dilihat", expected=release.digest())
    )
    for path in ("/lapor-aman/", "/lapor-aman/meja/"):
        content, policy = kept[path]
        for changed in (
            (content[:5000] + bytes([content[5000] ^ 1]) + content[5001:], policy),
            (content, policy.replace("'none'", "'self'", 1)),
            (content, ""),
        ):
            changes[path] = changed
            with pytest.raises(monitor.Changed, match=path):
                monitor.look(address, tmp_path / "dilihat")
        del changes[path]
    content, policy = kept["/lapor-aman/rilis.json"]
    changes["/lapor-aman/rilis.json"] = (content.replace(b'"v": 1', b'"v": 2'), policy)
    with pytest.raises(monitor.Changed, match="digest"):
        monitor.look(address, tmp_path / "dilihat")


def test_a_release_that_the_ledger_does_not_have_is_seen(site, tmp_path):
    address, kept, changes = site
    content, policy = kept["/lapor-aman/"]
    evil = content.replace(b"</body>", b"<!-- lain --></body>")
    manifest = json.loads(kept["/lapor-aman/rilis.json"][0])
    manifest["pages"]["/lapor-aman/"]["sha256"] = hashlib.sha256(evil).hexdigest()
    text = json.dumps({"pages": manifest["pages"], "v": 1}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    manifest["digest"] = hashlib.sha256(text.encode()).hexdigest()
    changes |= {"/lapor-aman/": (evil, policy), "/lapor-aman/rilis.json": (json.dumps(manifest).encode(), "")}
    with pytest.raises(monitor.Changed, match="another release"):
        monitor.look(address, tmp_path / "dilihat")


def test_the_command_says_it_in_words(site, tmp_path):
    address, _kept, changes = site
    command = [sys.executable, "-m", "maklumat.site.cli", "monitor", address, str(tmp_path / "dilihat")]
    good = subprocess.run(command, capture_output=True, text=True, check=False)
    changes["/lapor-aman/"] = (b"lain", "")
    bad = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (good.returncode, bad.returncode) == (0, 1) and "WELL" in good.stdout and "CHANGED" in bad.stdout
    gone = subprocess.run(
        [*command[:-2], "http://127.0.0.1:9", command[-1]], capture_output=True, text=True, check=False
    )
    assert gone.returncode == 2 and "NOT FOUND OUT" in gone.stdout
