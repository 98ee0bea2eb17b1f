"""One's own account. Logging in, passwords and second factors are allauth's pages under /masuk/."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maklumat.kernel import clock
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from . import actions
from .forms import NameForm
from .queries import account_page


@private
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/home.html", {"page": account_page(request.actor)})


@private
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest) -> HttpResponse:
    page = account_page(request.actor)
    form = NameForm(sent(request), initial={"name": page.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(by=request.actor, name=form.cleaned_data["name"], at=clock.now())
        messages.success(request, _("Nama Anda sudah disimpan."))
        return redirect("accounts:home")
    return render(request, "accounts/rename.html", {"form": form}, status=422 if form.errors else 200)
