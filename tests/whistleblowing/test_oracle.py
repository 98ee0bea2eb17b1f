"""The oracle against itself, against pyrage, the `age` command, and values known from elsewhere."""

from __future__ import annotations

import hmac
import itertools
import json
import random
import uuid

import pyrage
import pytest

from . import age, oracle

WORDS = [f"kata{number:04}" for number in range(2048)]
SIZES = [0, 1, 65535, 65536, 65537]
ENTROPY = bytes(range(16))
CASE = "0b0e7f5e-3d0c-4b55-8f0a-6f5f6c1e2a10"
READER, OTHER, NEWCOMER = (bytes([number]) * 32 for number in (1, 2, 3))
SEED = oracle.derive(ENTROPY, "sign")


def report(**changes) -> dict:
    letter = {"v": 1, "id": oracle.b64(b"i" * 16), "case": CASE, "kind": "report", "from": "reporter", "files": []}
    letter |= {"day": "2026-11-23", "text": "Seseorang meminta uang.", "questions": 1, "answers": {}, "to": ["k1"]}
    letter |= {"mailbox": oracle.mailbox(ENTROPY), "handler": oracle.b64(b"h" * 32)}
    return letter | {"box": oracle.recipient(oracle.derive(ENTROPY, "box"))} | changes


def sealed(letter: dict | None = None, *more: bytes, seed: bytes = SEED) -> tuple[bytes, bytes]:
    return oracle.seal_letter(letter or report(), seed, [oracle.recipient(one) for one in (READER, *more)])


def native(secret: bytes) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str(oracle.identity(secret))


# Words, keys, padding


@pytest.mark.parametrize(
    ("entropy", "numbers"),  # BIP 39 has the same rule; these are its own examples
    [
        (bytes(16), [0] * 11 + [3]),
        (b"\x7f" * 16, [1019, 2015, 1790, 2039, 1983, 1533, 2031, 1919, 1019, 2015, 1790, 2040]),
        (b"\xff" * 16, [2047] * 11 + [2037]),
    ],
)
def test_words_are_those_of_bip39(entropy, numbers):
    said = oracle.to_words(entropy, WORDS)
    assert said == [WORDS[one] for one in numbers]
    assert oracle.from_words(said, WORDS) == entropy


def test_words_that_are_no_receipt_are_refused():
    said = oracle.to_words(ENTROPY, WORDS)
    held = []
    for word in WORDS:
        try:
            held.append(oracle.from_words([*said[:-1], word], WORDS))
        except oracle.BadLetter:
            continue
    assert len(held) == 128 and ENTROPY in held  # seven bits of the last word are free
    for wrong in (said[:11], [*said, said[0]], [*said[:11], "bukan"], []):
        with pytest.raises(oracle.BadLetter):
            oracle.from_words(wrong, WORDS)


def test_derived_keys_are_hkdf_by_hand():
    early = hmac.digest(b"maklumat lapor-aman v1", ENTROPY, "sha256")
    assert oracle.derive(ENTROPY, "box") == hmac.digest(early, b"box\1", "sha256")
    assert len(oracle.mailbox(ENTROPY)) == 43 and oracle.unb64(oracle.mailbox(ENTROPY), 32)


def test_padme_keeps_a_short_mantissa():
    """The other way to say it: no more digits after the first than the exponent has."""

    def fits(number: int) -> bool:
        digits = f"{number:b}"
        return len(digits[1:].rstrip("0")) <= len(f"{len(digits) - 1:b}")

    for length in range(2, 5000):
        assert oracle.padme(length) == next(number for number in itertools.count(length) if fits(number))
    assert [oracle.padme(one) for one in (0, 1, 9, 1000, 2**20 + 1)] == [0, 1, 10, 1024, 2**20 + 2**15]
    for length in (random.Random(7).randrange(2, 2**40) for _ in range(500)):
        assert length <= oracle.padme(length) <= length * 1.12 + 1 and fits(oracle.padme(length))


