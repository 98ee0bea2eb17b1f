"""The sealed channel alive, with the server in hand: reports full of canaries, and then a search of everything the server has; files that break off."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import psycopg

from maklumat.site.postgres import DATABASE, OWNER, Cluster
from tests.whistleblowing import oracle
from tests.whistleblowing.cast import PASSPHRASE
from tests.whistleblowing.client import HttpTransport, Keyholder
from tests.whistleblowing.driving import Driver, driver

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "tirtamulya-2026"
Tell = Callable[[str], None]


@contextmanager
def product(place: Path, **more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The demo, whole: database, web, worker. Its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = place / "log.txt"
    environment = {
        **os.environ,
        "MAKLUMAT_DATA": str(place / "data"),
        "MAKLUMAT_POOL": "4",
        "MAKLUMAT_SEALED_WORK": "4",
        **more,
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "maklumat.site.cli", "demo", "--port", str(port), "--cases", "2"], cwd=ROOT, env=environment, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        for _try in range(2400):
            if "Maklumat is ready" in log.read_text():
                break
            if process.poll() is not None:
                raise RuntimeError(log.read_text()[-2000:])
            time.sleep(0.1)
        _until_signed(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        cluster = Cluster(place / "data" / "postgres")
        cluster.stop("immediate")
        cluster.remove()


def _until_signed(address: str) -> None:
    for _try in range(300):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", "/lapor-aman/keadaan.json", headers={"Host": "localhost"})
        if connection.getresponse().status == 200:
            return
        time.sleep(0.2)
    raise RuntimeError("the ledger was not signed within a minute")


def canaries(count: int, *, seed: int, tell: Tell = lambda _line: None) -> dict[str, Any]:
    """``count`` reports by the browser's modules and a fiftieth of it by Chromium itself, each with canaries in text, file name and content; then the
    memory of every process, the data folder (tables, WAL, files, temp, logs, keys) and a dump are searched for any of them."""
    began = time.perf_counter()
    control = "Kendali " + secrets.token_hex(8)
    with tempfile.TemporaryDirectory() as folder, driver(Path(folder)) as node:
        place = Path(folder)
        with product(place) as (address, process):
            mark, sent = send_marked(node, address, count, tell)
            sent["by Chromium"] = _in_chromium(address, max(2, count // 50), mark, tell)
            addresses = visits(address, 200)
            _leave_control(address, control)
            tell("canaries: searching")
            cluster = Cluster(place / "data" / "postgres")
            pids = family(process.pid, str(place), cluster._postmaster() or 0)
            found = look_everywhere(
                [place, cluster.folder], cluster.url(DATABASE, OWNER), pids, mark, control, addresses
            )
    return {
        **sent,
        **found,
        "wrong": found["wrong"] + sent["refused"] + (sent["reports"] != count),
        "seconds": round(time.perf_counter() - began, 1),
    }


def send_marked(node: Driver, address: str, count: int, tell: Tell = lambda _line: None) -> tuple[str, dict[str, Any]]:
    """Reports by the browser's modules, each with its canaries, all of which begin with the mark that is returned, so that one search finds any."""
    mark, sent, refused = "K" + secrets.token_hex(8), 0, 0
    node.ask("begin", site=address)
    for start in range(0, count, 500):
        given = [_report(mark) for _one in range(min(500, count - start))]
        answers = node.each("report", given, at_once=8)
        sent += sum("digest" in one for one in answers)
        refused += sum("failed" in one for one in answers)
        tell(f"canaries: {start + len(given):,} of {count:,}, {refused} refused")
    return mark, {"reports": sent, "refused": refused}


def look_everywhere(
    places: list[Path], database: str, pids: list[int], mark: str, control: str, addresses: list[str]
) -> dict[str, Any]:
    """Search the memory of these processes, and in these folders tables, WAL, files, logs and a dump of the database. ``wrong``: hits, addresses kept, and a
    control that was not found."""
    _dump(database, places[0] / "dump.txt")
    found = _search(pids, places, {"mark": mark, "control": control})
    visitors = _search_addresses(places, addresses)
    hits = sum(found["mark"].values()) + sum(found["secret keys"].values())
    control_places = [name for name, n in found["control"].items() if n]
    return {
        "processes searched": len(pids), "places searched": sorted(found["mark"]), "hits": hits,
        "found": {name: {k: v for k, v in one.items() if v} for name, one in found.items()}, "the control is found in": control_places,
        "addresses": len(addresses), "addresses kept": visitors,
        "wrong": hits + visitors + ("memory" not in control_places or "database" not in control_places),
    }  # fmt: skip


def _report(mark: str) -> dict[str, Any]:
    one = mark + secrets.token_hex(8)
    return {"text": f"laporan {one}", "files": [{"name": f"{one}.txt", "text": f"isi {one}"}]}


