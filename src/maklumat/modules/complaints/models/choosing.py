"""What reports are sorted and timed by: categories, ladders, word counts, and the programs that may file."""

from __future__ import annotations

from django.db import models

from maklumat.kernel.ids import new_id

SQUARE = 0.005  # degrees
TOTAL, EDITION = 0, 1  # two rows of WordCount: of how many reports, and in which count


class Category(models.Model):
    """What a report is about: a tree of any depth. ``path`` is the codes from the root: a prefix is a subtree.

    ``stopper``: where a report of this category belongs instead, told to the reporter before he goes on.
    ``questions``: what is asked besides (rules.questions).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=300, unique=True, db_collation="C")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    stopper = models.CharField(max_length=400, blank=True)
    questions = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table = "complaints_category"


class LadderVersion(models.Model):
    """Time limits with their legal basis, from a date on. Never changed: a new rule is a new version."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    valid_from = models.DateField()
    data = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_ladder"


class WordCount(models.Model):
    """In how many of the latest reports a word stands, by its blind number: rare words tell more. Counted anew each night.

    The rows :data:`TOTAL` and :data:`EDITION` are the head of the count.
    """

    word = models.BigIntegerField(primary_key=True)
    reports = models.PositiveIntegerField()

    class Meta:
        db_table = "complaints_word"


class ApiClient(models.Model):
    """A program that may file reports: of another office, of a city's application. Only the hash of its key is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120, unique=True)
    key_index = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_api_client"


class Figure(models.Model):
    """What is published of the reports of one unit, filed within a year before ``at``; computed from the rows, at any time anew.

    ``unit`` None: of all together, or of a ``region``. Hours from the filing to the first answer.
    """

    unit = models.OneToOneField("units.Unit", null=True, on_delete=models.CASCADE, related_name="+")
    region = models.CharField(max_length=13, blank=True)
    at = models.DateTimeField()
    received = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    disputed = models.PositiveIntegerField()
    hours_median = models.PositiveIntegerField(null=True)
    hours_low = models.PositiveIntegerField(null=True)
    hours_high = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "complaints_figure"


class Square(models.Model):
    """How many public reports of a year lie in one square of the map (some 550 m wide), and how many of them are open.

    ``row`` and ``column``: of latitude and longitude, in :data:`SQUARE` degrees.
    """

    row = models.IntegerField()
    column = models.IntegerField()
    reports = models.PositiveIntegerField()
    open = models.PositiveIntegerField()

    class Meta:
        db_table = "complaints_square"
