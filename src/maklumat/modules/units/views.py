"""The desk of units: the tree, one unit, its people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Refusal
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from . import actions
from .forms import AddForm, AppointForm, ChangeForm
from .queries.people import Appointee, branches, person_here, unit_desk
from .queries.tree import UnitFacts
from .rules.roles import ROLES
from .rules.structure import BELOW, KINDS


@private
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    rows = [{"branch": one, "kind": _(KINDS[one.unit.kind])} for one in branches(request.actor)]
    return render(request, "units/desk.html", {"rows": rows})


@private
@require_safe
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    page = unit_desk(request.actor, unit_id)
    context = {
        "page": page,
        "kind": _(KINDS[page.unit.kind]),
        "can_add": bool(BELOW[page.unit.kind]),
        "people": [_person(one) for one in page.people],
        "former": [_person(one) for one in page.former],
        "crumbs": [*_crumbs(page.above), (page.unit.label,)],
    }
    return render(request, "units/unit.html", context)


@private
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A new unit below this one."""
    page = unit_desk(request.actor, unit_id)
    form = AddForm(page.unit.kind, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.add_unit(by=request.actor, parent_id=unit_id, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Unit sudah ditambahkan."))
            return redirect("units:unit", new)
    return _form(request, "units/add.html", form, page.unit)


@private
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Name, address, code for numbers; of the government also colour and emblem."""
    page = unit_desk(request.actor, unit_id)
    government = page.unit.parent_id is None
    initial = {name: getattr(page.unit, name) for name in actions.EDITABLE if name != "emblem"}
    form = ChangeForm(sent(request), request.FILES or None, initial=initial, government=government)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(by=request.actor, unit_id=unit_id, at=clock.now(), **form.changes())
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Perubahan sudah disimpan."))
            return redirect("units:unit", unit_id)
    return _form(request, "units/change.html", form, page.unit)


@private
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Give somebody a role here; a new account is invited by e-mail."""
    page = unit_desk(request.actor, unit_id)
    form = AppointForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint_person(by=request.actor, unit_id=unit_id, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Petugas sudah ditugaskan. Akun baru mendapat undangan lewat email."))
            return redirect("units:unit", unit_id)
    return _form(request, "units/appoint.html", form, page.unit)


@require_POST
def end(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """End a role now."""
    return _act(request, actions.end_appointment, appointment_id, _("Penugasan sudah diakhiri."))


@require_POST
def invite(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Send the invitation once more."""
    return _act(request, actions.invite_again, appointment_id, _("Undangan sudah dikirim lagi."))


@private
@require_safe
def person(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Somebody's account, for the admin: roles, protection, ending of logins, closing."""
    page = person_here(request.actor, appointment_id, clock.now())
    roles = [{"role": _(ROLES.get(role, role)), "unit": unit} for role, unit in page.roles]
    here = (page.unit.label, reverse("units:unit", args=[page.unit.id]))
    crumbs = [(_("Unit dan petugas"), reverse("units:desk")), here, (page.name,)]
    return render(request, "units/person.html", {"page": page, "roles": roles, "crumbs": crumbs})


@require_POST
def sign_out(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """End all logins of somebody."""
    return _act(request, actions.sign_out, appointment_id, _("Orang ini sudah dikeluarkan dari semua perangkat."))


@require_POST
def close(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Close somebody's account."""
    return _act(request, actions.close_account, appointment_id, _("Akun sudah ditutup dan semua perannya berakhir."))


@require_POST
def reopen(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    return _act(
        request,
        actions.reopen_account,
        appointment_id,
        _("Akun sudah dibuka lagi. Tugaskan orangnya dengan peran baru."),
    )


def _act(request: HttpRequest, action: Any, appointment_id: UUID, done: str) -> HttpResponse:
    """One act on one appointment, then back to its unit; a conflict is said there."""
    try:
        unit_id = action(by=request.actor, appointment_id=appointment_id, at=clock.now())
    except Refusal as refusal:
        unit_id = refusal.fields.get("unit")
        if unit_id is None:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("units:unit", unit_id)


def _form(request: HttpRequest, template: str, form: forms.Form, here: UnitFacts) -> HttpResponse:
    return render(request, template, {"form": form, "unit": here}, status=422 if form.errors else 200)


def _show(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal's sentences beside the fields they are about; what it has no field for goes on top."""
    if refusal.status in (403, 404):
        raise refusal
    known = {name: sentence for name, sentence in refusal.fields.items() if name in form.fields}
    for name, sentence in known.items():
        form.add_error(name, sentence)
    if not known:
        form.add_error(None, refusal.message)


def _person(one: Appointee) -> dict[str, Any]:
    return {"row": one, "role": _(ROLES.get(one.role, one.role))}


def _crumbs(above: tuple[UnitFacts, ...]) -> list[tuple[str, ...]]:
    return [(_("Unit dan petugas"), reverse("units:desk")), *((u.label,) for u in above)]
