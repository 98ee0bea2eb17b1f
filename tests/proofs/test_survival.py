"""Three kills, one of each part, and nothing is lost. The long one: `python -m tests.prove crash --rounds 200`."""

from __future__ import annotations

import json


def test_nothing_is_lost_when_parts_are_killed(crashing):
    told, complaints = crashing.communicate(timeout=300)
    assert told, complaints
    figures = json.loads(told)
    assert figures["wrong"] == 0, "\n".join(figures["examples"])
    assert figures["killed"] == {"postgres": 1, "worker": 1, "web": 1}
    assert figures["certificates verified"] and figures["messages"]
