"""From an approved application to the request for its certificate."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.documents import api as documents
from maklumat.modules.units import api as units

from ..models import Application
from ..queries.parts import answer_text
from .filing import ANSWERS


def request_for(application: Application, by: Actor, at: datetime) -> documents.IssueRequest:
    """The certificate's content from the answers, the product of the pinned standard, and who signs.

    Raises :class:`Conflict` when nobody is appointed head of the unit.
    """
    version = catalogue.published_version(application.version_id)
    standard, product = version.standard, version.standard.product
    answers = crypto.unseal_json(application.answers, ANSWERS)
    tree = units.tree()
    unit = tree.by_id[application.unit_id]
    line = [u.id for u in tree.above(unit.id)]
    heads = {h.unit_id: h for h in reversed(units.holders("head", line, at))}
    signatory = next((heads[unit_id] for unit_id in reversed(line) if unit_id in heads), None)
    if signatory is None:
        raise Conflict(_("Unit ini belum punya kepala yang dapat menandatangani. Minta admin menunjuknya."))
    words = {q.key: shown(q, answers.get(q.key)) for q in standard.questions()}
    today = at.astimezone(ZoneInfo(calendars.zone_of(unit.id))).date()
    return documents.IssueRequest(
        subject=application.id,
        unit_id=unit.id,
        register=f"{unit.code}/{standard.slug}",
        pattern=product.number_pattern,
        unit_code=unit.number_code or unit.code.upper(),
        product=product.name,
        service=standard.name,
        government=tree.government.name,
        unit=unit.name,
        unit_address=unit.address,
        holder=words.get(product.holder, ""),
        facts=tuple((fact.label, words[fact.question]) for fact in product.shown if words.get(fact.question)),
        body=re.sub(r"\{([a-z][a-z0-9_]*)\}", lambda m: words.get(m.group(1), ""), product.body),
        place=tree.government.label,
        signatory_name=signatory.name,
        signatory_title=signatory.title,
        signatory_nip=signatory.nip,
        valid_until=_months_later(today, product.valid_months) if product.valid_months else None,
        template=product.layout,
        emblem=tree.government.emblem,
    )


def _months_later(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def shown(question: catalogue.Question, value: object) -> str:
    """An answer as it stands on the certificate, in Bahasa Indonesia."""
    with translation.override("id"):
        text = answer_text(question, value)
    if isinstance(text, tuple):
        return "; ".join(", ".join(f"{part}" for _label, part in row if part) for row in text)
    return str(text)
