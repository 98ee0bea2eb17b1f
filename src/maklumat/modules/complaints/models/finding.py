"""What a report is found by. Apart from it: a report is written at each act, and what finds it almost never changes; in its own
row it would be indexed anew each time, and rows this narrow stay in memory where whole reports do not."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from .report import Report


class Wording(models.Model):
    """The words of a filed report as keyed blind numbers: they find, they do not tell. ``is_open`` follows the state of the report by
    a trigger."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="wording")
    words = ArrayField(models.BigIntegerField())
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table = "complaints_wording"
        indexes = [
            GinIndex(fields=["words"], name="report_words"),
            GinIndex(fields=["words"], name="report_words_open", condition=Q(is_open=True)),
        ]


class Publication(models.Model):
    """A report that everybody may read, as full text finds it. Made, changed and taken back by a trigger of the report's own row: what
    is withdrawn is found no more, whichever act withdrew it."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="publication")
    published_at = models.DateTimeField()
    text = SearchVectorField()

    class Meta:
        db_table = "complaints_publication"
        indexes = [
            models.Index(fields=["-published_at", "-report"], name="publication_newest"),
            GinIndex(fields=["text"], name="publication_text"),
        ]
