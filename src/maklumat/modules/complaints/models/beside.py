"""What stands beside a report: who, when, what was said, what follows it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id

from .report import Report


class Identity(models.Model):
    """Who reported: sealed, apart from the report, opened only by the system or by two persons with a reason.

    ``verified_at``: the code that was sent there came back.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    phone_index = models.BinaryField(null=True, db_index=True)
    verified_at = models.DateTimeField(null=True)
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
    """A picture or document, handed in with the report or with an entry of its thread. ``is_public``: an officer looked at it
    and lets everybody see it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidence")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="evidence")
    file_id = models.UUIDField(db_index=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=12)
    is_public = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_evidence"


class Upload(models.Model):
    """A picture that is still arriving (tus): received parts wait sealed until all are there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="uploads")
    length = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "complaints_upload"


class Link(models.Model):
    """ "The same matter": ``report`` follows ``main``. Who said so and when; an undone link stays as what it was."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links")
    main = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="followers")
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_link"
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(undone_at=None), name="report_follows_one"),
            models.CheckConstraint(condition=~Q(report=models.F("main")), name="report_follows_another"),
        ]


class Companion(models.Model):
    """Somebody whom a public report concerns, too ("saya juga"): counted, and told the same news. ``sealed``: where to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="companions")
    sealed = models.BinaryField()
    contact_index = models.BinaryField()
    code_index = models.BinaryField(unique=True)
    language = models.CharField(max_length=2, default="id")
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_companion"
        constraints = [models.UniqueConstraint(fields=["report", "contact_index"], name="companion_once")]


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
