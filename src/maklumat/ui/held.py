"""Which things this browser holds the code of: a signed cookie, no account, no session."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Held:
    """``cookie``: its name; ``seconds``: how long it is believed; ``most``: so many of the newest stay."""

    cookie: str
    seconds: int
    most: int

    @property
    def name(self) -> str:
        """As the browser knows it."""
        return settings.COOKIE_PREFIX + self.cookie

    def codes(self, request: HttpRequest) -> dict[str, str]:
        """Id (hex) → code; nothing of a cookie that is forged or old."""
        try:
            return dict(signing.loads(request.COOKIES.get(self.name, ""), salt=self.cookie, max_age=self.seconds))
        except (signing.BadSignature, ValueError, TypeError):
            return {}

    def hold(self, request: HttpRequest, response: HttpResponse, one: UUID, code: str) -> HttpResponse:
        """Remember a code in this browser."""
        kept = {key: value for key, value in self.codes(request).items() if key != one.hex}
        kept = dict([*kept.items(), (one.hex, code)][-self.most :])
        response.set_cookie(
            self.name,
            signing.dumps(kept, salt=self.cookie),
            max_age=self.seconds,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
        return response
