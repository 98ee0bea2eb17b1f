"""The verifier as people run it: its commands, exit codes, state and evidence, against a server on this computer."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from maklumat.modules.proofs.rules import cekjejak as cek
from tests.tlog import oracle
from tests.tlog.cast import ANNA, ANNA_PQ, BUDI, CITRA_PQ, FACT, LOG, LOG_PQ, LOGS, ORIGIN, ROW_KEY, leaves, raw_policy
from tests.tlog.oracle import Served, Signer

PROGRAM = cek.__file__
ALL, OTHER = leaves(600), leaves(600, "lain")
NOW = int(time.time())
PROVEN = [*ALL[:4], oracle.leaf(ROW_KEY, FACT), *ALL[5:7]]
MORE = oracle.extra(ROW_KEY, FACT)

Run = Callable[..., tuple[int, str]]


def signed(tree: Sequence[bytes], keys: Sequence[Signer] = (*LOGS, ANNA)) -> bytes:
    return oracle.checkpoint(ORIGIN, tree, keys, NOW)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with oracle.serving() as served:
        yield served


@pytest.fixture
def log(server: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.files, server.headers, server.redirect, server.asked = {}, {}, "", []
    return server


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in a folder of its own, where a policy lies; (exit code, what was printed)."""
    (tmp_path / "policy.json").write_bytes(raw_policy())

    def command(*words: str | Path, policy: str = "policy.json") -> tuple[int, str]:
        code = cek.main([*map(str, words), "--kebijakan", str(tmp_path / policy)])
        told = capsys.readouterr()
        assert not told.err
        return code, told.out

    return command


