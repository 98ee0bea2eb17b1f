"""Documents are erased when the months of their requirement are over: key and bytes, once, with a fact and a sentence."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from maklumat.kernel import clock, files, ledger
from maklumat.kernel.errors import Missing
from maklumat.kernel.models import StoredFile
from maklumat.modules.applications import actions, tasks
from maklumat.modules.applications.actions import retention
from maklumat.modules.applications.actions.issuing import mark_issued
from maklumat.modules.applications.models import Application, Attachment
from maklumat.modules.applications.rules.retention import kept_until
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.documents import api as documents
from tests import world
from tests.applications.test_life import work_off
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"
ENDED = MONDAY + timedelta(hours=1)


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


@pytest.fixture
def ended(here) -> Application:
    """A case that its applicant withdrew."""
    draft = world.fill(SLUG)
    world.submit(draft)
    actions.withdraw(by=world.ANONYMOUS, application_id=draft.id, code=draft.code, at=ENDED)
    return Application.objects.get(id=draft.id)


def issued(here) -> Application:
    """A case with its signed certificate."""
    case = Application.objects.get(number=world.submit(world.fill(SLUG)).number)
    documents.produce(work_off(here, case, MONDAY + timedelta(minutes=30)), at=ENDED)
    mark_issued(case.id, ENDED)
    return case


def months(application: Application) -> dict[str, int]:
    standard = catalogue.published_version(application.version_id).standard
    return {line.key: line.retention_months for line in standard.documents()}


def stored(file_id) -> Path:
    return files._path(file_id)


def last_day(application: Application) -> datetime:
    return max(application.attachments.values_list("kept_until", flat=True))


def test_the_end_of_a_case_sets_until_when_each_document_is_kept(ended):
    known = months(ended)
    assert ended.attachments.exists()
    for one in ended.attachments.all():
        assert one.kept_until == kept_until(ENDED, known[one.requirement])


def test_an_issued_case_is_kept_from_the_day_of_its_signature(here):
    case = issued(here)
    assert case.attachments.exists() and not case.attachments.filter(kept_until=None).exists()


def test_open_cases_keep_everything(here):
    draft = world.fill(SLUG)
    world.submit(draft)
    with clock.standing_at(MONDAY + timedelta(days=40_000)):
        tasks.erase_expired()
    assert not Attachment.objects.exclude(erased_at=None).exists()


def test_key_and_bytes_are_destroyed_once_with_a_fact(ended, django_capture_on_commit_callbacks):
    ids = list(ended.attachments.values_list("file_id", flat=True))
    end = last_day(ended)
    assert retention.erase_expired(min(ended.attachments.values_list("kept_until", flat=True)) - timedelta(1)) == 0
    with clock.standing_at(end), django_capture_on_commit_callbacks(execute=True):
        tasks.erase_expired()
        tasks.erase_expired()
    assert not StoredFile.objects.filter(id__in=ids, key__isnull=False).exists()
    assert not [one for one in ids if stored(one).exists()]
    for one in ids:
        with pytest.raises(Missing):
            files.read(one)
    facts = [fact for fact in ledger.facts_about(ended.id) if fact.kind == "applications.documents_erased"]
    assert len(facts) == 1 and facts[0].by_kind == "system"
    assert facts[0].data == {"lines": sorted(months(ended).keys() & set(facts[0].data["lines"])), "files": len(ids)}


def test_only_what_is_due_goes(ended, django_capture_on_commit_callbacks):
    first = ended.attachments.first()
    Attachment.objects.filter(id=first.id).update(kept_until=ENDED + timedelta(days=30))
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.erase_expired(ENDED + timedelta(days=31)) == 1
    assert list(ended.attachments.exclude(erased_at=None).values_list("id", flat=True)) == [first.id]
    assert all(stored(one.file_id).exists() for one in ended.attachments.filter(erased_at=None))


def test_the_case_page_says_when_and_the_file_is_not_there(here, ended, client):
    client.force_login(here.account("dewi"))
    file_id = ended.attachments.first().file_id
    retention.erase_expired(last_day(ended))
    with clock.standing_at(last_day(ended) + timedelta(hours=1)):
        text = client.get(reverse("applications:case", args=[ended.id])).content.decode()
        assert "Dihapus sesuai masa simpan pada" in text and "Berkas dihapus sesuai masa simpan" in text
        assert str(file_id) not in text
        answer = client.get(reverse("applications:attachment", args=[ended.id, file_id]))
        assert answer.status_code == 404 and "sudah tidak disimpan" in answer.content.decode()


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)), st.integers(1, 1200))  # noqa: DTZ001
def test_months_are_months_of_the_calendar(moment, number):
    moment = moment.replace(tzinfo=UTC)
    until = kept_until(moment, number)
    assert (until.year * 12 + until.month) - (moment.year * 12 + moment.month) == number
    assert until.day == moment.day or (until + timedelta(days=1)).day == 1
    assert until.timetz() == moment.timetz()


def age(path: Path, days: float) -> None:
    then = (MONDAY - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def put(days: float):
    """A stored file that no room holds, so many days old."""
    file_id = files.put(b"isi", "application/pdf", scan="clean", at=MONDAY - timedelta(days=days)).id
    age(stored(file_id), days)
    return file_id


def test_what_nobody_holds_is_swept_after_a_week(here):
    draft = world.fill(SLUG)
    held = list(Attachment.objects.filter(application_id=draft.id).values_list("file_id", flat=True))
    for one in held:
        age(stored(one), 300)
    StoredFile.objects.filter(id__in=held).update(stored_at=MONDAY - timedelta(days=300))
    stray, young, rolled_back = put(8), put(6), put(8)
    StoredFile.objects.filter(id=rolled_back).delete()
    assert files.sweep(MONDAY) == 2
    assert [stored(one).exists() for one in (stray, rolled_back, young)] == [False, False, True]
    assert StoredFile.objects.get(id=stray).key is None
    assert all(files.read(one) for one in held)
    assert files.sweep(MONDAY) == 0


def test_certificates_are_held(here):
    case = issued(here)
    StoredFile.objects.update(stored_at=MONDAY - timedelta(days=300))
    for row in StoredFile.objects.all():
        age(stored(row.id), 300)
    assert files.sweep(MONDAY) == 0 and documents.open_pdf(case.id)


def test_a_kernel_without_rooms_sweeps_no_rows(here, monkeypatch):
    monkeypatch.setattr(files, "_holders", [])
    stray, lost = put(8), put(8)
    StoredFile.objects.filter(id=lost).delete()
    assert files.sweep(MONDAY) == 1 and stored(stray).exists() and not stored(lost).exists()
