"""Giving a standard back: the note arrives, an empty one is refused, and what was typed is never lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from maklumat.modules.catalogue import actions, queries
from maklumat.modules.catalogue.models import Service, StandardVersion
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"
NOTE = "Lengkapi biaya pada komponen keempat."


@pytest.fixture
def draft(client):
    here = world.build((SLUG,))
    head = here.with_role("head", "disdukcapil")
    client.force_login(here.account("bambang"))
    return actions.draft_from(by=head, service_id=Service.objects.get(slug=SLUG).id, at=MONDAY), head


def give_back(client, version_id, note: str = NOTE):
    return client.post(reverse("catalogue:return", args=[version_id]), {"note": note})


def test_the_note_reaches_the_writers(client, draft):
    version_id, head = draft
    actions.submit_for_review(by=head, version_id=version_id, at=MONDAY)
    assert give_back(client, version_id).status_code == 302
    assert queries.version(version_id).review_note == NOTE


def test_an_empty_note_is_refused_as_such(client, draft):
    version_id, head = draft
    actions.submit_for_review(by=head, version_id=version_id, at=MONDAY)
    answer = give_back(client, version_id, " ")
    assert answer.status_code == 422 and "error-summary" in answer.content.decode()
    assert StandardVersion.objects.get(id=version_id).state == "review"


def test_what_is_not_under_review_is_not_given_back_and_the_note_stays(client, draft):
    version_id, _head = draft
    answer = give_back(client, version_id)
    text = answer.content.decode()
    assert answer.status_code == 409 and NOTE in text and "tidak sedang diperiksa" in text
    assert StandardVersion.objects.get(id=version_id).review_note == ""
