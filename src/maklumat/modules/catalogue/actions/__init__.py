from .maklumat import log_publication, publish_maklumat
from .pieces import move_piece, remove_piece
from .standards import draft_from, draft_new, note_for_review, publish, return_to_draft, save_draft, submit_for_review

__all__ = [
    "draft_from", "draft_new", "log_publication", "move_piece", "note_for_review", "publish", "publish_maklumat", "remove_piece", "return_to_draft", "save_draft",
    "submit_for_review",
]  # fmt: skip