def test_base64url_has_one_spelling():
    assert oracle.unb64("AQ") == b"\1"
    for wrong in ("AR", "AQ==", "A", "A+", "A\n", None):
        with pytest.raises(oracle.BadLetter):
            oracle.unb64(wrong)


def test_wrapped_seed():
    wrapped = oracle.wrap_seed(b"s" * 32, "kata sandi ﬁ")
    assert oracle.unwrap_seed(wrapped, "kata sandi fi") == b"s" * 32  # NFKC
    for changed, passphrase in ((wrapped, "lain"), (wrapped | {"t": 1}, "kata sandi fi")):
        with pytest.raises(oracle.BadLetter):
            oracle.unwrap_seed(changed, passphrase)


def test_work():
    counter = oracle.work("tantangan", "upload-20", 8)
    assert oracle.check_work("tantangan", "upload-20", counter, 8)
    assert not oracle.check_work("tantangan", "upload-21", counter, 30)
    assert not oracle.check_work("tantangan", "upload-20", f"0{counter}", 0)


# age


def test_keys_are_spelled_as_age_spells_them():
    secret = b"\x42" * 32  # the example of the specification
    assert oracle.identity(secret) == "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    assert oracle.recipient(secret) == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    assert oracle.read_identity(oracle.identity(secret)) == secret
    for wrong in ("", oracle.identity(secret).lower(), oracle.identity(secret)[:-1] + "Q", oracle.recipient(secret)):
        with pytest.raises(oracle.BadAge):
            oracle.read_identity(wrong)


@pytest.mark.parametrize("size", SIZES)
def test_age_both_ways_with_pyrage(size):
    content = random.Random(size).randbytes(size)
    header, payload = age.encrypt(content, [oracle.recipient(READER)], 8)
    assert pyrage.decrypt(header + payload, [native(READER)]) == content
    assert age.decrypt(header, payload, READER) == content
    theirs = pyrage.encrypt(content, [native(READER).to_public()])
    head, rest = oracle.split_age(theirs)
    assert head + rest == theirs and head.endswith(b"\n")
    with pytest.raises(oracle.NotForMe):
        age.decrypt(header, payload, OTHER)
    with pytest.raises(oracle.BadAge):
        age.decrypt(header, payload[:-1], READER)


def test_a_new_header_lets_others_read_the_old_payload():
    header, payload = sealed()
    new = oracle.rewrap(header, READER, [oracle.recipient(one) for one in (READER, NEWCOMER)])
    assert len(new) == len(header) and new != header and len(age.parse(new).stanzas) == oracle.SLOTS
    for secret in (READER, NEWCOMER):
        assert oracle.open_letter(new, payload, secret, case=CASE) == report()
        assert pyrage.decrypt(new + payload, [native(secret)])
    with pytest.raises(oracle.NotMine):
        oracle.open_letter(header, payload, NEWCOMER, case=CASE)
    with pytest.raises(oracle.NotForMe):
        oracle.rewrap(header, NEWCOMER, [oracle.recipient(NEWCOMER)])
    with pytest.raises(ValueError):
        oracle.rewrap(header, READER, [oracle.recipient(bytes([one]) * 32) for one in range(9)])


# Letters


def test_a_letter_shows_neither_readers_nor_length():
    letters = [sealed(report(text="a" * size), *more) for size, more in ((0, ()), (1200, (OTHER, NEWCOMER)))]
    assert len({(len(header), len(payload)) for header, payload in letters}) == 1
    assert all(len(age.parse(header).stanzas) == 8 for header, _ in letters)
    places = {
        next(place for place, one in enumerate(age.parse(header).stanzas) if opens(one))
        for header, _ in [sealed() for _ in range(60)]
    }
    assert len(places) > 4


def opens(stanza: tuple[bytes, bytes]) -> bool:
    """Whether a stanza is the reader's; its MAC is then that of a made-up header, and wrong."""
    share, body = (age.b64raw(one) for one in stanza)
    try:
        age.file_key(b"age-encryption.org/v1\n-> X25519 %b\n%b\n--- %b\n" % (share, body, b"A" * 43), READER)
    except oracle.NotForMe:
        return False
    except oracle.BadAge:
        return True
    raise AssertionError("a MAC of zeros cannot hold")


