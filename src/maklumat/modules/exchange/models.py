"""Who is told, which systems we exchange with, and what is known in both."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id


class Subscriber(models.Model):
    """A program that is told of public reports: an address, the secret its messages are signed with, of which unit (or all)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    client_id = models.UUIDField(db_index=True)
    url = models.CharField(max_length=500)
    secret = models.BinaryField()
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_subscriber"


class Sending(models.Model):
    """One message for one subscriber about one fact. ``status``: of its last answer, None while nobody answered."""

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        GIVEN_UP = "given_up"

    id = models.UUIDField(primary_key=True, default=new_id)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="sendings")
    fact_id = models.UUIDField()
    report_id = models.UUIDField()
    event = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "exchange_sending"
        constraints = [models.UniqueConstraint(fields=["subscriber", "fact_id"], name="sending_once")]
        indexes = [models.Index(fields=["subscriber", "report_id"], name="sending_of_report")]


class Partner(models.Model):
    """Another system. ``url``: where it is, or the folder that files are exchanged through; ``key``: sealed."""

    class Protocol(models.TextChoices):
        OPEN311 = "open311"
        LAPOR = "lapor"
        LAPOR_CSV = "lapor_csv"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120, unique=True)
    protocol = models.CharField(max_length=10, choices=Protocol.choices)
    url = models.CharField(max_length=500)
    jurisdiction = models.CharField(max_length=120, blank=True)
    key = models.BinaryField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    read_until = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "exchange_partner"


class Twin(models.Model):
    """One matter, known here and there. ``theirs``: it began there. ``code``: sealed, of what began there.

    ``heard``: how many of the reporter's words there were taken over.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="twins")
    report_id = models.UUIDField(db_index=True)
    foreign_id = models.CharField(max_length=120)
    theirs = models.BooleanField()
    code = models.BinaryField()
    foreign_state = models.CharField(max_length=40, blank=True)
    heard = models.PositiveSmallIntegerField(default=0)
    met_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_twin"
        constraints = [
            models.UniqueConstraint(fields=["partner", "foreign_id"], name="twin_once_there"),
            models.UniqueConstraint(fields=["partner", "report_id"], name="twin_once_here"),
        ]


class Mismatch(models.Model):
    """Where the two systems differ; ``gone_at``: since when no more. States and numbers only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="mismatches")
    what = models.CharField(max_length=20)
    foreign_id = models.CharField(max_length=120)
    report_id = models.UUIDField(null=True)
    here = models.CharField(max_length=40, blank=True)
    there = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_mismatch"
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "foreign_id", "what"], condition=Q(gone_at=None), name="mismatch_once"
            )
        ]


class Word(models.Model):
    """What a partner is told of a twin because of one fact; ``told_at`` None while it was not taken."""

    twin = models.ForeignKey(Twin, on_delete=models.CASCADE, related_name="words")
    fact_id = models.UUIDField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_word"
        constraints = [models.UniqueConstraint(fields=["twin", "fact_id"], name="word_once")]
