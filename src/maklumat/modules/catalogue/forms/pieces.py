"""What the forms of all pieces share. Keys are made from labels when a piece is new and never change; nobody sees them."""

from __future__ import annotations

from typing import Any

from ..rules import editing
from ..rules.standard import Standard
from .base import StandardForm


class ItemForm(StandardForm):
    """A piece of a standard. ``key`` is empty for a new one; ``parent`` is where it goes."""

    noun: editing.Noun
    use_required_attribute = False

    def __init__(self, standard: Standard, data: Any = None, *, key: str = "", parent: str = "") -> None:
        self.key, self.parent = key, parent or editing.parent_of(standard, self.noun, key)
        self.piece = editing.find(standard, self.noun, key) if key else None
        super().__init__(standard, data)

    def start(self, standard: Standard) -> dict[str, Any]:
        return self.piece.model_dump(mode="python") if self.piece else {}

    def fresh_key(self, label: str) -> str:
        own = self.piece.key if self.piece else ""
        return own or editing.words_key(label, editing.taken(self.standard, self.noun, self.parent))

    def made(self) -> Any:
        raise NotImplementedError

    def applied(self) -> Standard:
        self.made_piece = self.made()
        return editing.put(self.standard, self.noun, self.made_piece, self.home(), self.key)

    def home(self) -> str:
        return self.parent

    @property
    def needs_more(self) -> bool:
        """Whether the piece has more to fill in that depends on its kind, just chosen."""
        return False
