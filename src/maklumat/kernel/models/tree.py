"""The Merkle tree over the ledger, and what was signed of it."""

from django.db import models


class Tree(models.Model):
    """How many entries the tree has: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_tree"


class Tile(models.Model):
    """Up to 256 hashes of 32 bytes side by side (kernel.merkle). Level -1: the leaves' commitments. A tile only ever grows at its end."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "ledger_tile"


class RowKey(models.Model):
    """The key of a leaf's commitment to its entry. Deleting it is the erasure: the leaf stays, and says nothing."""

    position = models.BigIntegerField(primary_key=True)
    key = models.BinaryField()

    class Meta:
        db_table = "ledger_row_key"


class Erasure(models.Model):
    """A subject whose keys were deleted on purpose: what tells an erasure from a key that somebody took away. Append-only."""

    subject = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_erasure"


class Head(models.Model):
    """A checkpoint as the log signed it: its text, an empty line, the log's own signatures. One of each size, so that no size is signed with two roots."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_head"


class Cosignature(models.Model):
    """What a witness put under the checkpoint of a size: its signature lines."""

    size = models.BigIntegerField()
    witness = models.CharField(max_length=200)
    lines = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_cosignature"
        constraints = [models.UniqueConstraint(fields=["size", "witness"], name="ledger_cosigned_once")]
