"""Tables of gratuities. What identifies anybody is sealed under a key of the report's own."""

from __future__ import annotations

from django.db import models

from maklumat.kernel.ids import new_id

from .rules import judging, states


class Report(models.Model):
    """One gift, received or refused. ``key``: the report's own, itself sealed (envelope); ``content``: who, what, where, why, as JSON under that key.
    ``giver_index``: a keyed index, by which gifts of one giver are added up. ``due_at``: when the present step must be done."""

    class Kind(models.TextChoices):
        RECEIVED = judging.RECEIVED
        REFUSED = judging.REFUSED

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=40, unique=True)
    unit_id = models.UUIDField()
    reporter = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind)
    occasion = models.CharField(max_length=20)
    relation = models.CharField(max_length=20)
    thing = models.CharField(max_length=20)
    value = models.BigIntegerField()
    received_on = models.DateField()
    submitted_at = models.DateTimeField()
    within = models.BooleanField()
    duty = models.CharField(max_length=10)
    provision = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default=states.SUBMITTED)
    revision = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    told_overdue = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, blank=True)
    finished_at = models.DateTimeField(null=True)
    deposited = models.BooleanField(default=False)
    key = models.BinaryField()
    content = models.BinaryField()
    giver_index = models.BinaryField(null=True)

    class Meta:
        db_table = "gratuities_report"
        indexes = [
            models.Index(fields=["reporter", "-submitted_at"], name="gratuity_of_reporter"),
            models.Index(fields=["unit_id", "-submitted_at"], name="gratuity_of_unit"),
            models.Index(fields=["reporter", "giver_index"], name="gratuity_giver"),
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="gratuity_due"),
        ]


class Photo(models.Model):
    """A picture or paper about a gift."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    file_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "gratuities_photo"


class Step(models.Model):
    """What happened to a report; ``note`` is sealed under the report's key."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=12)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    note = models.BinaryField(null=True)

    class Meta:
        db_table = "gratuities_step"
        indexes = [models.Index(fields=["report", "at"], name="gratuity_steps")]
