"""Applying, tracking and working over HTTP: does it · refuses politely · stranger gets nothing · no JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maklumat.kernel import clock
from maklumat.modules.applications.models import Application, Attachment
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build()


def form_data(form) -> dict[str, str]:
    """What a browser would send for the page, with valid values."""
    sent: dict[str, str] = {}
    for item in form.items():
        if item.rows:
            sent[f"{item.question.key}-rows"] = "1"
            for field in item.question.fields:
                sent |= _one(f"{item.question.key}-0-{field.key}", field)
        else:
            sent |= _one(item.question.key, item.question)
    return sent


def _one(name, question) -> dict[str, str]:
    value = world.value_for(question)
    if question.kind == "date":
        year, month, day = str(value).split("-")
        return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
    return {name: str(value)}


def begin(client, slug=SLUG) -> Application:
    client.post(reverse("applications:start", args=[slug]))
    return Application.objects.latest("created_at", "id")


def walk(client, slug=SLUG) -> Application:
    """All pages and uploads, as a browser without JavaScript."""
    application = begin(client, slug)
    address = reverse("applications:overview", args=[application.id])
    for task in client.get(address).context["tasks"]:
        page = client.get(task["href"])
        if "isian" in task["href"]:
            assert client.post(task["href"], form_data(page.context["form"])).status_code == 302
    files = reverse("applications:files", args=[application.id])
    page = client.get(files)
    if page.status_code == 200:
        sent = {
            line["key"]: SimpleUploadedFile("x.bin", world.photo(formats=line["formats"]))
            for line in page.context["lines"]
        }
        assert client.post(files, sent).status_code == 302
    return application


def hand_in(client, application: Application) -> str:
    review = reverse("applications:review", args=[application.id])
    answer = client.post(review, {"phone": "0812 3456 7890", "email": "", "agreed": "on"})
    assert answer.status_code == 302, answer.context["problem"]
    application.refresh_from_db()
    return application.number


@pytest.mark.parametrize("slug", world.SLUGS)
def test_applies_without_javascript_or_account(here, client, slug):
    application = walk(client, slug)
    number = hand_in(client, application)
    receipt = client.get(reverse("applications:receipt", args=[application.id])).content.decode()
    assert number in receipt
    assert application.state == "in_process"


def test_what_was_typed_is_kept(here, client):
    application = begin(client)
    page = reverse("applications:page", args=[application.id, "data_pemohon"])
    pages = client.get(reverse("applications:overview", args=[application.id])).context["tasks"]
    page = pages[0]["href"]
    answer = client.post(page, {"nama": "Citra Lestari", "nik": "12345"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Citra Lestari" in text and "12345" in text and "16 angka" in text
    assert "Citra Lestari" in client.get(page).content.decode()


def test_says_what_is_missing_before_sending(here, client):
    application = begin(client)
    review = client.post(
        reverse("applications:review", args=[application.id]), {"phone": "081234567890", "agreed": "on"}
    )
    assert review.status_code == 422 and review.context["problem"]
    application.refresh_from_db()
    assert application.state == "draft"


def test_refuses_a_wrong_file_and_keeps_the_others(here, client):
    application = begin(client)
    for task in client.get(reverse("applications:overview", args=[application.id])).context["tasks"]:
        if "isian" in task["href"]:
            client.post(task["href"], form_data(client.get(task["href"]).context["form"]))
    files = reverse("applications:files", args=[application.id])
    lines = client.get(files).context["lines"]
    sent = {line["key"]: SimpleUploadedFile("a.jpg", world.photo(formats=line["formats"])) for line in lines}
    sent[lines[0]["key"]] = SimpleUploadedFile("a.jpg", b"MZ not a picture")
    answer = client.post(files, sent)
    assert answer.status_code == 422
    assert Attachment.objects.filter(application=application).count() == len(lines) - 1


def test_a_stranger_sees_no_draft(here, client):
    application = begin(client)
    client.cookies.clear()
    for name in ("overview", "files", "review", "receipt"):
        assert client.get(reverse(f"applications:{name}", args=[application.id])).status_code == 404


def test_resumes_by_code_on_another_phone(here, client):
    application = begin(client)
    text = client.get(reverse("applications:overview", args=[application.id])).content.decode()
    code = re.search(r"([0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4})", text).group(1)
    client.cookies.clear()
    assert client.post(reverse("applications:resume"), {"code": code.lower()}).url == reverse(
        "applications:overview", args=[application.id]
    )
    assert client.get(reverse("applications:overview", args=[application.id])).status_code == 200
    assert client.post(reverse("applications:resume"), {"code": "ABCDEFGHJKMN"}).status_code == 422


def test_finds_by_number_and_digits_and_slows_guessing(here, client):
    number = hand_in(client, walk(client))
    client.cookies.clear()
    find = reverse("applications:find")
    right = client.post(find, {"number": number.lower(), "digits": "7890"})
    assert right.status_code == 302
    page = client.get(right.url).content.decode()
    assert number in page and "Citra" not in page and "+62" not in page
    wrong = client.post(find, {"number": number, "digits": "0000"})
    unknown = client.post(find, {"number": "DKC-26-99999", "digits": "0000"})
    clean = re.compile(r'nonce="[^"]+"|csrfmiddlewaretoken" value="\w+"|' + number + "|DKC-26-99999")
    assert clean.sub("", wrong.content.decode()) == clean.sub("", unknown.content.decode())
    codes = [client.post(find, {"number": number, "digits": f"{n:04d}"}).status_code for n in range(6)]
    assert codes[-1] == 429


def test_tracking_answers_304_when_nothing_moved(here, client):
    application = walk(client)
    hand_in(client, application)
    track = client.get(reverse("applications:receipt", args=[application.id])).context["link"]
    first = client.get(track, {"part": "1"})
    assert b"<html" not in first.content and b'id="keadaan"' in first.content
    assert client.get(track, {"part": "1"}, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_resumable_upload_in_parts(here, client):
    application = begin(client)
    for task in client.get(reverse("applications:overview", args=[application.id])).context["tasks"]:
        if "isian" in task["href"]:
            client.post(task["href"], form_data(client.get(task["href"]).context["form"]))
    line = client.get(reverse("applications:files", args=[application.id])).context["lines"][0]
    content = world.photo(formats=line["formats"])
    tus = {"Tus-Resumable": "1.0.0"}
    begun = client.post(
        reverse("applications:announce", args=[application.id, line["key"]]),
        headers={**tus, "Upload-Length": str(len(content))},
    )
    assert begun.status_code == 201
    half = len(content) // 2

    def send(offset, part):
        return client.patch(
            begun["Location"],
            part,
            content_type="application/offset+octet-stream",
            headers={**tus, "Upload-Offset": str(offset)},
        )

    assert send(0, content[:half])["Upload-Offset"] == str(half)
    assert send(0, content[:half]).status_code == 409
    assert client.head(begun["Location"], headers=tus)["Upload-Offset"] == str(half)
    assert send(half, content[half:]).status_code == 204
    assert Attachment.objects.filter(application=application, requirement=line["key"]).count() == 1
    client.cookies.clear()
    assert client.head(begun["Location"], headers=tus).status_code == 404


def test_desk_belongs_to_the_unit(here, client):
    application = walk(client)
    number = hand_in(client, application)
    inbox, case = reverse("applications:inbox"), reverse("applications:case", args=[application.id])
    assert client.get(inbox).status_code == 302
    client.force_login(here.account("ani"))
    assert number in client.get(inbox).content.decode()
    assert client.get(case).status_code == 200
    client.force_login(here.account("budi"))
    assert number not in client.get(inbox).content.decode()
    assert client.get(case).status_code == 404
    client.force_login(here.account("dewi"))
    assert client.get(case).status_code == 200
    act = reverse("applications:act", args=[application.id, "claim"])
    assert client.post(act, {"revision": "1"}).status_code == 403


def test_worklist_has_a_fixed_number_of_queries(here, client, django_assert_max_num_queries):
    for _n in range(3):
        world.submit(world.fill(SLUG))
    client.force_login(here.account("ani"))
    client.get(reverse("applications:inbox"))
    for query in ("", "?scope=overdue", "?scope=mine", "?q=citra", "?scope=done", f"?service={SLUG}"):
        with django_assert_max_num_queries(8):
            assert client.get(reverse("applications:inbox") + query).status_code == 200


def test_finds_a_case_by_beginning_of_a_name(here, client):
    number = world.submit(world.fill(SLUG)).number
    client.force_login(here.account("ani"))
    inbox = reverse("applications:inbox")
    for words in ("citra", "cit", "Lestari citra", number, number[:7]):
        assert number in client.get(inbox, {"q": words}).content.decode(), words
    assert number not in client.get(inbox, {"q": "siti"}).content.decode()


def test_a_file_is_seen_only_by_those_who_may_and_each_look_is_a_fact(here, client):
    from maklumat.kernel.models import Entry

    draft = world.fill(SLUG)
    world.submit(draft)
    one = Attachment.objects.filter(application_id=draft.id).first()
    address = reverse("applications:attachment", args=[draft.id, one.file_id])
    assert client.get(address).status_code in (302, 404)
    client.force_login(here.account("budi"))
    assert client.get(address).status_code == 404
    client.force_login(here.account("ani"))
    assert client.get(address).status_code == 200
    assert Entry.objects.filter(kind="applications.file_viewed", subject=draft.id).count() == 1


def test_tries_are_counted_for_the_visitor_not_for_the_proxy(here, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    find = reverse("applications:find")

    def ask(number: str, visitor: str):
        headers = {"x-forwarded-for": f"10.1.1.1, {visitor}"}
        return client.post(find, {"number": number, "digits": "0000"}, headers=headers).status_code

    answers = [ask(f"DKC-26-{n:05d}", "203.0.113.7") for n in range(31)]
    assert answers == [422] * 30 + [429]
    assert ask("DKC-26-00099", "203.0.113.8") == 422, "somebody else behind the same proxy goes on"