@pytest.mark.parametrize("size", [*SIZES, 1968, 200_000])
def test_letters_of_every_size(size):
    letter = report(text="x" * size)
    header, payload = sealed(letter)
    plain = age.decrypt(header, payload, READER)
    length = int.from_bytes(plain[:4])
    assert len(plain) == max(2048, oracle.padme(68 + length)) and not any(plain[68 + length :])
    assert oracle.open_letter(header, payload, READER, case=CASE) == letter


def test_every_change_of_a_byte_is_refused():
    header, payload = sealed()
    data = header + payload
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        with pytest.raises(oracle.BadLetter):
            oracle.open_letter(bytes(changed[: len(header)]), bytes(changed[len(header) :]), READER, case=CASE)
    for head, rest in ((header[:-1], payload), (header + b"\n", payload), (header, payload + b"\0"), (b"", b"")):
        with pytest.raises(oracle.BadLetter):
            oracle.open_letter(head, rest, READER, case=CASE)


def test_every_change_inside_is_refused():
    plain = oracle.pack(report(), SEED)
    for place in range(len(plain)):
        changed = bytearray(plain)
        changed[place] ^= 1 << place % 8
        with pytest.raises(oracle.BadLetter):
            oracle.unpack(bytes(changed), lambda _: oracle.sign_public(SEED))
    for wrong in (plain[:-1], plain + b"\0", plain + bytes(2048), b""):
        with pytest.raises(oracle.BadLetter):
            oracle.unpack(wrong, lambda _: oracle.sign_public(SEED))


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2}, {"v": True}, {"id": "kecil"}, {"case": CASE.upper()}, {"day": "2026-02-30"},
        {"kind": "reply"}, {"from": "k1"}, {"box": "age1"}, {"mailbox": oracle.b64(b"m" * 32)}, {"handler": ""},
        {"text": None}, {"files": {}}, {"kind": "lain"},
    ],
)  # fmt: skip
def test_letters_of_another_form_are_refused(changes):
    with pytest.raises(oracle.BadLetter):
        oracle.open_letter(*sealed(report(**changes)), READER, case=CASE)


def test_who_may_send_and_what_was_seen():
    keys = {"reporter": oracle.sign_public(SEED), "k1": oracle.sign_public(OTHER)}
    reply = {"v": 1, "id": oracle.b64(b"j" * 16), "case": CASE, "kind": "reply", "from": "k1", "day": "2026-11-23"}
    reply |= {"text": "Terima kasih.", "files": []}
    header, payload = sealed(reply, seed=OTHER)
    assert oracle.open_letter(header, payload, READER, case=CASE, keys=keys) == reply
    for seen, case, allowed in (
        ([reply["id"]], CASE, keys),
        ([], str(uuid.uuid4()), keys),
        ([], CASE, {}),
        ([], CASE, None),
    ):
        with pytest.raises(oracle.BadLetter):
            oracle.open_letter(header, payload, READER, case=case, keys=allowed, seen=seen)
    for letter, seed in ((reply, SEED), (reply | {"from": "k2"}, OTHER), (report(kind="word"), OTHER)):
        with pytest.raises(oracle.BadLetter):
            oracle.open_letter(*sealed(letter, seed=seed), READER, case=CASE, keys=keys)
    with pytest.raises(oracle.BadLetter):
        oracle.open_letter(*sealed(), READER, case=CASE, keys=keys | {"reporter": b"x" * 32})
    with pytest.raises(oracle.BadLetter):  # seven stanzas, all else right
        head, rest = age.encrypt(oracle.pack(report(), SEED), [oracle.recipient(READER)], 7)
        oracle.open_letter(head, rest, READER, case=CASE)
    twice = json.dumps(report())[:-1].encode() + b',"v":1}'
    with pytest.raises(oracle.BadLetter):
        oracle.unpack(oracle.pack_raw(twice, SEED), lambda _: oracle.sign_public(SEED))
