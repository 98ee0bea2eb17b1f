from django.db import models


class Counter(models.Model):
    """The last number given in a scope, e.g. one register of one year."""

    scope = models.CharField(primary_key=True, max_length=120)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "kernel_counter"
