"""What follows what: every consequence across rooms is one line here."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from maklumat.kernel import outbox
from maklumat.kernel.events import Fact
from maklumat.kernel.ledger import Follow
from maklumat.modules.applications import api as applications
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.complaints import api as complaints
from maklumat.modules.dashboards import api as dashboards
from maklumat.modules.documents import api as documents
from maklumat.modules.evaluation import api as evaluation
from maklumat.modules.exchange import api as exchange
from maklumat.modules.gratuities import api as gratuities
from maklumat.modules.surveys import api as surveys


def _issue(fact: Fact) -> None:
    """The certificate is signed: the application it answers ends at that moment."""
    applications.mark_issued(fact.subject, fact.at)


def _recompute_due(fact: Fact) -> None:
    """A calendar changed: due times of open cases follow the calendar in force."""
    outbox.enqueue("applications.recompute_due", once="applications.recompute_due")
    ground = str(fact.data.get("number") or fact.data.get("date") or fact.data.get("valid_from") or "")
    outbox.enqueue("complaints.recompute_due", ground=ground)
    outbox.enqueue("gratuities.recompute_due", ground=ground)


PROMISE = UUID("01936f00-0000-7000-8000-70726f6d0001")  # broken promises, as one of those who file reports


def _complain(fact: Fact) -> None:
    """An application is late, and its standard says that a complaint follows by itself: secret, for it is about one person."""
    breach = applications.breach_of(fact.subject) if fact.data["percent"] == 100 else None
    if breach is None:
        return
    with translation.override(breach.language):
        text = _("Permohonan %(number)s untuk %(service)s melewati waktu yang dijanjikan, yaitu %(promise)s.") % {
            "number": breach.number, "service": breach.service, "promise": _(breach.promise[0]) % breach.promise[1],
        }  # fmt: skip
    incoming = complaints.Incoming(
        category="", text=text, slug=breach.slug, secret=True, channel="promise", language=breach.language,
        request_key=fact.subject.hex, **breach.contact,
    )  # fmt: skip
    complaints.receive(client_id=PROMISE, incoming=incoming, at=fact.at)


def _note_for_review(fact: Fact) -> None:
    """A recurring problem is laid before the next review of the service's standard."""
    words, count = complaints.words_of_problem(fact.subject), fact.data["reports"]
    text = f"{words}\n" + _("%(n)s laporan dalam setahun") % {"n": count}
    catalogue.note_for_review(service_id=UUID(fact.data["service"]), subject=fact.subject, text=text, at=fact.at)


def _await_survey_of_application(fact: Fact) -> None:
    """An application ended: who had it waits for the draw of a survey."""
    one = applications.applicant_of(fact.subject)
    if one is not None:
        surveys.await_draw(kind=one.kind, unit_id=one.unit_id, service_id=one.service_id, at=fact.at, **one.contact)


def _await_survey_of_report(fact: Fact) -> None:
    """A report ended: who sent it waits for the draw of a survey, if he left an address."""
    one = complaints.reporter_of(fact.subject)
    if one is not None:
        surveys.await_draw(kind="complaint", unit_id=one.unit_id, service_id=None, at=fact.at, **one.contact)


def _follow_the_tree(fact: Fact) -> None:
    """A unit was added: it sees no more of reports on abuse of office than those beside it."""
    complaints.follow_the_tree(fact.at)


TOLD = ("submitted", "returned", "asked_outside", "completed", "issued", "rejected", "withdrawn", "mark_reached")

REPORTED = ("filed", "verified", "archived", "asked", "answered", "closed", "gathered", "joined", "reveal_agreed")

FILE_HOLDERS = (
    applications.files_held,
    complaints.files_held,
    documents.files_held,
    surveys.files_held,
    evaluation.files_held,
    gratuities.files_held,
)  # whose files nobody may sweep away
FLOWS: list[Follow] = [
    *(Follow(f"applications.{act}", "tell_applicant", applications.tell_applicant) for act in TOLD),
    Follow("applications.mark_reached", "complain", _complain),
    Follow("applications.mark_reached", "tell_supervisors", applications.tell_supervisors),
    Follow("documents.certificate_signed", "issue_application", _issue),
    *(Follow(kind, "count_figures", dashboards.count) for kind in dashboards.COUNTED),
    *(Follow(f"applications.{end}", "await_survey", _await_survey_of_application) for end in ("issued", "rejected")),
    Follow("complaints.closed", "await_survey", _await_survey_of_report),
    *(Follow(f"complaints.{act}", "tell_reporter", complaints.tell_reporter) for act in REPORTED),
    *(Follow(kind, "announce", exchange.announce, exchange.ANYBODY_LISTENS) for kind in exchange.EVENTS),
    *(
        Follow(f"complaints.{act}", "tell_partner", exchange.tell_partner, exchange.ANYBODY_LISTENS)
        for act in exchange.TOLD
    ),
    Follow("complaints.problem_offered", "note_for_review", _note_for_review),
    Follow("complaints.step_reached", "tell_offices", complaints.tell_offices),
    *(
        Follow(f"gratuities.{act}", "tell_reporter", gratuities.tell_reporter)
        for act in ("returned", "lapsed", "overdue")
    ),
    *(
        Follow(f"gratuities.{act}", "tell_control", gratuities.tell_control)
        for act in ("lapsed", "overdue", "rejudged")
    ),
    Follow("units.added", "follow_the_tree", _follow_the_tree),
    Follow("calendars.decree_imported", "recompute_due", _recompute_due),
    Follow("calendars.local_holiday_added", "recompute_due", _recompute_due),
    Follow("calendars.week_set", "recompute_due", _recompute_due),
]