def _in_chromium(address: str, count: int, mark: str, tell: Tell) -> int:
    """The page itself, step by step, as often."""
    import shutil

    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("MAKLUMAT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        return 0
    site = address.replace("127.0.0.1", "localhost")  # what the browser takes for safe
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        for number in range(count):
            context = browser.new_context()
            page, one = context.new_page(), mark + secrets.token_hex(8)
            page.goto(f"{site}/lapor-aman/")
            press = lambda name, page=page: page.get_by_role("button", name=name).first.click()  # noqa: E731
            press("Tulis laporan")
            press("Lanjutkan")
            page.fill("#q-what", f"laporan {one}")
            page.fill("#q-who", one)
            press("Lanjutkan")
            page.set_input_files("#berkas", [{"name": f"{one}.txt", "mimeType": "text/plain", "buffer": one.encode()}])
            press("Lanjutkan")
            words = page.locator("ol.receipt li").all_inner_texts()
            press("Sudah saya tulis")
            page.fill("#kata", " ".join(words))
            press("Lanjutkan")
            press("Kunci dan kirim")
            page.get_by_role("heading", name="Laporan sudah diterima").wait_for()
            context.close()
            if number % 20 == 0:
                tell(f"canaries: {number} of {count} by Chromium")
        browser.close()
    return count


def visits(address: str, count: int) -> list[str]:
    """Visitors from addresses of their own (of this computer): each asks for the page and the state, and opens a file."""
    place = urlsplit(address)
    found = []
    for number in range(count):
        one = f"127.{random.randrange(100, 250)}.{random.randrange(250)}.{number + 1}"
        connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20, source_address=(one, 0))
        for method, path, body in (
            ("GET", "/lapor-aman/", None),
            ("GET", "/lapor-aman/keadaan.json", None),
            ("POST", "/lapor-aman/surat/tantangan", '{"mailbox":"x"}'),
        ):
            connection.request(
                method,
                path,
                body=body,
                headers={"Host": "localhost", "X-Forwarded-For": one, "User-Agent": f"peramban {one}"},
            )
            connection.getresponse().read()
        connection.close()
        found.append(one)
    return found


def _leave_control(address: str, control: str) -> None:
    """A text that the server may know: a recipient's title."""
    transport = HttpTransport(address.replace("127.0.0.1", "localhost"), cookies=True)
    _log_in(transport, "maya.sihombing")
    Keyholder(transport).make_key(PASSPHRASE, control)


