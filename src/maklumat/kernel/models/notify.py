from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id


class Message(models.Model):
    """One message to one address. Address and text are sealed; ``about`` is the opaque subject."""

    class State(models.TextChoices):
        PENDING = "pending"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    channel = models.CharField(max_length=10)
    address = models.BinaryField()
    content = models.BinaryField()
    about = models.UUIDField(null=True, db_index=True)
    once = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=20, blank=True)
    burns = models.BooleanField(default=False)

    class Meta:
        db_table = "kernel_message"
        indexes = [models.Index(fields=["created_at"], name="message_pending", condition=Q(state="pending"))]
