"""The form as far as it is filled, for whoever holds the code."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from maklumat.kernel import crypto
from maklumat.modules.catalogue import api as catalogue

from ..access import get_for_applicant
from ..models import Application
from ..rules.completeness import Line, missing
from ..rules.states import State
from .parts import FileFacts, files_of, wanting_of


class DraftPage:
    """The form as far as it is filled. What a page does not show is not worked out."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.id: UUID = application.id
        self.state: str = application.state
        self.channel: str = application.channel
        self.number: str | None = application.number
        self.version = catalogue.published_version(application.version_id)
        self.answers: dict[str, Any] = crypto.unseal_json(application.answers, "application answers")

    @property
    def seal(self) -> bytes:
        """The stored answers as they were read: whoever saves shows that nobody saved in between."""
        return bytes(self._application.answers)

    @cached_property
    def documents(self) -> tuple[catalogue.Requirement, ...]:
        """The documents to hand in, given the answers."""
        return catalogue.needed(self.version.standard, self.answers)

    @cached_property
    def attached(self) -> dict[str, FileFacts]:
        """What is there, by requirement line. One query, unless the service asks for no document at all."""
        return files_of(self._application)

    @cached_property
    def missing(self) -> tuple[Line, ...]:
        return missing(self.version.standard, self.answers, self.attached, catalogue.asked, catalogue.needed)

    @cached_property
    def fee(self) -> int | None:
        """Rupiah; None while it cannot be computed."""
        try:
            return catalogue.fee_of(self.version.standard, self.answers)
        except catalogue.FormulaError:
            return None

    @cached_property
    def wanting(self) -> dict[str, str]:
        """What the office asked to mend, with its notes. One query, and only after a return."""
        return wanting_of(self._application)[0] if self.state == State.RETURNED else {}


def draft_page(application_id: UUID, code: str) -> DraftPage:
    """For the applicant. Queries: application; files and judgements when they are shown."""
    return DraftPage(get_for_applicant(application_id, code))
