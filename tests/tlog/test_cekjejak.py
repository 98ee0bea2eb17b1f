"""The stand-alone verifier against the naive oracle: what is good is accepted, every kind of damage is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.proofs.rules import cekjejak as cek
from tests.tlog import oracle
from tests.tlog.cast import (
    ANNA,
    ANNA_PQ,
    BUDI,
    CITRA_PQ,
    FACT,
    LOG,
    LOG_PQ,
    LOGS,
    NOW,
    ORIGIN,
    ROW_KEY,
    STRANGER,
    WITNESSES,
    Shelf,
    head,
    leaves,
    policy,
    raw_policy,
)

SIZES = st.sampled_from((1, 2, 3, 255, 256, 257, 511, 512, 513, 600)) | st.integers(1, 600)
ALL = leaves(600)
few = settings(max_examples=40, deadline=None)

# The eight leaves that implementations of Certificate Transparency share.
CT = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
CT_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
CT_PATH_0 = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
CT_PROOF_6 = (
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
)


# --- the tree


def test_oracle_and_verifier_know_the_eight_leaves():
    assert [oracle.mth(CT[:size]).hex() for size in range(9)] == list(CT_ROOTS)
    hashes = [cek.leaf_hash(one) for one in CT]
    assert [cek.root_from_tiles([hashes[:size]]).hex() for size in range(9)] == list(CT_ROOTS)
    assert tuple(one.hex() for one in oracle.path(0, CT)) == CT_PATH_0
    assert tuple(one.hex() for one in oracle.consistency(6, CT)) == CT_PROOF_6
    root, old = bytes.fromhex(CT_ROOTS[8]), bytes.fromhex(CT_ROOTS[6])
    assert cek.verify_inclusion(0, 8, hashes[0], [bytes.fromhex(one) for one in CT_PATH_0], root)
    assert cek.verify_consistency(6, 8, old, root, [bytes.fromhex(one) for one in CT_PROOF_6])


def flipped(one: bytes, bit: int) -> bytes:
    return (int.from_bytes(one, "big") ^ 1 << bit % (8 * len(one))).to_bytes(len(one), "big")


def damaged(hashes: Sequence[bytes], bit: int) -> list[list[bytes]]:
    """A proof with a bit flipped, two neighbours swapped, one missing, one too many, one too short."""
    found = [[*hashes, hashes[-1] if hashes else bytes(32)], [bytes(32), *hashes]]
    for place, one in enumerate(hashes):
        before, after = hashes[:place], hashes[place + 1 :]
        found += [[*before, flipped(one, bit), *after], [*before, *after], [*before, one[:31], *after]]
        if after and after[0] != one:
            found.append([*before, after[0], one, *after[1:]])
    return found


@few
@given(SIZES, st.data())
def test_inclusion(size: int, data: st.DataObject):
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, size + 1))
    bit, wrong_size = data.draw(st.integers(0, 255)), data.draw(SIZES)
    tree, leaf = ALL[:size], cek.leaf_hash(ALL[index])
    root, path = oracle.mth(tree), oracle.path(index, tree)
    assert cek.verify_inclusion(index, size, leaf, path, root)
    assert not any(cek.verify_inclusion(index, size, leaf, one, root) for one in damaged(path, bit))
    assert not cek.verify_inclusion(index, size, flipped(leaf, bit), path, root)
    assert not cek.verify_inclusion(index, size, leaf, path, flipped(root, bit))
    assert other == index or not cek.verify_inclusion(other, size, leaf, path, root)
    assert wrong_size == size or not cek.verify_inclusion(index, wrong_size, leaf, path, oracle.mth(ALL[:wrong_size]))


def test_inclusion_with_a_size_or_a_leaf_that_is_none():
    """Right hashes on the way to a right root, but not of a leaf, or not of this index and size."""
    hashes = [cek.leaf_hash(one) for one in CT]
    four, right = oracle.mth(CT[:4]), oracle.mth(CT[4:8])
    root = oracle.mth(CT)
    assert not cek.verify_inclusion(0, 8, four, [right], root)  # an inner node passed off as a leaf
    assert cek.verify_inclusion(0, 2, four, [right], root)  # only of another size it would be one
    assert not cek.verify_inclusion(0, 1, hashes[1], [hashes[0]], oracle.mth(CT[:2]))
    assert not cek.verify_inclusion(1, 1, hashes[0], [], hashes[0])
    assert not cek.verify_inclusion(-1, 1, hashes[0], [], hashes[0])
    assert not cek.verify_inclusion(0, 0, cek.EMPTY_ROOT, [], cek.EMPTY_ROOT)
    moved = hashes[1][:31], hashes[1][31:] + hashes[0]  # the same bytes are hashed
    assert not cek.verify_inclusion(1, 2, hashes[0], [moved[0]], cek.node_hash(*moved))
    assert not cek.verify_inclusion(1, 2, moved[1], [moved[0]], cek.node_hash(*moved))


def test_consistency_with_sizes_that_are_none():
    old, new, proof = oracle.mth(CT[:7]), oracle.mth(CT), oracle.consistency(7, CT)
    assert cek.verify_consistency(7, 8, old, new, proof)
    assert not cek.verify_consistency(3, 4, old, new, proof)  # the last step leads out of a tree of four
    assert not cek.verify_consistency(3, 4, oracle.mth(CT[:3]), oracle.mth(CT[:4]), [])
    assert not cek.verify_consistency(-1, 8, old, new, proof)


@few
@given(SIZES, st.data())
def test_consistency(size: int, data: st.DataObject):
    old, other = data.draw(st.integers(0, size)), data.draw(st.integers(1, size))
    bit = data.draw(st.integers(0, 255))
    tree = ALL[:size]
    first, second, proof = oracle.mth(ALL[:old]), oracle.mth(tree), oracle.consistency(old, tree)
    assert cek.verify_consistency(old, size, first, second, proof)
    assert not any(cek.verify_consistency(old, size, first, second, one) for one in damaged(proof, bit))
    assert not cek.verify_consistency(old, size, flipped(first, bit), second, proof)
    assert old == 0 or not cek.verify_consistency(old, size, first, flipped(second, bit), proof)
    assert old == size or not cek.verify_consistency(size, old, second, first, proof)
    if other != old:
        assert not cek.verify_consistency(other, size, first, second, proof)
        assert not cek.verify_consistency(other, size, oracle.mth(ALL[:other]), second, proof) or old == 0
    if old:
        branch = oracle.mth([b"x", *ALL[1:old]])
        assert not cek.verify_consistency(old, size, branch, second, proof)


@few
@given(SIZES, st.data())
def test_tiles_give_root_and_proof(size: int, data: st.DataObject):
    old = data.draw(st.integers(1, size))
    tiles = cek.Tiles(Shelf(oracle.resources(ALL[:size])), head(ALL[:size]))
    assert tiles.consistency_proof(old) == oracle.consistency(old, ALL[:size])
    start = data.draw(st.integers(0, size - 1))
    assert tiles.check_entries(start) == size


def test_a_tree_of_three_levels():
    """More than 65,536 leaves, so that tiles of level 1 are full and there is a level 2."""
    tree = [number.to_bytes(3, "big") for number in range(65_536 + 300)]
    shelf = Shelf({})
    names = [(0, 256, 256), (0, 257, 44), (1, 0, 256), (1, 1, 1), (2, 0, 1), (0, 255, 256), (0, 0, 256)]
    for level, index, width in names:
        shelf.files[oracle.tile_path(level, index, width)] = oracle.tile(level, index, width, tree)
    checkpoint = head(tree)
    for old in (70, 65_400, 65_535, 65_536, 65_537, 65_536 + 299):
        proof = cek.Tiles(shelf, checkpoint).consistency_proof(old)
        assert proof == oracle.consistency(old, tree)
    shelf.files["tile/1/000"] = flipped(shelf.files["tile/1/000"], 7)
    with pytest.raises(cek.Wrong):
        cek.Tiles(shelf, checkpoint).consistency_proof(70)


def test_paths_of_tiles():
    asked: list[str] = []

    class Ear(cek.Site):
        def __init__(self) -> None:
            pass

        def get(self, path: str, limit: int) -> bytes:
            asked.append(path)
            return b""

    for number, width in ((0, 256), (999, 1), (1000, 256), (1234067, 255)):
        Ear().tile("3", number, width, 1)
    assert asked == ["tile/3/000", "tile/3/999.p/1", "tile/3/x001/000", "tile/3/x001/x234/067.p/255"]
    assert asked == [oracle.tile_path(3, *one) for one in ((0, 256), (999, 1), (1000, 256), (1234067, 255))]


def test_a_partial_tile_that_is_gone_is_read_from_the_full_one():
    files = oracle.resources(ALL[:512])
    tiles = cek.Tiles(Shelf(files), head(ALL[:512]))
    tiles = cek.Tiles(Shelf({**files, "tile/1/000.p/1": files["tile/1/000.p/2"][:32]}), head(ALL[:300]))
    assert tiles.consistency_proof(257) == oracle.consistency(257, ALL[:300])
    assert tiles.check_entries(0) == 300


@pytest.mark.parametrize("size", (1, 5, 256, 300, 600))
def test_every_tile_that_lies_is_noticed(size: int):
    files, checkpoint = oracle.resources(ALL[:size]), head(ALL[:size])
    for path, good in files.items():
        for bit in (0, 8 * len(good) - 17):  # the two bytes before are the length of a first entry
            with pytest.raises(cek.Wrong):
                cek.Tiles(Shelf({**files, path: flipped(good, bit)}), checkpoint).check_entries(0)
        for body in (good[:-1], good + b"\0", b"", None):
            with pytest.raises((cek.Unusable, cek.Wrong)):
                shelf = {**files, path: body} if body is not None else {k: v for k, v in files.items() if k != path}
                cek.Tiles(Shelf(shelf), checkpoint).check_entries(0)


def test_full_tiles_in_the_middle_are_not_trusted_for_a_proof():
    """The edge is honest, the root right; only the tile that the proof needs lies, and with it another past is told."""
    other = [*leaves(256, "lain"), *ALL[256:600]]
    files = {**oracle.resources(ALL), "tile/0/000": oracle.tile(0, 0, 256, other)}
    with pytest.raises(cek.Wrong, match="Petak 0/0"):
        cek.require_consistent(head(other[:100]), head(ALL), Shelf(files))


def test_entries_of_another_form_are_refused():
    for entry in (
        b"",
        b'{"c":"ab","v":1}',
        ALL[0] + b"\n",
        b" " + ALL[0],
        ALL[0].replace(b":1", b":2"),
        ALL[0].upper(),
    ):
        tree = [*ALL[:3], entry]
        with pytest.raises(cek.Wrong, match="komitmen"):
            cek.Tiles(Shelf(oracle.resources(tree)), head(tree)).check_entries(0)


# --- Ed25519

RFC8032 = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
)  # fmt: skip
SMALL_ORDER = tuple(
    bytes.fromhex(one)
    for one in (
        "01" + 31 * "00", "ec" + 30 * "ff" + "7f", 32 * "00", 31 * "00" + "80",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    )
)  # fmt: skip


def library_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(("public", "message", "signature"), RFC8032)
def test_vectors_of_rfc_8032(public: str, message: str, signature: str):
    assert cek.ed25519_verify(*map(bytes.fromhex, (public, message, signature)))


@few
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 511), st.integers(0, 255))
def test_ed25519_agrees_with_the_library(seed: bytes, message: bytes, bit: int, key_bit: int):
    key = replace(LOG, seed=seed)
    public, signature = key.public, key.private.sign(message)
    s = int.from_bytes(signature[32:], "little")
    more = signature[:32] + (s + cek.ORDER).to_bytes(32, "little")
    for which, text, one in (
        (public, message, signature), (public, message, flipped(signature, bit)), (public, message + b"x", signature),
        (flipped(public, key_bit), message, signature), (public, message, more), (public, message, signature[:63]),
        (public[:31], message, signature),
    ):  # fmt: skip
        assert cek.ed25519_verify(which, text, one) == library_verify(which, text, one)
    assert cek.ed25519_verify(public, message, signature) and not cek.ed25519_verify(public, message, more)


def test_points_of_small_order_are_judged_as_by_the_library():
    verdicts = set()
    for public in SMALL_ORDER:
        for point in SMALL_ORDER:
            # x = 0 with the sign set, and y ≥ p, cannot occur here: these are the canonical spellings
            for message in (b"satu", b"dua"):
                verdict = cek.ed25519_verify(public, message, point + bytes(32))
                assert verdict == library_verify(public, message, point + bytes(32))
                verdicts.add(verdict)
    assert verdicts == {True, False}


def test_points_that_are_not_written_canonically_are_refused():
    for y in range(2**255 - 19, 2**255):
        for sign in (0, 1 << 255):
            assert cek.decode_point((y | sign).to_bytes(32, "little")) is None
    for y in (1, 2**255 - 20):
        assert cek.decode_point((y | 1 << 255).to_bytes(32, "little")) is None  # x = 0 has no sign
    neutral_again = (2**255 - 18).to_bytes(32, "little")  # y = p + 1
    assert not cek.ed25519_verify(neutral_again, b"", SMALL_ORDER[0] + bytes(32))
    assert not cek.ed25519_verify(SMALL_ORDER[0], b"", neutral_again + bytes(32))
    assert cek.encode_point(cek.BASE) == b"\x58" + b"\x66" * 31


# --- keys and policies


def vkey(name: str, kind: int, public: bytes) -> str:
    return f"{name}+{oracle.key_id(name, kind, public).hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def test_a_key_in_use_elsewhere_is_read():
    key = cek.read_vkey("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
    assert (key.name, key.kind, key.id.hex()) == ("sum.golang.org", 1, "033de0ae")


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "a+b", ANNA.vkey[:-1], ANNA.vkey + "=", ANNA.vkey.replace("+", "-", 1), "x" + ANNA.vkey, " " + ANNA.vkey,
        vkey("", 4, ANNA.public), vkey("a b", 4, ANNA.public), vkey("a\u00a0b", 4, ANNA.public), vkey("n" * 256, 4, ANNA.public),
        vkey("a", 4, ANNA.public[:31]), vkey("a", 4, ANNA_PQ.public), vkey("a", 6, ANNA.public), vkey("a", 2, ANNA.public),
        vkey("a", 5, ANNA.public), *(vkey("a", 4, one) for one in SMALL_ORDER), vkey("a", 4, b"\x02" + bytes(31)),
        vkey("a", 4, (2**255 - 18).to_bytes(32, "little")),
    ],
)  # fmt: skip
def test_keys_that_are_none(text: str):
    with pytest.raises(cek.Unusable):
        cek.read_vkey(text)


ALIAS = replace(ANNA, name="saksi.example/lain")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"[]", b"{}", b"\xff", b"[" * 200_000, raw_policy(k=-1), raw_policy(k=4), raw_policy(log=[]), raw_policy(log=[LOG_PQ]),
        raw_policy(log=[ANNA]), raw_policy(log=[LOG, LOG]), raw_policy(witnesses=[ANNA, ANNA]),
        raw_policy(witnesses=[ANNA, ALIAS]),  # one key, two names: one witness would count twice
        raw_policy(witnesses=[replace(LOG, kind=4, seed=b"9" * 32)]), raw_policy(witnesses=[replace(LOG, kind=4, name="x")]),
        raw_policy(witnesses=[replace(ANNA, kind=1)]), raw_policy(log=[LOG, replace(LOG, kind=4, seed=b"9" * 32)]),
        raw_policy().replace(b'"k": 1', b'"k": true'), raw_policy().replace(b'"k": 1', b'"k": 1.0'),
        raw_policy().replace(b'"k": 1', b'"k": 3, "k": 1'), raw_policy().replace(b'"log": [', b'"log": [7, '),
        raw_policy().replace(b"saksi.example/budi", b"\\ud800"), json.dumps({"origin": ORIGIN, "log": "x", "witnesses": [], "k": 0}).encode(),
    ],
)  # fmt: skip
def test_policies_that_are_none(raw: bytes):
    with pytest.raises(cek.Unusable):
        cek.read_policy(raw)


# --- signed checkpoints


def signed_by(lines: Sequence[str | oracle.Signer], at: int = NOW, size: int = 3) -> bytes:
    """A checkpoint over the first leaves with these lines: keys sign, texts stand as they are."""
    text = oracle.checkpoint_text(ORIGIN, size, oracle.mth(ALL[:size]))
    return (text + "\n" + "".join(one if isinstance(one, str) else one.line(text, at) for one in lines)).encode()


def opened(lines: Sequence[str | oracle.Signer], k: int = 1, size: int = 3) -> cek.Signed:
    return cek.open_checkpoint(signed_by(lines, size=size), policy(k), NOW, k)


BODY = oracle.checkpoint_text(ORIGIN, 3, oracle.mth(ALL[:3]))


def line(key: oracle.Signer, raw: bytes) -> str:
    return oracle.signature_line(key.name, oracle.key_id(key.name, key.kind, key.public) + raw)


def test_all_signatures_together():
    signed = opened([*LOGS, *WITNESSES, STRANGER], k=3)
    assert signed.witnesses == {ANNA.name, BUDI.name, CITRA_PQ.name} and len(signed.told) == 6
    assert signed.checkpoint == head(ALL[:3])


def test_witnesses_are_counted_by_name():
    assert opened([LOG], k=0).witnesses == set()
    assert opened([LOG, ANNA, ANNA_PQ, ANNA], k=1).witnesses == {ANNA.name}
    for lines, k in (
        ([LOG, ANNA, ANNA_PQ], 2),
        ([LOG, ANNA, ANNA], 2),
        ([LOG], 1),
        ([LOG, LOG_PQ, LOG], 1),
        ([LOG, STRANGER], 1),
    ):
        with pytest.raises(cek.Wrong, match="Saksi"):
            opened(lines, k)
    assert opened([LOG, ANNA_PQ, BUDI], k=2).witnesses == {ANNA.name, BUDI.name}


def test_the_log_must_sign_with_ed25519():
    for lines in ([LOG_PQ, ANNA], [ANNA, BUDI], [STRANGER]):
        with pytest.raises(cek.Wrong, match="dari jejak"):
            opened(lines, k=0)


def test_lines_of_strangers_are_ignored():
    near = oracle.signature_line(ANNA.name, b"\0\0\0\0" + bytes(72))  # her name, another key
    far = oracle.signature_line("x", oracle.key_id(ANNA.name, 4, ANNA.public) + bytes(72))  # her id, another name
    under = BUDI.line(BODY, NOW).replace(BUDI.name, ANNA.name)
    assert opened([near, far, under, LOG, ANNA, oracle.signature_line("x", b"12345")]).witnesses == {ANNA.name}
    with pytest.raises(cek.Wrong, match="Saksi"):
        opened([LOG, near, far, under])


def cosign(key: oracle.Signer, at: int = NOW, *, text: str = BODY, name: str | None = None) -> str:
    """A line of this key, made over another text or for another name."""
    raw = base64.b64decode(replace(key, name=name or key.name).line(text, at).split(" ")[2])[4:]
    return line(key, raw)


OTHER_SIZE = oracle.checkpoint_text(ORIGIN, 4, oracle.mth(ALL[:3]))
OTHER_ROOT = oracle.checkpoint_text(ORIGIN, 3, oracle.mth(ALL[:4]))
OTHER_LOG = oracle.checkpoint_text("lain.example", 3, oracle.mth(ALL[:3]))


@pytest.mark.parametrize("key", (*LOGS, *WITNESSES), ids=lambda key: f"{key.name}-{key.kind}")
def test_forged_lines_of_known_keys_reject_the_note(key: oracle.Signer):
    good = base64.b64decode(key.line(BODY, NOW).split(" ")[2])[4:]
    forged = [cosign(key, text=text) for text in (OTHER_SIZE, OTHER_ROOT, OTHER_LOG)]
    forged += [line(key, good[:-1]), line(key, good + b"\0"), line(key, flipped(good, 5)), line(key, bytes(len(good)))]
    if key.kind != oracle.NOTE:
        forged.append(line(key, (NOW - 1).to_bytes(8, "big") + good[8:]))  # another time
    if key.kind == oracle.MLDSA:
        forged.append(cosign(key, name="lain.example"))  # made under another cosigner's name
    if key.kind == oracle.WITNESS:
        forged.append(line(key, bytes(8) + key.private.sign(BODY.encode())))  # a note signature is no cosignature
    if key.kind != oracle.MLDSA:
        s = int.from_bytes(good[-32:], "little") + cek.ORDER
        forged.append(line(key, good[:-32] + s.to_bytes(32, "little")))
    for one in forged:
        for lines in ([LOG, ANNA, BUDI, one], [one, LOG, ANNA, BUDI]):
            with pytest.raises(cek.Wrong, match="palsu"):
                opened(lines)


@pytest.mark.parametrize("key", (LOG_PQ, *WITNESSES), ids=lambda key: f"{key.name}-{key.kind}")
def test_times(key: oracle.Signer):
    for at in (0, 1, NOW, NOW + 300):
        assert opened([LOG, key.line(BODY, at)], k=0).at == (at or None)
    for at in (NOW + 301, 2**63 - 1, 2**63, 2**64 - 1):
        lines = [LOG, key.line(BODY, at)]
        if key == LOG_PQ:
            with pytest.raises(cek.Wrong, match="masa depan"):
                opened(lines, k=0)
        else:  # a witness whose clock is wrong is not counted, and spoils nothing
            with pytest.raises(cek.Wrong, match=r"Saksi yang benar 0.*masa depan"):
                opened(lines, k=1)
            other = BUDI if key != BUDI else ANNA
            signed = opened([*lines, other], k=1)
            assert signed.witnesses == {other.name} and signed.at == NOW
            assert any("masa depan" in one and "tidak dihitung" in one for one in signed.told)


def test_every_key_of_the_log_that_the_policy_names_must_sign():
    """Otherwise whoever breaks Ed25519 one day leaves the other line out."""
    with pytest.raises(cek.Wrong, match="ML-DSA-44 dari jejak"):
        cek.open_checkpoint(signed_by([LOG, ANNA]), policy(1), NOW)
    assert cek.open_checkpoint(signed_by([LOG, LOG_PQ, ANNA]), policy(1), NOW).witnesses == {ANNA.name}
    classic = cek.read_policy(raw_policy(log=[LOG]))
    assert cek.open_checkpoint(signed_by([LOG, LOG_PQ, ANNA]), classic, NOW).witnesses == {ANNA.name}


GOOD = oracle.checkpoint(ORIGIN, ALL[:3], [*LOGS, ANNA], NOW)


def edited(edit: Callable[[str], str]) -> bytes:
    return edit(GOOD.decode()).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\n", b"\n\n", b"a\n\n", GOOD[:-1], GOOD + b"\n", GOOD + b"x\n", GOOD.replace(b"\n\n", b"\n"),
        GOOD.replace(b"\n", b"\r\n"), GOOD + b"\xff\n", GOOD.replace("\u2014".encode(), b"-"), GOOD.replace(b"\n\n", b"\n\t\n\n"),
        GOOD.replace(b"\n\n", b"\n\n\n"), b"\n" + GOOD, edited(lambda t: t.replace("\n3\n", "\n03\n")),
        edited(lambda t: t.replace("\n3\n", "\n+3\n")), edited(lambda t: t.replace("\n3\n", "\n\u0663\n")),
        edited(lambda t: t.replace("\n3\n", "\n3 \n")), edited(lambda t: t.replace("\n3\n", "\n-3\n")),
        edited(lambda t: t.replace("\n3\n", f"\n{2**62}\n")), edited(lambda t: t.replace("\n3\n", "\n" + "9" * 5000 + "\n")),
        edited(lambda t: t.replace("=\n\n", "\n\n")), edited(lambda t: t.replace("\n3\n", "\n3\nAAAA\n")),
        edited(lambda t: t.replace(ORIGIN + "\n", "lain.example\n")), edited(lambda t: t.replace(ORIGIN + "\n", "\n")),
        edited(lambda t: t.replace(" saksi.example", "  saksi.example")), edited(lambda t: t + "\u2014 a\u2003b MTIzNDU=\n"),
        edited(lambda t: t + "\u2014 ab MTIzNA==\n"), edited(lambda t: t + "\u2014 ab MTIzNDV=\n"), edited(lambda t: t + "\u2014 a+b MTIzNDU=\n"),
        edited(lambda t: t + "\u2014 ab MTIz NDU=\n"), edited(lambda t: t + "\u2014 ab MTIzNDU=\n" * 63), GOOD + GOOD * 4000,
        GOOD + oracle.signature_line("x", bytes(cek.MAX_NOTE)).encode(),
    ],
)  # fmt: skip
def test_checkpoints_that_are_none(raw: bytes):
    with pytest.raises(cek.Unusable):
        cek.open_checkpoint(raw, policy(0), NOW)


def test_many_signatures_and_more_lines_are_allowed():
    crowd = "".join(oracle.signature_line(f"saksi.example/{n}", bytes(2432)) for n in range(61))
    assert cek.open_checkpoint(GOOD + crowd.encode(), policy(), NOW).checkpoint.size == 3
    text = BODY + "sebuah baris tambahan\n"
    assert cek.open_checkpoint(oracle.note(text, [LOG, LOG_PQ, ANNA], NOW), policy(), NOW).checkpoint.text == text


def test_an_empty_log():
    assert opened([LOG, ANNA], size=0).checkpoint.root == hashlib.sha256(b"").digest()
    with pytest.raises(cek.Wrong, match="kosong"):
        cek.open_checkpoint(oracle.note(oracle.checkpoint_text(ORIGIN, 0, bytes(32)), [LOG, ANNA], NOW), policy(), NOW)


@pytest.mark.parametrize("module", ("cryptography", "cryptography.hazmat.primitives.asymmetric.mldsa"))
def test_without_the_library(module: str, monkeypatch: pytest.MonkeyPatch):
    enough, three, two = (
        signed_by([LOG, LOG_PQ, ANNA, ANNA_PQ, CITRA_PQ]), signed_by([LOG, ANNA, ANNA_PQ, CITRA_PQ]), signed_by([LOG, ANNA, ANNA_PQ]),
    )  # fmt: skip
    forged, unsigned = signed_by([LOG, line(BUDI, NOW.to_bytes(8, "big") + bytes(64))]), signed_by([LOG_PQ, ANNA])
    short = signed_by([LOG, ANNA, line(CITRA_PQ, bytes(8))])
    rules = [policy(k) for k in (0, 1, 2)]
    for name in [name for name in sys.modules if name == "cryptography.exceptions" or name.startswith(module)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    signed = cek.open_checkpoint(enough, rules[1], NOW)
    assert signed.witnesses == {ANNA.name}
    assert sum(cek.UNCHECKED in one for one in signed.told) == 3 and "perlu paket cryptography" in cek.UNCHECKED
    with pytest.raises(cek.Unusable, match="cryptography"):  # it might be enough, but nobody here can tell
        cek.open_checkpoint(three, rules[2], NOW)
    for raw, k, why in ((two, 2, "Saksi"), (forged, 0, "palsu"), (unsigned, 0, "dari jejak"), (short, 1, "palsu")):
        with pytest.raises(cek.Wrong, match=why):
            cek.open_checkpoint(raw, rules[k], NOW)


# --- proof files

PROVEN = [*ALL[:4], oracle.leaf(ROW_KEY, FACT), *ALL[5:7]]
PATH = oracle.path(4, PROVEN)
MORE = oracle.extra(ROW_KEY, FACT)
SIGNED = oracle.checkpoint(ORIGIN, PROVEN, [*LOGS, ANNA], NOW)
PROOF = oracle.proof(4, PATH, SIGNED, MORE)


def believed(raw: bytes) -> bool:
    """What `bukti` does, at a fixed time."""
    proof = cek.parse_proof(raw)
    leaf, _fact = cek.open_extra(proof.extra or b"")
    checkpoint = cek.open_checkpoint(proof.checkpoint, policy(), NOW).checkpoint
    return cek.verify_inclusion(proof.place, checkpoint.size, cek.leaf_hash(leaf), proof.path, checkpoint.root)


def refused(raw: bytes) -> bool:
    try:
        return not believed(raw)
    except (cek.Wrong, cek.Unusable):
        return True


def test_a_good_proof_is_believed():
    assert believed(PROOF)
    assert cek.open_extra(MORE) == (PROVEN[4], json.loads(FACT))


def test_every_byte_counts():
    for place in range(secrets.randbelow(3), len(PROOF), 3):  # each of them is tried within a few runs
        changed = PROOF[:place] + bytes([PROOF[place] ^ 1 << place % 7]) + PROOF[place + 1 :]
        assert refused(changed), place


def test_every_line_counts():
    lines = PROOF.splitlines(keepends=True)
    for place, one in enumerate(lines):
        assert refused(b"".join([*lines[:place], *lines[place + 1 :]])), f"without line {place}"
        if not one.startswith("\u2014".encode()) and place < len(lines) - 2:  # signatures may stand in any order
            assert refused(b"".join([*lines[:place], lines[place + 1], one, *lines[place + 2 :]])), f"swapped {place}"
        if not one.startswith("\u2014".encode()):  # the same signature twice is still one
            assert refused(b"".join([*lines[: place + 1], one, *lines[place + 1 :]])), f"line {place} twice"


def test_proofs_of_another_place_or_tree():
    for index in (0, 3, 5, 6, 7, 2**61):
        assert refused(oracle.proof(index, PATH, SIGNED, MORE))
    for tree in (PROVEN[:6], [*PROVEN, ALL[7]], ALL[:7]):
        assert refused(oracle.proof(4, PATH, oracle.checkpoint(ORIGIN, tree, [*LOGS, ANNA], NOW), MORE))
    for hashes in damaged(PATH, 9):
        assert refused(oracle.proof(4, hashes, SIGNED, MORE))
    for more in (oracle.extra(bytes(32), FACT), oracle.extra(ROW_KEY, FACT.replace("2026", "2027"))):
        assert refused(oracle.proof(4, PATH, SIGNED, more))


@pytest.mark.parametrize(
    "more",
    [
        b"{}", b"[]", b"x", b"\xff", MORE[:-1], json.dumps({"fact": FACT, "key": ROW_KEY.hex().upper()}).encode(),
        json.dumps({"fact": FACT, "key": ROW_KEY.hex()[:-2]}).encode(), json.dumps({"fact": json.loads(FACT), "key": ROW_KEY.hex()}).encode(),
        json.dumps({"fact": FACT, "key": ROW_KEY.hex(), "more": 1}).encode(), MORE.replace(b'"key"', b'"fact"'),
        oracle.extra(ROW_KEY, "{}"), oracle.extra(ROW_KEY, "x"), oracle.extra(ROW_KEY, FACT[:-1] + ',"id":"7"}'),
        oracle.extra(ROW_KEY, FACT.replace('"at"', '"when"')), oracle.extra(ROW_KEY, FACT.replace('{"masa":"2026"}', "NaN")),
        oracle.extra(ROW_KEY, FACT.replace("2026", "\\ud800")), MORE.replace(b"masa", b"\\ud800"), b"[" * 100_000,
    ],
)  # fmt: skip
def test_extra_data_that_is_none(more: bytes):
    with pytest.raises(cek.Unusable):
        cek.open_extra(more)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\n\n", PROOF.replace(b"@v1", b"@v2"), PROOF.replace(b"index 4", b"index 04"), PROOF.replace(b"index 4", b"index"),
        PROOF.replace(b"index 4", b"index -4"), PROOF.replace(b"extra ", b"ekstra "), PROOF.replace(b"\nextra ", b"\nextra  "),
        oracle.proof(4, PATH, SIGNED, b""), oracle.proof(4, [bytes(32)] * 63, SIGNED), oracle.proof(4, [bytes(31)], SIGNED),
        PROOF.replace(b"\n", b"\r\n"), b"\xff" + PROOF, PROOF.replace(b"index", "indéx".encode()), oracle.proof(2**62, PATH, SIGNED),
    ],
)  # fmt: skip
def test_proof_files_that_are_none(raw: bytes):
    with pytest.raises(cek.Unusable):
        cek.parse_proof(raw)


def test_what_is_printed_cannot_steer_a_terminal():
    assert cek.plain("a\x1b[2Jb\u202ec\n\u009b") == "a\\u001b[2Jb\\u202ec\\u000a\\u009b"
