"""The tables of surveys. There is no way from an answer to a person: no row tells who was invited, a round keeps only which of its places
are used up, an answer has neither time nor device after the night, and who the respondents are is counted apart from what they said."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from maklumat.kernel.ids import new_id


class Questionnaire(models.Model):
    """A version of an instrument (rules.instrument) as data; those of the rules in force ship with the program (queries.instruments).
    ``unit``: whose free survey it is; None: for all units. Once published it is frozen by a trigger."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=40, db_collation="C")
    version = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    definition = models.JSONField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="questionnaire_version")]


class Wording(models.Model):
    """How a service asks an item, where the instrument lets it. ``text`` by language."""

    id = models.UUIDField(primary_key=True, default=new_id)
    questionnaire_id = models.UUIDField()
    service_id = models.UUIDField()
    item = models.CharField(max_length=40)
    text = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire_id", "service_id", "item"], name="wording_once")]


class Volume(models.Model):
    """How many cases ended: the population of a survey. Counted from the ledger's facts, per service and quarter."""

    pk = models.CompositePrimaryKey("unit_id", "service_id", "period")
    unit_id = models.UUIDField()
    service_id = models.UUIDField()
    period = models.CharField(max_length=7, db_collation="C")
    cases = models.PositiveIntegerField(default=0)


class Candidate(models.Model):
    """Somebody whose case ended and who waits for the draw. The row goes with the draw, drawn or not. Its id is random: it has no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12)
    unit_id = models.UUIDField()
    service_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10)
    address = models.BinaryField()
    language = models.CharField(max_length=2)
    since = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["unit_id", "service_id"], name="candidate_stratum")]


class Round(models.Model):
    """Those who were asked together: the crowd in which an answer hides. Sums of its answers stand here, so an index reads no answer.

    ``service_id`` None: services of the unit with too few cases, asked together. ``spent``: one bit for each used place. ``came``: how many
    answers are here, ``answered``: how many of them are counted in what follows; they are counted in steps (actions.counting), so that no two
    looks at the sums differ by a few answers. ``gathers``: holds what other rounds had too few answers of.
    ``ticks``: how often each choice of each item was chosen (rules.layout), ``sound_ticks`` without flagged answers. ``total`` and ``squares`` of
    the respondents' own sums, of those who answered every scored item (``whole``). ``makeup``: how many of each trait's choice.
    """

    class Channel(models.TextChoices):
        INVITED = "invited"
        KIOSK = "kiosk"
        PAPER = "paper"
        OPEN = "open"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    questionnaire_id = models.UUIDField()
    unit_id = models.UUIDField()
    service_id = models.UUIDField(null=True)
    period = models.CharField(max_length=7, db_collation="C")
    channel = models.CharField(max_length=7, choices=Channel.choices)
    opened_on = models.DateField()
    closes_on = models.DateField()
    waiting = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    spent = models.BinaryField(default=b"")
    gathers = models.BooleanField(default=False)
    came = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)
    sound = models.PositiveIntegerField(default=0)
    ticks = ArrayField(models.IntegerField(), default=list)
    sound_ticks = ArrayField(models.IntegerField(), default=list)
    whole = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    squares = models.BigIntegerField(default=0)
    makeup = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["unit_id", "period"], name="round_unit_period"),
            models.Index(fields=["service_id", "period"], name="round_service_period"),
            models.Index(fields=["period", "questionnaire_id"], name="round_period"),
        ]


class Answer(models.Model):
    """One filled questionnaire: values in the order of the items, null for what was not answered or not asked.

    The id is the form's own random key, so the same form counts once; it is another one when the round is over. Until the round is over everything it says lies sealed in ``moment``: rows stand
    in the order of arrival, and a day narrows the crowd. Each night the day is looked through for fraud (``looked``) and forgets when and from which
    device its answers came; ``counted``: in the sums of its round. When the round is over all its answers are written anew in random order and become facts. ``flags``: bits of
    rules.quality.Flag.
    """

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    values = ArrayField(models.IntegerField(null=True), null=True)
    flags = models.PositiveSmallIntegerField(default=0)
    moment = models.BinaryField(null=True)
    looked = models.BooleanField(default=False)
    counted = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["round", "counted"], name="answer_unsettled", condition=Q(moment__isnull=False)),
            models.Index(fields=["round", "flags"], name="answer_flagged", condition=Q(flags__gt=0)),
        ]


class Comment(models.Model):
    """What was said in own words: sealed, with its round, without the answer it came with. ``themes``: what it speaks of. Until the round is over it lies
    in its answer's ``moment``: that somebody wrote one is not to be seen either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=40)
    text = models.BinaryField()
    themes = ArrayField(models.CharField(max_length=20))

    class Meta:
        indexes = [models.Index(fields=["round"], name="comment_round")]


class Kiosk(models.Model):
    """A tablet at a counter. Its address holds a code, so nobody signs in on it; ``ended_at``: the code opens nothing any more."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code_index = models.BinaryField(unique=True)
    unit_id = models.UUIDField()
    service_id = models.UUIDField(null=True)
    label = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Result(models.Model):
    """A published result, frozen: the sums of a unit for a period as they were, with the rules they were computed under."""

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    questionnaire_id = models.UUIDField()
    period = models.CharField(max_length=7, db_collation="C")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "questionnaire_id", "period", "number"], name="result_number")
        ]


class Publication(models.Model):
    """Where a result was shown to the public, medium by medium (PEKPPP indicators 6 and 7)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="publications")
    medium = models.CharField(max_length=20)
    place = models.CharField(max_length=300)
    published_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "medium", "place"], name="result_medium_once")]


class Plan(models.Model):
    """A line of the follow-up plan (rencana tindak lanjut): what will be done about an element, by whom, until when."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=new_id)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="plans")
    element = models.CharField(max_length=40)
    problem = models.CharField(max_length=500)
    action = models.CharField(max_length=500)
    owner = models.UUIDField()
    due_on = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=1000, blank=True)
    file_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_late_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_on"], name="plan_due", condition=Q(state="open"))]
