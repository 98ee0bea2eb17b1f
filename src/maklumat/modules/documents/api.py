"""The door of documents. Every value is plain; times are arguments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from maklumat.kernel.actor import Actor

from . import actions, queries
from .actions import Credential, SignResult, produce, sign_batch
from .queries import Verdict, certificate_of, files_held, public_keys
from .queries import pdf_of as open_pdf  # the caller has checked access
from .queries import verify_pdf as verify_file
from .rules.certificates import IssuedCertificate, IssueRequest
from .rules.numbers import problem_of as pattern_problem
from .rules.offline import Finding
from .rules.offline import check_pdf as verify_pdf_offline

__all__ = [
    "Credential",
    "Finding",
    "IssueRequest",
    "IssuedCertificate",
    "SignResult",
    "Verdict",
    "certificate_of",
    "files_held",
    "issue",
    "open_pdf",
    "pattern_problem",
    "produce",
    "public_keys",
    "revoke",
    "sign_batch",
    "supersede",
    "verify_file",
    "verify_pdf_offline",
]


def issue(request: IssueRequest, *, by: Actor, at: datetime) -> IssuedCertificate:
    """Number and register a certificate in the caller's transaction; it is signed after commit by the worker."""
    return queries.plain(actions.issue(request, by=by, at=at))


def supersede(certificate_id: UUID, request: IssueRequest, *, by: Actor, at: datetime) -> IssuedCertificate:
    """Replace a signed certificate by a corrected one, in the caller's transaction."""
    return queries.plain(actions.supersede(certificate_id, request, by=by, at=at))


def revoke(certificate_id: UUID, *, by: Actor, reason: str, at: datetime) -> IssuedCertificate:
    """Declare a signed certificate void. Needs ``documents.revoke`` in its unit."""
    return queries.plain(actions.revoke(certificate_id, by=by, reason=reason, at=at))
