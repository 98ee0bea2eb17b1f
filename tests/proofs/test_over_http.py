"""Short samples of the proofs that need a world: most speak HTTP. The long ones: `make prove`."""

from __future__ import annotations

import pytest
from django.test import override_settings

from maklumat.kernel import clock
from tests.proofs import leaks, malformed, matrix, stage, versions
from tests.world import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two agencies for all tests of this file; undone at its end."""
    from django.db import transaction

    folder = str(tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), clock.standing_at(MONDAY), transaction.atomic():
        with override_settings(FILES_DIR=folder):
            built = stage.build()
        yield built, folder
        transaction.set_rollback(True)


@pytest.fixture
def here(once, settings):
    built, settings.FILES_DIR = once
    return built


def test_every_address_and_role_has_a_meaning():
    assert matrix.gaps() == []


def test_who_may_open_what(here):
    found = matrix.run(here, sample=200)
    assert found["wrong"] == 0, "\n".join(found["examples"])


def test_malformed_input_is_answered(here):
    found = malformed.run(here, cases=150)
    assert found["wrong"] == 0, "\n".join(found["examples"])


def test_open_cases_keep_their_version(here):
    found = versions.run(300, slugs=tuple(slug for _unit, slug in stage.PLACES.values()), ready=True)
    assert found["altered"] == 0, "\n".join(found["examples"])
    assert found["cases"] >= 300


def test_nothing_of_a_reporter_gets_out(here):
    found = leaks.run(here.world, count=15)
    assert found["wrong"] == 0, "\n".join(found["examples"])
    assert found["cells of the database"] > 5000
