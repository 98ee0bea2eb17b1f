"""Where a page of a list ended: a moment and an id, as a word for an address."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from uuid import UUID


def mark(moment: datetime, row_id: UUID) -> str:
    """The mark of the last row of a page."""
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), str(row_id)]).encode()).decode()


def read(text: str) -> tuple[datetime, UUID] | None:
    """What a mark says; a broken one is the first page."""
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(text.encode()))
        return datetime.fromisoformat(moment), UUID(row_id)
    except (ValueError, TypeError, AttributeError):
        return None
