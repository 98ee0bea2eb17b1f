"""Who may see the exchange with other systems."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import NotAllowed
from maklumat.modules.units import api as units

SEE = "exchange.see"


def may_see(actor: Actor) -> bool:
    """Whether this actor looks after the exchange: it is the whole government's."""
    root = units.tree().government
    return root is not None and actor.may(SEE, root.id)


def require_see(actor: Actor) -> None:
    """Refuse whoever does not look after the exchange."""
    if not may_see(actor):
        raise NotAllowed(_("Halaman ini untuk koordinator pengaduan pemerintah daerah. Masuk dengan akunnya."))
