"""What the law asks of standards and of the service charter, as data: each edition with its date and its source.

When the law changes, an edition is added below; none is altered. What was published keeps what it was published with: a
standard its review date, a maklumat its text. No Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from maklumat.kernel.words import N_


@dataclass(frozen=True)
class Edition:
    """The rules from ``valid_from`` on. ``compared``: whether somebody read them in the text of the regulation.

    ``charter`` is the wording of the maklumat: the promise, the duty to improve, sanction and compensation.
    """

    valid_from: date
    review_standard_after: timedelta
    review_standard_basis: str
    review_charter_after: timedelta
    review_charter_basis: str
    charter: tuple[str, ...]
    charter_basis: str
    compared: bool


EDITIONS = (  # oldest first
    Edition(
        valid_from=date(2009, 7, 18),  # UU 25/2009; nothing older is published here
        review_standard_after=timedelta(days=365),
        review_standard_basis="PermenPANRB 29/2022 (PEKPPP), F-02: all standards reviewed within a year score highest",
        review_charter_after=timedelta(days=365),
        review_charter_basis="PermenPANRB 29/2022 (PEKPPP), as for standards",
        charter=(
            N_(
                "Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar pelayanan yang telah ditetapkan."
            ),
            N_("Kami wajib melayani dengan sungguh-sungguh dan memperbaiki pelayanan secara terus-menerus."),
            N_(
                "Apabila pelayanan kami tidak sesuai standar, kami siap menerima sanksi dan/atau memberikan kompensasi "
                "sesuai peraturan perundang-undangan."
            ),
        ),
        charter_basis="UU 25/2009 Art. 22; PermenPANRB 15/2014, annex",
        compared=False,
    ),
)


def on(day: date) -> Edition:
    """The edition of a day; before the first one, the first."""
    return next((one for one in reversed(EDITIONS) if one.valid_from <= day), EDITIONS[0])
