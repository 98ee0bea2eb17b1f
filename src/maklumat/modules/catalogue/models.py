from __future__ import annotations

from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id


class Service(models.Model):
    """A kind of service of one unit. What it promises stands in its standard's versions."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(max_length=80, unique=True)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_service"

    def __str__(self) -> str:
        return self.slug


class StandardVersion(models.Model):
    """One version of a service standard: draft → review → published → superseded.

    From publication on the database refuses any change of content; ``content_hash`` is the SHA-256 of its
    canonical JSON. ``revision`` counts the saves of a draft, so that two editors do not overwrite each other.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        REVIEW = "review"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"

    id = models.UUIDField(primary_key=True, default=new_id)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64, blank=True)
    decision = models.JSONField(null=True)
    consultation = models.JSONField(null=True)
    review_note = models.CharField(max_length=500, blank=True)
    effective_from = models.DateField(null=True)
    review_due = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalogue_standard"
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="standard_number_once"),
            models.UniqueConstraint(fields=["service"], condition=Q(state="published"), name="standard_in_force_once"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(state__in=["draft", "review"]), name="standard_draft_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review"])
                | (Q(published_at__isnull=False) & Q(decision__isnull=False) & ~Q(content_hash="")),
                name="standard_published_whole",
            ),
        ]


class Maklumat(models.Model):
    """The service charter of a unit: the promise, bound to the standards in force when it was set."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.JSONField()
    standards = models.JSONField()
    content_hash = models.CharField(max_length=64)
    decision = models.JSONField()
    published_at = models.DateTimeField()
    review_due = models.DateField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalogue_maklumat"
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="maklumat_number_once"),
            models.UniqueConstraint(fields=["unit"], condition=Q(superseded_at=None), name="maklumat_in_force_once"),
        ]


class MaklumatPublication(models.Model):
    """Where a maklumat was made public: one line per medium."""

    class Medium(models.TextChoices):
        PRINT = "print"
        DISPLAY = "display"
        SOCIAL = "social"
        WEBSITE = "website"
        APP = "app"
        SIPPN = "sippn"

    id = models.UUIDField(primary_key=True, default=new_id)
    maklumat = models.ForeignKey(Maklumat, on_delete=models.PROTECT, related_name="publications")
    medium = models.CharField(max_length=8, choices=Medium.choices)
    place = models.CharField(max_length=200)
    published_on = models.DateField()

    class Meta:
        db_table = "catalogue_maklumat_publication"
