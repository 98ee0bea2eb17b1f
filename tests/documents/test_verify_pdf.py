"""A signed PDF is genuine; any other spelling of it is not."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.documents.actions.rendering import render
from maklumat.modules.documents.actions.signing import LocalSigner
from maklumat.modules.documents.models.authority import Authority
from maklumat.modules.documents.rules import envelope, offline, pades

from . import cases
from .mutations import all_kinds, mutants


@pytest.fixture(scope="module")
def signed() -> bytes:
    sheet = cases.sheet()
    return LocalSigner(cases.authority()).sign(render(sheet, cases.AT), sheet.content, at=cases.AT)


def check(content: bytes) -> offline.Finding:
    keys = cases.authority()
    return offline.check_pdf(content, keys.root_pem(), keys.token_keys())


def test_genuine(signed: bytes) -> None:
    found = check(signed)
    assert (found.outcome, found.reason) == ("genuine", "")
    assert found.content == cases.content()
    assert found.claims and found.claims.number == cases.content().number


def test_every_kind_of_tampering_is_refused(signed: bytes) -> None:
    kinds = all_kinds(signed)
    assert len(kinds) >= 50
    seen: Counter[str] = Counter()
    for kind, content in mutants(signed, len(kinds), seed=7):
        assert check(content).outcome != "genuine", kind
        seen[kind] += 1
    assert len(seen) >= 50


def test_no_hexadecimal_digit_of_the_signature_can_be_changed(signed: bytes) -> None:
    root = cases.authority().root_pem()
    match = envelope._RANGE.search(signed)
    assert match
    start, end = int(match[2]), int(match[3])
    for at in range(start, end, 7):
        other = b"0" if signed[at : at + 1] != b"0" else b"1"
        assert envelope.examine(signed[:at] + other + signed[at + 1 :], root).outcome != "ours", at - start


def test_pyhanko_agrees_on_additions(signed: bytes) -> None:
    root = [cases.authority().root_pem()]
    assert pades.problems(signed, root) == []
    for kind, content in mutants(signed, 200, seed=3):
        if kind in ("added note", "incremental update of the page"):
            assert pades.problems(content, root), kind


def test_another_authority_is_foreign(signed: bytes) -> None:
    other = Authority(cases.throw_away_folder(), "layanan.tirtamulya.example")  # the same names, other keys
    other.prepare(cases.AT)
    sheet = cases.sheet()
    forged = LocalSigner(other).sign(render(sheet, cases.AT), sheet.content, at=cases.AT)
    assert check(forged).outcome == "altered"  # it claims our name
    elsewhere = Authority(cases.throw_away_folder(), "lain.example")
    elsewhere.prepare(cases.AT)
    assert check(LocalSigner(elsewhere).sign(render(sheet, cases.AT), sheet.content, at=cases.AT)).outcome == "foreign"


def test_a_token_of_another_certificate_is_refused() -> None:
    """Our own seal on a document whose token speaks of another one: content and token must agree."""
    keys, sheet = cases.authority(), cases.sheet()
    wrong = cases.sheet(cases.content(number="470/0099/KEC-CDR/XI/2026"))
    mixed = type(sheet)(content=sheet.content, token=wrong.token, template="letter", signer="local")
    found = check(LocalSigner(keys).sign(render(mixed, cases.AT), sheet.content, at=cases.AT))
    assert (found.outcome, found.reason) == ("altered", "content and token disagree")


def test_unsigned_and_unreadable() -> None:
    assert check(render(cases.sheet(), cases.AT)).outcome == "unsigned"
    assert check(b"").outcome == "unreadable"
    assert check(b"%PDF-1.7\n" + b"0" * envelope.LARGEST).outcome == "unreadable"


def test_hostile_files_are_answered_quickly(signed: bytes) -> None:
    root = cases.authority().root_pem()
    hostile = [
        b"%PDF-" + b"/ByteRange [0 1 2 3]" * 400_000,
        b"%PDF-" + b"/ByteRange " * 800_000,
        b"%PDF-" + b" " * 9_000_000,
        b"%PDF-/ByteRange [0 20 9000000 0]" + b"<" + b"3080" * 2_000_000 + b">",
        b"%PDF-/ByteRange" + b" " * 9_000_000 + b"[",
    ]
    for content in hostile:
        begin = time.process_time()
        assert envelope.examine(content, root).outcome != "ours"
        assert time.process_time() - begin < 2


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_garbage_never_raises(content: bytes) -> None:
    keys = cases.authority()
    assert check(content).outcome != "genuine"
    assert check(b"%PDF-1.7\n/ByteRange [0 10 20 30]" + content).outcome != "genuine"
    assert pades.problems(content, [keys.root_pem()])
    assert pades.attachments(content) == {}


@pytest.fixture(scope="module")
def stamped() -> bytes:
    """B-T: with pyHanko's test authority for time stamps."""
    from pyhanko.sign.timestamps import DummyTimeStamper

    certificate, key = _time_stamp_authority()
    sheet = cases.sheet()
    signer = LocalSigner(cases.authority(), DummyTimeStamper(certificate, key, fixed_dt=cases.AT))
    return signer.sign(render(sheet, cases.AT), sheet.content, at=cases.AT)


def test_a_time_stamp_inside_the_signature(stamped: bytes) -> None:
    assert check(stamped).outcome == "genuine", check(stamped).reason


def test_the_time_stamp_cannot_be_changed_either(stamped: bytes) -> None:
    for kind, content in mutants(stamped, 100, seed=9):
        assert check(content).outcome != "genuine", kind


def _time_stamp_authority():
    from asn1crypto import keys, x509
    from cryptography import x509 as make
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(65537, 2048)
    name = make.Name([make.NameAttribute(make.NameOID.COMMON_NAME, "Waktu")])
    builder = make.CertificateBuilder(name, name, key.public_key(), 7, cases.AT, cases.AT.replace(year=2040))
    builder = builder.add_extension(make.ExtendedKeyUsage([make.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.sign(key, SHA256()).public_bytes(Encoding.DER)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(private)