def spawned(*words: str | Path, flags: Sequence[str] = (), python: str = sys.executable) -> tuple[int, str]:
    """The file alone, as a program of its own."""
    environment = {"NO_PROXY": "127.0.0.1", "PATH": os.environ.get("PATH", ""), "LANG": "C", "PYTHONIOENCODING": ""}
    command = [python, *flags, PROGRAM, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


# --- bukti


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    keys = (LOG, LOG_PQ, ANNA, ANNA_PQ, CITRA_PQ)
    file = tmp_path / "surat.tlog-proof"
    file.write_bytes(oracle.proof(4, oracle.path(4, PROVEN), signed(PROVEN, keys), MORE))
    return file


def test_a_proof_tells_what_is_recorded(proof: Path, run: Run):
    code, told = run("bukti", proof)
    assert code == 0
    for words in (
        "nomor 4 dari 7",
        "applications.issued",
        "2026-11-22T09:00:00+07:00",
        ANNA.name,
        "saksi yang dihitung: 2",
    ):
        assert words in told
    assert cek.UNCHECKED not in told


def test_a_proof_as_a_program(proof: Path, run: Run, tmp_path: Path):
    run("bukti", proof)  # the policy lies there
    given = ("bukti", proof, "--kebijakan", tmp_path / "policy.json")
    code, told = spawned(*given, flags=("-I",))
    assert code == 0 and "saksi yang dihitung: 2" in told and cek.UNCHECKED not in told
    code, told = spawned(*given, flags=("-I", "-S"))  # without any installed package
    assert (
        code == 0 and "saksi yang dihitung: 1" in told and told.count("tidak diperiksa: perlu paket cryptography") == 3
    )
    (tmp_path / "policy.json").write_bytes(raw_policy(2))
    code, told = spawned(*given, flags=("-I", "-S"))
    assert code == 2 and "cryptography" in told
    proof.write_bytes(proof.read_bytes().replace(b"index 4", b"index 3"))
    assert spawned(*given, flags=("-I",))[0] == 1


def test_exit_codes_of_proofs(proof: Path, run: Run, tmp_path: Path):
    good = proof.read_bytes()
    for raw, code, words in (
        (good.replace(b"index 4", b"index 3"), 1, "SALAH"), (good[:-9], 2, "TIDAK DAPAT"), (b"", 2, "TIDAK DAPAT"), (os.urandom(999), 2, "TIDAK"),
        (oracle.proof(4, oracle.path(4, PROVEN), signed(PROVEN, [LOG]), MORE), 1, "Saksi"),
        (oracle.proof(4, oracle.path(4, PROVEN), signed(PROVEN, [ANNA]), MORE), 1, "dari jejak"),
        (oracle.proof(4, oracle.path(4, PROVEN), signed(PROVEN)), 2, "--daun"),
        (b"x" * (cek.MAX_FILE + 1), 2, "terlalu besar"),
    ):  # fmt: skip
        proof.write_bytes(raw)
        found, told = run("bukti", proof)
        assert (found, words in told) == (code, True), told
    assert (
        run("bukti", tmp_path / "tiada")[0] == run("bukti", tmp_path)[0] == run("bukti", proof, policy="tiada")[0] == 2
    )
    (tmp_path / "bad.json").write_bytes(b"{")
    assert run("bukti", proof, policy="bad.json")[0] == 2
    future = oracle.checkpoint(ORIGIN, PROVEN, [LOG, ANNA], NOW + 4000)
    proof.write_bytes(oracle.proof(4, oracle.path(4, PROVEN), future, MORE))
    assert run("bukti", proof)[0] == 1


def test_a_leaf_on_the_command_line(proof: Path, run: Run):
    text = PROVEN[4].decode()
    assert run("bukti", proof, "--daun", text)[0] == 0
    assert run("bukti", proof, "--daun", ALL[0].decode())[0] == 1
    told_otherwise = oracle.extra(ROW_KEY, FACT.replace("issued", "rejected"))
    proof.write_bytes(oracle.proof(4, oracle.path(4, PROVEN), signed(PROVEN), told_otherwise))
    code, told = run("bukti", proof, "--daun", text)
    assert code == 1 and "rejected" not in told  # the leaf is there, but not that fact
    proof.write_bytes(oracle.proof(4, oracle.path(4, PROVEN), signed(PROVEN)))
    for leaf, code in ((text, 0), (text[6:70], 0), (ALL[0].decode(), 1), ("x", 2), (text + " ", 2), ("\udcff", 2)):
        found, told = run("bukti", proof, "--daun", leaf)
        assert found == code, told
        assert code or "Hanya daunnya" in told


def test_usage():
    assert spawned()[0] == spawned("bukti")[0] == spawned("lain")[0] == 2


# --- pantau


def watched(run: Run, log: Served, folder: Path, *more: str) -> tuple[int, str]:
    return run("pantau", log.url, "--keadaan", folder / "state.json", *more)


def state(folder: Path) -> dict[str, object]:
    return json.loads((folder / "state.json").read_text("utf-8"))


def evidence(folder: Path) -> list[dict[str, str]]:
    file = folder / "state.json.bukti"
    return [json.loads(one) for one in file.read_text("utf-8").splitlines()] if file.exists() else []


def test_a_log_that_grows(log: Served, run: Run, tmp_path: Path):
    for size, more in (
        (0, []),
        (5, []),
        (5, []),
        (256, []),
        (300, ["--isi"]),
        (300, ["--isi"]),
        (512, []),
        (600, ["--isi"]),
    ):
        log.show(ALL[:size], signed(ALL[:size]))
        log.asked.clear()
        code, told = watched(run, log, tmp_path, *more)
        assert code == 0 and f"berukuran {size}" in told, told
        kept = state(tmp_path)
        assert str(kept["checkpoint"]).encode() == log.files["checkpoint"]
        assert kept["entries"] == (size if more else {512: 300}.get(size, 0))
    assert [one for one in log.asked if "entries" in one] == [f"tile/entries/{one}" for one in ("001", "002.p/88")]
    assert not evidence(tmp_path) and {one.name for one in tmp_path.iterdir()} == {"policy.json", "state.json"}


def test_bundles_are_read_in_portions(log: Served, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cek, "MAX_BUNDLES", 1)
    log.show(ALL, signed(ALL))
    for reached in (256, 512, 600, 600):
        assert watched(run, log, tmp_path, "--isi")[0] == 0 and state(tmp_path)["entries"] == reached


def test_partial_tiles_may_be_gone_and_answers_packed(log: Served, run: Run, tmp_path: Path):
    log.show(ALL[:512], signed(ALL[:300]))
    log.files["tile/1/000.p/1"] = log.files["tile/1/000.p/2"][:32]
    log.files = {path: gzip.compress(body) for path, body in log.files.items()}
    log.headers = {"Content-Encoding": "gzip"}
    code, told = watched(run, log, tmp_path, "--isi")
    assert code == 0 and "tile/1/000.p/1" in log.asked and "tile/entries/001" in log.asked, told


@pytest.mark.parametrize("tree", (ALL[:299], ALL[:0]), ids=len)
def test_a_tail_that_was_cut(tree: list[bytes], log: Served, run: Run, tmp_path: Path):
    old, new = signed(ALL[:300]), signed(tree)
    log.show(ALL[:300], old)
    assert watched(run, log, tmp_path)[0] == 0
    log.show(tree, new)
    for _again in range(2):
        code, told = watched(run, log, tmp_path)
        assert code == 1 and "menyusut" in told and str(state(tmp_path)["checkpoint"]).encode() == old
    (kept,) = evidence(tmp_path)
    assert (kept["lama"].encode(), kept["baru"].encode()) == (old, new)


def test_a_checkpoint_that_is_served_for_ever(log: Served, run: Run, tmp_path: Path):
    """It is well signed and nothing was rewritten, but what came after it is hidden."""
    now = int(time.time())  # of this moment: the module may have been read long before
    for old, more, code in ((55, [], 0), (62, [], 2), (62, ["--umur", "90"], 0), (3 * 365 * 24 * 60, [], 2)):
        log.show(ALL[:5], oracle.checkpoint(ORIGIN, ALL[:5], (*LOGS, ANNA), now - 60 * old))
        found, told = watched(run, log, tmp_path, *more)
        assert (found, "usang" in told) == (code, code == 2), told
    assert not evidence(tmp_path)
    log.show(ALL[:5], oracle.checkpoint(ORIGIN, ALL[:5], (*LOGS, ANNA), 0))
    code, told = watched(run, log, tmp_path)
    assert code == 0 and "tidak menyebut waktu" in told
    stale = oracle.checkpoint(ORIGIN, ALL[:5], (*LOGS, ANNA), now - 8000)
    log.show(ALL[:5], stale)
    given = ("pantau", log.url, "--keadaan", tmp_path / "state.json", "--kebijakan", tmp_path / "policy.json")
    assert spawned(*given, flags=("-I", "-S"))[0] == 2  # the witness's time is enough, without any package


def test_two_faces(log: Served, run: Run, tmp_path: Path):
    old, new = signed(ALL[:300]), signed(OTHER[:300])
    log.show(ALL[:300], old)
    assert watched(run, log, tmp_path)[0] == 0
    log.show(OTHER[:300], new)
    code, told = spawned(
        "pantau", log.url, "--keadaan", tmp_path / "state.json", "--kebijakan", tmp_path / "policy.json"
    )
    assert code == 1 and "Tampilan ganda" in told
    (kept,) = evidence(tmp_path)
    assert (kept["lama"].encode(), kept["baru"].encode()) == (old, new)
    assert str(state(tmp_path)["checkpoint"]).encode() == old


@pytest.mark.parametrize(("old", "new"), ((5, 6), (255, 300), (256, 300), (300, 600), (512, 600)))
def test_a_past_that_was_rewritten(old: int, new: int, log: Served, run: Run, tmp_path: Path):
    log.show(ALL[:old], signed(ALL[:old]))
    assert watched(run, log, tmp_path)[0] == 0
    tree = [*ALL[: old - 1], OTHER[0], *ALL[old:new]]
    log.show(tree, signed(tree))
    code, told = watched(run, log, tmp_path, "--isi")
    assert code == 1 and "Riwayat diubah" in told and len(evidence(tmp_path)) == 1
    log.files.update({**oracle.resources(ALL[:new]), "checkpoint": log.files["checkpoint"]})  # tiles of the true past
    code, told = watched(run, log, tmp_path)
    assert (
        code == 1 and "Petak" in told and str(state(tmp_path)["checkpoint"]).encode() == signed_again(state(tmp_path))
    )


def signed_again(kept: dict[str, object]) -> bytes:
    """The kept note is still a good one."""
    raw = str(kept["checkpoint"]).encode()
    cek.open_checkpoint(raw, cek.read_policy(raw_policy()), NOW)
    return raw


def test_forged_checkpoints(log: Served, run: Run, tmp_path: Path):
    old = signed(ALL[:300])
    log.show(ALL[:300], old)
    assert watched(run, log, tmp_path)[0] == 0
    stranger = Signer(ORIGIN, oracle.NOTE, b"?" * 32)
    for raw, words in (
        (signed(ALL[:400], [stranger, ANNA]), "dari jejak"), (signed(ALL[:400], [LOG]), "Saksi"),
        (oracle.checkpoint(ORIGIN, ALL[:400], [LOG, ANNA], NOW + 4000), "masa depan"),
        (signed(ALL[:400]).replace(b"\n400\n", b"\n401\n"), "palsu"),
    ):  # fmt: skip
        log.show(ALL[:400], raw)
        code, told = watched(run, log, tmp_path)
        assert code == 1 and words in told and evidence(tmp_path)[-1]["baru"].encode() == raw
    assert str(state(tmp_path)["checkpoint"]).encode() == old


def test_tiles_and_bundles_that_lie(log: Served, run: Run, tmp_path: Path):
    log.show(ALL[:300], signed(ALL[:300]))
    assert watched(run, log, tmp_path)[0] == 0
    log.show(ALL, signed(ALL))
    good = dict(log.files)
    lies = {
        "tile/0/000": oracle.tile(0, 0, 256, OTHER), "tile/0/002.p/88": oracle.tile(0, 2, 88, OTHER),
        "tile/1/000.p/2": oracle.tile(1, 0, 2, OTHER), "tile/entries/000": oracle.entries(0, 256, OTHER),
        "tile/entries/002.p/88": oracle.entries(2, 88, OTHER),
    }  # fmt: skip
    for path, body in lies.items():
        log.files = {**good, path: body}
        code, told = watched(run, log, tmp_path, "--isi")
        assert code == 1 and "tidak" in told, (path, told)
    assert len(evidence(tmp_path)) == 1  # the same pair of checkpoints each time
    odd = [*ALL[:599], b'{"nama":"Siti"}']
    log.show(odd, signed(odd))
    code, told = watched(run, log, tmp_path, "--isi")
    assert code == 1 and "komitmen" in told
    assert state(tmp_path) == {"checkpoint": signed_again(state(tmp_path)).decode(), "entries": 0}


def test_what_cannot_be_read(log: Served, run: Run, tmp_path: Path):
    log.show(ALL[:300], signed(ALL[:300]))
    good = dict(log.files)
    bomb = gzip.compress(bytes(1 << 24))
    huge = oracle.note(oracle.checkpoint_text(ORIGIN, 2**62 - 1, bytes(32)), (*LOGS, ANNA), NOW)
    for change, headers, words in (
        ({"checkpoint": None}, {}, "titik periksa"), ({"checkpoint": b"<html>"}, {}, "Titik periksa"), ({"checkpoint": b"\xff"}, {}, "Titik"),
        ({"checkpoint": bytes(cek.MAX_NOTE + 9)}, {}, "terlalu"), ({"checkpoint": bomb}, {"Content-Encoding": "gzip"}, "terlalu"),
        ({"checkpoint": good["checkpoint"][:9]}, {"Content-Encoding": "gzip"}, "tidak dapat dibaca"), ({}, {"Content-Encoding": "br"}, "aneh"),
        ({}, {"Content-Length": "99999"}, "utuh"), ({"checkpoint": huge}, {}, "tidak menyajikan"),
        ({"tile/0/000": None}, {}, "tidak menyajikan tile/0/000"), ({"tile/0/001.p/44": None}, {}, "tidak menyajikan tile/0/001"),
        ({"tile/0/000": good["tile/0/000"][:-32]}, {}, "sepanjang"), ({"tile/0/000": bytes(9999)}, {}, "terlalu"),
        ({"tile/entries/000": None}, {}, "tile/entries/000"), ({"tile/entries/000": good["tile/entries/000"][:-1]}, {}, "terpotong"),
        ({"tile/entries/001.p/44": good["tile/entries/001.p/44"][80:]}, {}, "44 daun"),
        ({"tile/entries/001.p/44": good["tile/entries/001.p/44"] + b"\0\0"}, {}, "44 daun"),
    ):  # fmt: skip
        log.files = {path: body for path, body in {**good, **change}.items() if body is not None}
        log.headers = headers
        code, told = watched(run, log, tmp_path, "--isi")
        assert code == 2 and words in told, (words, told)
    log.headers, log.redirect = {}, "file:///etc/passwd"
    for target in ("file:///etc/passwd", "ftp://127.0.0.1/x", f"{log.url}/checkpoint"):
        log.redirect = target
        code, told = watched(run, log, tmp_path)
        assert code == 2 and "302" in told
    assert run("pantau", "http://127.0.0.1:1/jejak", "--keadaan", tmp_path / "state.json")[0] == 2
    for url in ("http://[::1/", "http://127.0.0.1:99999/", "http://\u00e9\ud800/"):
        assert run("pantau", url, "--keadaan", tmp_path / "state.json")[0] == 2, url
    for url in (
        "file:///",
        "ftp://a/b",
        "jejak",
        "",
        "https://",
        "http://a b/",
        "https://u@h/",
        "http://a/?b",
        "https://a/#b",
    ):
        code, told = run("pantau", url, "--keadaan", tmp_path / "state.json")
        assert code == 2 and "Alamat" in told, url
    assert {one.name for one in tmp_path.iterdir()} == {"policy.json"}


def test_a_server_that_is_too_slow(log: Served, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cek, "SECONDS_IN_ALL", -1.0)
    log.show(ALL[:3], signed(ALL[:3]))
    code, told = watched(run, log, tmp_path)
    assert code == 2 and "terlalu lambat" in told


class Answer:
    """An answer that gives the same bytes again and again, `times` times."""

    status, times, asked = 200, 10**9, 0

    def __init__(self, part: bytes, headers: dict[str, str]) -> None:
        self.part, self.headers = part, headers

    def read1(self, _most: int) -> bytes:
        self.asked += 1
        return self.part if self.asked <= self.times else b""


def test_no_more_is_kept_in_memory_than_allowed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cek, "SECONDS_IN_ALL", 2.0)
    endless = Answer(bytes(1000), {})
    with pytest.raises(ValueError, match="terlalu"):
        cek.Site("http://a/")._read(endless, 8192)  # type: ignore[arg-type]
    assert endless.asked < 20
    bomb = Answer(gzip.compress(bytes(1 << 23)), {"Content-Encoding": "gzip"})
    bomb.times = 1
    tracemalloc.start()
    with pytest.raises(ValueError, match="terlalu"):
        cek.Site("http://a/")._read(bomb, 8192)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_a_state_that_is_broken_is_not_replaced(log: Served, run: Run, tmp_path: Path):
    log.show(ALL[:300], signed(ALL[:300]))
    good = signed(ALL[:9]).decode()
    file = tmp_path / "state.json"
    for text in (
        "", "{", "[]", "{}", json.dumps({"checkpoint": good}), json.dumps({"checkpoint": good, "entries": 10}),
        json.dumps({"checkpoint": good, "entries": -1}), json.dumps({"checkpoint": good, "entries": True}),
        json.dumps({"checkpoint": good.replace("\n9\n", "\n8\n"), "entries": 0}), json.dumps({"checkpoint": "x", "entries": 0}),
        json.dumps({"checkpoint": "\ud800", "entries": 0}),
    ):  # fmt: skip
        file.write_text(text, "utf-8")
        assert watched(run, log, tmp_path)[0] == 2 and file.read_text("utf-8") == text
    file.unlink()
    file.symlink_to("nirgends")
    assert watched(run, log, tmp_path)[0] == 2
    assert run("pantau", log.url, "--keadaan", tmp_path / "tiada" / "state.json")[0] == 2


