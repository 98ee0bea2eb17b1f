"""The browser's own modules (under Node) against the client that was written from the specification alone: each reads what the other writes."""

from __future__ import annotations

import io
import json
import os
import secrets
import uuid
import zlib
from importlib import resources

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.whistleblowing import age, oracle
from tests.whistleblowing.driving import driver, node

WORDS = (resources.files("maklumat.samples") / "receipt_words.txt").read_text().split()
SIZES = (0, 1, 2, 100, 65_535, 65_536, 65_537, 200_000)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if node() is None:
        pytest.skip("the browser's modules are NOT RUN: there is no Node here")
    with driver(tmp_path_factory.mktemp("driver")) as found:
        yield found


def content(case: str, sign: str) -> dict[str, object]:
    return {
        "v": 1, "id": oracle.b64(os.urandom(16)), "case": case, "kind": "report", "from": "reporter", "day": "2026-11-02", "text": "é “kutip”", "files": [],
        "mailbox": sign, "box": oracle.recipient(bytes(32)), "handler": oracle.b64(bytes(32)), "to": [str(uuid.uuid4())], "questions": "umum-2026",
        "answers": {"what": "Uang “rokok”."},
    }  # fmt: skip


def test_words_and_keys_are_the_same(browser):
    for _one in range(20):
        entropy = os.urandom(16)
        words = browser.ask("words", entropy=oracle.b64(entropy), list=WORDS)["words"]
        assert words == oracle.to_words(entropy, WORDS)
        assert oracle.unb64(browser.ask("entropy", words=words, list=WORDS)["entropy"]) == entropy
        other = [*words[:-1], WORDS[WORDS.index(words[-1]) ^ 1]]  # a bit of the checksum alone
        assert browser.ask("entropy", words=other, list=WORDS)["entropy"] is None
        keys = browser.ask("keysOf", secret=oracle.b64(entropy), kind="reporter")
        assert keys["sign"] == oracle.mailbox(entropy) and keys["box"] == oracle.recipient(
            oracle.derive(entropy, "box")
        )
        holder = browser.ask("keysOf", secret=oracle.b64(entropy), kind="keyholder")
        assert holder["box"] == oracle.recipient(oracle.derive(entropy, "keyholder box"))


def test_letters_go_both_ways_and_new_headers_too(browser):
    reader, late, seed, case = (
        secrets.token_bytes(32),
        secrets.token_bytes(32),
        secrets.token_bytes(32),
        str(uuid.uuid4()),
    )
    sign, boxes = oracle.b64(oracle.sign_public(seed)), [oracle.recipient(reader)]
    sealed = browser.ask("sealing", content=content(case, sign), seed=oracle.b64(seed), boxes=boxes)
    header, payload = oracle.unb64(sealed["header"]), oracle.unb64(sealed["payload"])
    assert oracle.open_letter(header, payload, reader, case=case)["answers"] == {"what": "Uang “rokok”."}
    ours = oracle.seal_letter(content(case, sign), seed, boxes)
    asked = {"payload": oracle.b64(ours[1]), "case": case, "sign": sign}
    assert (
        browser.ask("opening", header=oracle.b64(ours[0]), identity=age.identity(reader), **asked)["content"]["text"]
        == "é “kutip”"
    )
    for new in (
        oracle.unb64(
            browser.ask(
                "rewrapping",
                header=oracle.b64(ours[0]),
                identity=age.identity(reader),
                boxes=[*boxes, oracle.recipient(late)],
            )["header"]
        ),
        oracle.rewrap(ours[0], reader, [*boxes, oracle.recipient(late)]),
    ):
        assert oracle.open_letter(new, ours[1], late, case=case) == oracle.open_letter(*ours, reader, case=case)
        assert "content" in browser.ask("opening", header=oracle.b64(new), identity=age.identity(late), **asked)
    refused = [
        {**asked, "case": str(uuid.uuid4())}, {**asked, "sign": oracle.b64(oracle.sign_public(bytes(32)))}, {**asked, "payload": oracle.b64(ours[1][:-1])},
    ]  # fmt: skip
    for one in refused:
        assert "refused" in browser.ask("opening", header=oracle.b64(ours[0]), identity=age.identity(reader), **one)


HOSTILE = (
    "null", "7", '"x"', "[]", "{}", {"to": "abc"}, {"to": []}, {"to": ["a"] * 7}, {"to": [{}]}, {"answers": None}, {"answers": {"what": {}}}, {"answers": []}, {"files": None},
    {"files": [None]}, {"files": [{"id": "../../akun/keluar"}]}, {"handler": "x"}, {"handler": None}, {"box": "age1x"}, {"box": 7}, {"mailbox": "x"}, {"text": {}},
    {"kind": "constructor"}, {"kind": "toString"}, {"day": "kemarin"}, {"id": 7}, {"v": "1"}, {"from": ["reporter"]}, {"questions": 1},
)  # fmt: skip


