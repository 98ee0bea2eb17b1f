from __future__ import annotations

from django.db import models


class Outcome(models.Model):
    """One finished application: what its last fact measured. ``fact_id`` makes a second delivery harmless."""

    class End(models.TextChoices):
        ISSUED = "issued"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    fact_id = models.UUIDField(primary_key=True)
    service_id = models.UUIDField()
    unit_id = models.UUIDField()
    version_id = models.UUIDField()
    finished_at = models.DateTimeField()
    month = models.DateField()  # the first day of the local month
    net_seconds = models.BigIntegerField()
    gross_seconds = models.BigIntegerField()
    used_percent = models.IntegerField()
    kept = models.BooleanField()
    ended = models.CharField(max_length=9, choices=End.choices)
    returns = models.PositiveSmallIntegerField()

    class Meta:
        # Covering: a figure is computed from the index alone.
        indexes = [
            models.Index(
                fields=[f"{whose}_id", "month"],
                include=["net_seconds", "gross_seconds", "used_percent", "kept", "ended", "returns"],
                name=f"outcome_{whose}_month",
            )
            for whose in ("service", "unit")
        ]


class Tally(models.Model):
    """What happened on the way, counted per service and local month."""

    pk = models.CompositePrimaryKey("service_id", "unit_id", "month")
    service_id = models.UUIDField()
    unit_id = models.UUIDField()
    month = models.DateField()
    received = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["unit_id", "month"], name="tally_unit_month")]


class Counted(models.Model):
    """A fact that is in a tally: it is counted once, however often it comes."""

    fact_id = models.UUIDField(primary_key=True)


class Figure(models.Model):
    """The published numbers of one subject for one period (``2026`` or ``2026-10``). Times are seconds.

    Times, percent of the promise and ``kept`` are over what was issued; null where there are too few.
    """

    class Kind(models.TextChoices):
        SERVICE = "service"
        UNIT = "unit"
        GOVERNMENT = "government"

    pk = models.CompositePrimaryKey("subject_id", "period")
    subject_id = models.UUIDField()
    period = models.CharField(max_length=7, db_collation="C")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    received = models.PositiveIntegerField()
    finished = models.PositiveIntegerField()
    issued = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    sent_back = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    outside = models.PositiveIntegerField()
    net_median = models.FloatField(null=True)
    net_p90 = models.FloatField(null=True)
    gross_median = models.FloatField(null=True)
    gross_p90 = models.FloatField(null=True)
    used_median = models.FloatField(null=True)
    used_p90 = models.FloatField(null=True)
    as_of = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["period"], name="figure_period")]
