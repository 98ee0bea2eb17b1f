from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id

from .rules.states import OPEN, State

PAUSED_LAST = datetime(9000, 1, 1, tzinfo=UTC)  # cases without a due time stand at the end of the work list
STATES = [(state.value, state.value) for state in State]


class Application(models.Model):
    """One application, pinned to the version of the standard it was filed under.

    Answers and contact are sealed. ``*_index`` are keyed blind indexes: they find, they do not tell.
    ``due_at`` and ``next_mark_at`` are kept sums of the intervals, never an input to the clock.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=40, null=True, unique=True)
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey("catalogue.StandardVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT.value)
    step = models.PositiveSmallIntegerField(default=0)
    holder_unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    holder_role = models.CharField(max_length=20, blank=True)
    assigned_to = models.UUIDField(null=True)
    channel = models.CharField(max_length=8, default="web")
    language = models.CharField(max_length=2, default="id")
    answers = models.BinaryField()
    contact = models.BinaryField(null=True)
    code = models.BinaryField()
    code_index = models.BinaryField(unique=True)
    phone_index = models.BinaryField(null=True)
    name_index = ArrayField(models.CharField(max_length=16), default=list)
    fee = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    next_mark_at = models.DateTimeField(null=True)
    work_order = models.DateTimeField(default=PAUSED_LAST)
    returns = models.PositiveSmallIntegerField(default=0)
    late_return = models.BooleanField(default=False)
    entered_by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "applications_application"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(number__isnull=False) & Q(submitted_at__isnull=False)),
                name="application_submitted_whole",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(state__in=["issued", "rejected", "withdrawn"]),
                name="application_finished_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder_unit", "work_order", "id"],
                name="application_open_due",
                condition=Q(state__in=[state.value for state in OPEN]),
            ),
            models.Index(
                fields=["assigned_to", "work_order", "id"],
                name="application_mine",
                condition=Q(state__in=[state.value for state in OPEN]),
            ),
            models.Index(
                fields=["work_order", "id"],
                name="application_open",
                condition=Q(state__in=[state.value for state in OPEN]),
            ),
            models.Index(fields=["unit", "-submitted_at", "-id"], name="application_by_unit"),
            models.Index(fields=["service", "-submitted_at", "-id"], name="application_by_service"),
            models.Index(
                models.F("submitted_at").desc(),
                models.F("id").desc(),
                name="application_done",
                condition=Q(finished_at__isnull=False),
            ),
            models.Index(
                fields=["holder_unit", "work_order", "id"], name="application_waiting", condition=Q(state="returned")
            ),
            models.Index(fields=["work_order", "id"], name="application_waiting_all", condition=Q(state="returned")),
            models.Index(fields=["next_mark_at"], name="application_marks", condition=Q(next_mark_at__isnull=False)),
            models.Index(fields=["changed_at"], name="application_drafts", condition=Q(state="draft")),
            GinIndex(fields=["name_index"], name="application_names"),
        ]


class ClockInterval(models.Model):
    """One stretch of an application's clock: running, or paused with a reason. Server time. Never rewritten."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="intervals")
    state = models.CharField(max_length=8, choices=[("running", "running"), ("paused", "paused")])
    reason = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "applications_interval"
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_at=None), name="interval_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")), name="interval_forward"
            ),
        ]


class Attachment(models.Model):
    """A file handed in for one requirement line; replaced ones stay, too. From the end of the application on it is kept
    until ``kept_until``; at ``erased_at`` the file was destroyed, and this line of the register stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    requirement = models.CharField(max_length=40)
    file_id = models.UUIDField()
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=12)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "applications_attachment"
        indexes = [
            models.Index(fields=["application", "requirement"], name="attachment_line"),
            models.Index(fields=["file_id"], name="attachment_file"),
            models.Index(
                fields=["kept_until"], name="attachment_expires", condition=Q(kept_until__isnull=False, erased_at=None)
            ),
        ]


class LineCheck(models.Model):
    """An officer's judgement of one requirement line. The newest counts."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        WANTING = "wanting"
        RENEWED = "renewed"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")
    requirement = models.CharField(max_length=40)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.BinaryField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "applications_check"


class Mark(models.Model):
    """A consequence that took place: once per application and percent, whoever crashes."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="marks")
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "applications_mark"
        constraints = [models.UniqueConstraint(fields=["application", "percent"], name="mark_once")]


class Upload(models.Model):
    """A resumable upload under way (tus): received parts wait in a file until all are there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="uploads")
    requirement = models.CharField(max_length=40)
    length = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()

    class Meta:
        db_table = "applications_upload"


class SavedFilter(models.Model):
    """A work list as an officer wants to find it again."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.UUIDField(db_index=True)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)

    class Meta:
        db_table = "applications_saved_filter"
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_filter_once")]
