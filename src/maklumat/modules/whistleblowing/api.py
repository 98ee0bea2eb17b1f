"""The door, for the site alone: nothing else may know this room."""

from .actions import publish_key, record_letters, release_page, send_report
from .queries.letters import read_sealed
from .queries.release import digest, last_released, manifest
from .queries.stamps import work_wanted
from .queries.state import holders
from .queries.trust import BadTrust, read_trust
from .rules.shapes import padme

__all__ = [
    "BadTrust", "digest", "holders", "last_released", "manifest", "padme", "publish_key", "read_sealed", "read_trust", "record_letters", "release_page", "send_report", "work_wanted",
]  # fmt: skip
