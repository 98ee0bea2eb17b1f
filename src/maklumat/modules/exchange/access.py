"""Who may see the exchange with other systems."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import NotAllowed

SEE = "exchange.see"


def require_see(actor: Actor) -> None:
    """Refuse whoever does not look after the exchange."""
    if not actor.may_anywhere(SEE):
        raise NotAllowed(_("Halaman ini untuk koordinator pengaduan. Masuk dengan akun koordinator."))
