"""Recipients, custodians and two sealed reports for the demo. In earnest every key is made in a browser; here they are made for people who do not exist."""

from __future__ import annotations

import base64
import hmac
import json
import os
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.test.utils import override_settings

from maklumat.modules.accounts import api as accounts
from maklumat.modules.whistleblowing import api as sealed

from ..roles import actor_of
from . import seed

PASSPHRASE = "empat kata yang sembarang"
SALT, WRAP, LETTER = b"maklumat lapor-aman v1", b"maklumat lapor-aman v1 key", b"maklumat lapor-aman v1 letter\n"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
REPORTS = (
    (21, "Kepala seksi meminta “uang rokok” Rp200.000 untuk setiap berkas izin yang ingin cepat selesai.", "Kepala seksi di lantai dua; berkacamata, biasa duduk di dekat lemari arsip."),
    (6, "Mobil dinas dipakai untuk mengangkut barang dagangan setiap akhir pekan.", "Sopir dan pemilik toko yang masih bersaudara dengan atasannya."),
)  # fmt: skip


@dataclass(frozen=True)
class Keys:
    """Of one secret: the age recipient, its bytes, the public signing key (base64url), the signing key."""

    box: str
    public: bytes
    sign: str
    signer: Ed25519PrivateKey


def keys_of(secret: bytes, box: str, sign: str) -> Keys:
    """As docs/lapor-aman.md derives them."""
    public = X25519PrivateKey.from_private_bytes(_derive(secret, box)).public_key().public_bytes_raw()
    signer = Ed25519PrivateKey.from_private_bytes(_derive(secret, sign))
    return Keys(_bech32("age", public), public, b64(signer.public_key().public_bytes_raw()), signer)


def make_sealed(now: datetime) -> None:
    """Two recipients and five custodians with keys (all under one demo passphrase), a recovery key that is not known to anybody, two reports. The third
    recipient has no key yet."""
    past = now - timedelta(days=60)
    rows = [row for row in seed.sample("people.json")["staff"] if row["role"] in ("sealed_recipient", "key_custodian")]
    boxes, ids = [], []
    for row in [one for one in rows if one["email"] != "maya.sihombing@tirtamulya.example"]:
        actor = actor_of(accounts.account_by_email(row["email"]), past)
        secret = os.urandom(32)
        keys = keys_of(secret, "keyholder box", "keyholder sign")
        sealed.publish_key(
            by=actor, title=row["title"], box=keys.box, sign=keys.sign, wrapped=_wrapped(secret), at=past
        )
        if row["role"] == "sealed_recipient":
            boxes.append(keys.public)
    ids = [one["id"] for one in sealed.holders(now) if one["duty"] == "recipient"]
    with override_settings(SEALED_WORK=0):
        for days, what, who in REPORTS:
            _report(boxes, ids, what, who, now - timedelta(days=days))
    sealed.record_letters(now)


def _report(boxes: list[bytes], ids: list[str], what: str, who: str, at: datetime) -> None:
    entropy, handler, case = os.urandom(16), os.urandom(32), str(uuid.uuid4())
    mine = keys_of(entropy, "box", "sign")
    content = {
        "v": 1, "id": b64(os.urandom(16)), "case": case, "kind": "report", "from": "reporter", "day": at.date().isoformat(), "text": "", "files": [],
        "mailbox": mine.sign, "box": mine.box, "handler": b64(handler), "to": ids, "questions": "umum-2026", "answers": {"what": what, "who": who},
    }  # fmt: skip
    header, payload = seal(content, mine.signer, [*boxes, mine.public])
    hand = b64(Ed25519PrivateKey.from_private_bytes(handler).public_key().public_bytes_raw())
    letter = sealed.read_sealed(
        {"request": b64(os.urandom(16)), "header": b64(header), "payload": b64(payload), "files": []}
    )
    challenge = sealed.work_wanted(at)
    sealed.send_report(
        sealed=letter,
        mailbox=mine.sign,
        case_id=uuid.UUID(case),
        handler=hand,
        work={"challenge": challenge["challenge"], "counter": "0"},
        at=at,
    )


def seal(content: dict[str, object], signer: Ed25519PrivateKey, boxes: list[bytes]) -> tuple[bytes, bytes]:
    """Header and payload of a letter for eight, most of whom are nobody."""
    text = json.dumps(content, ensure_ascii=False).encode()
    plain = len(text).to_bytes(4) + signer.sign(LETTER + text) + text
    plain += bytes(max(2048, sealed.padme(len(plain))) - len(plain))
    key, nonce = os.urandom(16), os.urandom(16)
    everybody = [
        *boxes,
        *(X25519PrivateKey.generate().public_key().public_bytes_raw() for _nobody in range(8 - len(boxes))),
    ]
    random.SystemRandom().shuffle(everybody)
    bare = b"age-encryption.org/v1\n" + b"".join(_stanza(key, one) for one in everybody) + b"---"
    mac = hmac.digest(_expand(key, None, b"header"), bare, "sha256")
    return bare + b" " + _unpadded(mac) + b"\n", nonce + _stream(_expand(key, nonce, b"payload"), plain)


def _stanza(key: bytes, theirs: bytes) -> bytes:
    """The file key for one reader (age v1, X25519)."""
    ours = X25519PrivateKey.generate()
    share = ours.public_key().public_bytes_raw()
    shared = ours.exchange(X25519PublicKey.from_public_bytes(theirs))
    body = ChaCha20Poly1305(_expand(shared, share + theirs, b"age-encryption.org/v1/X25519")).encrypt(
        bytes(12), key, None
    )
    return b"-> X25519 " + _unpadded(share) + b"\n" + _unpadded(body) + b"\n"


def _stream(key: bytes, plain: bytes) -> bytes:
    """Chunks of 64 KiB; the last one says that it is the last."""
    chunks = [plain[at : at + 65_536] for at in range(0, len(plain), 65_536)]
    return b"".join(
        ChaCha20Poly1305(key).encrypt(n.to_bytes(11) + bytes([n == len(chunks) - 1]), chunk, None)
        for n, chunk in enumerate(chunks)
    )


def _expand(secret: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=info).derive(secret)


def _unpadded(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def _derive(secret: bytes, info: str) -> bytes:
    return HKDF(SHA256(), 32, salt=SALT, info=info.encode()).derive(secret)


def _wrapped(secret: bytes) -> dict[str, object]:
    salt, nonce = os.urandom(16), os.urandom(12)
    key = hash_secret_raw(PASSPHRASE.encode(), salt, 3, 65_536, 1, 32, Type.ID)
    return {
        "kdf": "argon2id", "t": 3, "m": 65_536, "p": 1, "salt": b64(salt), "nonce": b64(nonce),
        "sealed": b64(ChaCha20Poly1305(key).encrypt(nonce, secret, WRAP)),
    }  # fmt: skip


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bech32(prefix: str, raw: bytes) -> str:
    """As age writes public keys (BIP 173)."""
    bits = "".join(f"{one:08b}" for one in raw)
    values = [int(bits[at : at + 5].ljust(5, "0"), 2) for at in range(0, len(bits), 5)]
    checked = [*(ord(one) >> 5 for one in prefix), 0, *(ord(one) & 31 for one in prefix), *values, 0, 0, 0, 0, 0, 0]
    state = 1
    for value in checked:
        top, state = state >> 25, (state & 0x1FFFFFF) << 5 ^ value
        for n, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            state ^= generator if top >> n & 1 else 0
    state ^= 1
    check = [state >> 5 * (5 - n) & 31 for n in range(6)]
    return f"{prefix}1" + "".join(_LETTERS[one] for one in values + check)
