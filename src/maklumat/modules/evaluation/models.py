"""The tables of the evaluation: a sheet for each unit and year, what the unit stated, what the evaluator judged, what is advised."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id


class Assessment(models.Model):
    """One unit's year, under one version of the instrument. ``result``: frozen when it was closed."""

    class State(models.TextChoices):
        OPEN = "open"
        HANDED_IN = "handed_in"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    variant = models.CharField(max_length=1)
    instrument = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="assessment_once_a_year")]


class Statement(models.Model):
    """F-01: what the unit says of an indicator where the system knows nothing. ``file_id`` proves it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    items = models.JSONField(default=list)
    numbers = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, blank=True)
    file_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="statement_once")]


class Verdict(models.Model):
    """F-02: the evaluator's score. ``reason`` where it is not what the rule gives."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="verdicts")
    number = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    proposed = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=1000, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="verdict_once"),
            models.CheckConstraint(condition=Q(score__lte=5), name="verdict_zero_to_five"),
        ]


class Advice(models.Model):
    """What a unit is coached in: an indicator, what to do, who, until when."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="advice")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    owner = models.UUIDField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_late_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_on"], name="advice_due", condition=Q(ended_at__isnull=True))]
