"""Looking everything through once more, and handing in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.ui import formats, lists
from maklumat.ui.kept import private, render_kept
from maklumat.ui.templatetags.ui import tag

from .. import actions
from ..forms import ContactForm
from ..queries.drafts import DraftPage, draft_page
from ..queries.parts import answer_text
from .applicant import editable_pages, spaced
from .holding import address, code_of


@private
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Everything once more, the fee, the contact; then handing in."""
    code, form, problem = code_of(request, application_id), None, ""
    if request.method == "POST":
        form = ContactForm(request.POST)
        try:
            if form.is_valid():
                _submit(request, application_id, code, form)
                return redirect(address("receipt", application_id))
        except Invalid as refusal:
            problem = refusal.message
    draft = draft_page(application_id, code)
    if draft.state != "draft":
        return redirect("applications:track", code)
    words = {"draft": draft, "problem": problem, "code": spaced(code), "given": given(draft), "fee": _fee(draft.fee)}
    if form is not None:
        return render(request, "applications/review.html", {**words, "form": form}, status=422)
    return _begun(request, draft, words)


def _submit(request: HttpRequest, application_id: UUID, code: str, form: ContactForm) -> None:
    contact = {name: form.cleaned_data[name] for name in ("phone", "email")}
    actions.submit(by=request.actor, application_id=application_id, code=code, **contact, at=clock.now())


def _begun(request: HttpRequest, draft: DraftPage, words: dict[str, Any]) -> HttpResponse:
    """The page as it is first seen. Of complete drafts it differs in what was given, and in the fee that follows."""
    phone = _phone(draft)

    def context() -> dict[str, Any]:
        return {**words, "form": ContactForm(initial={"phone": phone})}

    if draft.missing:
        return render(request, "applications/review.html", context())
    blanks = {"given": words["given"], "fee": words["fee"], "id": str(draft.id), "code": words["code"]}
    if phone:
        blanks["phone"] = f'value="{lists.escape(phone)}"'
    key = (units.edition(), draft.version.id, bool(phone))
    return render_kept(request, "applications/review.html", context, key=key, blanks=blanks)


def _phone(draft: DraftPage) -> str:
    """The number that was given in the form, when the standard asks for one: nobody types it twice."""
    asked = (q.key for page in draft.version.standard.pages for q in page.questions if q.kind == "phone")
    return next((str(draft.answers[key]) for key in asked if draft.answers.get(key)), "")


def _fee(rupiah: int | None) -> SafeString:
    if rupiah is None:
        words = _("Dihitung setelah isian lengkap")
    else:
        words = formats.rupiah(rupiah) if rupiah else _("Gratis")
    return format_html('<p class="big">{}</p>', words)


def given(draft: DraftPage) -> SafeString:
    """Answers and files in words, each part with its link to change it."""
    parts = [_answers(draft, group) for group in editable_pages(draft)]
    if draft.documents:
        rows = [{"term": line.label, "value": _file(draft, line)} for line in draft.documents]
        parts.append(lists.part(_("Berkas"), address("files", draft.id), rows))
    return SafeString("".join(parts))


def _answers(draft: DraftPage, group: catalogue.Page) -> SafeString:
    rows = [
        {"term": question.label, "value": _answer(question, draft.answers.get(question.key))}
        for question in group.questions
        if catalogue.holds(question.condition, draft.answers)
    ]
    return lists.part(group.title, address("page", draft.id, group.key), rows)


def _answer(question: catalogue.Question, value: Any) -> Any:
    words = answer_text(question, value)
    return lists.entries(words) if question.kind == "group" and words else words


def _file(draft: DraftPage, line: catalogue.Requirement) -> Any:
    file = draft.attached.get(line.key)
    if file is not None:
        return format_html("{} {}", tag(_("Sudah dikirim"), "success"), filesizeformat(file.size))
    return tag(_("Belum ada"), "warning") if line.mandatory else _("Tidak dilampirkan")
