"""Cells of fewer than five are not shown, nor any other cell from which one of them could be worked out.

Published are sums over three trees: place (service, its unit, the units above), time (month, year) and kind (issued, rejected …, finished). A
cell stays hidden only if the published numbers leave it open. That is made sure of by construction: for every hidden cell there is a *move*, a
plus and minus one of single kinds at one or two places and months, which changes that cell, leaves every published number as it is, and keeps
every hidden one at one at least. So another world exists that publishes the same tables, with another number in that cell.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FEWEST = 5
PARTNERS = 4  # other places, months and kinds that are tried for a move
WAYS = 3  # leaves of a cell from which a move is tried

Leaf = tuple[str, str, str]  # place, month, kind
Move = tuple[
    Leaf, Leaf, bool
]  # what is moved against what (the same twice: a leaf alone), and whether straight or around the cube between them
Cell = tuple[str, str, str]  # a node of each of the three trees
Nodes = Mapping[str, frozenset[str]]  # of each leaf of a tree: the published nodes that hold it


@dataclass
class Table:
    """``leaves``: counts, none of them zero. ``trees``: of places, months and kinds. ``guarded``: kinds whose small cells must stay hidden; the others
    (what the office did) are hidden only where they would give one of those away. ``published``: cells that were told already and cannot be hidden. ``dear``: of kinds that much rests on, how much; one for the others. ``covers``: moves that protect what was closed: they are kept, and what they
    touch stays hidden, or a later table would give away the closed one.

    ``moves``: what :meth:`hidden` relied on. ``bare``: cells for which it found no move (there are none but where counts of closed months changed)."""

    leaves: Mapping[Leaf, int]
    trees: tuple[Nodes, Nodes, Nodes]
    guarded: frozenset[str]
    published: frozenset[Cell] = frozenset()
    dear: Mapping[str, int] = field(default_factory=dict)
    covers: Sequence[Move] = ()
    moves: list[Move] = field(init=False, default_factory=list)
    bare: list[Cell] = field(init=False, default_factory=list)
    cells: dict[Cell, int] = field(init=False)
    _inside: dict[Cell, list[Leaf]] = field(init=False)
    _wide: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._wide = defaultdict(int)
        for tree in self.trees[:2]:
            for nodes in tree.values():
                for node in nodes:
                    self._wide[node] += 1
        self.cells, self._inside = defaultdict(int), defaultdict(list)
        for leaf in sorted(self.leaves, key=lambda one: (-self.leaves[one], one)):
            for cell in self._holding(leaf):
                self.cells[cell] += self.leaves[leaf]
                if len(self._inside[cell]) < WAYS:
                    self._inside[cell].append(leaf)

    def hidden(self) -> frozenset[Cell]:
        """The cells that must not be published."""
        small = {
            cell for cell, count in self.cells.items() if 0 < count < FEWEST and cell[2] in self.guarded
        } - self.published
        hidden, open_to_doubt = set(small), set[Cell]()
        for move in self.covers:
            if touched := self._move(*move):
                hidden |= touched.keys()
                open_to_doubt |= touched.keys()
                self.moves.append(move)
        for cell in sorted(small, key=lambda one: (-self.cells[one], one)):
            if cell not in open_to_doubt:
                chosen = self._cheapest(cell, hidden)
                if chosen is None:  # hide at least all that holds it, as far as it was not told
                    hidden |= {one for leaf in self._inside[cell] for one in self._holding(leaf)} - self.published
                    self.bare.append(cell)
                    continue
                touched = self._move(*chosen) or {}
                hidden |= touched.keys()
                open_to_doubt |= touched.keys()
                self.moves.append(chosen)
        return frozenset(hidden)

    def _holding(self, leaf: Leaf) -> Iterator[Cell]:
        place, month, kind = (tree[part] for tree, part in zip(self.trees, leaf, strict=True))
        return itertools.product(place, month, kind)

    def _cheapest(self, cell: Cell, hidden: set[Cell]) -> Move | None:
        """The move that hides the least besides what is hidden already. Where nothing is closed there always is one: a leaf alone, with all that
        hold it."""
        best: Move | None = None
        least: int | None = None
        for leaf, other in self._pairs(cell):
            differ = sum(mine != its for mine, its in zip(leaf, other, strict=True))
            for straight in (False, True) if differ > 1 else (True,):
                touched = self._move(leaf, other, straight)
                if touched is None or cell not in touched:
                    continue
                more = sum(self._loss(one) for one in touched if one not in hidden)
                if least is None or more < least:
                    best, least = (leaf, other, straight), more
                if not more:
                    return best
        return best

    def _loss(self, cell: Cell) -> int:
        """What is lost by hiding a cell: more, the more cases, places, months and other figures stand behind it."""
        place, month, kind = cell
        return self.cells[cell] * self._wide[place] * self._wide[month] * self.dear.get(kind, 1)

    def _pairs(self, cell: Cell) -> Iterator[tuple[Leaf, Leaf]]:
        """A leaf of the cell and what it may be moved against: in each of the three trees another leaf outside the cell, or itself."""
        for leaf in self._inside[cell]:
            place, month, kind = leaf
            lines: tuple[Callable[[str], int], ...] = (
                lambda other: self.leaves.get((other, month, kind), 0),  # noqa: B023 - used before the next leaf
                lambda other: self.leaves.get((place, other, kind), 0),  # noqa: B023
                lambda other: self.leaves.get((place, month, other), 0),  # noqa: B023
            )
            places, months, kinds = (
                self._near(number, leaf[number], cell[number], lines[number]) for number in range(3)
            )
            yield from ((leaf, other) for other in itertools.product(places, months, kinds))

    def _near(self, number: int, part: str, node: str, count: Callable[[str], int]) -> list[str]:
        """Itself last, before it what can lose one, stands nearest in the tree and has the least to hide."""
        tree = self.trees[number]
        others = [one for one in tree if node not in tree[one] and count(one)]
        others.sort(key=lambda one: (count(one) < 2, -len(tree[one] & tree[part]), count(one), one))
        return [*others[:PARTNERS], part]

    def _move(self, leaf: Leaf, other: Leaf, straight: bool) -> dict[Cell, int] | None:
        """The published cells that change when one case less (or more) of a leaf is one more (or less) of another: of it alone (``straight``), or so
        on around the corners of the cube between them. None where a number would become negative, a hidden one zero, or one that was told another."""
        corners = {leaf: 1, other: -1} if straight else self._corners(leaf, other)
        if leaf == other:
            corners = {leaf: 1}
        changes: dict[Cell, int] = defaultdict(int)
        for corner, change in corners.items():
            for cell in self._holding(corner):
                changes[cell] += change
        touched = {cell: change for cell, change in changes.items() if change}
        if any(cell in self.published for cell in touched):
            return None
        for sign in (1, -1):
            if all(self.cells.get(cell, 0) > max(0, -sign * change) for cell, change in touched.items()) and all(
                self.leaves.get(corner, 0) + sign * change >= 0 for corner, change in corners.items()
            ):
                return touched
        return None

    @staticmethod
    def _corners(leaf: Leaf, other: Leaf) -> dict[Leaf, int]:
        ends = [((mine, 1),) if mine == its else ((mine, 1), (its, -1)) for mine, its in zip(leaf, other, strict=True)]
        return {(a, b, c): x * y * z for (a, x), (b, y), (c, z) in itertools.product(*ends)}
