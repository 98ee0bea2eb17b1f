"""The tree over the ledger: it equals the naive definition, it only grows, it tells nothing, and what was erased stays shut."""

from __future__ import annotations

import base64
import json
import random
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from maklumat.kernel import checkpoints, ledger, merkle, notes, tree
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.kernel.models import Entry, Erasure, Head, Position, RowKey
from maklumat.kernel.notes import BadNote, Checkpoint, Signer, Verifier
from maklumat.site import cli
from tests.tlog import oracle

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
SEEDS = {"ed25519": b"e" * 32, "mldsa44": b"m" * 32}


@dataclass(frozen=True, kw_only=True)
class Written(ledger.Event):
    kind: ClassVar[str] = "test.written"
    words: str = ""
    share: float = 0.0


@pytest.fixture
def keys(tmp_path, settings):
    settings.LOG_KEY = str(tmp_path / "keys" / "log.json")
    settings.LOG_WITNESSES = ""
    checkpoints.signer.cache_clear()
    yield
    checkpoints.signer.cache_clear()


def record(many: int = 1, subject: UUID | None = None) -> list[UUID]:
    return [
        ledger.record(Written(subject=subject or new_id(), words=f"ke-{number} “é”", share=number / 7), by=SYSTEM, at=AT, private={"nama": "Citra"})
        for number in range(many)
    ]  # fmt: skip


def keep_up() -> None:
    while ledger.sequence() or tree.grow():
        pass


