from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id


class Unit(models.Model):
    """A node of the organisation: government → agency (OPD) → service unit (UPP) → counter.

    ``path`` is the codes from the root, ``/tirtamulya/disdukcapil/``: a prefix is a subtree.
    """

    class Kind(models.TextChoices):
        GOVERNMENT = "government"
        AGENCY = "agency"
        SERVICE_UNIT = "service_unit"
        COUNTER = "counter"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=300, unique=True, db_collation="C")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=160)
    short = models.CharField(max_length=60, blank=True)
    number_code = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    opening_note = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=7, blank=True)
    emblem = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(kind="government"), name="unit_root_is_government"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Boundary(models.Model):
    """The outline of a region, as imported. ``rings``: lists of [longitude, latitude] in degrees, outer and inner alike (even-odd)."""

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=120)
    rings = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        db_table = "units_boundary"


class Appointment(models.Model):
    """Who holds which role where, from when until when. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30)
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "unit", "role"], condition=Q(ends_at=None), name="appointed_once"
            )
        ]
