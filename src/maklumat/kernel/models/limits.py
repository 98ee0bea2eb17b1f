from django.db import models


class Try(models.Model):
    """Guesses counted per blind key and window of time (kernel.limits)."""

    key = models.BinaryField()
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "kernel_try"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="kernel_try_window")]
