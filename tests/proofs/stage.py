"""The stage of the proofs that speak HTTP: two agencies with the same things, and an address for every route.

Of everything there are three: one of «ours» (disdukcapil), one of «theirs» (dpmptsp), and «nobody's», which has the
same shape and does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import URLResolver, get_resolver, reverse
from PIL import Image

from maklumat.kernel.actor import ANONYMOUS, SYSTEM, Actor
from maklumat.modules.applications import actions
from maklumat.modules.applications.actions.desk import keep_filter
from maklumat.modules.applications.actions.issuing import mark_issued
from maklumat.modules.applications.actions.uploads import begin
from maklumat.modules.applications.models import Application, Attachment
from maklumat.modules.applications.views.holding import COOKIE
from maklumat.modules.catalogue import actions as catalogue_actions
from maklumat.modules.catalogue.api import Decision
from maklumat.modules.catalogue.models import Service
from maklumat.modules.complaints import actions as reporting
from maklumat.modules.complaints.models import Evidence, Report
from maklumat.modules.complaints.views.desk import VERBS
from maklumat.modules.complaints.views.holding import COOKIE as REPORTS
from maklumat.modules.documents import api as documents
from maklumat.modules.documents.models import Certificate
from maklumat.modules.evaluation import actions as evaluation
from maklumat.modules.gratuities import actions as gratuities
from maklumat.modules.gratuities.models import Photo
from maklumat.modules.surveys import actions as surveys
from maklumat.modules.surveys.models import Kiosk
from maklumat.modules.surveys.queries.rounds import token_for
from maklumat.modules.surveys.rules import drafting
from maklumat.modules.units import api as units
from maklumat.modules.units.models import Appointment, Unit
from tests import signed, world
from tests.surveys.cast import answer_all, drawn
from tests.world import MONDAY

OURS, THEIRS, NOBODYS = "ours", "theirs", "nobody's"
PLACES = {OURS: ("disdukcapil", "ktp-el-hilang-rusak"), THEIRS: ("dpmptsp", "nib-umk")}
NOBODY = UUID("0199d9b0-6f4e-7c3a-9a55-0d6f1f5b7c11")


@dataclass(frozen=True)
class Things:
    """What one agency has. ``check`` waits at the first step, ``last`` for approval, ``done`` is issued."""

    unit: UUID
    code: str
    slug: str
    service: UUID
    version: UUID
    page: str
    requirement: str
    appointment: UUID
    draft: UUID
    draft_code: str
    upload: UUID
    check: UUID
    file: UUID
    check_code: str
    last: UUID
    done_code: str
    token: str
    report_draft: UUID
    report_draft_code: str
    report: UUID
    report_code: str
    evidence: UUID
    number: str
    survey: str
    kiosk_code: str
    kiosk: UUID
    result: UUID
    plan: UUID
    sheets: UUID
    questionnaire: UUID
    question: str
    assessment: UUID
    gift: UUID
    photo: UUID


NOTHING = Things(
    unit=NOBODY, code="dinas-antariksa", slug="izin-roket", service=NOBODY, version=NOBODY, page="tidak_ada",
    requirement="tidak_ada", appointment=NOBODY, draft=NOBODY, draft_code="ZZZZZZZZZZZZ", upload=NOBODY, check=NOBODY,
    file=NOBODY, check_code="ZZZZZZZZZZZZ", last=NOBODY, done_code="ZZZZZZZZZZZZ", token="AAAA",
    report_draft=NOBODY, report_draft_code="ZZZZZZZZZZZZ", report=NOBODY, report_code="ZZZZZZZZZZZZ", evidence=NOBODY,
    number="ADU-26-999999", survey="222222-22222-222222", kiosk_code="ZZZZZZZZZZZZZZZZ", kiosk=NOBODY, result=NOBODY, plan=NOBODY, sheets=NOBODY,
    questionnaire=NOBODY, question="tidak-ada", assessment=NOBODY, gift=NOBODY, photo=NOBODY,
)  # fmt: skip


@dataclass(frozen=True)
class Stage:
    world: world.World
    things: dict[str, Things]

    def cookie(self, *whose: str) -> str:
        """The signed cookie of a browser that holds the codes of these drafts."""
        held = {self.things[w].draft.hex: self.things[w].draft_code for w in whose}
        return signing.dumps(held, salt=COOKIE)

    def report_cookie(self, *whose: str) -> str:
        """The same for reports."""
        held = {self.things[w].report_draft.hex: self.things[w].report_draft_code for w in whose}
        return signing.dumps(held, salt=REPORTS)


def build() -> Stage:
    """Two agencies, each with a draft, a case at every interesting step, a standard in the making."""
    people = world.build(tuple(slug for _unit, slug in PLACES.values()))
    for code, _slug in PLACES.values():
        unit = units.tree().by_code[code].id
        decision = Decision(number="1/2026", date=MONDAY.date(), signatory="Kepala", signatory_title="Kepala Dinas")
        catalogue_actions.publish_maklumat(by=SYSTEM, unit_id=unit, decision=decision, at=MONDAY)
    things = {w: _things(people, *place) for w, place in PLACES.items()}
    signed.new_keys()
    signed.sign_all()
    return Stage(people, {**things, NOBODYS: NOTHING})


def _things(people: world.World, unit_code: str, slug: str) -> Things:
    unit, service = Unit.objects.get(code=unit_code), Service.objects.get(slug=slug)
    head = people.with_role("head", unit_code)
    draft = world.fill(slug)
    page = service.versions.get().content["pages"][0]["key"]
    lines = Attachment.objects.filter(application_id=draft.id)
    requirement = lines.first().requirement
    upload = begin(application_id=draft.id, code=draft.code, requirement=requirement, length=5000, at=MONDAY)
    check, last, done = world.fill(slug), world.fill(slug, files=True), world.fill(slug)
    for one in (check, last, done):
        world.submit(one)
    for one in (last, done):
        _work(people, one.id, unit_code, to_the_end=one is done)
    version = catalogue_actions.draft_from(by=head, service_id=service.id, at=MONDAY)
    keep_filter(by=head, name="Saringan", query="scope=mine")
    return Things(
        unit=unit.id, code=unit_code, slug=slug, service=service.id, version=version, page=page,
        requirement=requirement, appointment=Appointment.objects.filter(unit=unit).exclude(role="head").first().id,
        draft=draft.id, draft_code=draft.code, upload=upload, check=check.id,
        file=Attachment.objects.filter(application_id=check.id).first().file_id, check_code=check.code, last=last.id,
        done_code=done.code, token=Certificate.objects.get(subject=done.id).token, **_reports(people, unit_code, slug), **_surveys(people, unit_code, slug),
        **_gifts(head, unit.id),
        assessment=evaluation.open_sheet(by=head, unit_id=unit.id, year=2026, variant="B", at=MONDAY),
    )  # fmt: skip


def _reports(people: world.World, unit_code: str, slug: str) -> dict[str, Any]:
    """A report that is not sent, one that waits to be verified, one that everybody may read."""
    draft = reporting.start(by=ANONYMOUS, at=MONDAY, slug=slug)
    waiting, public = (_report(slug) for _n in range(2))
    desk = people.with_role("complaint_coordinator", unit_code)
    reporting.verify(
        by=desk, report_id=public.id, kind="complaint", category="", unit=unit_code, about="", public_title="", public_text="",
        anonymous=False, secret=False, revision=1, at=MONDAY,
    )  # fmt: skip
    return {
        "report_draft": draft.id, "report_draft_code": draft.code, "report": waiting.id, "report_code": waiting.code,
        "evidence": Evidence.objects.get(report_id=waiting.id).id, "number": Report.objects.get(id=public.id).number,
    }  # fmt: skip


def _gifts(head: Actor, unit_id: UUID) -> dict[str, Any]:
    """A gift that the head reported, with a picture."""
    picture = BytesIO()
    Image.new("RGB", (20, 20), "#a52").save(picture, "PNG")
    gift = gratuities.report(
        by=head, unit_id=unit_id, kind="received", occasion="duty", relation="service_user", thing="food", value=85_000, received_on=MONDAY.date(),
        texts={"giver": "Warga", "thing_words": "Kue", "story": "Di loket."}, photos=[picture.getvalue()], at=MONDAY,
    )  # fmt: skip
    return {"gift": gift, "photo": Photo.objects.get(report_id=gift).id}


def _surveys(people: world.World, unit_code: str, slug: str) -> dict[str, Any]:
    """A round with answers, its published result with a follow-up, a tablet, a stack of sheets, a survey in the making."""
    head, unit = people.with_role("head", unit_code), units.tree().by_code[unit_code].id
    row = drawn(unit_code, 40)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 8)
    result = surveys.publish_result(by=head, unit_id=unit, key="skm", period=row.period, note="", at=MONDAY)
    plan = surveys.plan(
        by=head, result_id=result, element="waktu", problem="Lama", action="Loket ketiga", owner=head.account_id, due_on=date(2026, 12, 1), at=MONDAY
    )  # fmt: skip
    code = surveys.open_kiosk(by=head, unit_id=unit, slug="", label="Loket 2", at=MONDAY)
    data = drafting.blank(
        key=f"malam-{unit_code}", name={"id": "Layanan malam"}, valid_from="2026-11-01", valid_until=None
    )
    return {
        "survey": token_for(row, 30), "kiosk_code": code, "kiosk": Kiosk.objects.get(unit_id=unit).id, "result": result, "plan": plan,
        "sheets": surveys.open_sheets(by=head, unit_id=unit, questionnaire_id=row.questionnaire_id, slug="", many=3, at=MONDAY),
        "questionnaire": surveys.keep_instrument(by=head, questionnaire_id=None, unit_id=unit, data=data, at=MONDAY), "question": "comment",
    }  # fmt: skip


def _report(slug: str) -> reporting.Started:
    draft = reporting.start(by=ANONYMOUS, at=MONDAY, slug=slug)
    common = {"report_id": draft.id, "code": draft.code, "at": MONDAY}
    reporting.describe(text="Antre di loket sejak pagi tanpa kejelasan.", oversight=False, **common)
    reporting.attach(content=world.photo(), **common)
    reporting.introduce(name="Citra Lestari", phone=world.PHONE, email="", anonymous=False, secret=False, **common)
    reporting.send(by=ANONYMOUS, **common)
    return draft


def _work(people: world.World, application_id: UUID, unit_code: str, *, to_the_end: bool) -> None:
    """Bring a case to its last step, or to its certificate."""
    from maklumat.modules.catalogue import api as catalogue

    at = MONDAY
    while True:
        case = Application.objects.get(id=application_id)
        step = catalogue.published_version(case.version_id).standard.steps[case.step]
        at += timedelta(minutes=1)
        common = {"by": people.with_role(step.role, unit_code), "application_id": case.id, "at": at}
        if step.act == "approve":
            if to_the_end:
                documents.produce(actions.approve(revision=case.revision, **common), at=at)
                mark_issued(case.id, at)
            return
        if step.act == "check":
            lines = [*actions.working.checkable(case)]
            actions.check(verdicts=dict.fromkeys(lines, ("accepted", "")), revision=case.revision, **common)
            actions.advance(revision=case.revision + 1, **common)
        else:
            actions.advance(revision=case.revision, **common)


def patterns() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every route of the site as the resolver knows it: its full name and its parameters."""

    def walk(resolver: URLResolver, space: str, given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        for one in resolver.url_patterns:
            own = given | dict(one.pattern.converters) | dict.fromkeys(one.pattern.regex.groupindex)
            if isinstance(one, URLResolver):
                yield from walk(one, f"{space}{one.namespace}:" if one.namespace else space, own)
            else:
                yield f"{space}{one.name}", own

    yield from walk(get_resolver(), "", {})


# The words of addresses that no agency owns.
FIXED = {
    "proofs:tile": {"address": "0/000.p/1"},
    "proofs:fact": {"entry_id": NOBODY},
    "catalogue:category": {"key": "kependudukan"},
    "catalogue:life_event": {"key": "lahir"},
    "account_confirm_email": {"key": "tidak-ada"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "tidak-ada"},
    "complaints:open311_definition": {"code": "tidak-ada", "form": "json"},
    "complaints:region_figures": {"code": "31.71"},
    **{f"whistleblowing:{one}": {"file_id": NOBODY} for one in ("part", "file", "desk_file")},
    **{f"whistleblowing:{one}": {"letter_id": NOBODY} for one in ("proof", "plain_letter")},
    **{f"whistleblowing:{one}": {"case_id": NOBODY} for one in ("case", "act")},
    "whistleblowing:recovery": {"recovery_id": NOBODY},
    "exchange:dataset": {"key": "angka"},
    "exchange:file": {"key": "angka", "form": "csv"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
CASES = {"approve": "last"}  # which case an act is tried on; else the one at the first step


def variants(name: str) -> tuple[str, ...]:
    """Routes that stand for several acts or pieces are tried with each: ``route verb``."""
    if name == "applications:act":
        verbs = ("claim", "check", "return", "advance", "reject", "ask-outside", "approve")
        return tuple(f"{name} {verb}" for verb in verbs)
    if name == "complaints:act":
        return tuple(f"{name} {verb}" for verb in VERBS.split("|"))
    if name == "complaints:answer":
        return tuple(
            f"{name} {verb}"
            for verb in ("reply", "confirm", "object", "apart", "rate", "redact", "withdraw", "verify-contact")
        )
    return (name,)


def address(variant: str, things: Things) -> str:
    """The address of a route, filled with the things of one agency."""
    name, _space, verb = variant.partition(" ")
    if name in FIXED:
        return reverse(name, kwargs=FIXED[name])
    known: dict[str, Any] = {
        "slug": things.slug, "page_key": things.page, "requirement": things.requirement, "upload_id": things.upload,
        "file_id": things.file, "unit_id": things.unit, "service_id": things.service, "version_id": things.version,
        "appointment_id": things.appointment, "token": things.token, "verb": verb, "noun": "requirement",
        "part": "waktu", "parent": "data", "key": things.requirement, "evidence_id": things.evidence, "number": things.number.lower(),
        "form": "json", "kind": "requests", "webhook_id": NOBODY, "problem_id": NOBODY, "kiosk_id": things.kiosk, "result_id": things.result,
        "plan_id": things.plan, "round_id": things.sheets, "assessment_id": things.assessment, "questionnaire_id": things.questionnaire,
    }  # fmt: skip
    desk = name.startswith(("applications:case", "applications:act", "applications:attachment"))
    known["application_id"] = getattr(things, CASES.get(verb, "check")) if desk else things.draft
    at_desk = name in ("complaints:case", "complaints:act", "complaints:evidence")
    known["report_id"] = things.report if at_desk else things.report_draft
    known["code"] = things.report_code if name.startswith("complaints:") else things.check_code
    known["number"] = 11 if name.startswith("evaluation:") else known["number"]
    if name == "evaluation:open":
        known["code"] = things.code
    if name.startswith("surveys:"):
        kiosk = "kiosk" in name and name not in ("surveys:open_kiosk", "surveys:end_kiosk")
        token = name in ("surveys:invited", "surveys:declined")
        known["code"] = things.kiosk_code if kiosk else things.survey if token else things.code
        known["key"] = things.question
    if name.startswith("gratuities:"):
        known |= {"report_id": things.gift, "photo_id": things.photo}
    if name == "applications:download":
        known["code"] = things.done_code
    elif name in (
        "complaints:unit_figures",
        "catalogue:unit",
        "catalogue:maklumat",
        "catalogue:poster",
    ) or name.startswith("dashboards:"):
        known["code"] = things.code
    if name == "catalogue:preview_page":
        known["key"] = things.page
    wanted = next(parameters for other, parameters in patterns() if other == name)
    return reverse(name, kwargs={word: known[word] for word in wanted})
