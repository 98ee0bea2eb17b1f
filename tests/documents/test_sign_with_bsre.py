"""The adapter to BSrE's service, against a counterpart of our own."""

from __future__ import annotations

import pytest

from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Invalid
from maklumat.modules.documents import actions, api, queries
from maklumat.modules.documents.actions.bsre import Unavailable
from maklumat.modules.documents.rules import pades

from . import cases
from .counterpart import NIK, PASSPHRASE, bsre
from .mutations import mutants
from .test_issue import kinds, request_for

pytestmark = pytest.mark.django_db
GOOD = actions.Credential(NIK, PASSPHRASE)


def use(settings, address: str, root) -> None:
    settings.MAKLUMAT_SIGNER = "bsre"
    settings.MAKLUMAT_BSRE_URL, settings.MAKLUMAT_BSRE_ROOTS = address, str(root)
    settings.MAKLUMAT_BSRE_USER, settings.MAKLUMAT_BSRE_PASSWORD = "esign", "sandi"


@pytest.mark.parametrize("by_download", [False, True])
def test_sign(place, unit, settings, by_download: bool) -> None:
    row = actions.issue(request_for(unit), by=SYSTEM, at=cases.AT)
    with bsre(by_download=by_download) as (address, root, seen):
        use(settings, address, root)
        assert actions.produce(row.id, at=cases.AT) == "rendered"  # the worker waits for the signatory
        results = api.sign_batch([row.id], by=SYSTEM, at=cases.AT, credential=GOOD)
        assert [(result.state, result.problem) for result in results] == [("signed", "")]
        assert seen == [{"nik": NIK, "passphrase": PASSPHRASE, "tampilan": "invisible"}]
        pdf = api.open_pdf(row.subject)
        assert queries.verify_pdf(pdf, at=cases.AT).good
        assert kinds(row.subject) == ["numbered", "rendered", "signed"]
        for kind, content in mutants(pdf, 30, seed=2):
            assert not queries.verify_pdf(content, at=cases.AT).good, kind
            # A signature carries copies of certificates that no check needs: a bit there changes the document, not its proof.
            assert (
                content.startswith(pdf)
                or kind == "bit in the signature"
                or pades.problems(content, [root.read_bytes()], later_validation_data=True)
            ), kind


def test_refused_and_unavailable(place, unit, settings) -> None:
    row = actions.issue(request_for(unit), by=SYSTEM, at=cases.AT)
    with bsre() as (address, root, _seen):
        use(settings, address, root)
        with pytest.raises(Invalid, match="Passphrase anda salah"):
            actions.produce(row.id, at=cases.AT, credential=actions.Credential(NIK, "salah"))
    with bsre(broken=True) as (address, root, _seen):
        use(settings, address, root)
        with pytest.raises(Unavailable):
            actions.produce(row.id, at=cases.AT, credential=GOOD)
    with pytest.raises(Unavailable):
        actions.produce(row.id, at=cases.AT, credential=GOOD)  # nobody listens any more
    row.refresh_from_db()
    assert row.state == "numbered"


def test_a_signature_outside_the_trusted_chain_is_not_accepted(place, unit, settings) -> None:
    row = actions.issue(request_for(unit), by=SYSTEM, at=cases.AT)
    with bsre() as (_address, other_root, _seen), bsre() as (address, _root, _seen2):
        use(settings, address, other_root)
        with pytest.raises(RuntimeError, match=r"not trusted|unreadable|altered"):
            actions.produce(row.id, at=cases.AT, credential=GOOD)
    row.refresh_from_db()
    assert row.state == "numbered"


def test_a_credential_never_shows() -> None:
    assert PASSPHRASE not in repr(GOOD) and NIK not in str(GOOD)
