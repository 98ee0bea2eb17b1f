"""The searched texts of a standard and what each is worth."""

from __future__ import annotations

from collections.abc import Iterator

from ..standard import Standard

NAME, ALIAS, PRODUCT, SUMMARY, AUDIENCE, EVENT, CHECKLIST, ENGLISH, ENGLISH_SUMMARY = (
    3.0, 2.5, 1.5, 1.2, 1.0, 0.6, 0.2, 2.0, 0.6,
)  # fmt: skip
SAYS_WHAT_IT_IS = 1.5  # fields worth this much tell which service it is


def texts(standard: Standard) -> Iterator[tuple[float, str]]:
    """Pairs of weight and text."""
    yield NAME, standard.name
    yield NAME / 2, standard.slug.replace("-", " ")
    for alias in standard.aliases:
        yield ALIAS, alias
    if standard.product:
        yield PRODUCT, standard.product.name
    yield SUMMARY, standard.summary
    yield AUDIENCE, standard.audience
    for event in standard.life_events:
        yield EVENT, event.replace("-", " ")
    yield EVENT, standard.category.replace("-", " ")
    for requirement in standard.requirements:
        yield CHECKLIST, requirement.label
    yield ENGLISH, standard.name_en
    yield ENGLISH_SUMMARY, standard.summary_en


def sayings(standard: Standard) -> Iterator[str]:
    """Whole phrases by which residents ask for the service."""
    yield standard.name
    yield from standard.aliases
    if standard.product:
        yield standard.product.name
    if standard.name_en:
        yield standard.name_en
