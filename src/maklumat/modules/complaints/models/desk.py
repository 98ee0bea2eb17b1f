"""What officers work with beside the reports: filters, texts, bulk acts, questions to others, rules, recurring problems."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from maklumat.kernel.ids import new_id

from .report import Report


class SavedFilter(models.Model):
    """An inbox as an officer wants to find it again."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.UUIDField(db_index=True)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)

    class Meta:
        db_table = "complaints_saved_filter"
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="report_filter_name")]


class StandardText(models.Model):
    """A text that a unit and all below it use again, with blanks (rules.texts). Ended, not deleted: what was sent stays."""

    class Use(models.TextChoices):
        ANSWER = "answer"
        QUESTION = "ask"
        REASON = "archive"

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=8, choices=Use.choices)
    title = models.CharField(max_length=80)
    text = models.TextField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_standard_text"


class Looker(models.Model):
    """Who has a report open now, so that two do not work on it without knowing. Forgotten after some minutes, by the next who opens any."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="lookers")
    account = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_looker"
        constraints = [models.UniqueConstraint(fields=["report", "account"], name="looker_once")]


class Batch(models.Model):
    """One act on many reports, to be taken back as a whole. ``items``: [report, its revision afterwards]."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.UUIDField(db_index=True)
    verb = models.CharField(max_length=10)
    items = models.JSONField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_batch"


class Consultation(models.Model):
    """A question to somebody outside who answers by a link, without an account. Who it is and what is said lies sealed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="consultations")
    sealed = models.BinaryField()
    question = models.BinaryField()
    answer = models.BinaryField(null=True)
    code_index = models.BinaryField(unique=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_consultation"


class RoutingRule(models.Model):
    """Where reports of a kind belong: conditions (rules.rules) and the unit that answers. The first that fits, counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField()
    conditions = models.JSONField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_routing_rule"


class Problem(models.Model):
    """What comes again and again: its owner, its root cause, what was done about it and when it began to hold.

    ``category``, ``region`` and ``cells`` say which reports belong to it (all that are given must fit).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=120)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.UUIDField(null=True)
    category = models.ForeignKey("complaints.Category", null=True, on_delete=models.PROTECT, related_name="+")
    service_id = models.UUIDField(null=True)
    region = models.CharField(max_length=13, blank=True)
    cells = ArrayField(models.BigIntegerField(), default=list)
    cause = models.TextField(blank=True)
    action = models.TextField(blank=True)
    action_from = models.DateField(null=True)
    offered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_problem"


class Alert(models.Model):
    """Somebody who wants news of public reports of an area by e-mail, once a day. Nothing is sent before he confirmed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sealed = models.BinaryField()
    address_index = models.BinaryField()
    code_index = models.BinaryField(unique=True)
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=13, blank=True)
    language = models.CharField(max_length=2, default="id")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_alert"
        constraints = [
            models.UniqueConstraint(fields=["address_index", "unit", "region"], name="alert_once", nulls_distinct=False)
        ]
