"""Refusals: each is a whole sentence that says what to do. The site turns them into pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _


class Refusal(Exception):
    """A request that was understood and is refused. ``message`` is shown to the person as it is."""

    status = 400

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class NotAllowed(Refusal):
    """The actor lacks the ability."""

    status = 403


class Missing(Refusal):
    """There is no such thing, or it is not for this actor: the two are not told apart."""

    status = 404


class Conflict(Refusal):
    """The state moved on meanwhile, or does not allow this act."""

    status = 409


class Invalid(Refusal):
    """Input that breaks a rule; ``fields`` maps a field to its sentence."""

    status = 422


class TooMany(Refusal):
    """Too many tries in a short time."""

    status = 429


def require_short(**given: tuple[str, int]) -> None:
    """Refuse texts that are too long, rather than cut them: each field with its text and the most letters. Raises :class:`Invalid`."""
    long = {name: (len(text), most) for name, (text, most) in given.items() if len(text) > most}
    if long:
        said = {
            name: _("%(count)d huruf; paling banyak %(most)d.") % {"count": count, "most": most}
            for name, (count, most) in long.items()
        }
        raise Invalid(_("Tulisan ini terlalu panjang. Ringkas dulu, lalu kirim lagi."), fields=said)
