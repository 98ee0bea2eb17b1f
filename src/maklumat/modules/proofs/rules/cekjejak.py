"""Check the public log of a Maklumat site without trusting the site. Needs Python 3.9 or newer, and nothing else.

    python3 cekjejak.py bukti BERKAS.tlog-proof --kebijakan kebijakan.json
    python3 cekjejak.py pantau https://situs.example/jejak --kebijakan kebijakan.json --keadaan keadaan.json --isi
    python3 cekjejak.py banding SATU DUA --kebijakan kebijakan.json --url https://situs.example/jejak

`bukti` opens one proof offline, `pantau` is one round of a monitor, `banding` compares two signed checkpoints.
It ends with 0 when all is well, 1 when something is proven wrong, 2 when it could not be checked.
With the package `cryptography` (47 or newer) it also checks ML-DSA-44; without it such lines count for nothing.

One file on purpose, so that it can be sent, read and kept as a whole. Sources: RFC 6962 §2.1 (tree), RFC 9162 §2.1.3
and §2.1.4 (checking proofs), RFC 8032 (Ed25519), FIPS 204 (ML-DSA), and C2SP signed-note, tlog-checkpoint,
tlog-cosignature, tlog-tiles, tlog-proof.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import http.client
import io
import json
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

MAX_FILE = 1 << 20  # bytes of a proof, a policy or a state
MAX_NOTE = 1 << 18  # bytes of a checkpoint; 16 post-quantum signatures are 80 kB (signed-note, Format)
MAX_SIGNATURES = 64
MAX_SIZE = 1 << 62  # leaves
MAX_BUNDLE = 256 * (2 + 0xFFFF)  # bytes of 256 entries (tlog-tiles, Log entries)
MAX_BUNDLES = 400  # bundles read in one round; the next round goes on from there
MAX_EVIDENCE = 1 << 23  # bytes of kept evidence, so that a hostile server cannot fill the disk
SECONDS = 20.0  # for one step of the network
SECONDS_IN_ALL = 60.0  # for one answer
AHEAD = 300  # seconds that the clock of a cosigner may be fast
OLDEST = 60  # minutes that a checkpoint may be old; a log signs every few minutes, also when nothing happens

ED25519_NOTE, ED25519_WITNESS, MLDSA44 = 0x01, 0x04, 0x06  # signature types (signed-note, tlog-cosignature)
PUBLIC_LENGTH = {ED25519_NOTE: 32, ED25519_WITNESS: 32, MLDSA44: 1312}
SIGNATURE_LENGTH = {ED25519_NOTE: 64, ED25519_WITNESS: 8 + 64, MLDSA44: 8 + 2420}  # with the time, if there is one
ALGORITHM = {ED25519_NOTE: "Ed25519", ED25519_WITNESS: "Ed25519", MLDSA44: "ML-DSA-44"}
UNCHECKED = "tidak diperiksa: perlu paket cryptography"

DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
HEX32 = re.compile(r"[0-9a-f]{64}")
LEAF = re.compile(rb'\{"c":"[0-9a-f]{64}","v":1\}')
SIGNATURE_LINE = re.compile("\u2014 ([^ +]+) ([A-Za-z0-9+/]+=*)")
FACT = {"id", "kind", "subject", "unit_id", "at", "by", "by_kind", "data", "commitment"}
EMPTY_ROOT = hashlib.sha256(b"").digest()


class Unusable(Exception):
    """It cannot be checked: missing, malformed, of another log, or out of reach (exit code 2)."""


class Wrong(Exception):
    """It was checked, and it is wrong (exit code 1)."""


def need(good: object, sentence: str, otherwise: type[Exception] = Unusable) -> None:
    """Go on only if it is so; the sentence is for people."""
    if not good:
        raise otherwise(sentence)


# --- Ed25519 (RFC 8032 §5.1). Always this one, so that everybody reaches the same verdict. It only handles what is public.

Point = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T: x = X/Z, y = Y/Z, xy = T/Z
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
NEUTRAL: Point = (0, 1, 1, 0)
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, -1, PRIME) % PRIME
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % PRIME)  # the generator


def add_points(one: Point, two: Point) -> Point:
    """The sum of two points; complete, so it also doubles (RFC 8032 §5.1.4)."""
    a = (one[1] - one[0]) * (two[1] - two[0])
    b = (one[1] + one[0]) * (two[1] + two[0])
    c = 2 * one[3] * two[3] * CURVE_D
    d = 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def decode_point(encoded: bytes) -> Point | None:
    """The point behind 32 bytes, None if there is none or it is not written canonically (RFC 8032 §5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= PRIME:
        return None
    u, v = (y * y - 1) % PRIME, (CURVE_D * y * y + 1) % PRIME
    x = u * pow(v, 3, PRIME) * pow(u * pow(v, 7, PRIME), (PRIME - 5) // 8, PRIME) % PRIME
    if v * x * x % PRIME == -u % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if v * x * x % PRIME != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return x, y, 1, x * y % PRIME


def encode_point(point: Point) -> bytes:
    """32 bytes: y, and the lowest bit of x on top (RFC 8032 §5.1.2)."""
    inverse = pow(point[2], -1, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def has_small_order(point: Point) -> bool:
    """Whether eight times the point is neutral: such a "key" would accept one signature for many texts."""
    for _ in range(3):
        point = add_points(point, point)
    return encode_point(point) == encode_point(NEUTRAL)


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 §5.1.7, strict: S below the order, canonical points, and no cofactor."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, s = decode_point(public), int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (PRIME - key[0], key[1], 1, PRIME - key[3])
    addend = {1: BASE, 2: minus, 3: add_points(BASE, minus)}
    found = NEUTRAL  # s·B − k·A, both multiples bit by bit at once
    for bit in range(252, -1, -1):
        found = add_points(found, found)
        chosen = (s >> bit & 1) | (k >> bit & 1) << 1
        if chosen:
            found = add_points(found, addend[chosen])
    return encode_point(found) == signature[:32]


def mldsa44_verify(public: bytes, message: bytes, signature: bytes) -> bool | None:
    """FIPS 204 with an empty context; None: this computer has no means to check it."""
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
    except ImportError:
        return None
    try:
        MLDSA44PublicKey.from_public_bytes(public).verify(signature, message)
    except UnsupportedAlgorithm:
        return None
    except InvalidSignature:
        return False
    return True


# --- The tree (RFC 6962 §2.1, RFC 9162 §2.1)


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split_point(count: int) -> int:
    """The largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def tree_root(hashes: Sequence[bytes]) -> bytes:
    """The root over subtrees of equal size; only the last of them may be smaller."""
    if len(hashes) == 1:
        return hashes[0]
    k = split_point(len(hashes))
    return node_hash(tree_root(hashes[:k]), tree_root(hashes[k:]))


def root_from_tiles(edge: Sequence[Sequence[bytes]]) -> bytes:
    """The root of a tree out of its partial tiles, level 0 first; a level without a partial tile is empty (tlog-tiles)."""
    rest: list[bytes] = []  # the root of all that stands right of the tile
    for hashes in edge:
        if hashes:
            rest = [tree_root([*hashes, *rest])]
    return rest[0] if rest else EMPTY_ROOT


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the hash of a leaf stands at this index of the tree (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or any(len(one) != 32 for one in path):
        return False
    here, last, found = index, size - 1, leaf
    for one in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(one, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, one)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of size `second` begins with the tree of size `first` (RFC 9162 §2.1.4.2)."""
    if not 0 <= first <= second or any(len(one) != 32 for one in proof):
        return False
    if first == 0:
        return not proof and old == EMPTY_ROOT
    if first == second:
        return not proof and old == new
    steps = list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, old)  # a whole power of two is its own first node
    if not steps:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    found_old = found_new = steps[0]
    for one in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            found_old, found_new = node_hash(one, found_old), node_hash(one, found_new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found_new = node_hash(found_new, one)
        here, last = here >> 1, last >> 1
    return last == 0 and found_old == old and found_new == new


# --- Signed notes, checkpoints and the policy


class Key(NamedTuple):
    """A verifier key (signed-note)."""

    name: str
    id: bytes
    kind: int
    public: bytes


class Line(NamedTuple):
    """A signature line of a note: whose it says it is, and the bytes after the key's id."""

    name: str
    id: bytes
    body: bytes


class Checkpoint(NamedTuple):
    """A tree head (tlog-checkpoint); `text` is what is signed."""

    origin: str
    size: int
    root: bytes
    text: str


class Policy(NamedTuple):
    """Whom this reader trusts: the keys of log and witnesses, and how many witnesses it asks for."""

    origin: str
    keys: dict[tuple[str, bytes], Key]
    k: int


class Signed(NamedTuple):
    """A checkpoint whose signatures were checked; `told` is a line for people on each known key.

    `at` is the latest time that somebody signed it at, if anybody said one; a time that was not checked counts only where no other is there.
    """

    raw: bytes
    checkpoint: Checkpoint
    witnesses: set[str]
    told: list[str]
    at: int | None


def plain(given: object) -> str:
    """Text that cannot steer a terminal."""
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in str(given)[:2000])


def decode_base64(text: str, what: str) -> bytes:
    """Standard base64 (RFC 4648 §4) of something, in its one canonical spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = b""
    need(raw and base64.b64encode(raw).decode() == text, f"{what} bukan base64 yang benar.")
    return raw


def decode_number(text: str, what: str) -> int:
    """A decimal without leading zeros, below 2**62."""
    need(DECIMAL.fullmatch(text) and int(text) < MAX_SIZE, f"{what} bukan bilangan yang benar.")
    return int(text)


def decode_json(raw: bytes, what: str) -> dict[str, Any]:
    """A JSON object in which no name stands twice: two readers must not read it in two ways."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "", ValueError)
        return dict(pairs)

    try:
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=once)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8")  # neither NaN nor half a character
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Unusable(f"{what} bukan objek JSON yang benar.")
    return data


def parse_note(raw: bytes) -> tuple[str, list[Line]]:
    """Text and signature lines, with an empty line between them (signed-note, Format). Nothing is verified yet."""
    try:
        whole = raw.decode("utf-8") if len(raw) <= MAX_NOTE else ""
    except UnicodeDecodeError:
        whole = ""
    text, gap, signatures = whole.rpartition("\n\n")
    need(gap and signatures.endswith("\n"), "Titik periksa bukan teks bertanda tangan, atau terlalu besar.")
    need(all(one >= " " or one == "\n" for one in whole), "Titik periksa memuat karakter kendali.")
    need(signatures.count("\n") <= MAX_SIGNATURES, "Titik periksa memuat terlalu banyak tanda tangan.")
    lines = []
    for one in signatures[:-1].split("\n"):
        found = SIGNATURE_LINE.fullmatch(one)
        if not found or any(c.isspace() for c in found[1]):
            raise Unusable("Baris tanda tangan tidak sesuai bentuk.")
        body = decode_base64(found[2], "Tanda tangan")
        need(len(body) > 4, "Tanda tangan terlalu pendek.")
        lines.append(Line(found[1], body[:4], body[4:]))
    return text + "\n", lines


def parse_checkpoint(text: str) -> Checkpoint:
    """Origin, size and root, each on a line; lines that follow must not be empty (tlog-checkpoint)."""
    lines = text[:-1].split("\n")
    need(len(lines) >= 3 and all(lines), "Titik periksa tidak memuat asal, ukuran, dan akar.")
    root = decode_base64(lines[2], "Akar")
    need(len(root) == 32, "Akar bukan 32 bita.")
    return Checkpoint(lines[0], decode_number(lines[1], "Ukuran"), root, text)


def read_vkey(text: str) -> Key:
    """`name+id+base64(type || public key)`; the id must be the one that follows from the rest (signed-note)."""
    name, _plus, rest = text.partition("+")
    identity, _plus, encoded = rest.partition("+")
    what = f"Kunci {plain(name)} dalam kebijakan"
    need(name and not any(c.isspace() for c in name) and len(name.encode()) < 256, f"{what}: namanya salah.")
    raw = decode_base64(encoded, what)
    found = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    key = Key(name, found, raw[0], raw[1:])
    need(len(key.public) == PUBLIC_LENGTH.get(key.kind), f"{what}: jenis atau panjangnya salah.")
    need(identity == found.hex(), f"{what}: tandanya tidak cocok dengan isinya.")
    if key.kind != MLDSA44:
        point = decode_point(key.public)
        need(point and not has_small_order(point), f"{what} lemah atau bukan kunci Ed25519.")
    return key


def read_policy(raw: bytes) -> Policy:
    """The policy file. What could never be met, or be met by fewer than it seems, is refused."""
    data = decode_json(raw, "Kebijakan")
    origin, k, groups = data.get("origin"), data.get("k"), (data.get("log"), data.get("witnesses"))
    if not isinstance(origin, str) or type(k) is not int or k < 0:
        raise Unusable("Kebijakan harus memuat origin (teks) dan k (bilangan).")
    lists = all(isinstance(group, list) and all(isinstance(one, str) for one in group) for group in groups)
    need(lists, "Kebijakan harus memuat log dan witnesses (daftar kunci).")
    log, witnesses = ([read_vkey(one) for one in group or ()] for group in groups)
    named = all(key.name == origin and key.kind != ED25519_WITNESS for key in log)
    need(named, "Kunci log harus bernama sama dengan origin dan berjenis 01 atau 06.")
    need(any(key.kind == ED25519_NOTE for key in log), "Kebijakan harus memuat kunci Ed25519 (jenis 01) dari log.")
    named = all(key.name != origin and key.kind != ED25519_NOTE for key in witnesses)
    need(named, "Kunci saksi harus bernama lain dari log dan berjenis 04 atau 06.")
    keys = {(key.name, key.id): key for key in (*log, *witnesses)}
    alone = len(log) + len(witnesses) == len(keys) == len({key.public for key in keys.values()})
    need(alone, "Satu kunci tertulis dua kali dalam kebijakan.")
    need(k <= len({key.name for key in witnesses}), "Kebijakan menuntut lebih banyak saksi daripada yang terdaftar.")
    return Policy(origin, keys, k)


def cosigned_message(key: Key, at: int, checkpoint: Checkpoint) -> bytes:
    """What a timestamped line signs: the Ed25519 text, or the structure from leaf 0 to the size (tlog-cosignature)."""
    if key.kind == ED25519_WITNESS:
        return f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode()
    name, origin = key.name.encode(), checkpoint.origin.encode()
    by = b"subtree/v1\n\x00" + bytes([len(name)]) + name + at.to_bytes(8, "big")
    return by + bytes([len(origin)]) + origin + bytes(8) + checkpoint.size.to_bytes(8, "big") + checkpoint.root


def check_line(key: Key, body: bytes, checkpoint: Checkpoint) -> tuple[bool | None, int]:
    """Whether a line under a known key is right (None: not checked), and its time (0: it says none)."""
    if len(body) != SIGNATURE_LENGTH[key.kind]:
        return False, 0
    if key.kind == ED25519_NOTE:
        return ed25519_verify(key.public, checkpoint.text.encode(), body), 0
    at, signature = int.from_bytes(body[:8], "big"), body[8:]
    verify = ed25519_verify if key.kind == ED25519_WITNESS else mldsa44_verify
    return verify(key.public, cosigned_message(key, at, checkpoint), signature), at


def described(key: Key, at: int, now: float) -> str:
    """A signature for people: whose, which kind, from when."""
    told = ""
    if key.kind != ED25519_NOTE:
        told = ", tanpa waktu"
        if at:
            soon = at <= now + AHEAD
            told = time.strftime(", %Y-%m-%d %H:%M:%S UTC", time.gmtime(at)) if soon else ", bertanggal di masa depan"
    return f"{plain(key.name)} ({ALGORITHM[key.kind]}{told})"


def open_checkpoint(raw: bytes, policy: Policy, now: float, k: int | None = None) -> Signed:
    """A signed checkpoint: strangers' lines are ignored, every known line must verify, and each key of the log must have one.

    `k` replaces the policy's, for a checkpoint that was accepted before, or stands against the log: there its Ed25519 line is enough.
    """
    text, lines = parse_note(raw)
    checkpoint = parse_checkpoint(text)
    need(checkpoint.origin == policy.origin, "Titik periksa ini milik jejak lain daripada yang disebut kebijakan.")
    seen, witnesses, unchecked, told = set[Key](), set[str](), set[str](), list[str]()
    times: dict[bool, list[int]] = {True: [], False: []}
    fast = ""
    for line in lines:
        key = policy.keys.get((line.name, line.id))
        if key is None:
            continue
        verdict, at = check_line(key, line.body, checkpoint)
        what = described(key, at, now)
        need(verdict is not False, f"Tanda tangan {what} palsu atau rusak.", Wrong)
        if (
            at > now + AHEAD
        ):  # one witness with a wrong clock does not spoil what the others say; the log itself must have a right one
            need(key.name != policy.origin, f"Tanda tangan {what}.", Wrong)
            told.append(f"tanda tangan {what}: tidak dihitung")
            fast = f" Tanda tangan {what} tidak dihitung."
            continue
        told.append(f"tanda tangan {what}: {'benar' if verdict else UNCHECKED}")
        seen.add(key)
        if at:
            times[bool(verdict)].append(at)
        if key.name != policy.origin:
            (witnesses if verdict else unchecked).add(key.name)
    log = [key for key in policy.keys.values() if key.name == policy.origin]
    signed = any(key.kind == ED25519_NOTE for key in log if key in seen)
    need(signed, "Titik periksa tidak bertanda tangan Ed25519 dari jejak.", Wrong)
    need(checkpoint.size or checkpoint.root == EMPTY_ROOT, "Akar jejak yang kosong salah.", Wrong)
    wanted = policy.k if k is None else k
    sentence = f"Saksi yang benar {len(witnesses)}, kebijakan menuntut {wanted}.{fast}"
    need(len(witnesses | unchecked) >= wanted, sentence, Wrong)
    need(len(witnesses) >= wanted, f"{sentence} Lainnya {UNCHECKED}.")
    for key in log if k is None else ():
        need(key in seen, f"Titik periksa tidak bertanda tangan {ALGORITHM[key.kind]} dari jejak.", Wrong)
    return Signed(raw, checkpoint, witnesses, told, max(times[True] or times[False], default=None))


# --- Proof files (tlog-proof) and leaves


class Proof(NamedTuple):
    """The parts of a proof file; `checkpoint` is still unread."""

    extra: bytes | None
    place: int
    path: list[bytes]
    checkpoint: bytes


def parse_proof(raw: bytes) -> Proof:
    """A `.tlog-proof` taken apart; nothing is verified yet."""
    head, gap, checkpoint = raw.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    need(gap and lines[0] == "c2sp.org/tlog-proof@v1", "Berkas ini bukan bukti tlog-proof versi 1.")
    extra = None
    if len(lines) > 1 and lines[1].startswith("extra "):
        extra = decode_base64(lines.pop(1)[6:], "Baris extra")
    need(len(lines) > 1 and lines[1].startswith("index "), "Bukti tidak memuat nomor daun.")
    need(len(lines) <= 2 + 62, "Bukti memuat terlalu banyak baris.")
    path = [decode_base64(one, "Baris bukti") for one in lines[2:]]
    need(all(len(one) == 32 for one in path), "Baris bukti bukan 32 bita.")
    return Proof(extra, decode_number(lines[1][6:], "Nomor daun"), path, checkpoint)


def leaf_of(commitment: str) -> bytes:
    return f'{{"c":"{commitment}","v":1}}'.encode()


def open_extra(extra: bytes) -> tuple[bytes, dict[str, Any]]:
    """The leaf that text and key of a fact make, and the fact."""
    data = decode_json(extra, "Baris extra")
    text, key = data.get("fact"), data.get("key")
    if set(data) != {"fact", "key"} or not isinstance(text, str) or not isinstance(key, str):
        raise Unusable("Baris extra harus memuat fact dan key, keduanya teks.")
    need(HEX32.fullmatch(key), "Kunci dalam baris extra bukan 64 angka heksa.")
    fact = decode_json(text.encode(), "Teks fakta")
    need(set(fact) == FACT, "Teks fakta tidak memuat tepat bagian-bagian sebuah fakta.")
    return leaf_of(hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()), fact


# --- Reading from a site (tlog-tiles)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Whoever is asked answers, or nobody: a redirect is an error."""

    def redirect_request(self, *_given: Any) -> None:
        return None


class Site:
    """What stands under the URL prefix of a log. Nothing that comes from here is trusted."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix.rstrip("/")
        need(
            re.fullmatch(r"https?://[^/?#@\s]+(/[^?#\s]*)?", prefix),
            "Alamat jejak harus berbentuk https://situs/jejak.",
        )
        self._opener = urllib.request.build_opener(NoRedirect)

    def get(self, path: str, limit: int) -> bytes | None:
        """The bytes behind a path; None if there is nothing. Too long, too slow and too strange is refused."""
        headers = {"User-Agent": "cekjejak", "Accept-Encoding": "gzip, identity"}
        try:
            request = urllib.request.Request(f"{self.prefix}/{path}", headers=headers)
            with self._opener.open(request, timeout=SECONDS) as answer:
                return self._read(answer, limit)
        except urllib.error.HTTPError as error:
            need(error.code in (403, 404, 410), f"Server menjawab {path} dengan kode {error.code}.")
            return None
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            raise Unusable(f"Server tidak dapat dibaca ({path}): {plain(error)}.") from None

    def _read(self, answer: http.client.HTTPResponse, limit: int) -> bytes:
        end, raw = time.monotonic() + SECONDS_IN_ALL, b""
        while part := answer.read1(1 << 16):
            raw += part
            soon = len(raw) <= limit + 1024 and time.monotonic() < end  # packed, it may be a little longer
            need(soon, "jawaban terlalu panjang atau terlalu lambat", ValueError)
        told, coding = answer.headers.get("Content-Length"), answer.headers.get("Content-Encoding", "identity").lower()
        need(answer.status == 200 and told in (None, str(len(raw))), "jawaban tidak utuh", ValueError)
        if coding == "gzip":
            unpack = zlib.decompressobj(31)
            raw = unpack.decompress(raw, limit + 1)
            need(unpack.eof, "jawaban terlalu panjang atau tidak utuh", ValueError)
        need(coding in ("gzip", "identity") and len(raw) <= limit, "jawaban terlalu panjang atau aneh", ValueError)
        return raw

    def tile(self, level: str, number: int, width: int, limit: int) -> tuple[bytes, int]:
        """A tile or a bundle, and how wide it is: where the partial one is gone, the full one stands in."""
        digits = str(number)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        path = f"tile/{level}/" + "/".join(["x" + one for one in groups[:-1]] + groups[-1:])
        found = self.get(f"{path}.p/{width}", limit) if width < 256 else None
        if found is not None:
            return found, width
        found = self.get(path, limit)
        if found is None:
            raise Unusable(f"Server tidak menyajikan {path}.")
        return found, 256


class Tiles:
    """The tree of one checkpoint, read from a site: every hash handed out was traced to the signed root."""

    def __init__(self, site: Site, checkpoint: Checkpoint) -> None:
        """Read the partial tiles: together they make the root, so if it comes out right all of them are right."""
        self.site, self.size = site, checkpoint.size
        self._known: dict[tuple[int, int], list[bytes]] = {}
        edge: list[list[bytes]] = []
        count = self.size
        while count:
            number, width = divmod(count, 256)
            edge.append(self._fetch(len(edge), number, width) if width else [])
            self._known[len(edge) - 1, number] = edge[-1]
            count = number
        good = root_from_tiles(edge) == checkpoint.root
        need(good, "Petak yang disajikan tidak menghasilkan akar yang ditandatangani.", Wrong)

    def _fetch(self, level: int, number: int, width: int) -> list[bytes]:
        raw, got = self.site.tile(str(level), number, width, 256 * 32)
        need(len(raw) == 32 * got, f"Petak {level}/{number} tidak sepanjang seharusnya.")
        return [raw[32 * at : 32 * at + 32] for at in range(width)]

    def tile(self, level: int, number: int) -> list[bytes]:
        """The hashes of a tile; a full one must hash to its place in the tile above."""
        if (level, number) not in self._known:
            above = self.tile(level + 1, number >> 8)[number & 255]
            hashes = self._fetch(level, number, 256)
            good = tree_root(hashes) == above
            need(good, f"Petak {level}/{number} tidak cocok dengan akar yang ditandatangani.", Wrong)
            self._known[level, number] = hashes
        return self._known[level, number]

    def root_of(self, start: int, end: int) -> bytes:
        """The root over the leaves start…end, where the tree has such a subtree."""
        span = end - start
        if span & (span - 1):
            k = split_point(span)
            return node_hash(self.root_of(start, start + k), self.root_of(start + k, end))
        level, rest = divmod(span.bit_length() - 1, 8)
        first = start >> 8 * level
        return tree_root(self.tile(level, first >> 8)[first & 255 : (first & 255) + (1 << rest)])

    def consistency_proof(self, old: int) -> list[bytes]:
        """PROOF(old, D[size]) of RFC 6962 §2.1.2, for 0 < old ≤ size."""
        proof: list[bytes] = []
        start, end, whole = 0, self.size, True  # `whole`: the range is the old tree itself, whose root is known
        while old != end - start:
            k = split_point(end - start)
            if old <= k:
                proof.append(self.root_of(start + k, end))
                end = start + k
            else:
                proof.append(self.root_of(start, start + k))
                start, old, whole = start + k, old - k, False
        return [*([] if whole else [self.root_of(start, end)]), *reversed(proof)]

    def check_entries(self, start: int) -> int:
        """Check hash and form of the entries from `start` on; up to which one it came."""
        end = min(self.size, (start // 256 + MAX_BUNDLES) * 256)
        for number in range(start // 256, -(-end // 256)):
            hashes = self.tile(0, number)
            raw, got = self.site.tile("entries", number, len(hashes), MAX_BUNDLE)
            entries = split_bundle(raw)
            need(len(entries) == got, f"Berkas isi {number} tidak memuat {got} daun.")
            for place, one in enumerate(hashes):
                which = f"Isi daun {number * 256 + place}"
                need(leaf_hash(entries[place]) == one, f"{which} tidak cocok dengan petaknya.", Wrong)
                need(LEAF.fullmatch(entries[place]), f"{which} tidak berbentuk komitmen.", Wrong)
        return end


def split_bundle(raw: bytes) -> list[bytes]:
    """The entries of a bundle, each after its length in two bytes (tlog-tiles, Log entries)."""
    entries, at = [], 0
    while at < len(raw):
        end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
        need(at + 2 <= len(raw) and end <= len(raw), "Berkas isi terpotong.")
        entries.append(raw[at + 2 : end])
        at = end
    return entries


def require_consistent(old: Checkpoint, new: Checkpoint, site: Site | None) -> Tiles | None:
    """The newer tree begins with the older one, or it is wrong. Where the sizes differ: the tiles that showed it."""
    if old.size == new.size:
        sentence = f"Tampilan ganda: jejak menandatangani dua akar berbeda untuk ukuran {old.size}."
        need(old.root == new.root, sentence, Wrong)
        return None
    if site is None:
        raise Unusable("Ukurannya berbeda: sebutkan alamat jejak dengan --url.")
    tiles = Tiles(site, new)
    proof = tiles.consistency_proof(old.size) if old.size else []
    good = verify_consistency(old.size, new.size, old.root, new.root, proof)
    need(good, f"Riwayat diubah: jejak berukuran {new.size} tidak meneruskan yang berukuran {old.size}.", Wrong)
    return tiles


# --- The three commands


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def tell(signed: Signed) -> None:
    say("".join(f"  {line}\n" for line in signed.told) + f"  saksi yang dihitung: {len(signed.witnesses)}")


def read_file(path: str, limit: int = MAX_FILE) -> bytes:
    try:
        with open(path, "rb") as file:
            raw = file.read(limit + 1)
    except (OSError, ValueError):
        raise Unusable(f"Berkas {plain(path)} tidak dapat dibaca.") from None
    need(len(raw) <= limit, f"Berkas {plain(path)} terlalu besar.")
    return raw


def prove(given: argparse.Namespace, now: float) -> None:
    """`bukti`: signatures, witnesses, inclusion, and the opening of the leaf."""
    policy = read_policy(read_file(given.kebijakan))
    proof = parse_proof(read_file(given.berkas))
    leaf, fact = open_extra(proof.extra) if proof.extra is not None else (b"", {})
    named = (leaf_of(given.daun) if HEX32.fullmatch(given.daun) else os.fsencode(given.daun)) if given.daun else leaf
    need(named, "Bukti ini tidak memuat fakta dan kuncinya. Sebutkan daunnya dengan --daun.")
    need(LEAF.fullmatch(named), 'Daun harus 64 angka heksa atau {"c":"…","v":1}.')
    checkpoint = (signed := open_checkpoint(proof.checkpoint, policy, now)).checkpoint
    need(not leaf or leaf == named, "Fakta dan kunci dalam bukti tidak menghasilkan daun yang disebut.", Wrong)
    good = verify_inclusion(proof.place, checkpoint.size, leaf_hash(named), proof.path, checkpoint.root)
    need(good, f"Daun ini tidak terbukti ada pada nomor {proof.place} dari {checkpoint.size}.", Wrong)
    say(f"TERBUKTI: daun nomor {proof.place} dari {checkpoint.size} tercatat pada jejak {plain(policy.origin)}.")
    words = {"kind": "jenis", "at": "waktu", "subject": "perihal", "unit_id": "unit", "by_kind": "oleh", "data": "isi"}
    for name, word in words.items() if fact else ():
        told = fact[name] if isinstance(fact[name], str) else json.dumps(fact[name], ensure_ascii=False)
        say(f"  {word}: {plain(told)}")
    if not fact:
        say("  Hanya daunnya yang diperiksa; fakta di baliknya tidak.")
    tell(signed)


def read_state(path: str, policy: Policy, now: float) -> tuple[Signed | None, int]:
    """The checkpoint of the last good round, checked anew (witnesses aside), and how many entries were read."""
    if not os.path.lexists(path):
        return None, 0
    data = decode_json(read_file(path), "Keadaan")
    text, entries = data.get("checkpoint"), data.get("entries")
    if not isinstance(text, str) or type(entries) is not int:
        raise Unusable("Keadaan tidak memuat checkpoint dan entries.")
    try:
        saved = open_checkpoint(text.encode(), policy, now, k=0)
    except Wrong as wrong:
        raise Unusable(f"Keadaan tidak cocok dengan kebijakan: {wrong}") from None
    need(0 <= entries <= saved.checkpoint.size, "Keadaan memuat jumlah isi yang mustahil.")
    return saved, entries


def write_state(path: str, raw: bytes, entries: int) -> None:
    """All of it or nothing: a new file takes the place of the old one."""
    try:
        with open(f"{path}.baru", "w", encoding="utf-8") as file:
            json.dump({"checkpoint": raw.decode(), "entries": entries}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.baru", path)
    except OSError:
        raise Unusable(f"Keadaan {plain(path)} tidak dapat disimpan.") from None


def keep_evidence(path: str, why: str, old: bytes, new: bytes, now: float) -> None:
    """Both signed checkpoints as a line of JSON beside the state; what is kept already is not kept twice."""
    pair = {"lama": old.decode(), "baru": new.decode()}
    try:
        with open(path, "a+", encoding="utf-8") as file:
            file.seek(0)
            kept = file.read(MAX_EVIDENCE)
            if json.dumps(pair)[1:] not in kept:
                need(len(kept) < MAX_EVIDENCE, "", ValueError)
                file.write(json.dumps({"waktu": int(now), "sebab": why, **pair}) + "\n")
        say(f"Kedua titik periksa disimpan sebagai bukti: {plain(path)}")
    except (OSError, ValueError):
        say(f"PERHATIAN: bukti tidak dapat disimpan pada {plain(path)}.")


def require_fresh(signed: Signed, now: float, minutes: int) -> None:
    """A site that always serves the same old checkpoint hides all that came after it; it proves nothing against the log."""
    if signed.at is None:
        say("PERHATIAN: titik periksa ini tidak menyebut waktu, jadi umurnya tidak diperiksa.")
        return
    old = int(now - signed.at) // 60
    sentence = f"Titik periksa ini berumur {old} menit, paling lama {minutes} (--umur): yang disajikan usang."
    need(old <= minutes, sentence)


def watch(given: argparse.Namespace, now: float) -> None:
    """`pantau`: one round. The state changes only when all of it is well."""
    policy = read_policy(read_file(given.kebijakan))
    saved, entries = read_state(given.keadaan, policy, now)
    old = saved.checkpoint if saved else Checkpoint(policy.origin, 0, EMPTY_ROOT, "")
    site = Site(given.url)
    raw = site.get("checkpoint", MAX_NOTE)
    if raw is None:
        raise Unusable("Server tidak menyajikan titik periksa.")
    parse_note(raw)  # what is no note is no evidence either
    try:
        signed = open_checkpoint(raw, policy, now)
        new = signed.checkpoint
        require_fresh(signed, now, given.umur)
        sentence = f"Jejak menyusut dari {old.size} menjadi {new.size}: ekornya dipotong, atau yang disajikan usang."
        need(new.size >= old.size, sentence, Wrong)
        tiles = require_consistent(old, new, site)
        if given.isi and entries < new.size:
            entries = (tiles or Tiles(site, new)).check_entries(entries)
    except Wrong as wrong:
        keep_evidence(f"{given.keadaan}.bukti", str(wrong), saved.raw if saved else b"", raw, now)
        raise
    write_state(given.keadaan, raw, entries)
    say(f"BAIK: jejak {plain(new.origin)} berukuran {new.size}, sebelumnya {old.size}; riwayatnya utuh.")
    say(f"  isi yang sudah diperiksa: {entries} dari {new.size}")
    tell(signed)


def compare(given: argparse.Namespace, now: float) -> None:
    """`banding`: two checkpoints of one log. The log's own signatures suffice to prove what the log has done."""
    policy = read_policy(read_file(given.kebijakan))
    both = []
    for path in (given.satu, given.dua):
        try:
            both.append(open_checkpoint(read_file(path, MAX_NOTE), policy, now, k=0))
        except Wrong as wrong:  # a forged checkpoint says nothing about the log
            raise Unusable(f"Berkas {plain(path)}: {wrong}") from None
    old, new = sorted((one.checkpoint for one in both), key=lambda one: one.size)
    require_consistent(old, new, Site(given.url) if given.url else None)
    say(f"BAIK: jejak berukuran {new.size} meneruskan jejak berukuran {old.size}.")
    for one in both:
        tell(one)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0, 1 or 2."""
    parser = argparse.ArgumentParser(prog="cekjejak", description="Memeriksa jejak publik tanpa mempercayai situsnya.")
    commands = parser.add_subparsers(required=True, metavar="bukti | pantau | banding")
    proving = commands.add_parser("bukti", help="memeriksa satu bukti tanpa jaringan")
    proving.add_argument("berkas", help="berkas .tlog-proof")
    proving.add_argument("--daun", help="daun yang seharusnya tercatat: isinya, atau 64 angka heksanya")
    watching = commands.add_parser("pantau", help="satu putaran pemantauan")
    watching.add_argument("url", help="alamat jejak, misalnya https://situs.example/jejak")
    watching.add_argument("--keadaan", required=True, help="berkas tempat mengingat putaran terakhir")
    watching.add_argument("--isi", action="store_true", help="periksa juga isi daun-daun yang baru")
    watching.add_argument("--umur", type=int, default=OLDEST, help="umur titik periksa paling lama, dalam menit")
    comparing = commands.add_parser("banding", help="membandingkan dua titik periksa")
    comparing.add_argument("satu")
    comparing.add_argument("dua")
    comparing.add_argument("--url", help="alamat jejak, bila ukurannya berbeda")
    for command, run in ((proving, prove), (watching, watch), (comparing, compare)):
        command.add_argument("--kebijakan", required=True, help="berkas kebijakan: kunci jejak dan saksi")
        command.set_defaults(run=run)
    given = parser.parse_args(arguments)
    try:
        given.run(given, time.time())
    except Wrong as wrong:
        say(f"SALAH: {wrong}")
        return 1
    except Unusable as unusable:
        say(f"TIDAK DAPAT DIPERIKSA: {unusable}")
        return 2
    return 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still shows the rest
    sys.exit(main())