# --- banding


def test_two_checkpoints(log: Served, run: Run, tmp_path: Path):
    log.show(ALL, signed(ALL))
    trees = {
        "a": ALL[:300], "b": ALL, "lain": OTHER[:300], "kosong": [], "cabang": [OTHER[0], *ALL[1:100]], "besar": [*OTHER[:300], *ALL[300:]],
    }  # fmt: skip
    for name, tree in trees.items():
        (tmp_path / name).write_bytes(signed(tree, [LOG]))  # the log's own word is enough against the log
    (tmp_path / "palsu").write_bytes(signed(OTHER[:300], [Signer(ORIGIN, oracle.NOTE, b"?" * 32)]))
    (tmp_path / "asing").write_bytes(oracle.checkpoint("lain.example", ALL, [LOG], NOW))
    for one, two, url, code, words in (
        ("a", "b", True, 0, "BAIK"), ("b", "a", True, 0, "BAIK"), ("a", "a", False, 0, "BAIK"), ("kosong", "b", True, 0, "BAIK"),
        ("kosong", "kosong", False, 0, "BAIK"), ("a", "b", False, 2, "--url"), ("a", "lain", False, 1, "Tampilan ganda"),
        ("lain", "a", True, 1, "Tampilan ganda"), ("cabang", "b", True, 1, "Riwayat diubah"), ("a", "besar", True, 1, "Petak"),
        ("a", "palsu", False, 2, "dari jejak"), ("asing", "a", False, 2, "jejak lain"), ("a", "tiada", False, 2, "tidak dapat dibaca"),
    ):  # fmt: skip
        found, told = run("banding", tmp_path / one, tmp_path / two, *(["--url", log.url] if url else []))
        assert (found, words in told) == (code, True), (one, two, told)
    code, told = spawned(
        "banding", tmp_path / "a", tmp_path / "b", "--url", log.url + "/", "--kebijakan", tmp_path / "policy.json"
    )
    assert code == 0, told


def test_two_witnesses_are_asked_for(log: Served, run: Run, tmp_path: Path):
    (tmp_path / "strict.json").write_bytes(raw_policy(2))
    for keys, code in (((*LOGS, ANNA, ANNA_PQ), 1), ((*LOGS, ANNA, BUDI), 0), ((*LOGS, ANNA, CITRA_PQ), 0)):
        log.show(ALL[:5], signed(ALL[:5], keys))
        given = ("pantau", log.url, "--keadaan", tmp_path / "state.json")
        assert run(*given, policy="strict.json")[0] == code