def test_one_hostile_letter_is_refused_and_does_not_close_the_desk(browser):
    reader, seed, case = secrets.token_bytes(32), secrets.token_bytes(32), str(uuid.uuid4())
    sign, boxes = oracle.b64(oracle.sign_public(seed)), [oracle.recipient(reader)]
    cases = []
    for one in ({}, *HOSTILE):
        whole = one if isinstance(one, str) else json.dumps({**content(case, sign), **one})
        made = browser.ask("sealingAnything", json=whole, seed=oracle.b64(seed), boxes=boxes)
        answer = browser.ask("opening", **made, identity=age.identity(reader), case=case, sign=sign)
        assert ("content" in answer) == (one == {}), one
        cases.append({**made, "id": case, "case": case, "by_form": False})
    found = browser.ask("listing", cases=cases, identity=age.identity(reader))["found"]
    assert found == [{"what": "Uang “rokok”."}] + [None] * len(HOSTILE)
    long = browser.ask("listing", cases=[{**cases[0], "payload": None}, cases[0]], identity=age.identity(reader))
    assert long["found"] == [{"what": "Uang “rokok”."}] * 2  # the first was asked for


def test_files_go_both_ways_at_every_edge(browser):
    for size in SIZES:
        raw = os.urandom(size)
        made = browser.ask("fileSealing", bytes=oracle.b64(raw))
        assert oracle.open_file({**made["entry"], "name": "", "type": ""}, oracle.unb64(made["whole"])) == raw
        said, whole = oracle.seal_file(raw, "a", "b")
        assert oracle.unb64(browser.ask("fileOpening", whole=oracle.b64(whole), entry=said)["bytes"]) == raw
    for name, value in (("size", said["size"] - 1), ("length", 7), ("sha256", "0" * 64)):
        assert "refused" in browser.ask("fileOpening", whole=oracle.b64(whole), entry={**said, name: value})


def test_a_passphrase_opens_what_it_closed_there_and_here(browser):
    secret = os.urandom(32)
    theirs = browser.ask("wrapping", secret=oracle.b64(secret), passphrase="empat kata yang sembarang")["wrapped"]
    assert oracle.unwrap_seed(theirs, "empat kata yang sembarang") == secret
    ours = oracle.wrap_seed(secret, "ﬁat kata")  # compatibility letters count as their plain ones
    assert oracle.unb64(browser.ask("unwrapping", wrapped=ours, passphrase="fiat kata")["secret"]) == secret
    assert browser.ask("unwrapping", wrapped=ours, passphrase="lain")["secret"] is None
    assert browser.ask("unwrapping", wrapped={**ours, "t": 1}, passphrase="fiat kata")["secret"] is None


def test_work_is_what_the_server_counts(browser):
    for bits in (0, 1, 8, 12):
        done = browser.ask("counting", challenge="1.12.aa", bits=bits, what="x")
        assert oracle.check_work("1.12.aa", "x", done["counter"], bits)


def chunk(name: bytes, raw: bytes) -> bytes:
    return len(raw).to_bytes(4) + name + raw + zlib.crc32(name + raw).to_bytes(4)


def segment(mark: int, raw: bytes) -> bytes:
    return bytes((0xFF, mark)) + (len(raw) + 2).to_bytes(2) + raw


def test_small_copies_layers_and_credentials_go_as_well(browser):
    """A thumbnail shows what was cut off the picture; other programs hide layers, films, and where a picture comes from."""
    plain = photo("JPEG", quality=90)
    jfif = plain[:2] + segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x01RAHASI") + plain[20:]
    jfxx = plain[:2] + segment(0xE0, b"JFXX\x00\x10RAHASIA") + plain[2:]
    broken = plain[:2] + segment(0xE1, b"Exif\x00\x00MM\x00*\xff\xff\xff\xffRAHASIA") + plain[2:]
    between = photo("JPEG", progressive=True, quality=80)
    scan = between.index(b"\xff\xda", between.index(b"\xff\xda") + 2)
    hidden = between[:scan] + segment(0xFE, b"RAHASIA") + between[scan:]
    tail = plain + photo("JPEG", comment=b"RAHASIA")
    for raw in (jfif, jfxx, broken, hidden, tail):
        found = browser.ask("stripping", bytes=oracle.b64(raw), type="image/jpeg")
        clean = oracle.unb64(found["bytes"])
        assert found["stripped"] and b"RAHA" in raw and b"RAHA" not in clean
        assert (
            Image.open(io.BytesIO(raw)).convert("RGB").tobytes()
            == Image.open(io.BytesIO(clean)).convert("RGB").tobytes()
        )
    picture = photo("PNG")
    secrets_of_programs = b"".join(
        chunk(name, b"RAHASIA") for name in (b"caBX", b"prVW", b"mkBF", b"iCCP", b"pHYs", b"vpAg")
    )
    found = browser.ask(
        "stripping", bytes=oracle.b64(picture[:33] + secrets_of_programs + picture[33:]), type="image/png"
    )
    clean = oracle.unb64(found["bytes"])
    assert found["stripped"] and clean == picture and Image.open(io.BytesIO(clean)).size == (64, 40)


