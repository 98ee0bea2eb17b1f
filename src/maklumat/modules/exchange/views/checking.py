"""The program with which anybody counts our figures again."""

from __future__ import annotations

from importlib import resources

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def checker(request: HttpRequest) -> HttpResponse:
    """Public: the source of ``rules.checker``, which needs nothing of ours."""
    text = (resources.files("maklumat.modules.exchange") / "rules" / "checker.py").read_text(encoding="utf-8")
    response = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="periksa.py"'
    return response
