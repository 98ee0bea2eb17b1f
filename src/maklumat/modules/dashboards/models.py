"""What the ledger says, laid out for counting. Everything here but remarks and closed figures can be made anew from the ledger."""

from __future__ import annotations

from django.db import models

from maklumat.kernel.ids import new_id

NOBODY = "00000000-0000-0000-0000-000000000000"  # in place of a service, of what concerns none


class Outcome(models.Model):
    """One case that ended: what its last fact measured. ``fact_id`` makes a second delivery harmless.

    ``family``: applications, reports (residents'), oversight (reports on abuse of office, which the public does not hear of). ``kept``: in the promised
    time, or in the limit of its class. ``day``: the local day of its end.
    """

    class Family(models.TextChoices):
        APPLICATIONS = "applications"
        REPORTS = "reports"
        OVERSIGHT = "oversight"

    fact_id = models.UUIDField(primary_key=True)
    family = models.CharField(max_length=12, choices=Family.choices, db_collation="C")
    service_id = models.UUIDField()
    unit_id = models.UUIDField()
    day = models.DateField()
    net_seconds = models.BigIntegerField()
    gross_seconds = models.BigIntegerField()
    used_percent = models.IntegerField()
    kept = models.BooleanField()
    ended = models.CharField(max_length=9, db_collation="C")
    returns = models.PositiveSmallIntegerField()

    class Meta:
        # Covering: a figure is computed from the index alone.
        indexes = [
            models.Index(
                fields=[f"{whose}_id", "day"],
                include=["family", "net_seconds", "gross_seconds", "used_percent", "kept", "ended", "returns"],
                name=f"outcome_{whose}_day",
            )
            for whose in ("service", "unit")
        ]


class Tally(models.Model):
    """How often something happened on the way, per service, unit and local day."""

    pk = models.CompositePrimaryKey("unit_id", "service_id", "day", "what")
    unit_id = models.UUIDField()
    service_id = models.UUIDField()
    day = models.DateField()
    what = models.CharField(max_length=20, db_collation="C")
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["service_id", "day"], include=["what", "count"], name="tally_service_day")]


class Counted(models.Model):
    """A fact that is in a tally: it is counted once, however often it comes."""

    fact_id = models.UUIDField(primary_key=True)


class Figure(models.Model):
    """The numbers of one subject for one period (``2026`` or ``2026-10``), by measure.

    ``values`` and ``bounds`` (95 % intervals of quantiles): all of them. ``shown``: those that the public may see (rules.shield), with the keys of the
    ``hidden`` ones; None until that was decided. ``versions``: of the definitions. ``closed_at``: the period is over; the row is frozen by a trigger.
    """

    class Kind(models.TextChoices):
        SERVICE = "service"
        UNIT = "unit"
        GOVERNMENT = "government"

    pk = models.CompositePrimaryKey("subject_id", "period")
    subject_id = models.UUIDField()
    period = models.CharField(max_length=7, db_collation="C")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    values = models.JSONField()
    bounds = models.JSONField()
    shown = models.JSONField(null=True)
    versions = models.JSONField()
    as_of = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["period"], name="figure_period")]


class Closing(models.Model):
    """What later decisions on the year of a closed month need to know, so that they do not give its hidden cells away: its counts as they were
    (``leaves``: of each table, place, month, kind and count), and the ``moves`` that keep its cells open to doubt (rules.shield)."""

    period = models.CharField(primary_key=True, max_length=7, db_collation="C")
    leaves = models.JSONField()
    moves = models.JSONField()


class Remark(models.Model):
    """What the head of a unit says about the figures of a period, in the performance report. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7, db_collation="C")
    text = models.TextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "period", "-written_at"], name="remark_latest")]


class Revision(models.Model):
    """A line of the change log of the open data: what changed for those who use them, and since when."""

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    period = models.CharField(max_length=7, db_collation="C", blank=True)
    digest = models.CharField(max_length=64, blank=True)
