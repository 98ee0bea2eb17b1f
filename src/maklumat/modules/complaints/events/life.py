"""What happens to a report, from the filing to the stone that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Filed(Event):
    """The reporter sent it: the clock starts."""

    kind: ClassVar[str] = "complaints.filed"
    channel: str
    anonymous: bool
    secret: bool
    oversight: bool
    category_id: UUID | None
    service_id: UUID | None
    about_unit: UUID | None
    evidence: int
    ladder: int
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Verified(Event):
    """Its class is decided, and which unit answers."""

    kind: ClassVar[str] = "complaints.verified"
    report_kind: str
    category_id: UUID | None
    holder_unit: UUID
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Archived(Event):
    """It is not worked on, for a reason that the reporter is told."""

    kind: ClassVar[str] = "complaints.archived"
    ground: str


@dataclass(frozen=True, kw_only=True)
class TakenOn(Event):
    """The unit acknowledged the hand-over."""

    kind: ClassVar[str] = "complaints.taken_on"


@dataclass(frozen=True, kw_only=True)
class HandedBack(Event):
    """ "Not ours": ``number`` of times until now. The second goes to a person who decides."""

    kind: ClassVar[str] = "complaints.handed_back"
    number: int
    to_judge: bool


@dataclass(frozen=True, kw_only=True)
class Placed(Event):
    """A person decided which unit answers; it cannot hand back any more."""

    kind: ClassVar[str] = "complaints.placed"
    holder_unit: UUID


@dataclass(frozen=True, kw_only=True)
class Asked(Event):
    """A question to the reporter: the clock stands still until ``wait_until`` at the latest."""

    kind: ClassVar[str] = "complaints.asked"
    wait_until: datetime


@dataclass(frozen=True, kw_only=True)
class Told(Event):
    """The reporter replied: the clock runs on."""

    kind: ClassVar[str] = "complaints.told"


@dataclass(frozen=True, kw_only=True)
class LeftUntold(Event):
    """The reporter's time to reply is over: the clock runs on without it."""

    kind: ClassVar[str] = "complaints.left_untold"


@dataclass(frozen=True, kw_only=True)
class Answered(Event):
    """What was done is told to the reporter. ``used_percent`` of the limit."""

    kind: ClassVar[str] = "complaints.answered"
    number: int
    evidence: int
    in_time: bool
    used_percent: int
    wait_until: datetime


@dataclass(frozen=True, kw_only=True)
class Objected(Event):
    """The reporter does not agree; the first clock runs on."""

    kind: ClassVar[str] = "complaints.objected"
    number: int


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """The end, in one of three public classes: confirmed, silent, disputed. Seconds."""

    kind: ClassVar[str] = "complaints.closed"
    ending: str
    in_time: bool
    net_seconds: int
    gross_seconds: int


@dataclass(frozen=True, kw_only=True)
class Narrowed(Event):
    """The shield was made stronger."""

    kind: ClassVar[str] = "complaints.narrowed"
    anonymous: bool
    secret: bool


@dataclass(frozen=True, kw_only=True)
class StepReached(Event):
    """The clock passed a step of the ladder: ``tell`` are the offices that are told."""

    kind: ClassVar[str] = "complaints.step_reached"
    step: str
    tell: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Divided(Event):
    """Several units answer a part each."""

    kind: ClassVar[str] = "complaints.divided"
    parts: int


@dataclass(frozen=True, kw_only=True)
class PartMade(Event):
    """A part of the report ``whole``, at the unit that answers it."""

    kind: ClassVar[str] = "complaints.part_made"
    whole: UUID
    report_kind: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Gathered(Event):
    """The last part ended, and the whole with it. Seconds."""

    kind: ClassVar[str] = "complaints.gathered"
    ending: str
    gross_seconds: int


@dataclass(frozen=True, kw_only=True)
class Scattered(Event):
    """A part is open again, and the whole with it."""

    kind: ClassVar[str] = "complaints.scattered"


@dataclass(frozen=True, kw_only=True)
class Joined(Event):
    """The same matter as the report ``main``, which it follows."""

    kind: ClassVar[str] = "complaints.joined"
    main: UUID


@dataclass(frozen=True, kw_only=True)
class Parted(Event):
    """The link was taken back."""

    kind: ClassVar[str] = "complaints.parted"


@dataclass(frozen=True, kw_only=True)
class ClockMoved(Event):
    """The calendar changed, and with it when the answer is due. ``ground``: the decree, the week, the local holiday."""

    kind: ClassVar[str] = "complaints.clock_moved"
    ground: str
    before: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Rated(Event):
    """How content the reporter is, from 1 to 4."""

    kind: ClassVar[str] = "complaints.rated"
    stars: int


@dataclass(frozen=True, kw_only=True)
class Redacted(Event):
    """The reporter hid more of it from the public: so many passages."""

    kind: ClassVar[str] = "complaints.redacted"
    passages: int


@dataclass(frozen=True, kw_only=True)
class Forgotten(Event):
    """The time for which it is kept is over. ``what``: identity, or content (which is everything but the public form)."""

    kind: ClassVar[str] = "complaints.forgotten"
    what: str


@dataclass(frozen=True, kw_only=True)
class PutDown(Event):
    """Taking it on was taken back: it waits for its unit again."""

    kind: ClassVar[str] = "complaints.put_down"
