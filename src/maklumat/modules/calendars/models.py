"""Working calendars as versioned data with a legal basis. Rows are added, never changed: a mistake is put right by
recording again (same unit and date, or same decree number); the row recorded last holds, and what was known at any
moment can be asked for."""

from __future__ import annotations

from django.db import models

from maklumat.kernel.ids import new_id

from .rules.calendar import ZONES


class Effect(models.TextChoices):
    CLOSED = "closed"
    OPEN = "open"


class WorkCalendar(models.Model):
    """A unit's own calendar; units below without one live by it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.OneToOneField("units.Unit", on_delete=models.PROTECT, related_name="+")


class WeekVersion(models.Model):
    """Opening hours from a date on. ``week``: seven lists, Monday first, of [open, close] in local minutes of day."""

    class Observes(models.TextChoices):
        ALL = "all"
        NATIONAL = "national"  # works on cuti bersama
        NONE = "none"  # never closes, e.g. an emergency ward

    id = models.UUIDField(primary_key=True, default=new_id)
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    zone = models.CharField(max_length=20, choices=list(ZONES.items()))
    week = models.JSONField()
    observes = models.CharField(max_length=8, choices=Observes.choices, default=Observes.ALL)
    legal_basis = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(zone__in=list(ZONES)), name="week_zone_is_indonesian")]


class HolidayDecree(models.Model):
    """A decree that closes or opens dates: ``days`` = [{date, name, kind, effect}]."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    issued_on = models.DateField()
    days = models.JSONField()
    recorded_at = models.DateTimeField()


class LocalHoliday(models.Model):
    """A date closed for one unit and all below it; no unit means the whole government.

    ``effect`` "open" withdraws an earlier row of the same unit and date.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    name = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    effect = models.CharField(max_length=6, choices=Effect.choices, default=Effect.CLOSED)
    recorded_at = models.DateTimeField()
