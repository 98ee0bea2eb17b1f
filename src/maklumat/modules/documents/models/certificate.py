from __future__ import annotations

from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id

from ..rules import states
from ..rules.certificates import TEMPLATES


class Certificate(models.Model):
    """One issued product. ``sealed`` holds the whole content encrypted; ``masked`` is all that may be public."""

    class State(models.TextChoices):
        NUMBERED = states.NUMBERED
        RENDERED = states.RENDERED
        SIGNED = states.SIGNED
        REVOKED = states.REVOKED
        SUPERSEDED = states.SUPERSEDED

    id = models.UUIDField(primary_key=True, default=new_id)
    subject = models.UUIDField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=80, unique=True)
    product = models.CharField(max_length=200)
    template = models.CharField(max_length=10, choices=[(name, name) for name in TEMPLATES])
    masked = models.JSONField()
    sealed = models.BinaryField()
    content_hash = models.BinaryField()
    token = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.NUMBERED)
    signer = models.CharField(max_length=10, blank=True)
    issued_at = models.DateTimeField()
    valid_until = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)
    file = models.OneToOneField("kernel.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    file_sha256 = models.BinaryField(null=True, unique=True)
    ended_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    revoked_reason = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "sequence"], name="certificate_numbered_once"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state__in=states.LIVING), name="certificate_one_living"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=states.HANDED_OUT)
                | Q(file__isnull=False, file_sha256__isnull=False, signed_at__isnull=False),
                name="certificate_signed_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.LIVING, ended_at__isnull=True)
                | Q(state=states.REVOKED, ended_at__isnull=False, revoked_reason__isnull=False)
                | Q(state=states.SUPERSEDED, ended_at__isnull=False, replaced_by__isnull=False),
                name="certificate_end_is_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-issued_at"], name="certificate_subject"),
            models.Index(fields=["issued_at", "id"], condition=Q(state__in=states.WAITING), name="certificate_waiting"),
        ]

    def __str__(self) -> str:
        return self.number
