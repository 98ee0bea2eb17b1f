"""Facts of the sealed channel. **None of them carries a case.** ``subject`` is a key, a recovery, a recipient or a number by chance; letters appear as digests
of what is sealed, a night after they came, in an order by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class KeyPublished(Event):
    """The public halves of a recipient's or custodian's key, for everybody to check before encrypting. ``holder_id``: whose, the same id for each further key;
    ``title_digest``: hex SHA-256 of the title shown."""

    kind: ClassVar[str] = "whistleblowing.key_published"
    public: ClassVar[bool] = True
    holder_id: str
    box: str
    sign: str
    duty: str
    title_digest: str


@dataclass(frozen=True, kw_only=True)
class KeyRetired(Event):
    kind: ClassVar[str] = "whistleblowing.key_retired"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class RecoveryKeyMade(Event):
    """Split among custodians: ``shares`` were made, ``needed`` of them open."""

    kind: ClassVar[str] = "whistleblowing.recovery_key_made"
    public: ClassVar[bool] = True
    box: str
    shares: int
    needed: int


@dataclass(frozen=True, kw_only=True)
class RecoveryRequested(Event):
    """Somebody asks the custodians; nothing can be released before ``hours`` have passed in everybody's sight."""

    kind: ClassVar[str] = "whistleblowing.recovery_requested"
    public: ClassVar[bool] = True
    hours: int


@dataclass(frozen=True, kw_only=True)
class ShareReleased(Event):
    kind: ClassVar[str] = "whistleblowing.share_released"
    public: ClassVar[bool] = True
    so_far: int


@dataclass(frozen=True, kw_only=True)
class RecoveryKeyBack(Event):
    """So many shares were released that the recovery key can be put together: from now on nothing is written to it. ``subject``: the key."""

    kind: ClassVar[str] = "whistleblowing.recovery_key_back"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class RecoveryRefused(Event):
    kind: ClassVar[str] = "whistleblowing.recovery_refused"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class RecoveryFinished(Event):
    """Who asked has used the recovery key; another one must be made."""

    kind: ClassVar[str] = "whistleblowing.recovery_finished"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class LetterKept(Event):
    """A letter of a former day. ``digest``: hex SHA-256 of header and payload as they were sent."""

    kind: ClassVar[str] = "whistleblowing.letter_kept"
    digest: str


@dataclass(frozen=True, kw_only=True)
class LetterErased(Event):
    """Shredded by the schedule: the tombstone of what had this digest."""

    kind: ClassVar[str] = "whistleblowing.letter_erased"
    digest: str


@dataclass(frozen=True, kw_only=True)
class Worked(Event):
    """A recipient did something: ``act`` says what kind of thing, nothing says to which case."""

    kind: ClassVar[str] = "whistleblowing.worked"
    act: str


@dataclass(frozen=True, kw_only=True)
class PageReleased(Event):
    """What the reporting pages are made of now. ``digest``: hex SHA-256 of the release's manifest."""

    kind: ClassVar[str] = "whistleblowing.page_released"
    public: ClassVar[bool] = True
    digest: str
