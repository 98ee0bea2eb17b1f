"""What the surveys prove: indicators 6 to 9."""

from __future__ import annotations

from .ground import Computed, Ground, found


def survey(ground: Ground) -> Computed | None:
    """6: the survey is held by the rule (instrument, sample and index are the program's own), published, followed up."""
    if not ground.count("surveys.answered"):
        return None
    items = ["held", "by-rule"]
    media = {medium for one in ground.results for medium in one.media}
    if media & {"print", "display"}:
        items.append("published-offline")
    if media & {"website", "social", "app"}:
        items.append("published-online")
    if any(one.plans_done for one in ground.results):
        items.append("followed-up")
    return found(
        ground,
        items,
        ground.entries("surveys.answered", "surveys.result_published", "surveys.medium_logged", "surveys.plan_ended"),
    )


def survey_media(ground: Ground) -> Computed | None:
    """7: media in which results were shown."""
    media = {medium for one in ground.results for medium in one.media}
    names = {"display": "electronic", "social": "social-media"}
    known = {names.get(medium, medium) for medium in media} & {"print", "electronic", "social-media", "website", "app"}
    return found(ground, known, ground.entries("surveys.medium_logged"))


def followed(ground: Ground) -> Computed | None:
    """8: lines of the follow-up plans of the year."""
    planned = sum(one.plans for one in ground.results)
    if not planned:
        return None
    done = sum(one.plans_done for one in ground.results)
    return found(
        ground, (), ground.entries("surveys.planned", "surveys.plan_ended"), {"planned": planned, "done": done}
    )


def speed(ground: Ground) -> Computed | None:
    """9: months from the report until its whole follow-up was done; the slowest of the year."""
    whole = [one for one in ground.results if one.plans and one.plans == one.plans_done and one.finished_at]
    if not whole or len(whole) < sum(1 for one in ground.results if one.plans):
        return None
    months = max(-(-(one.finished_at - one.published_at).days // 30) or 1 for one in whole)
    return found(ground, (), ground.entries("surveys.plan_ended"), {"months": months})