def _log_in(transport: HttpTransport, name: str) -> None:
    from urllib.parse import urlencode

    _status, _headers, page = transport.call("GET", "/masuk/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()
    body = urlencode(
        {"login": f"{name}@tirtamulya.example", "password": PASSWORD, "csrfmiddlewaretoken": token}
    ).encode()
    status, _headers, _page = transport.call(
        "POST", "/masuk/login/", body=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    if status != 302:
        raise RuntimeError(f"no login: {status}")


def family(pid: int, place: str, database: int) -> list[int]:
    """The process, all below it, whatever has the folder in its environment, and the database with its own."""
    found = {pid, database}
    for _generation in range(4):
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                told = (entry / "cmdline").read_bytes()
                up = int(re.search(r"PPid:\s+(\d+)", (entry / "status").read_text())[1])
                ours = up in found or place.encode() in (entry / "environ").read_bytes()
            except (OSError, TypeError):
                continue
            if ours and b"driver.mjs" not in told:
                found.add(int(entry.name))
    found.discard(os.getpid())
    return sorted(found)


def _search(pids: list[int], places: list[Path], words: dict[str, str]) -> dict[str, dict[str, int]]:
    """How often each word, as it is or written otherwise, lies in memory and in each kind of file."""
    wanted = {
        name: [
            word.encode(),
            word.encode("utf-16-le"),
            word.encode().hex().encode(),
            oracle.b64(word.encode())[:-2].encode(),
        ]
        for name, word in words.items()
    }
    found = {
        name: dict.fromkeys(("memory", "database", "wal", "files", "logs", "dump"), 0)
        for name in (*words, "secret keys")
    }
    for content in _memory(pids):
        _count(found, "memory", content, wanted)
    for path in (one for place in places for one in place.rglob("*")):
        if path.is_file() and path.name != "driver.mjs":
            told = str(path)
            kind = (
                "wal"
                if "pg_wal" in told
                else "database"
                if "/data/base/" in told or "/global/" in told
                else "dump"
                if path.name == "dump.txt"
                else "logs"
                if path.suffix in (".txt", ".log")
                else "files"
            )
            _count(found, kind, path.read_bytes(), wanted)
    return found


def _count(found: dict[str, dict[str, int]], kind: str, content: bytes, wanted: dict[str, list[bytes]]) -> None:
    for name, forms in wanted.items():
        found[name][kind] += sum(content.count(one) for one in forms)
    found["secret keys"][kind] += len(
        re.findall(rb"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}", content)
    )  # the page's script has the bare prefix


def _memory(pids: list[int]) -> Iterator[bytes]:
    """Everything readable of these processes; what they share is read once."""
    shared: set[str] = set()
    for pid in pids:
        try:
            maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
            memory = open(f"/proc/{pid}/mem", "rb", 0)  # noqa: SIM115 - closed below
        except OSError:
            continue
        with memory:
            for line in maps:
                parts = line.split()
                if (
                    parts[1][0] != "r"
                    or "[v" in line
                    or (
                        parts[1][3] == "s"
                        and (parts[3], parts[4]) != ("00:00", "0")
                        and f"{parts[3]}{parts[4]}{parts[2]}" in shared
                    )
                ):
                    continue
                shared.add(f"{parts[3]}{parts[4]}{parts[2]}")
                begin, end = (int(one, 16) for one in parts[0].split("-"))
                yield from _pieces(memory, begin, end)


def _pieces(memory: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    """A region in pieces that overlap a little, without those that are only zeros."""
    step, more = 1 << 25, 128
    for at in range(begin, end, step):
        try:
            memory.seek(at)
            content = memory.read(min(step + more, end - at))
        except (OSError, ValueError, OverflowError):
            return
        if content.strip(b"\0"):
            yield content


def _search_addresses(places: list[Path], addresses: list[str]) -> int:
    """Which of the visitors' addresses lie in any file."""
    wanted = {one.encode() for one in addresses}
    found: set[bytes] = set()
    for path in (one for place in places for one in place.rglob("*")):
        if path.is_file():
            found |= wanted & set(re.findall(rb"127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}", path.read_bytes()))
    return len(found)


def _dump(database: str, to: Path) -> None:
    """Every row of every table, as text; and everything on the disk."""
    with psycopg.connect(database, autocommit=True) as connection, to.open("wb") as out:
        tables = connection.execute(
            "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        for (table,) in tables:
            with connection.cursor().copy(f"COPY {table} TO STDOUT") as rows:
                for row in rows:
                    out.write(bytes(row))
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            connection.execute("CHECKPOINT")


def cuts(count: int, *, seed: int, least: int = 5, most: int = 500, tell: Tell = lambda _line: None) -> dict[str, Any]:
    """``count`` files of ``least`` to ``most`` megabytes, each with 1 to 20 breaks of the line; each must be there whole."""
    began, chance, made, whole, wrong = time.perf_counter(), random.Random(seed), 0, 0, list[str]()
    with (
        tempfile.TemporaryDirectory() as folder,
        driver(Path(folder)) as node,
        product(Path(folder)) as (address, _process),
    ):
        node.ask("begin", site=address)
        left = [(int(1e6 * least * (most / least) ** chance.random()), chance.randint(1, 20)) for _one in range(count)]
        bytes_sent = 0
        for start in range(0, count, 2):
            some = left[start : start + 2]
            n_cuts, bad = break_off(node, Path(folder) / "data", some)
            made += n_cuts
            wrong += bad
            whole += len(some) - len(bad)
            bytes_sent += sum(size for size, _n in some)
            tell(f"cuts: {start + 2} of {count}, {made} cuts, {bytes_sent / 1e9:.1f} GB, {len(wrong)} wrong")
    return {
        "uploads": count, "whole": whole, "cuts": made, "gigabytes": round(bytes_sent / 1e9, 1), "smallest MB": round(min(one for one, _n in left) / 1e6, 1),
        "largest MB": round(max(one for one, _n in left) / 1e6, 1), "wrong": len(wrong) + (whole != count), "examples": wrong[:5],
        "seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip


def break_off(node: Driver, data: Path, files: list[tuple[int, int]]) -> tuple[int, list[str]]:
    """Send files of (bytes, breaks of the line) at once. How often it broke; what is not there as it was sent."""
    made, wrong = 0, []
    given = [
        {"text": "besar", "files": [{"name": "besar.bin", "size": size, "part": max(65_536, min(2_000_000, size // 25))}], "cuts": n}
        for size, n in files
    ]  # fmt: skip
    for (size, _n), answer in zip(files, node.each("report", given, at_once=len(files)), strict=True):
        if "failed" in answer:
            wrong.append(f"{size}: {answer['failed']}")
            continue
        made += answer["cuts"]
        entry = answer["files"][0]
        path = data / "files" / "sealed" / entry["id"][:2] / entry["id"].replace("-", "")
        if path.stat().st_size != entry["length"] or _digest(path) != entry["sha256"]:
            wrong.append(f"{size}: another content")
        path.unlink()  # it was looked at; the disk is not endless
    return made, wrong


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
