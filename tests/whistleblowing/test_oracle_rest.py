"""The oracle's files, shares and proofs."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import random
import shutil
import subprocess

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import age, ledger, oracle, shamir

SIZES = [0, 1, 65535, 65536, 65537]
LOG = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
ORIGIN = "log.example/kota"


# Files


@pytest.mark.parametrize("size", SIZES)
def test_files_of_every_size(size):
    content = random.Random(size).randbytes(size)
    said, sealed = oracle.seal_file(content, "bukti.jpg", "image/jpeg")
    assert oracle.open_file(said, sealed) == content and said["length"] == len(sealed)
    plain = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(said["identity"])])
    assert plain == content.ljust(oracle.padme(size), b"\0")


def test_files_that_are_not_the_letters_are_refused():
    said, sealed = oracle.seal_file(b"isi" * 100, "a", "text/plain")
    other, others = oracle.seal_file(b"isi" * 100, "a", "text/plain")
    long, longer = oracle.seal_file(b"isi" * 100 + b"\1", "a", "text/plain")
    assert len(sealed) == len(others) == len(longer)
    wrong = [
        (said, others),
        (said, sealed[:-1]),
        (said, sealed + b"\0"),
        (said | {"identity": other["identity"]}, sealed),
    ]
    wrong += [
        (said | {"size": said["size"] + 200}, sealed),
        (long | {"size": 300}, longer),
        (said | {"size": True}, sealed),
    ]
    for one, data in wrong:
        with pytest.raises(oracle.BadLetter):
            oracle.open_file(one, data)


@pytest.mark.skipif(shutil.which("age") is None, reason="no age command here")
@pytest.mark.parametrize("size", [0, 300, 65536])
def test_the_age_command_reads_a_file(tmp_path, size):
    said, sealed = oracle.seal_file(b"x" * size, "a", "text/plain")
    (tmp_path / "key").write_text(said["identity"] + "\n")
    (tmp_path / "file.age").write_bytes(sealed)
    done = subprocess.run(["age", "-d", "-i", "key", "file.age"], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == (b"x" * size).ljust(oracle.padme(size), b"\0")


@pytest.mark.skipif(shutil.which("age") is None, reason="no age command here")
def test_the_age_command_reads_a_header_written_anew(tmp_path):
    header, payload = age.encrypt(b"surat", [oracle.recipient(b"1" * 32)], 8)
    new = oracle.rewrap(header, b"1" * 32, [oracle.recipient(b"2" * 32)])
    (tmp_path / "key").write_text(oracle.identity(b"2" * 32) + "\n")
    (tmp_path / "file.age").write_bytes(new + payload)
    done = subprocess.run(["age", "-d", "-i", "key", "file.age"], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == b"surat"


# Shares


def test_any_three_of_five_shares():
    secret = bytes(range(32))
    shares = oracle.split_secret(secret, 5, 3)
    assert all(len(share) == 33 for share in shares)
    for some in itertools.permutations(shares, 3):
        assert oracle.combine_shares(some) == secret
    assert all(
        oracle.combine_shares(some) == secret for many in (4, 5) for some in itertools.combinations(shares, many)
    )
    assert all(oracle.combine_shares(some) != secret for some in itertools.combinations(shares, 2))
    for wrong in (
        shares[:1],
        [shares[0], shares[0], shares[1]],
        [shares[0], shares[1][1:]],
        [shares[0], bytes(33)],
        [],
    ):
        with pytest.raises(ValueError):
            oracle.combine_shares(wrong)


def test_the_field_is_that_of_aes():
    assert shamir.multiply(0x57, 0x83) == 0xC1  # FIPS 197, 4.2
    assert shamir.inverse(0x53) == 0xCA
    assert all(shamir.multiply(one, shamir.inverse(one)) == 1 for one in range(1, 256))
    # y = 7 + 2x + x² at 1, 2 and 3
    assert oracle.combine_shares([bytes([4, 1]), bytes([7, 2]), bytes([4, 3])]) == bytes([7])


# Proofs


def vkey(name: str = ORIGIN, kind: int = 1, key: Ed25519PrivateKey = LOG) -> str:
    typed = bytes([kind]) + key.public_key().public_bytes_raw()
    number = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    return f"{name}+{number.hex()}+{base64.b64encode(typed).decode()}"


def signature(text: str, key: Ed25519PrivateKey = LOG, name: str = ORIGIN) -> str:
    number = bytes.fromhex(vkey(name, 1, key).split("+", 2)[1])
    return f"\u2014 {name} {base64.b64encode(number + key.sign(text.encode())).decode()}\n"


def tree(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return oracle.node_hash(tree(leaves[:half]), tree(leaves[half:]))


def path(leaves: list[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(leaves[:half], index), tree(leaves[half:])]
    return [*path(leaves[half:], index - half), tree(leaves[:half])]


def test_inclusion_in_trees_of_every_shape():
    leaves = [oracle.leaf_hash(b"%d" % one) for one in range(20)]
    for size in range(1, 21):
        root = tree(leaves[:size])
        for index in range(size):
            steps = path(leaves[:size], index)
            assert oracle.root_of(leaves[index], index, size, steps) == root
            for wrong in (steps[:-1], [*steps, bytes(32)]):
                if wrong != steps:
                    with pytest.raises(oracle.BadProof):
                        oracle.root_of(leaves[index], index, size, wrong)
    with pytest.raises(oracle.BadProof):
        oracle.root_of(leaves[0], 1, 1, [])


def test_checkpoints():
    text = f"{ORIGIN}\n20\n{base64.b64encode(bytes(32)).decode()}\n"
    note, stranger = text + "\n" + signature(text), Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    assert oracle.check_checkpoint(note, [vkey()], ORIGIN) == (20, bytes(32))
    assert oracle.check_checkpoint(note + signature(text, stranger, "saksi.example"), [vkey(), vkey("pq", 6)], ORIGIN)
    spoiled = signature(text, stranger).split(" ")[2]
    number = base64.b64decode(signature(text).split(" ")[2])[:4]
    spoiled = base64.b64encode(number + base64.b64decode(spoiled)[4:]).decode()
    wrong = [
        (note.replace("20", "21"), [vkey()]), (note, []), (note, [vkey(key=stranger)]), (note, [vkey(kind=4)]),
        (note + f"\u2014 {ORIGIN} {spoiled}\n", [vkey()]), (note[:-1], [vkey()]), (text, [vkey()]), (note, ["a+b+c"]),
    ]  # fmt: skip
    for one, keys in wrong:
        with pytest.raises(oracle.BadProof):
            oracle.check_checkpoint(one, keys, ORIGIN)
    with pytest.raises(oracle.BadProof):
        oracle.check_checkpoint(note, [vkey()], "lain.example")


def test_a_known_key_of_a_known_log():
    assert (
        ledger.read_vkey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")[0] == "sum.golang.org"
    )


def test_keyholders_are_those_of_the_ledger():
    data = {
        "holder_id": "h",
        "box": "age1",
        "sign": "k",
        "duty": "recipient",
        "title_digest": hashlib.sha256(b"Inspektur").hexdigest(),
    }
    text = json.dumps({"data": data, "kind": "whistleblowing.key_published"}, sort_keys=True)
    leaves = [oracle.leaf_hash(b"%d" % one) for one in range(6)]
    leaves[3] = oracle.leaf_hash(oracle.entry_of(text, b"r" * 32))
    steps = [one.hex() for one in path(leaves, 3)]
    proof = {"index": 3, "size": 6, "hashes": steps, "text": text, "key": (b"r" * 32).hex()}
    holder = {"id": "h", "title": "Inspektur", "duty": "recipient", "box": "age1", "sign": "k", "proof": proof}
    oracle.check_keyholder(holder, 6, tree(leaves))
    wrong = [{"id": "g"}, {"title": "Wali Kota"}, {"box": "age2"}, {"sign": "l"}, {"duty": "custodian"}]
    wrong += [
        {"proof": proof | one}
        for one in ({"index": 2}, {"size": 7}, {"key": "00" * 32}, {"text": "{}"}, {"hashes": []})
    ]
    for one in wrong:
        with pytest.raises(oracle.BadProof):
            oracle.check_keyholder(holder | one, 6, tree(leaves))
    assert oracle.entry_of("a", b"k").startswith(b'{"c":"') and oracle.entry_of("a", b"k").endswith(b'","v":1}')
