from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id

from .rules.ladder import Kind
from .rules.states import FINISHED, OPEN, Ending, State

PAUSED_LAST = datetime(9000, 1, 1, tzinfo=UTC)  # what waits for the reporter stands at the end of the inbox
_OPEN = Q(state__in=[state.value for state in OPEN])


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Category(models.Model):
    """What a report is about: a tree of any depth. ``path`` is the codes from the root: a prefix is a subtree.

    ``stopper``: where a report of this category belongs instead, told to the reporter before he goes on.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=300, unique=True, db_collation="C")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    stopper = models.CharField(max_length=400, blank=True)
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


class Report(models.Model):
    """One report, or one part of a divided one. What was written is sealed; who wrote it lies in :class:`Identity`.

    ``words`` are keyed blind numbers of the words: they find, they do not tell. ``public_*`` hold the masked text, only of
    what is public. ``hidden`` are the units in which nobody may see it, ``named`` the accounts that must not.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=40, null=True, unique=True)
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    state = models.CharField(max_length=10, choices=_choices(State), default=State.DRAFT.value)
    ending = models.CharField(max_length=10, choices=_choices(Ending), blank=True)
    kind = models.CharField(max_length=10, choices=_choices(Kind), blank=True)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    service_id = models.UUIDField(null=True)
    version_id = models.UUIDField(null=True)
    about_unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    holder_unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    assigned_to = models.UUIDField(null=True)
    anonymous = models.BooleanField(default=False)
    secret = models.BooleanField(default=False)
    hidden = ArrayField(models.UUIDField(), default=list)
    named = ArrayField(models.UUIDField(), default=list)
    content = models.BinaryField()
    words = ArrayField(models.BigIntegerField(), default=list)
    region = models.CharField(max_length=13, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    public_title = models.CharField(max_length=200, blank=True)
    public_text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=11, default="web")
    language = models.CharField(max_length=2, default="id")
    code = models.BinaryField()
    code_index = models.BinaryField(unique=True, null=True)
    ladder = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    judged = models.BooleanField(default=False)
    objections = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    desk_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)
    next_step_at = models.DateTimeField(null=True)
    work_order = models.DateTimeField(default=PAUSED_LAST)
    entered_by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "complaints_report"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(number__isnull=False) & Q(filed_at__isnull=False)),
                name="report_filed_whole",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(state__in=[state.value for state in FINISHED]),
                name="report_finished_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(secret=False), name="report_secret_is_not_public"
            ),
            models.CheckConstraint(condition=~Q(kind="oversight") | Q(secret=True), name="report_oversight_is_secret"),
            models.CheckConstraint(condition=Q(state="closed") | Q(ending=""), name="report_ending_of_closed"),
        ]
        indexes = [
            models.Index(fields=["holder_unit", "work_order", "id"], name="report_open_due", condition=_OPEN),
            models.Index(fields=["assigned_to", "work_order", "id"], name="report_mine", condition=_OPEN),
            models.Index(fields=["work_order", "id"], name="report_open", condition=_OPEN),
            models.Index(fields=["holder_unit", "-filed_at", "-id"], name="report_by_unit"),
            models.Index(fields=["-filed_at", "-id"], name="report_done", condition=Q(finished_at__isnull=False)),
            models.Index(
                fields=["-published_at", "-id"], name="report_public", condition=Q(published_at__isnull=False)
            ),
            models.Index(
                fields=["about_unit", "-published_at"],
                name="report_public_unit",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(fields=["next_step_at"], name="report_steps", condition=Q(next_step_at__isnull=False)),
            models.Index(fields=["wait_until"], name="report_waits", condition=Q(wait_until__isnull=False)),
            models.Index(fields=["changed_at"], name="report_drafts", condition=Q(state="draft")),
            models.Index(fields=["root"], name="report_parts", condition=Q(root__isnull=False)),
            GinIndex(fields=["words"], name="report_words"),
            GinIndex(
                SearchVector("public_title", "public_text", config="indonesian"),
                name="report_public_text",
                condition=Q(published_at__isnull=False),
            ),
        ]


class Identity(models.Model):
    """Who reported: sealed, apart from the report, opened only by the system or by two persons with a reason."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    phone_index = models.BinaryField(null=True, db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_identity"


class Interval(models.Model):
    """One stretch of a report's clock: running, or paused with a reason. Never rewritten."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="intervals")
    state = models.CharField(max_length=8, choices=[("running", "running"), ("paused", "paused")])
    reason = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_interval"
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(ended_at=None), name="report_interval_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")), name="report_interval_forward"
            ),
        ]


class Entry(models.Model):
    """One thing said about a report. ``public_text`` is the masked form, only of what the public may read."""

    class Kind(models.TextChoices):
        QUESTION = "question"
        REPLY = "reply"
        ANSWER = "answer"
        OBJECTION = "objection"
        REASON = "reason"
        NOTE = "note"

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    text = models.BinaryField()
    public_text = models.TextField(blank=True)

    class Meta:
        db_table = "complaints_entry"
        indexes = [models.Index(fields=["report", "at"], name="report_entries")]


class Evidence(models.Model):
    """A picture or document, handed in with the report or with an entry of its thread."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidence")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="evidence")
    file_id = models.UUIDField(db_index=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=12)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_evidence"


class Fired(models.Model):
    """A step of the escalation that took place: once per report, whoever crashes."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="fired")
    step = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_fired"
        constraints = [models.UniqueConstraint(fields=["report", "step"], name="report_step_once")]


class Reveal(models.Model):
    """A wish to know who reported: one asks with a reason, another one agrees; the reporter is told."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reveals")
    asked_by = models.UUIDField()
    reason = models.BinaryField()
    asked_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_reveal"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=models.F("asked_by")), name="reveal_takes_two"
            )
        ]
