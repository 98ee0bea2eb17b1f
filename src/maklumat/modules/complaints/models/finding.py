"""What a report is found by. Apart from it: a report is written at each act, and what finds it almost never changes; in its own
row it would be indexed anew each time, and rows this narrow stay in memory where whole reports do not."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from .report import Report


def with_words(numbers: Sequence[int], *, open_only: bool) -> RawSQL:
    """The condition that a report has every one of these blind words; ``open_only``: and is open. Written out: the ORM's own lookups
    send the numbers of a list as four bytes, which cuts them off without a word."""
    still = " AND is_open" if open_only else ""
    return RawSQL(
        f"complaints_report.id IN (SELECT report_id FROM complaints_imprint WHERE words @> %s::bigint[]{still})",
        (list(numbers),),
        output_field=models.BooleanField(),
    )


class Imprint(models.Model):
    """What of a filed report is found and compared. ``words`` are keyed blind numbers: they find, they do not tell. ``cell``: the square of the
    map in which it lies, of a whole report. ``category_id`` and ``is_open`` follow the report by a trigger."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="imprint")
    words = ArrayField(models.BigIntegerField())
    category_id = models.UUIDField(null=True)
    cell = models.BigIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    filed_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table = "complaints_imprint"
        indexes = [
            GinIndex(fields=["words"], name="report_words"),
            GinIndex(fields=["words"], name="report_words_open", condition=Q(is_open=True)),
            models.Index(fields=["cell", "-filed_at"], name="report_near", condition=Q(cell__isnull=False)),
            BrinIndex(fields=["filed_at"], name="report_words_filed", pages_per_range=16, autosummarize=True),
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
