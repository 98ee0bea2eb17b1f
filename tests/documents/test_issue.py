"""From a decision to a signed document; whatever breaks on the way leaves nothing false behind."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from maklumat.kernel import files, ledger
from maklumat.kernel.actor import SYSTEM, Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.kernel.ids import new_id
from maklumat.modules.documents import actions, api, queries
from maklumat.modules.documents.actions import production, rendering, signing
from maklumat.modules.documents.models import Certificate
from maklumat.modules.documents.rules.certificates import IssueRequest

from . import cases

pytestmark = pytest.mark.django_db


def request_for(unit: Any, **changes: Any) -> IssueRequest:
    content = cases.content()
    same = ("product", "service", "government", "unit", "unit_address", "holder", "facts", "body", "place",
            "signatory_name", "signatory_title", "signatory_nip", "valid_until")  # fmt: skip
    values: dict[str, Any] = {name: getattr(content, name) for name in same}
    values |= {"subject": new_id(), "unit_id": unit.id, "register": "kec-cdr", "unit_code": "KEC-CDR"}
    values |= {"pattern": "470/{number:04d}/{unit}/{month_roman}/{year}"}
    return IssueRequest(**(values | changes))


@pytest.fixture
def issued(place, unit) -> Certificate:
    return actions.issue(request_for(unit), by=SYSTEM, at=cases.AT)


@pytest.fixture
def signed(issued) -> Certificate:
    assert actions.produce(issued.id, at=cases.AT) == "signed"
    issued.refresh_from_db()
    return issued


def kinds(subject: UUID) -> list[str]:
    return [fact.kind.removeprefix("documents.certificate_") for fact in ledger.facts_about(subject)]


def test_issue_numbers_and_registers(issued: Certificate, unit) -> None:
    assert issued.number == "470/0001/KEC-CDR/XI/2026"
    assert issued.state == "numbered"
    assert kinds(issued.subject) == ["numbered"]
    assert b"Citra" not in bytes(issued.sealed)
    assert "Citra" not in str(issued.masked)
    again = actions.issue(request_for(unit, subject=issued.subject), by=SYSTEM, at=cases.AT)
    assert again.id == issued.id
    assert actions.issue(request_for(unit), by=SYSTEM, at=cases.AT).sequence == 2


def test_the_fact_holds_no_personal_data_but_a_commitment(issued: Certificate) -> None:
    fact = ledger.facts_about(issued.subject)[0]
    assert set(fact.data) == {"certificate", "scope", "sequence"}


@pytest.mark.parametrize("changes", [{"pattern": "{number}"}, {"template": "../letter"}])
def test_issue_refuses(place, unit, changes: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        actions.issue(request_for(unit, **changes), by=SYSTEM, at=cases.AT)


def test_numbers_have_no_gaps(place, unit) -> None:
    def one() -> int:
        with transaction.atomic():
            return actions.issue(request_for(unit), by=SYSTEM, at=cases.AT).sequence

    assert one() == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.issue(request_for(unit), by=SYSTEM, at=cases.AT)
        raise ZeroDivisionError
    assert one() == 2
    next_year = cases.AT + timedelta(days=365)
    assert actions.issue(request_for(unit), by=SYSTEM, at=next_year).number == "470/0001/KEC-CDR/XI/2027"


def test_produce(signed: Certificate) -> None:
    assert kinds(signed.subject) == ["numbered", "signed"]
    pdf = api.open_pdf(signed.subject)
    assert queries.verify_pdf(pdf, at=cases.AT).good
    plain = api.certificate_of(signed.subject)
    assert plain and plain.ready and plain.holder == "C*** A*** L***"


def test_produce_again_changes_nothing(signed: Certificate) -> None:
    pdf = api.open_pdf(signed.subject)
    assert actions.produce(signed.id, at=cases.AT) == "signed"
    assert api.open_pdf(signed.subject) == pdf
    assert kinds(signed.subject) == ["numbered", "signed"]


class Crash(Exception):
    pass


@pytest.mark.parametrize(
    ("module", "name"),
    [(production, "render"), (signing, "pades"), (files, "put"), (files, "read"), (production, "verify"),
     (production.ledger, "record")],
)  # fmt: skip
def test_a_crash_at_any_step_leaves_nothing_false(issued: Certificate, monkeypatch, module, name: str) -> None:
    real = getattr(module, name)

    def after(*args: Any, **keywords: Any) -> Any:
        real(*args, **keywords)
        raise Crash

    monkeypatch.setattr(module, name, after)
    with pytest.raises(Crash):
        actions.produce(issued.id, at=cases.AT)
    issued.refresh_from_db()
    assert (issued.state, issued.file_id, issued.signed_at) == ("numbered", None, None)
    assert kinds(issued.subject) == ["numbered"]
    with pytest.raises(Missing):
        api.open_pdf(issued.subject)
    monkeypatch.undo()
    assert actions.produce(issued.id, at=cases.AT) == "signed"
    assert kinds(issued.subject) == ["numbered", "signed"]


def test_a_store_that_returns_other_bytes_is_noticed(issued: Certificate, monkeypatch) -> None:
    real = files.read
    monkeypatch.setattr(files, "read", lambda file_id: (real(file_id)[0][:-1] + b"\0", "application/pdf"))
    with pytest.raises(production.Unsound):
        actions.produce(issued.id, at=cases.AT)
    issued.refresh_from_db()
    assert issued.state == "numbered"


def test_a_mixed_up_document_is_noticed(issued: Certificate, monkeypatch) -> None:
    """The renderer hands out another certificate's pages, well signed: still not «signed»."""
    monkeypatch.setattr(production, "render", lambda sheet, at: rendering.render(cases.sheet(), at))
    with pytest.raises(production.Unsound):
        actions.produce(issued.id, at=cases.AT)


