"""An instrument as typed data: a questionnaire with its legal basis, read by pydantic (ADR 7). Versions are frozen once published.

The element an answer counts for is the item's ``group``, never its position: the form of PermenPANRB 14/2017 asks for facilities as
question 8 and for complaints as question 9, its article names them the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Spec

Key = Annotated[str, Spec(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Words = dict[Annotated[str, Spec(pattern=r"^[a-z]{2,3}$")], Annotated[str, Spec(max_length=600)]]
SOURCE = "id"  # the language every text has
LARGEST = 2_000_000_000  # a stored value is a whole number of four bytes
MOST_MANY = 30  # choices of an item of the kind "many": each is one bit

METHODS = ("skm", "f03", "index4", "free")


class Part(BaseModel):
    """A piece of an instrument: frozen, and refusing keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(Part):
    """One answer that can be ticked. ``value``: what is counted."""

    value: Annotated[int, Spec(ge=0, le=100)]
    text: Words


class When(Part):
    """Holds when the answer to an earlier item is one of these values."""

    item: Key
    values: Annotated[tuple[int, ...], Spec(alias="in", min_length=1)]
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Item(Part):
    """One question. ``choice``: one value; ``many``: several, kept as bits; ``number`` and ``money``: whole; ``text``: ``most`` letters."""

    key: Key
    group: Key | None = None
    kind: Literal["choice", "many", "number", "money", "text"] = "choice"
    text: Words
    choices: tuple[Choice, ...] = ()
    required: bool = True
    when: tuple[When, ...] = ()
    minimum: int = 0
    maximum: Annotated[int, Spec(le=LARGEST)] = LARGEST
    unit: str = ""
    most: Annotated[int, Spec(ge=1, le=2000)] = 1000

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if SOURCE not in self.text or any(SOURCE not in one.text for one in self.choices):
            raise ValueError(f"{self.key}: every text needs Bahasa Indonesia")
        if (self.kind in ("choice", "many")) != bool(self.choices):
            raise ValueError(f"{self.key}: choices belong to the kinds choice and many, and only to them")
        if len({one.value for one in self.choices}) != len(self.choices):
            raise ValueError(f"{self.key}: two choices have the same value")
        if self.kind == "many" and max(one.value for one in self.choices) >= MOST_MANY:
            raise ValueError(f"{self.key}: values of several choices go from 0 to {MOST_MANY - 1}")
        return self


class Group(Part):
    """An element (SKM), an aspect (F-03) or a variable (IPAK, IPKP)."""

    key: Key
    name: Words


class Trait(Part):
    """A question about the respondent. Counted apart from the answers, so never with them."""

    key: Key
    text: Words
    choices: Annotated[tuple[Choice, ...], Spec(min_length=2, max_length=12)]


class Grade(Part):
    """A step of the index. ``lower``: its lower end on the index's scale, met by the index after rounding half up to two decimals, so there is no gap."""

    letter: Annotated[str, Spec(pattern=r"^[A-Z][+-]?$")]
    lower: Decimal
    word: Words


class Instrument(Part):
    """A questionnaire. ``low`` and ``high``: the scale of what is scored; ``grades``: from the best down, of SKM only; ``tag``: whether the rule's text was read (see docs/glossary)."""

    key: Key
    version: Annotated[int, Spec(ge=1, le=9999)] = 1
    name: Words
    legal_basis: Annotated[str, Spec(max_length=300)] = ""
    tag: Literal["confirmed", "memory"] = "memory"
    valid_from: date
    valid_until: date | None = None
    method: Literal["skm", "f03", "index4", "free"] = "free"
    low: int = 1
    high: int = 4
    reword: bool = False
    grades: tuple[Grade, ...] = ()
    groups: tuple[Group, ...] = ()
    respondent: tuple[Trait, ...] = ()
    items: Annotated[tuple[Item, ...], Spec(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        keys, groups = [item.key for item in self.items], {one.key for one in self.groups}
        if len(set(keys)) != len(keys) or len(groups) != len(self.groups):
            raise ValueError("two items or two groups have the same key")
        if self.low >= self.high:
            raise ValueError("the scale begins below its end")
        seen: set[str] = set()
        for item in self.items:
            if item.group is not None and item.group not in groups:
                raise ValueError(f"{item.key}: there is no group {item.group}")
            if item.group is not None and (
                item.kind != "choice" or not all(self.low <= one.value <= self.high for one in item.choices)
            ):
                raise ValueError(f"{item.key}: what is scored is a choice on the scale")
            if any(condition.item not in seen for condition in item.when):
                raise ValueError(f"{item.key}: a condition speaks of an earlier item")
            seen.add(item.key)
        if self.method != "free" and groups - {item.group for item in self.items}:
            raise ValueError("every group of a scored instrument is asked for")
        if bool(self.grades) != (self.method == "skm") or sorted(self.grades, key=lambda one: -one.lower) != [
            *self.grades
        ]:
            raise ValueError("an SKM has grades, from the best down, and no other instrument has")
        return self

    @cached_property
    def scored(self) -> tuple[int, ...]:
        """Places of the items that count for the index."""
        return tuple(place for place, item in enumerate(self.items) if item.group is not None)

    @cached_property
    def places(self) -> tuple[dict[int, int], ...]:
        """Of each item: choice value → its place in a row of counters (rules.layout)."""
        found, at = [], 0
        for item in self.items:
            found.append({one.value: at + number for number, one in enumerate(item.choices)})
            at += len(item.choices)
        return tuple(found)


def load(data: Mapping[str, Any]) -> Instrument:
    """Raises ``ValueError`` (pydantic) with every problem."""
    return Instrument.model_validate(dict(data))


def in_words(words: Mapping[str, str], language: str) -> str:
    """The text in a language, or in Bahasa Indonesia."""
    return words.get(language) or words[SOURCE]


def asked(item: Item, answers: Mapping[str, int | None]) -> bool:
    """Whether the item is asked, given the answers so far."""
    return all(answers.get(condition.item) in condition.values for condition in item.when)


def stages(instrument: Instrument) -> tuple[tuple[Item, ...], ...]:
    """The items as pages: a new one begins where an item depends on one of the same page. Without branches it is one page."""
    pages: list[list[Item]] = [[]]
    for item in instrument.items:
        here = {one.key for one in pages[-1]}
        if any(condition.item in here for condition in item.when):
            pages.append([])
        pages[-1].append(item)
    return tuple(tuple(page) for page in pages)
