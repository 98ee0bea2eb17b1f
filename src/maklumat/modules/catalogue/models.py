from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

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


class Versions(models.QuerySet):
    """Versions by the moment they are asked for. Periods of one service touch and never overlap (actions.publish)."""

    def in_force(self, at: datetime) -> Versions:
        """In force at ``at``: of each service one from its first day on, before that none."""
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=at), in_force_from__lte=at)

    def coming(self, at: datetime) -> Versions:
        """Published, and to come into force after ``at``."""
        return self._kept().filter(in_force_from__gt=at)

    def ever(self, at: datetime) -> Versions:
        """In force at ``at`` or at some moment before."""
        return self._kept().filter(in_force_from__lte=at)

    def still(self, at: datetime) -> Versions:
        """Drafts, what is in force at ``at``, and what is to come."""
        return self._kept().filter(Q(superseded_at=None) | Q(superseded_at__gt=at))

    def _kept(self) -> Versions:
        """Without those that were replaced before their first day."""
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=F("in_force_from")))


class StandardVersion(models.Model):
    """One version of a service standard: draft → review → published → superseded.

    A version is in force from ``in_force_from`` until, and without, ``superseded_at``: the clock decides, no job does.
    *Superseded* says that a later version is published; its first day may still lie ahead. From publication on the database refuses any change of content; ``content_hash`` is the SHA-256 of its
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
    in_force_from = models.DateTimeField(null=True)
    review_due = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    objects = Versions.as_manager()

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
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review"])
                | (
                    Q(in_force_from__gte=F("published_at"))
                    & (Q(superseded_at=None, state="published") | Q(superseded_at__gte=F("in_force_from")))
                ),
                name="standard_in_force_forward",
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
    """Where a maklumat was made public: one line per medium. ``standards``: with the delivery components of every service."""

    class Medium(models.TextChoices):
        PRINT = "print"
        DISPLAY = "display"
        INSTAGRAM = "instagram"
        FACEBOOK = "facebook"
        YOUTUBE = "youtube"
        WHATSAPP = "whatsapp"
        SOCIAL = "social"
        WEBSITE = "website"
        APP = "app"
        SIPPN = "sippn"

    id = models.UUIDField(primary_key=True, default=new_id)
    maklumat = models.ForeignKey(Maklumat, on_delete=models.PROTECT, related_name="publications")
    medium = models.CharField(max_length=9, choices=Medium.choices)
    place = models.CharField(max_length=200)
    published_on = models.DateField()
    standards = models.BooleanField(default=False)

    class Meta:
        db_table = "catalogue_maklumat_publication"


class ReviewNote(models.Model):
    """What the next review of a standard shall look at, as another room found it. ``taken_at``: a new version was published since."""

    id = models.UUIDField(primary_key=True, default=new_id)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="review_notes")
    subject = models.UUIDField()
    text = models.TextField()
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "catalogue_review_note"
        constraints = [
            models.UniqueConstraint(fields=["service", "subject"], condition=Q(taken_at=None), name="review_note_once")
        ]