def test_the_database_refuses_signed_without_a_file(issued: Certificate) -> None:
    for changes in ({"state": "signed"}, {"state": "revoked", "ended_at": cases.AT}, {"state": "superseded"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(id=issued.id).update(**changes)


def test_revoke(signed: Certificate, unit) -> None:
    head = Actor("staff", new_id(), abilities={"documents.revoke": frozenset({unit.id})})
    with pytest.raises(NotAllowed):
        api.revoke(signed.id, by=Actor("staff", new_id()), reason="salah nama", at=cases.AT)
    with pytest.raises(Invalid):
        api.revoke(signed.id, by=head, reason="  ", at=cases.AT)
    assert api.revoke(signed.id, by=head, reason="Data tidak benar", at=cases.AT).state == "revoked"
    assert kinds(signed.subject)[-1] == "revoked"
    with pytest.raises(Conflict):
        api.revoke(signed.id, by=head, reason="lagi", at=cases.AT)
    pdf = api.open_pdf(signed.subject)
    verdicts = [
        queries.verify_pdf(pdf, at=cases.AT),
        queries.verify_by_token(signed.token, at=cases.AT),
        queries.verify_by_number(signed.number, at=cases.AT),
    ]
    assert {(verdict.state, verdict.good) for verdict in verdicts} == {("revoked", False)}


def test_revoke_before_signing(issued: Certificate) -> None:
    with pytest.raises(Conflict):
        api.revoke(issued.id, by=SYSTEM, reason="salah", at=cases.AT)


def test_supersede(signed: Certificate, unit) -> None:
    old_pdf = api.open_pdf(signed.subject)
    request = dataclasses.replace(request_for(unit), subject=signed.subject, holder="Citra Ayu L.")
    fresh = api.supersede(signed.id, request, by=SYSTEM, at=cases.AT)
    assert fresh.number.startswith("470/0002")
    assert actions.produce(fresh.id, at=cases.AT) == "signed"
    assert api.certificate_of(signed.subject).id == fresh.id
    verdict = queries.verify_pdf(old_pdf, at=cases.AT)
    assert (verdict.state, verdict.replaced_by) == ("superseded", fresh.number)
    assert queries.verify_pdf(api.open_pdf(signed.subject), at=cases.AT).good
    assert kinds(signed.subject) == ["numbered", "signed", "numbered", "superseded", "signed"]
    with pytest.raises(Conflict):
        api.supersede(signed.id, request, by=SYSTEM, at=cases.AT)


def test_sign_batch_goes_on_after_a_refusal(place, unit) -> None:
    rows = [actions.issue(request_for(unit), by=SYSTEM, at=cases.AT) for _ in range(3)]
    head = Actor("staff", new_id(), abilities={"documents.sign": frozenset({unit.id})})
    results = api.sign_batch([rows[0].id, new_id(), rows[2].id], by=head, at=cases.AT)
    assert [result.state for result in results] == ["signed", "", "signed"]
    assert results[1].problem
    assert all(result.problem for result in api.sign_batch([rows[1].id], by=Actor("staff", new_id()), at=cases.AT))
    assert [one.number[4:8] for one in queries.sign_page(head).rows] == ["0002"]
