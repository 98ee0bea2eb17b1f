"""Nobody reads the name of a fact on a screen."""

from __future__ import annotations

from maklumat.kernel.events import Event
from maklumat.modules.applications import events as applications
from maklumat.modules.applications.rules.words import FACTS
from maklumat.modules.documents import events as documents


def test_every_fact_of_a_case_has_words():
    kinds = {
        one.kind
        for module in (applications, documents)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Event) and hasattr(one, "kind")
    }
    assert kinds and not kinds - set(FACTS)
