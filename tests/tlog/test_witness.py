"""A witness under attack: what it signs, in which order, what it keeps as evidence, and what it does when it has forgotten. Without a database."""

from __future__ import annotations

import base64
import io
import json
import threading

import pytest

from maklumat.kernel import keyfiles, notes
from maklumat.kernel.notes import Checkpoint, Signer
from maklumat.site import cli
from maklumat.site import witness as watching
from tests.tlog import oracle

ORIGIN = "kota.example/jejak"
LOG = Signer(ORIGIN, {"ed25519": b"e" * 32, "mldsa44": b"m" * 32})
AB, AC, ABD = [b"a", b"b"], [b"a", b"c"], [b"a", b"b", b"d"]


@pytest.fixture
def witness(tmp_path):
    policy = {"origin": ORIGIN, "log": [one.vkey() for one in LOG.verifiers]}
    return watching.found(tmp_path / "saksi", "saksi.example", [policy])


def head(leaves, more=""):
    """A head as the log signs it; ``more``: signature lines of others."""
    checkpoint = Checkpoint(ORIGIN, len(leaves), oracle.mth(leaves))
    return notes.written(checkpoint, LOG.sign(checkpoint, 1)) + more


def ask(witness, old, note, proof=()):
    lines = "".join(f"{base64.b64encode(one).decode()}\n" for one in proof)
    return witness.add_checkpoint(f"old {old}\n{lines}\n{note}")


def kept(witness, where="evidence"):
    """What was signed in the files of a folder, by their names. (ML-DSA is salted: whole notes differ.)"""
    place = witness.folder / where
    return {one.name: text(one.read_text()) for one in place.iterdir()} if place.exists() else {}


def text(note):
    return note.partition("\n\n")[0]


def lines_of(reply):
    assert reply[0] == 200, reply
    return [notes.read_line(one) for one in reply[2][:-1].split("\n")]


def test_honest_heads_with_wrong_proofs_accuse_nobody_and_fill_nothing(witness):
    lines_of(ask(witness, 0, head(AB)))
    for number in range(230):  # anybody can read the public head and send it with whatever he likes
        stranger = f"— asing{number}.example {base64.b64encode(b'1234' + bytes(64)).decode()}\n"
        assert ask(witness, 2, head(AB, stranger), [b"x" * 32])[0] == 422
        assert ask(witness, 2, head(ABD, stranger), [b"x" * 32])[0] == 422
    assert not kept(witness)
    assert sorted(kept(witness, "unexplained").values()) == [
        text(head(AB)),
        text(head(ABD)),
    ]  # one head, and what was seen
    assert ask(witness, 2, head(AC))[0] == 409
    assert ask(witness, 2, head(AC, f"— x.example {base64.b64encode(b'1234' + bytes(64)).decode()}\n"))[0] == 409
    assert sorted(kept(witness).values()) == sorted([text(head(AB)), text(head(AC))])


def test_evidence_has_a_limit_and_a_counterpart(witness, monkeypatch):
    monkeypatch.setattr(watching, "MOST_EVIDENCE", 2)
    lines_of(ask(witness, 0, head(AB)))
    for other in (b"c", b"d", b"e"):
        assert ask(witness, 2, head([b"a", other]))[0] == 409
    found = kept(witness)
    assert sorted(name.rpartition(".")[2] for name in found) == ["seen", "seen", "txt", "txt"]
    lines_of(ask(witness, 2, head(AB)))  # and the true one goes on


def test_what_was_received_is_signed_with_all_its_lines(witness):
    body = Checkpoint(ORIGIN, 1, oracle.mth([b"a"])).body() + "a line of a later edition\n"
    checkpoint = Checkpoint.read(body)
    note = f"{body}\n" + "".join(line.text() for line in LOG.sign(checkpoint, 1, body))
    for line in lines_of(ask(witness, 0, note)):
        assert next(one for one in witness.signer.verifiers if one.id == line.id).holds(body, line.signature)


def test_a_head_without_the_signature_that_outlasts_quantum_computers_is_refused(witness):
    body, gap, lines = head(AB).rpartition("\n\n")
    first, second = lines.splitlines(keepends=True)
    for some in (first, second, first + first):
        assert ask(witness, 0, body + gap + some)[0] == 403
    lines_of(ask(witness, 0, body + gap + second + first + first))


def test_the_larger_head_is_signed_last(witness, monkeypatch):
    """A witness says: this is the largest I have seen as of this time. Two requests at once must not make it untrue."""
    order, sign = [], witness.signer.sign
    larger = threading.Thread(
        target=lambda: order.append(ask(witness, 1, head(AB), oracle.consistency(1, AB))[0]), daemon=True
    )

    def slowly(checkpoint, time, text=""):
        if checkpoint.size == 1:
            larger.start()
            larger.join(0.3)
        order.append(checkpoint.size)
        return sign(checkpoint, time, text)

    monkeypatch.setattr(witness.signer, "sign", slowly)
    lines_of(ask(witness, 0, head([b"a"])))
    larger.join(10)
    assert order == [1, 2, 200]


@pytest.mark.parametrize("lost", [lambda place: place.write_text(""), lambda place: place.unlink(), lambda place: place.write_text("{")])  # fmt: skip
def test_a_witness_that_forgot_signs_nothing(witness, lost, capsys):
    lines_of(ask(witness, 0, head(AB)))
    lost(witness.folder / "heads.json")
    assert ask(witness, 0, head(AC))[0] == 503
    assert watching._answer({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, witness)[0] == 503
    assert cli.main(["witness", str(witness.folder)]) == 1 and "begins anew" in capsys.readouterr().err
    (witness.folder / "heads.json").write_text("{}")  # a person decides so
    lines_of(ask(witness, 0, head(AC)))


@pytest.mark.parametrize("given", ["²", "-1", "9" * 5000, "1e3", "200001"])
def test_a_strange_length_is_too_large(witness, given):
    asked = {"PATH_INFO": "/add-checkpoint", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": given, "wsgi.input": io.BytesIO()}  # fmt: skip
    assert watching._answer(asked, witness)[0] == 413


def test_two_processes_make_one_pair_of_keys_and_nobody_reads_half_of_it(tmp_path, monkeypatch):
    place, link = tmp_path / "keys" / "log.json", keyfiles.os.link

    def late(aside, name):
        assert not place.exists()  # it has its name only when it is whole
        monkeypatch.setattr(keyfiles.os, "link", link)
        found.append(keyfiles.seeds_in(place))  # the other one is first
        link(aside, name)

    found: list[dict] = []
    monkeypatch.setattr(keyfiles.os, "link", late)
    found.append(keyfiles.seeds_in(place))
    assert found[0] == found[1] and json.loads(place.read_text()).keys() == found[0].keys()
    assert place.stat().st_mode & 0o777 == 0o600 and [one.name for one in place.parent.iterdir()] == ["log.json"]


def test_a_file_without_keys_is_told_in_a_sentence(tmp_path):
    (tmp_path / "log.json").touch()
    with pytest.raises(ValueError, match="holds no signing keys"):
        keyfiles.seeds_in(tmp_path / "log.json")