def leaves() -> list[bytes]:
    """The data of all leaves, as the tiles have them."""
    found = []
    for index in range(tree.size()):
        tile = tree.tile(tree.COMMITMENTS, index // 256)
        found.append(tree.leaf(tile[index % 256 * 32 : index % 256 * 32 + 32]))
    return found


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6), st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=40, deadline=None)
def test_tiles_roots_and_proofs_are_those_of_the_definition(steps, chance):
    data = [str(number).encode() for number in range(sum(steps))]
    tiles: dict = {}
    size = 0
    for step in steps:
        new = [merkle.leaf_hash(one) for one in data[size : size + step]]
        tiles |= merkle.grown(size, {place: tiles[place] for place in merkle.edge(size)}, new)
        size += step
    known = lambda level, index: tiles.get((level, index), b"")  # noqa: E731
    for place, hashes in tiles.items():
        assert hashes == oracle.tile(*place, len(hashes) // 32, data)
    for at in {size, *(chance.randint(1, size) for _ in range(3))}:
        assert merkle.span_hash((0, at), known) == oracle.mth(data[:at])
        index, old = chance.randrange(at), chance.randint(0, at)
        path = [merkle.span_hash(one, known) for one in merkle.path(index, at)]
        proof = [merkle.span_hash(one, known) for one in merkle.consistency(old, at)]
        assert path == oracle.path(index, data[:at]) and proof == oracle.consistency(old, data[:at])
        assert merkle.root_of_path(index, at, merkle.leaf_hash(data[index]), path) == oracle.mth(data[:at])
        assert merkle.consistent(old, at, oracle.mth(data[:old]), oracle.mth(data[:at]), proof)
        if old not in (0, at):
            assert not merkle.consistent(old, at, oracle.mth(data[:old]), oracle.mth(data[:at]), proof[:-1])
            assert not merkle.consistent(old, at, oracle.mth([*data[: old - 1], b"x"]), oracle.mth(data[:at]), proof)


@pytest.mark.django_db
def test_the_tree_in_the_database_is_the_tree_of_the_definition():
    chance = random.Random(7)
    for many in (1, 2, 250, 3, 1, 300):
        record(many)
        ledger.sequence()
        while tree.grow(limit=chance.randint(1, 120)):
            pass
    data = leaves()
    assert len(data) == tree.size() == 557
    for size in (1, 2, 255, 256, 257, 512, 513, 557):
        assert tree.root(size) == oracle.mth(data[:size])
        index = chance.randrange(size)
        assert list(tree.path(index, size)) == oracle.path(index, data[:size])
        assert list(tree.consistency(size // 2, size)) == oracle.consistency(size // 2, data[:size])
    assert tree.root(0) == oracle.mth([])
    assert list(tree.damages()) == []


@pytest.mark.django_db
def test_a_proof_opens_its_fact_and_no_other():
    ids = record(5)
    keep_up()
    proof = tree.prove(ids[3], 5)
    fact = json.loads(proof.text)
    assert (
        fact["id"] == str(ids[3])
        and fact["data"] == {"words": "ke-3 “é”", "share": 3 / 7}
        and "Citra" not in proof.text
    )
    data = leaves()
    assert oracle.leaf(proof.key, proof.text) == data[proof.index]
    assert merkle.root_of_path(proof.index, 5, merkle.leaf_hash(data[proof.index]), proof.hashes) == tree.root(5)
    last = Position.objects.get(position=5).entry_id
    assert tree.prove(last, 4) is None and tree.prove(new_id(), 5) is None


@pytest.mark.django_db
def test_erasure_shuts_the_leaf_and_leaves_the_tree():
    subject = new_id()
    mine, others = record(2, subject), record(2)
    keep_up()
    before = tree.root(4)
    later = record(1, subject)  # has no leaf yet
    ledger.forget(subject)
    ledger.erase(str(subject))
    assert [tree.prove(one, 5).key for one in (*mine, *later)] == [None] * 3
    assert all(tree.prove(one, 5).key for one in others)
    assert tree.root(4) == before and list(tree.damages()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_tile SET hashes = ''::bytea",
        "UPDATE ledger_tile SET hashes = overlay(hashes PLACING 'xx'::bytea FROM 1)",
        "UPDATE ledger_tile SET index = 9",
        "DELETE FROM ledger_tile",
        "TRUNCATE ledger_tile",
        "UPDATE ledger_tree SET size = 1",
        "DELETE FROM ledger_tree",
        "UPDATE ledger_row_key SET key = 'x'::bytea",
        "DELETE FROM ledger_erasure",
        "UPDATE ledger_erasure SET at = now()",
        "TRUNCATE ledger_erasure",
    ],
)
def test_the_database_refuses_to_rewrite_the_tree(statement):
    subject = new_id()
    record(3, subject)
    keep_up()
    tree.erase(subject)
    record(3)
    keep_up()
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement)


@pytest.mark.django_db
def test_what_the_owner_of_the_database_changes_is_found():
    ids = record(4)
    keep_up()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE ledger_entry SET data = jsonb_set(data, '{share}', '0.9') WHERE id = %s", [ids[1]])
        cursor.execute("UPDATE ledger_entry SET at = at + interval '1 day' WHERE id = %s", [ids[2]])
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER ALL")
    places = sorted(Position.objects.filter(entry_id__in=ids[1:3]).values_list("position", flat=True))
    assert sorted(tree.damages()) == [(place - 1, "the entry is another") for place in places]


def rewritten(*statements: tuple[str, list]) -> None:
    """By the owner of the database, past its triggers."""
    tables = ("ledger_entry", "ledger_tile", "ledger_tree", "ledger_position", "ledger_row_key")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement, values in statements:
            cursor.execute(statement, values)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def looked(capsys) -> tuple[int, str]:
    """`maklumat ledger check`."""
    return cli.main(["ledger", "check"]), capsys.readouterr().out


ANOTHER = "UPDATE ledger_entry SET data = jsonb_set(data, '{share}', '0.9')"
TORN = "UPDATE ledger_tile SET hashes = overlay(hashes PLACING %s FROM 321) WHERE level = %s AND index = 0"


@pytest.mark.django_db
def test_an_entry_rewritten_with_its_leaf_is_found(keys, capsys):
    """In a full tile: the tiles above, of which the root is made, know nothing of it."""
    record(600)
    keep_up()
    checkpoints.sign(AT)
    assert looked(capsys) == (0, "600 entries, 0 damaged\n")
    victim = Position.objects.get(position=11).entry_id
    rewritten((f"{ANOTHER} WHERE id = %s", [victim]))
    with connection.cursor() as cursor:
        cursor.execute(tree._ONE, [victim])
        text = tree._text(cursor.fetchone())
        cursor.execute("SELECT key FROM ledger_row_key WHERE position = 11")
        committed = tree._committed(bytes(cursor.fetchone()[0]), text)
    rewritten((TORN, [committed, -1]), (TORN, [merkle.leaf_hash(tree.leaf(committed)), 0]))
    assert list(tree.damages()) == [] and list(tree.torn(600)) == [(0, 0)]
    assert looked(capsys) == (1, "tile 0/0 is not the one in the tile above\n600 entries, 1 damaged\n")


@pytest.mark.django_db
def test_a_history_written_anew_with_its_tree_is_found_by_the_signature(keys, capsys):
    """Without the keys: the rows of the head say whatever their owner likes."""
    record(5)
    keep_up()
    checkpoints.sign(AT)
    gone = [(f"DELETE FROM ledger_{name}", []) for name in ("tile", "tree", "row_key")]
    rewritten(*gone, (ANOTHER, []))
    keep_up()
    Head.objects.update(root=tree.root(5))
    code, told = looked(capsys)
    assert code == 1 and "is not what was signed" in told and "does not continue the 5 that were signed" in told
    note = Head.objects.get().note
    Head.objects.update(note=note.replace(note.split("\n")[2], base64.b64encode(tree.root(5)).decode()))
    assert "does not hold" in looked(capsys)[1]
    Head.objects.all().delete()
    assert "no signed head is in the database" in looked(capsys)[1]
    stranger = Signer(settings.LOG_ORIGIN, SEEDS)
    head = Checkpoint(settings.LOG_ORIGIN, 5, tree.root(5))
    Head.objects.create(size=5, root=head.root, note=notes.written(head, stranger.sign(head, 1)), at=AT)
    assert "not signed by a known key" in looked(capsys)[1]


@pytest.mark.django_db
def test_a_key_that_went_without_an_erasure_is_found_and_erased_ones_are_counted(keys, capsys):
    subject = new_id()
    record(3, subject)
    others = record(2)
    keep_up()
    checkpoints.sign(AT)
    ledger.forget(subject)
    ledger.erase(str(subject))
    assert looked(capsys) == (0, "3 entries cannot be told: their keys were erased\n5 entries, 0 damaged\n")
    place = Position.objects.get(entry_id=others[0]).position
    RowKey.objects.filter(position=place).delete()  # the application's role may do this much
    rewritten((f"{ANOTHER} WHERE id = %s", [others[0]]))
    assert list(tree.damages()) == [(place - 1, "its key is gone, though nobody erased it")]
    with (
        connection.cursor() as cursor
    ):  # nor does a mark alone make it an erasure: the other key of the entry is still there
        cursor.execute("INSERT INTO ledger_erasure SELECT subject, now() FROM ledger_entry WHERE id = %s", [others[0]])
    assert list(tree.damages()) == [(place - 1, "its key is gone, though nobody erased it")]
    assert looked(capsys)[0] == 1


@pytest.mark.django_db
def test_an_entry_that_waits_for_no_position_is_found(keys, capsys):
    record(3)
    hidden = record(1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_waiting WHERE entry_id = %s", hidden)
    keep_up()
    checkpoints.sign(AT)
    record(2)
    assert tree.hidden() == (2, 1)
    code, told = looked(capsys)
    assert code == 1 and "1 entries have no position and wait for none" in told
    assert "2 entries wait for their position" in told and "3 entries, 1 damaged" in told


@pytest.mark.django_db(transaction=True)
def test_nobody_grows_the_tree_while_keys_are_erased():
    with transaction.atomic():
        subject = new_id()
        record(2, subject)
    ledger.sequence()
    begun, go, done = threading.Event(), threading.Event(), []

    def other() -> None:
        """Another worker, in the middle of growing."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [tree._GROWER])
                begun.set()
                go.wait(20)
                tree.grow()
        finally:
            connections.close_all()

    def erase() -> None:
        try:
            ledger.erase(str(subject))
            done.append(go.is_set())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=other), threading.Thread(target=erase)]
    threads[0].start()
    assert begun.wait(20)
    threads[1].start()
    threads[1].join(0.5)
    go.set()
    for one in threads:
        one.join()
    assert done == [True] and tree.size() == 2 and not RowKey.objects.exists()


@pytest.mark.django_db
def test_an_erasure_waits_for_the_leaves_of_what_is_recorded(monkeypatch):
    subject = new_id()
    record(2, subject)
    ledger.sequence()
    monkeypatch.setattr(tree, "grow", lambda: 0)  # somebody else was about to, and died
    with pytest.raises(RuntimeError, match="no leaf yet"), transaction.atomic():
        ledger.erase(str(subject))
    assert not Erasure.objects.exists()


@pytest.mark.django_db
def test_heads_are_signed_by_both_keys_and_never_twice_differently(keys):
    record(3)
    keep_up()
    head = checkpoints.sign(AT)
    checkpoint, lines = notes.opened(head.note, checkpoints.signer().verifiers)
    assert (checkpoint.size, checkpoint.root, checkpoint.origin) == (3, tree.root(3), settings.LOG_ORIGIN)
    assert len(lines) == 2 and lines[1].time == int(AT.timestamp())
    assert checkpoints.sign(AT + timedelta(seconds=5)) is None  # nothing new
    assert checkpoints.sign(AT + timedelta(minutes=6)).size == 3 and Head.objects.count() == 1
    record(1)
    keep_up()
    assert checkpoints.sign(AT + timedelta(minutes=7)).size == 4
    published = checkpoints.published()
    assert published.checkpoint.size == 4 and published.witnesses == ()


@pytest.mark.django_db
def test_a_restored_backup_is_not_signed(keys):
    record(3)
    keep_up()
    checkpoints.sign(AT)
    kept = json.loads(Path(settings.LOG_KEY).with_suffix(".head").read_text())
    assert kept == {"size": 3, "root": tree.root(3).hex()}
    Path(settings.LOG_KEY).with_suffix(".head").write_text(json.dumps({"size": 9, "root": "ab" * 32}))
    with pytest.raises(checkpoints.Forked, match="restored backup"), transaction.atomic():
        checkpoints.sign(AT + timedelta(hours=1))
    Path(settings.LOG_KEY).with_suffix(".head").write_text(json.dumps({"size": 2, "root": "ab" * 32}))
    with pytest.raises(checkpoints.Forked), transaction.atomic():
        checkpoints.sign(AT + timedelta(hours=1))


@pytest.mark.django_db
def test_keys_lie_outside_the_database_for_nobody_else(keys):
    checkpoints.signer()
    assert Path(settings.LOG_KEY).stat().st_mode & 0o777 == 0o600


def test_notes_are_those_of_the_oracle():
    body = oracle.checkpoint_text("kota.example/jejak", 7, b"r" * 32)
    signers = {
        oracle.NOTE: (Signer("kota.example/jejak", SEEDS), SEEDS["ed25519"], 0), oracle.MLDSA: (Signer("kota.example/jejak", SEEDS), SEEDS["mldsa44"], 1),
        oracle.WITNESS: (Signer("lain.example/saksi", SEEDS, witness=True), SEEDS["ed25519"], 0),
    }  # fmt: skip
    for kind, (signer, seed, place) in signers.items():
        theirs = oracle.Signer(signer.name, kind, seed)
        verifier = signer.verifiers[place]
        assert verifier.vkey() == theirs.vkey and Verifier.read(theirs.vkey) == verifier
        line = notes.read_line(theirs.line(body, 1_700_000_000)[:-1])
        assert verifier.holds(body, line.signature)
        mine = signer.sign(Checkpoint.read(body), 1_700_000_000)[place]
        assert mine.text() == theirs.line(body, 1_700_000_000) or kind == oracle.MLDSA  # that one is salted


@pytest.mark.parametrize(
    "damage",
    [
        lambda note: note.replace("kota", "desa"), lambda note: note.replace("\n7\n", "\n8\n"), lambda note: note.replace("\n7\n", "\n07\n"),
        lambda note: note.replace("\n\n", "\n"), lambda note: note[:-1], lambda note: note.replace("— ", "- "), lambda note: note.replace("\n", "\r\n"),
        lambda note: note.replace("cnJy", "cnJz"), lambda note: note + "— lain.example AAAA\n", lambda note: note.partition("— ")[0],
    ],
)  # fmt: skip
def test_a_damaged_note_is_refused(damage):
    signer = Signer("kota.example/jejak", SEEDS)
    checkpoint = Checkpoint("kota.example/jejak", 7, b"r" * 32)
    note = notes.written(checkpoint, signer.sign(checkpoint, 1))
    assert notes.opened(note, signer.verifiers)[0] == checkpoint
    with pytest.raises(BadNote):
        notes.opened(damage(note), signer.verifiers)


def test_signatures_of_strangers_are_left_out_and_of_known_ones_must_hold():
    signer, other = (
        Signer("kota.example/jejak", SEEDS),
        Signer("saksi.example", {"ed25519": b"a" * 32, "mldsa44": b"b" * 32}, witness=True),
    )
    checkpoint = Checkpoint("kota.example/jejak", 7, b"r" * 32)
    note = notes.written(checkpoint, [*signer.sign(checkpoint, 1), *other.sign(checkpoint, 2)])
    assert len(notes.opened(note, signer.verifiers)[1]) == 2
    assert len(notes.opened(note, [*signer.verifiers, *other.verifiers])[1]) == 4
    broken = note[:-8] + "AAAA" + note[-4:]
    assert len(notes.opened(broken, signer.verifiers)[1]) == 2
    with pytest.raises(BadNote):
        notes.opened(broken, [*signer.verifiers, *other.verifiers])
    with pytest.raises(BadNote, match="known key"):
        notes.opened(note, [Verifier("kota.example/jejak", notes.NOTE, b"x" * 32)])


@pytest.mark.django_db
def test_the_proof_file_has_the_form_that_is_agreed(keys):
    ids = record(3)
    keep_up()
    checkpoints.sign(AT)
    lines = checkpoints.proof_of(ids[0]).split("\n")
    assert (
        lines[0] == "c2sp.org/tlog-proof@v1"
        and lines[2] == f"index {Position.objects.get(entry_id=ids[0]).position - 1}"
    )
    extra = json.loads(base64.b64decode(lines[1].removeprefix("extra ")))
    assert json.loads(extra["fact"])["id"] == str(Entry.objects.get(id=ids[0]).id)
    assert lines[lines.index("") + 2] == "3"
