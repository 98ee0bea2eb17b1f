"""The ledger's tables. Entry and Position are append-only: the database itself refuses anything else."""

from django.db import models

from maklumat.kernel.ids import new_id


class Entry(models.Model):
    """One fact, for ever. Holds ids and measures, never personal data."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_kind = models.CharField(max_length=10)
    data = models.JSONField()
    commitment = models.BinaryField(null=True)

    class Meta:
        db_table = "ledger_entry"
        indexes = [
            models.Index(fields=["subject", "at"], name="ledger_subject"),
            models.Index(fields=["kind", "at"], name="ledger_kind"),
        ]


class Position(models.Model):
    """The gapless order of the ledger, given by one sequencer after commit. Merkle leaves will follow it."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)

    class Meta:
        db_table = "ledger_position"


class Waiting(models.Model):
    """Entries that have no position yet; filled by a trigger in the entry's own transaction."""

    entry_id = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "ledger_waiting"


class CommitmentKey(models.Model):
    """The key of an entry's commitment. Deleting it is the erasure: the entry stays, and says nothing."""

    entry_id = models.UUIDField(primary_key=True)
    subject = models.UUIDField(db_index=True)
    key = models.BinaryField()

    class Meta:
        db_table = "ledger_commitment_key"


class Delivery(models.Model):
    """A follower has dealt with an entry. Written in the follower's own transaction: once is enough."""

    entry_id = models.UUIDField()
    follower = models.CharField(max_length=60)

    class Meta:
        db_table = "ledger_delivery"
        constraints = [models.UniqueConstraint(fields=["entry_id", "follower"], name="ledger_delivered_once")]
