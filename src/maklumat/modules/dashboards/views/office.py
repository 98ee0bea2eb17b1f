"""The desk: all measures of one's own units, and the comment of the head on the performance report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid
from maklumat.ui.fields import sent
from maklumat.ui.formats import number
from maklumat.ui.kept import private

from .. import actions
from ..access import require_remark
from ..forms import RemarkForm
from ..queries import desk as queries
from . import words

SHOWN = (
    "received",
    "finished",
    "kept_share",
    "open",
    "overdue",
    "late_returned",
    "reports_in_time_share",
    "reports_handed_back",
)


@private
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """All units of the actor, one line each."""
    page = queries.desk(request.actor, request.GET.get("masa", ""), clock.now())
    rows, named = [], {one.measure.key: one.measure for one in page.lines[0].told}
    for line in page.lines:
        told = {one.measure.key: one for one in line.told}
        href = words.asking(reverse("dashboards:unit_desk", args=[line.unit.code]), page.period)
        rows.append([{"text": line.unit.name, "href": href}, *(words.short(told[key]) for key in SHOWN if key in told)])
    context = {
        "rows": rows, "columns": [_("Unit"), *((words.said(named[key].name), "number") for key in SHOWN if key in named)],
        "choice": words.periods(page.period, page.today, reverse("dashboards:desk")), "period": words.period_words(page.period),
    }  # fmt: skip
    return render(request, "dashboards/desk.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def unit_desk(request: HttpRequest, code: str) -> HttpResponse:
    """One unit, measure by measure; and the comment of its head."""
    wanted = request.POST.get("masa", "") or request.GET.get("masa", "")
    page = queries.unit_desk(request.actor, code, wanted, clock.now())
    if request.method == "POST":
        require_remark(request.actor, page.unit.id)
    form = RemarkForm(sent(request), initial={"text": page.remark})
    if request.method == "POST" and form.is_valid():
        try:
            actions.remark(
                by=request.actor, code=code, period=str(page.period), text=form.cleaned_data["text"], at=clock.now()
            )
            return redirect(words.asking(reverse("dashboards:unit_desk", args=[code]), page.period))
        except Invalid as problem:
            form.add_error("text", str(problem))
    rows = [
        [words.said(one.measure.name), words.short(one), "" if one.n is None else number(one.n), words.interval(one).partition(": ")[2],
         _(words.GRAINS[one.measure.grain]), _(words.SENSITIVITIES[one.measure.sensitivity])]
        for one in page.told
    ]  # fmt: skip
    context = {
        "unit": page.unit, "rows": rows, "form": form, "may_remark": page.may_remark, "page_period": str(page.period),
        "columns": [_("Ukuran"), (_("Nilai"), "number"), ("n", "number"), (_("Selang 95%"), "number"), _("Pengamatan"), _("Terbuka bagi")],
        "choice": words.periods(page.period, page.today, reverse("dashboards:unit_desk", args=[code])), "period": words.period_words(page.period),
        "report_url": words.asking(reverse("dashboards:report", args=[code]), page.period),
        "public_url": words.asking(reverse("dashboards:unit", args=[code]), page.period),
    }  # fmt: skip
    return render(request, "dashboards/unit_desk.html", context, status=422 if form.errors else 200)
