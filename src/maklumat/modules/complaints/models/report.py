"""The report itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from maklumat.kernel.ids import new_id

from ..rules.ladder import Kind
from ..rules.states import FINISHED, OPEN, WITH_REPORTER, Ending, State
from .choosing import Category

PAUSED_LAST = datetime(9000, 1, 1, tzinfo=UTC)  # what waits for the reporter stands at the end of the inbox
_OPEN = Q(state__in=[state.value for state in OPEN])
_WAITING = Q(state__in=[state.value for state in WITH_REPORTER])


# The intervals, then one row with the steps.
_CLOCK = (
    "SELECT 0, id, report_id, state, reason, started_at, ended_at, NULL::text[] FROM complaints_interval WHERE report_id = %s "
    "UNION ALL SELECT 1, NULL, NULL, NULL, NULL, NULL, NULL, coalesce(array_agg(step), '{}') FROM complaints_fired WHERE report_id = %s "
    "ORDER BY 1, 6, 2"
)


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


def in_states(states: Iterable[State]) -> RawSQL:
    """The condition that a report is in one of these states, spelled out: only then a prepared statement may use the
    partial indexes, whose conditions are spelled out, too."""
    words = ", ".join(f"'{state.value}'" for state in states)
    return RawSQL(f"complaints_report.state IN ({words})", (), output_field=models.BooleanField())


class Report(models.Model):
    """One report, or one part of a divided one. What was written is sealed; who wrote it lies in :class:`Identity`.

    ``root``: of a part, the divided report. ``cell``: the square of the map (rules.similar) in which the place lies.
    ``public_*`` hold the masked text, only of
    what is public. ``request_index``: the caller's own key of a repeated request, blind. ``satisfaction``: 1 to 4, told after the end. ``forgotten``: 1 who reported, 2 what was said, too. ``hidden`` are the units in which nobody may see it, ``named`` the accounts that must not.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=40, null=True, unique=True)
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts", db_index=False)
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
    region = models.CharField(max_length=13, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    cell = models.BigIntegerField(null=True)
    public_title = models.CharField(max_length=200, blank=True)
    public_text = models.TextField(blank=True)
    public_place = models.CharField(max_length=300, blank=True)
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
    answered_in_time = models.BooleanField(null=True)
    finished_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)
    next_step_at = models.DateTimeField(null=True)
    work_order = models.DateTimeField(default=PAUSED_LAST)
    entered_by = models.UUIDField(null=True)
    request_index = models.BinaryField(null=True, unique=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)
    forgotten = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    @cached_property
    def stretches(self) -> list[Any]:
        """The intervals of its clock, oldest first, as read once; what an act adds stands in it, too."""
        return self._clock[0]

    @cached_property
    def steps_fired(self) -> frozenset[str]:
        """The steps of its ladder that took place, as read once."""
        return self._clock[1]

    @cached_property
    def _clock(self) -> tuple[list[Any], frozenset[str]]:
        """Both in one query: each act asks for them."""
        kind = self.intervals.model
        with connection.cursor() as cursor:
            cursor.execute(_CLOCK, [self.id, self.id])
            *found, fired = cursor.fetchall()
        names = ["id", "report_id", "state", "reason", "started_at", "ended_at"]
        return [kind.from_db(connection.alias, names, row[1:7]) for row in found], frozenset(fired[7])

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
            models.Index(fields=["work_order", "id"], name="report_waiting", condition=_WAITING),
            models.Index(fields=["holder_unit", "work_order", "id"], name="report_waiting_unit", condition=_WAITING),
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
            models.Index(
                fields=["finished_at"], name="report_to_forget", condition=Q(finished_at__isnull=False, forgotten__lt=2)
            ),
            models.Index(fields=["root"], name="report_parts", condition=Q(root__isnull=False)),
        ]
