"""The form as far as it is filled, for whoever holds the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maklumat.kernel import crypto
from maklumat.modules.catalogue import api as catalogue

from ..access import get_for_applicant
from ..rules.completeness import Line, missing
from ..rules.states import State
from .parts import FileFacts, files_of, wanting_of


@dataclass(frozen=True)
class DraftPage:
    """The form as far as it is filled."""

    id: UUID
    state: str
    channel: str
    version: catalogue.VersionFacts
    answers: dict[str, Any]
    documents: tuple[catalogue.Requirement, ...]
    attached: dict[str, FileFacts]
    missing: tuple[Line, ...]
    fee: int | None
    wanting: dict[str, str]
    number: str | None


def draft_page(application_id: UUID, code: str) -> DraftPage:
    """For the applicant. Queries: application, files, checks (only when returned)."""
    application = get_for_applicant(application_id, code)
    version = catalogue.published_version(application.version_id)
    answers = crypto.unseal_json(application.answers, "application answers")
    attached = files_of(application)
    try:
        fee = catalogue.fee_of(version.standard, answers)
    except catalogue.FormulaError:
        fee = None
    return DraftPage(
        id=application.id,
        state=application.state,
        channel=application.channel,
        version=version,
        answers=answers,
        documents=catalogue.needed(version.standard, answers),
        attached=attached,
        missing=missing(version.standard, answers, attached, catalogue.asked, catalogue.needed),
        fee=fee,
        wanting=wanting_of(application)[0] if application.state == State.RETURNED else {},
        number=application.number,
    )
