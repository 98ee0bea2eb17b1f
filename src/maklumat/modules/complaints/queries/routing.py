"""The models that suggest class and category: the operator's own, trained on his reports, else those that ship with the program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from django.conf import settings

from ..rules.routing import Model, Suggestion, read

NAME = "routing_model.json"
LIKELY = 0.35


@dataclass(frozen=True)
class Routed:
    """What is suggested for a text; None where nothing is likely enough to be worth a look."""

    kind: Suggestion | None
    category: Suggestion | None


def route(text: str) -> Routed:
    """Suggestions for a report. No query."""
    models = _models(*_file())
    first = {name: next(iter(model.suggest(text, most=1)), None) for name, model in models.items()}
    likely = {name: one if one and one.probability >= LIKELY else None for name, one in first.items()}
    return Routed(likely.get("kind"), likely.get("category"))


def own_file() -> Path:
    """Where `train_routing` keeps the operator's own models."""
    return Path(settings.DATA_DIR) / NAME


def _file() -> tuple[str, float]:
    own = own_file()
    return (str(own), own.stat().st_mtime) if own.exists() else ("", 0.0)


@lru_cache(maxsize=2)
def _models(path: str, changed: float) -> dict[str, Model]:
    source = Path(path) if path else resources.files("maklumat.samples") / NAME
    return {name: read(data) for name, data in json.loads(source.read_text(encoding="utf-8")).items()}
