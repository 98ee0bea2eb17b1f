"""A report that comes whole, from another program: filed in one act, once per key of the caller."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import ANONYMOUS, Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing
from maklumat.kernel.ids import new_code, new_id
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import index_of
from ..events import ClientAdded
from ..models import ApiClient, Category, Identity, Report
from ..queries.categories import open_category
from ..queries.georeport import key_index
from ..queries.parts import CODE, IDENTITY
from ..rules.ladder import Kind
from ..rules.questions import faults, missing, questions_of
from ..rules.text import LONGEST_TEXT
from .filing import MOST_EVIDENCE, Receipt, file_now, keep_evidence, new_pin, put_at

LONGEST_KEY = 100


@dataclass(frozen=True)
class Incoming:
    """What another program sends. ``point``: degrees; ``region``: code of a village; ``answers``: to the category's questions.

    ``request_key``: the caller's own name of this request; the same one again is answered with the same report.
    ``channel``: by which way it came. ``slug``: of the service it is about.
    """

    category: str
    text: str
    place: str = ""
    point: tuple[float, float] | None = None
    region: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    media_url: str = ""
    evidence: Sequence[bytes] = ()
    secret: bool = False
    anonymous: bool = False
    language: str = "id"
    request_key: str = ""
    channel: str = "api"
    oversight: bool = False
    slug: str = ""


def receive(*, client_id: UUID, incoming: Incoming, at: datetime) -> Receipt:
    """File it. A repeated ``request_key`` of the same program is answered with what it got the first time."""
    index = crypto.blind(f"{client_id}/{incoming.request_key}", "request key") if incoming.request_key else None
    if len(incoming.request_key) > LONGEST_KEY:
        raise Invalid(_("Kunci pengulangan paling panjang 100 huruf."))
    try:
        return _receive(incoming, index, at)
    except IntegrityError:
        known = Report.objects.filter(request_index=index).first() if index else None
        if known is None:
            raise
        return Receipt(known.number or "", crypto.unseal(known.code, CODE).decode())


@transaction.atomic
def _receive(incoming: Incoming, index: bytes | None, at: datetime) -> Receipt:
    version = catalogue.in_force(incoming.slug, at) if incoming.slug else None
    category, root = open_category(incoming.category), units.tree().government
    if category is None and incoming.category:
        raise Missing(_("Kategori ini tidak ada."))
    if root is None:
        raise Conflict(_("Belum ada unit yang menerima laporan."))
    _check(category, incoming)
    code = new_code()
    report = Report(
        id=new_id(),
        category=category,
        about_unit_id=version.unit_id if version else category.unit_id if category else None,
        service_id=version.service_id if version else None,
        version_id=version.id if version else None,
        holder_unit_id=root.id,
        anonymous=incoming.anonymous or not incoming.name,
        kind=Kind.OVERSIGHT if incoming.oversight else "",
        secret=incoming.secret or incoming.oversight,
        region=incoming.region if incoming.region and units.region(incoming.region) else "",
        channel=incoming.channel,
        language=incoming.language,
        code=crypto.seal(code.encode(), CODE),
        code_index=index_of(code),
        created_at=at,
        changed_at=at,
        request_index=index,
    )
    put_at(report, incoming.point)
    # Another program need not send a description.
    text = incoming.text.strip() or (category.name if category else "")
    content = {"text": text, "place": incoming.place.strip()[:300]}
    content |= {"answers": dict(incoming.answers)} if incoming.answers else {}
    content |= {"media_url": incoming.media_url} if incoming.media_url else {}
    known = {"name": incoming.name.strip(), "phone": incoming.phone, "email": incoming.email}
    if any(known.values()):
        Identity.objects.create(report=report, sealed=crypto.seal_json(known | {"pin": new_pin()}, IDENTITY))
    if incoming.evidence:
        report.save(force_insert=True)
        for one in incoming.evidence[:MOST_EVIDENCE]:
            keep_evidence(report, one, at)
    file_now(report, content, known, ANONYMOUS, at)
    return Receipt(report.number or "", code)


def _check(category: Category | None, incoming: Incoming) -> None:
    if len(incoming.text) > LONGEST_TEXT:
        raise Invalid(_("Ceritanya terlalu panjang. Ringkaslah."), fields={"description": _("Terlalu panjang.")})
    questions = questions_of(category.questions if category else ())
    wrong = (*missing(questions, incoming.answers), *faults(questions, incoming.answers))
    if wrong:
        raise Invalid(
            _("Pertanyaan kategori ini belum terjawab dengan benar: %(codes)s.") % {"codes": ", ".join(wrong)},
            fields=dict.fromkeys(wrong, _("Periksa lagi.")),
        )


@transaction.atomic
def add_client(*, by: Actor, name: str, at: datetime) -> str:
    """Let a program file reports. Returns its key, which is kept nowhere."""
    if ApiClient.objects.filter(name=name).exists():
        raise Conflict(_("Nama ini sudah dipakai program lain."))
    key = secrets.token_urlsafe(24)
    client = ApiClient.objects.create(name=name, key_index=key_index(key), created_at=at)
    ledger.record(ClientAdded(subject=client.id, unit_id=None), by=by, at=at)
    return key