def photo(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 40), 60).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def test_what_pictures_tell_is_cut_out_and_their_pixels_stay(browser):
    exif = Image.Exif()
    exif[0x0110], exif[0x0112], exif[0x9286] = "TELEPON-RAHASIA", 6, "CATATAN-RAHASIA"
    exif.get_ifd(0x8825)[2] = (7.0, 12.0, 3.0)
    info = PngInfo()
    info.add_text("Author", "NAMA-RAHASIA")
    pictures = [
        ("image/jpeg", photo("JPEG", exif=exif, comment=b"KOMENTAR-RAHASIA", quality=90) + b"EKOR-RAHASIA"),
        ("image/jpeg", photo("JPEG", exif=exif, progressive=True)),
        ("image/png", photo("PNG", pnginfo=info, exif=exif) + b"EKOR-RAHASIA"),
    ]
    for kind, raw in pictures:
        found = browser.ask("stripping", bytes=oracle.b64(raw), type=kind)
        clean = oracle.unb64(found["bytes"])
        assert found["stripped"] and b"RAHASIA" in raw and b"RAHASIA" not in clean
        before, after = Image.open(io.BytesIO(raw)), Image.open(io.BytesIO(clean))
        assert before.tobytes() == after.tobytes()
        if kind == "image/jpeg":
            assert dict(after.getexif()) == {0x0112: 6}  # which way is up, and nothing else
    for kind, raw in (("application/pdf", b"%PDF-1.7 x"), ("image/jpeg", b"\xff\xd8\xff\xe1\xff\xff rusak")):
        found = browser.ask("stripping", bytes=oracle.b64(raw), type=kind)
        assert not found["stripped"] and oracle.unb64(found["bytes"]) == raw


def test_a_case_is_read_with_several_keys_and_no_false_handler(browser):
    """After a new key some letters of a case are for the old one, some for the new; nobody is let in by a letter who has no key."""
    old, new, reporter_seed, mine = (secrets.token_bytes(32) for _n in range(4))
    case, me = str(uuid.uuid4()), str(uuid.uuid4())
    handler, sign = secrets.token_bytes(32), oracle.b64(oracle.sign_public(reporter_seed))
    report = content(case, sign) | {"to": [me], "not": [str(uuid.uuid4())], "handler": oracle.b64(handler)}
    signers = [{"id": me, "title": "Inspektur", "sign": oracle.b64(oracle.sign_public(mine))}]

    def letter(said, seed, reader, sender, number):
        header, payload = oracle.seal_letter(said, seed, [oracle.recipient(reader)])
        return {
            "id": number,
            "sender": sender,
            "header": oracle.b64(header),
            "payload": oracle.b64(payload),
            "files": [],
        }

    def other(kind, whose, **more):
        return {"v": 1, "id": oracle.b64(os.urandom(16)), "case": case, "kind": kind, "from": whose, "day": "2026-11-02", "text": "…", "files": [], **more}  # fmt: skip

    letters = [
        letter(report, reporter_seed, old, "reporter", "a"),
        letter(other("word", "reporter"), reporter_seed, new, "reporter", "b"),
        letter(other("added", me, keyholder=str(uuid.uuid4())), mine, new, "office", "c"),
        letter(other("word", "reporter"), reporter_seed, secrets.token_bytes(32), "reporter", "d"),
    ]
    facts = {"case": case, "letters": letters, "handler": oracle.b64(oracle.sign_public(handler))}
    keys = [browser.ask("keysOf", secret=oracle.b64(one), kind="age")["identity"] for one in (new, old)]
    third = secrets.token_bytes(32)
    found = browser.ask("reading", facts=facts, identities=keys, signers=signers, boxes=[oracle.recipient(third)])
    assert (len(found["letters"]), found["bad"], found["readers"], found["first"]) == (3, 1, [me], True)
    for one in letters[:3]:
        opened = age.decrypt(oracle.unb64(found["headers"][one["id"]]), oracle.unb64(one["payload"]), third)
        assert b"2026-11-02" in opened
    assert found["headers"]["d"] == letters[3]["header"]
    false = facts | {"handler": oracle.b64(oracle.sign_public(secrets.token_bytes(32)))}
    found = browser.ask("reading", facts=false, identities=keys, signers=signers)
    assert not found["first"] and found["bad"] == 4
