"""How often words stand in reports: by their blind numbers, so that the count tells no word."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from ..models import EDITION, TOTAL

LATEST, FEWEST = 50_000, 3

_COUNT = """
WITH newest AS (SELECT id FROM complaints_report WHERE filed_at IS NOT NULL AND root_id IS NULL ORDER BY filed_at DESC LIMIT %s),
latest AS (SELECT words FROM complaints_imprint JOIN newest ON newest.id = report_id),
counted AS (SELECT word, count(*) AS reports FROM latest, unnest(words) AS word GROUP BY word HAVING count(*) >= %s)
INSERT INTO complaints_word (word, reports)
SELECT word, reports FROM counted UNION ALL SELECT %s, count(*) FROM latest UNION ALL SELECT %s, %s
"""


@transaction.atomic
def count_words(at: datetime) -> None:
    """Count the words of the latest reports; the suggestions of similar ones weigh by it until the next night."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM complaints_word")
        cursor.execute(_COUNT, [LATEST, FEWEST, TOTAL, EDITION, int(at.timestamp()) // 3600])
