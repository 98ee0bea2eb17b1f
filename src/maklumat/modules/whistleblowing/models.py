"""Tables of the sealed channel. Times are days; ids are by chance and tell no order; nothing here can be read by who has only this."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from .rules.states import RECEIVED


class Keyholder(models.Model):
    """Who may be written to, or keeps a share. ``title`` is what reporters read."""

    class Duty(models.TextChoices):
        RECIPIENT = "recipient"
        CUSTODIAN = "custodian"

    id = models.UUIDField(primary_key=True, default=uuid4)
    account = models.UUIDField(unique=True)
    title = models.CharField(max_length=120)
    duty = models.CharField(max_length=10, choices=Duty)

    class Meta:
        db_table = "whistleblowing_keyholder"


class Key(models.Model):
    """Public halves of a key, and its private half wrapped by what only its holder knows. ``entry``: the ledger's fact of it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    holder = models.ForeignKey(Keyholder, on_delete=models.PROTECT, related_name="keys")
    title = models.CharField(max_length=120)  # as it was shown with this key
    box = models.CharField(max_length=80)
    sign = models.CharField(max_length=43)
    wrapped = models.JSONField()
    passkey = models.JSONField(null=True)
    entry = models.UUIDField()
    since = models.DateField()
    retired = models.BooleanField(default=False)

    class Meta:
        db_table = "whistleblowing_key"
        constraints = [
            models.UniqueConstraint(
                fields=["holder"], condition=models.Q(retired=False), name="whistleblowing_one_key"
            ),
            models.UniqueConstraint(fields=["box"], name="whistleblowing_box"),
        ]


class RecoveryKey(models.Model):
    """The key that every letter is for as well, whose private half exists only in five shares."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    box = models.CharField(max_length=80, unique=True)
    entry = models.UUIDField()
    since = models.DateField()
    retired = models.BooleanField(default=False)

    class Meta:
        db_table = "whistleblowing_recovery_key"
        constraints = [
            models.UniqueConstraint(
                fields=["retired"], condition=models.Q(retired=False), name="whistleblowing_one_recovery_key"
            )
        ]


class Share(models.Model):
    """One share, sealed (age) for its custodian."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.ForeignKey(RecoveryKey, on_delete=models.CASCADE, related_name="shares")
    custodian = models.ForeignKey(Keyholder, on_delete=models.PROTECT)
    sealed = models.BinaryField()

    class Meta:
        db_table = "whistleblowing_share"
        constraints = [models.UniqueConstraint(fields=["key", "custodian"], name="whistleblowing_share_each")]


class Recovery(models.Model):
    """A recipient who lost his key asks for the recovery key. ``opens_at``: when custodians may answer."""

    class State(models.TextChoices):
        WAITING = "waiting"
        REFUSED = "refused"
        FINISHED = "finished"

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT)
    asker = models.ForeignKey(Keyholder, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        db_table = "whistleblowing_recovery"
        constraints = [
            models.UniqueConstraint(
                fields=["asker"], condition=models.Q(state="waiting"), name="whistleblowing_one_recovery"
            )
        ]


class Released(models.Model):
    """A custodian's share, sealed again for who asked."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="released")
    custodian = models.ForeignKey(Keyholder, on_delete=models.PROTECT)
    sealed = models.BinaryField()

    class Meta:
        db_table = "whistleblowing_released"
        constraints = [models.UniqueConstraint(fields=["recovery", "custodian"], name="whistleblowing_release_each")]


class Case(models.Model):
    """One report and what follows. ``mailbox``: SHA-256 of the mailbox's public key; ``handler``: the public key with which those who can open it sign what
    they do. Both go when it is erased; the row stays as its tombstone. ``box``: only of reports without JavaScript, where the reporter says it openly."""

    id = models.UUIDField(primary_key=True)
    mailbox = models.BinaryField(null=True, unique=True)
    handler = models.BinaryField(null=True)
    box = models.CharField(max_length=80, blank=True)
    by_form = models.BooleanField(default=False)
    questions = models.CharField(max_length=40)
    state = models.CharField(max_length=14, default=RECEIVED)
    outcome = models.CharField(max_length=10, blank=True)
    team = models.BooleanField(default=False)
    measures = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    received_on = models.DateField()
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    erase_on = models.DateField(null=True)

    class Meta:
        db_table = "whistleblowing_case"
        indexes = [
            models.Index(
                fields=["erase_on"], condition=models.Q(erase_on__isnull=False), name="whistleblowing_to_erase"
            ),
            models.Index(fields=["state"], name="whistleblowing_state"),
            models.Index(
                fields=["-received_on", "-id"], condition=~models.Q(state="erased"), name="whistleblowing_desk"
            ),
        ]


class Letter(models.Model):
    """A sealed letter. ``request``: SHA-256 of the sender's request id, so that it is taken once; ``entry``: the fact that it is kept, once the day is over."""

    class Sender(models.TextChoices):
        REPORTER = "reporter"
        OFFICE = "office"

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    place = models.PositiveIntegerField()  # within its case
    sender = models.CharField(max_length=8, choices=Sender)
    day = models.DateField()
    header = models.BinaryField()
    payload = models.BinaryField()
    digest = models.CharField(max_length=64)
    request = models.BinaryField(unique=True)
    entry = models.UUIDField(null=True)

    class Meta:
        db_table = "whistleblowing_letter"
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="whistleblowing_place")]
        indexes = [
            models.Index(fields=["day"], condition=models.Q(entry__isnull=True), name="whistleblowing_to_record")
        ]


class SealedFile(models.Model):
    """A sealed file that came in parts; its bytes lie in the files' folder under its id. ``key``: SHA-256 of what its sender made up and must show."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.CASCADE, related_name="files")
    key = models.BinaryField(unique=True)
    length = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    day = models.DateField()

    class Meta:
        db_table = "whistleblowing_file"
        indexes = [
            models.Index(fields=["day"], condition=models.Q(letter__isnull=True), name="whistleblowing_loose_file")
        ]


class ToldKeys(models.Model):
    """Which keys the keyholders know to be in use: one row, no more. ``keys``: {box: title}, with the recovery key's."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    keys = models.JSONField(default=dict)

    class Meta:
        db_table = "whistleblowing_told_keys"


class Notice(models.Model):
    """That something came since the last letters to the recipients: one row, no more."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    waiting = models.BooleanField(default=False)
    sent_on = models.DateField(null=True)

    class Meta:
        db_table = "whistleblowing_notice"
