"""The desk of calendars: hours per unit with their versions, holidays of a year, decrees, local holidays."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Missing, Refusal
from maklumat.kernel.words import N_
from maklumat.modules.units import api as units
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from . import actions
from .forms import DecreeForm, LocalForm, WeekForm
from .queries.desk import managed_units, preview_decree, unit_hours, week_page, year_page
from .rules.holidays import YEARS

STANDINGS = {
    "in_force": (N_("Berlaku"), "success"),
    "coming": (N_("Akan berlaku"), "info"),
    "past": (N_("Sudah lewat"), "neutral"),
    "replaced": (N_("Diganti catatan lain"), "neutral"),
}
KINDS = {"national": N_("Libur nasional"), "collective_leave": N_("Cuti bersama"), "local": N_("Libur setempat")}
CERTAINTIES = {
    "decree": (N_("Keputusan %(decree)s"), "success"),
    "skb": (N_("Sesuai SKB"), "success"),
    "fixed": (N_("Tanggal tetap"), "success"),
    "estimate": (N_("Perkiraan"), "warning"),
}
EXAMPLE = "date,name,kind,effect\n2027-03-10,Hari Raya Idulfitri,national,closed\n2027-03-12,Cuti Bersama Idulfitri,collective_leave,closed"
EFFECTS = {"closed": N_("Libur"), "open": N_("Kembali menjadi hari kerja")}


@private
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    rows = unit_hours(request.actor, _today())
    return render(request, "calendars/desk.html", {"rows": rows, "tabs": _tabs("desk")})


@private
@require_http_methods(["GET", "POST"])
def set_week(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """The hours of one unit: a new version, and all versions."""
    page = week_page(request.actor, unit_id, _today())
    form = WeekForm(page.week, sent(request), initial={"zone": page.zone_key, "observes": page.observes})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_week(by=request.actor, unit_id=unit_id, at=clock.now(), **form.values())
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Jam kerja sudah disimpan."))
            return redirect("calendars:set_week", unit_id)
    history = [
        {"row": row, "word": _(STANDINGS[row.standing][0]), "tone": STANDINGS[row.standing][1]} for row in page.history
    ]
    return _form(request, "calendars/week.html", form, {"page": page, "history": history})


@private
@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("tahun", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else _today().year
    if year not in YEARS:
        raise Missing(
            _("Kalender tersedia untuk tahun %(first)d sampai %(last)d.") % {"first": YEARS[0], "last": YEARS[-1]}
        )
    page = year_page(request.actor, year)
    rows = [
        {
            "day": day,
            "kind": _(KINDS[day.kind]),
            "word": _(CERTAINTIES[day.certainty][0]) % {"decree": day.decree},
            "tone": CERTAINTIES[day.certainty][1],
        }
        for day in page.holidays
    ]
    return render(request, "calendars/holidays.html", {"page": page, "rows": rows, "tabs": _tabs("holidays")})


@private
@require_http_methods(["GET", "POST"])
def import_decree(request: HttpRequest) -> HttpResponse:
    """Look at the lines of a decree first, then record it. The looked-at text comes back with the page."""
    preview = preview_decree(request.actor, "")
    form = DecreeForm(sent(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, "calendars/decree.html", form, {"example": EXAMPLE})
    data = form.cleaned_data
    preview = preview_decree(request.actor, data["text"])
    if "save" in request.POST and not preview.faults:
        known = {name: data[name] for name in ("number", "title", "issued_on", "text")}
        actions.import_decree(by=request.actor, at=clock.now(), **known)
        messages.success(request, _("Keputusan sudah disimpan."))
        return redirect(reverse("calendars:holidays") + f"?tahun={preview.rows[0].date.year}")
    if preview.faults:
        again = DecreeForm(initial={name: data[name] for name in ("number", "title", "issued_on", "text")})
        faults = [{"line": line, "sentence": _(sentence)} for line, sentence in preview.faults]
        return render(
            request, "calendars/decree.html", {"form": again, "faults": faults, "example": EXAMPLE}, status=422
        )
    rows = [{"row": row, "kind": _(KINDS[row.kind]), "effect": _(EFFECTS[row.effect])} for row in preview.rows]
    return render(request, "calendars/decree_preview.html", {"rows": rows, "decree": data})


@private
@require_http_methods(["GET", "POST"])
def add_local_holiday(request: HttpRequest) -> HttpResponse:
    """A date closed for a unit and all below it, or the withdrawal of one."""
    choices = [(str(unit_id), name) for unit_id, name in managed_units(request.actor)]
    initial = {name: request.GET[name] for name in ("unit", "effect", "date", "name") if name in request.GET}
    form = LocalForm(choices, sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            actions.add_local_holiday(by=request.actor, unit_id=_place(data.pop("unit")), at=clock.now(), **data)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Hari libur setempat sudah dicatat."))
            return redirect(reverse("calendars:holidays") + f"?tahun={data['date'].year}")
    return _form(request, "calendars/local.html", form, {})


def _place(typed: str) -> UUID | None:
    """The unit chosen; the government stands for everybody."""
    government = units.tree().government
    return None if government and str(government.id) == typed else UUID(typed)


def _today() -> date:
    return localdate(clock.now())


def _tabs(current: str) -> list[dict[str, Any]]:
    known = (("desk", _("Jam kerja")), ("holidays", _("Hari libur")))
    return [{"label": label, "href": reverse(f"calendars:{name}"), "current": name == current} for name, label in known]


def _form(request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _show(form: forms.Form, refusal: Refusal) -> None:
    """A refusal's sentences beside their fields; what has no field goes on top."""
    if refusal.status in (403, 404):
        raise refusal
    known = {name: sentence for name, sentence in refusal.fields.items() if name in form.fields}
    for name, sentence in known.items():
        form.add_error(name, sentence)
    if not known:
        form.add_error(None, refusal.message)
