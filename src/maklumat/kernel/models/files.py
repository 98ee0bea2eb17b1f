from django.db import models

from maklumat.kernel.ids import new_id


class StoredFile(models.Model):
    """A file at rest: encrypted on disk under an opaque name. ``digest`` is keyed, so it identifies nobody."""

    class Scan(models.TextChoices):
        CLEAN = "clean"
        INFECTED = "infected"
        NOT_SCANNED = "not_scanned"

    id = models.UUIDField(primary_key=True, default=new_id)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    digest = models.BinaryField()
    scan = models.CharField(max_length=12, choices=Scan.choices)
    stored_at = models.DateTimeField()
    key = models.BinaryField(null=True)

    class Meta:
        db_table = "kernel_file"
