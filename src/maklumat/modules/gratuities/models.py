"""Tables of gratuities. What identifies anybody is sealed under a key of the report's own."""

from __future__ import annotations

from django.db import models

from maklumat.kernel.ids import new_id

from .rules import judging, states


class Report(models.Model):
    """One gift, received or refused. ``content``: who, what, where, why, as JSON under the report's own key (:class:`Key`).
    ``giver_index``: a keyed index, by which gifts of one giver are added up; none for strangers. ``step_since``, ``due_at``: when the present step began and must be done.
    ``kept_until``: of what is finished, the last day on which it may not be erased. Erased, a row is a stone: no content, no index, no reporter."""

    class Kind(models.TextChoices):
        RECEIVED = judging.RECEIVED
        REFUSED = judging.REFUSED

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=40, unique=True)
    unit_id = models.UUIDField()
    reporter = models.UUIDField(null=True)
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
    step_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    told_overdue = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, blank=True)
    finished_at = models.DateTimeField(null=True)
    deposited = models.BooleanField(default=False)
    kept_until = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    content = models.BinaryField()
    giver_index = models.BinaryField(null=True)

    class Meta:
        db_table = "gratuities_report"
        indexes = [
            models.Index(fields=["reporter", "-submitted_at"], name="gratuity_of_reporter"),
            models.Index(fields=["unit_id", "-submitted_at"], name="gratuity_of_unit"),
            models.Index(fields=["reporter", "giver_index"], name="gratuity_giver"),
            models.Index(
                fields=["kept_until"],
                condition=models.Q(kept_until__isnull=False, erased_at=None),
                name="gratuity_kept",
            ),
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="gratuity_due"),
        ]


class Key(models.Model):
    """What opens a report: its own key, sealed by the keyring. In a table of its own, which backups of the rest leave out (docs/operations), so that what
    is deleted here is gone there, too. No foreign key: either table can be restored without the other."""

    report_id = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "gratuities_key"


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
