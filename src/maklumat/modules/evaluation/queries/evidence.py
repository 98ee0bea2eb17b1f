"""What the system knows of a unit's year by itself, indicator by indicator. What it does not know is left to the unit's statement."""

from __future__ import annotations

from collections.abc import Callable

from maklumat.kernel.words import N_

from .ground import Computed, Ground
from .reports import accountable, facilities, finished, means, media_beside
from .satisfaction import followed, speed, survey, survey_media
from .service import front_office, hours, operations, platform, quality, rhythm
from .standards import charter, elements, information, media, reviewed, standards

SOURCES: dict[int, Callable[[Ground], Computed | None]] = {
    1: standards,
    2: elements,
    3: media,
    4: reviewed,
    5: charter,
    6: survey,
    7: survey_media,
    8: followed,
    9: speed,
    10: hours,
    15: platform("any-time", "mobile", "light", "accessible", "found-by-search"),
    16: platform(
        "contact", "status", "notification", "rating", "faq",
        kinds=("applications.returned", "applications.completed"), note=N_("berkas yang kurang diminta sekali dan dilengkapi daring"),
    ),
    17: platform(
        "account", "second-factor", "encryption", "privacy-notice",
        kinds=("documents.certificate_signed",), note=N_("dokumen bertanda tangan elektronik yang keasliannya dapat diperiksa"),
    ),
    18: platform("readable-text", "contrast", "clear-menu", "plain-icons", "consistent", "display-options"),
    19: media_beside,
    20: front_office,
    21: information,
    22: operations,
    23: quality,
    24: rhythm,
    25: facilities,
    26: means,
    27: accountable,
    28: finished,
}  # fmt: skip


def computed(ground: Ground, number: int) -> Computed | None:
    """What the system knows of an indicator; None: nothing."""
    source = SOURCES.get(number)
    return source(ground) if source else None
