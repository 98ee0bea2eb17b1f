"""What the standards and the charter prove: indicators 1 to 5 and 21."""

from __future__ import annotations

from django.db.models import QuerySet

from maklumat.kernel.models import Entry

from .ground import Computed, Ground, found

# A medium as the catalogue logs it → as indicator 3 calls it.
_MEDIA = {
    "website": "website", "app": "app", "display": "electronic", "print": "print", "sippn": "sippn", "social": "social-media",
    "instagram": "social-media", "facebook": "social-media", "youtube": "social-media", "whatsapp": "social-media",
}  # fmt: skip


def standards(ground: Ground) -> Computed | None:
    """1: written and published standards with all components (only such can be published), set by a decision, with a consultation, measured."""
    if not ground.versions:
        return None
    items = ["written", "components-14"]
    if all(one.decision for one in ground.versions):
        items.append("set")
    if all(one.consultation for one in ground.versions):
        items.append("public-involved")
    measured = ground.entries("applications.issued", "applications.rejected", "surveys.result_published")
    if measured.exists():
        items.append("monitored")  # the clock of each case measures the standard, the survey asks about it
    return found(ground, items, versions(ground) | measured)


def versions(ground: Ground) -> QuerySet[Entry]:
    subjects = [one.service_id for one in ground.versions]
    return Entry.objects.filter(kind="catalogue.standard_published", subject__in=subjects, at__lt=ground.end)


def elements(ground: Ground) -> Computed | None:
    """2: which elements of the public took part, as the consultation records of the standards in force say."""
    current = versions(ground).filter(data__version_id__in=[str(one.id) for one in ground.versions])
    named = {element for known in current.values_list("data__consulted", flat=True) for element in known or ()}
    if any(
        one.consultation and one.consultation.participants and not one.consultation.elements for one in ground.versions
    ):
        named.add("users")  # a record without elements: a public consultation is held with users at least
    return found(ground, named, current)


def shown(ground: Ground) -> QuerySet[Entry]:
    """Where the six delivery components of every service were shown with the charter in force."""
    if ground.charter is None:
        return Entry.objects.none()
    logged = Entry.objects.filter(kind="catalogue.maklumat_shown", subject=ground.charter.id, at__lt=ground.end)
    return logged.filter(data__standards=True)


def shown_media(ground: Ground) -> set[str]:
    return set(shown(ground).values_list("data__medium", flat=True))


def media(ground: Ground) -> Computed | None:
    """3: all six delivery components stand on the service pages of this site; other media as they were logged."""
    if not ground.versions:
        return None
    items = {"all-six", "website"} | {_MEDIA[medium] for medium in shown_media(ground) if medium in _MEDIA}
    return found(ground, items, versions(ground) | shown(ground))


def reviewed(ground: Ground) -> Computed | None:
    """4: the oldest version in force tells how long ago all were reviewed."""
    ages = [(ground.end - one.published_at).days for one in ground.versions if one.published_at]
    if not ages:
        return None
    oldest, newest = max(ages), min(ages)
    every = oldest <= 365 or (oldest <= 730) == (newest <= 730)
    years = -(-(oldest if every else newest) // 365) or 1
    return found(ground, ["all-services"] if every else [], versions(ground), {"years": years})


def charter(ground: Ground) -> Computed | None:
    """5: the charter exists, is set by a decision, has its three parts, and is shown."""
    if ground.charter is None:
        return None
    items = ["exists"]
    if ground.charter.decision:
        items.append("set")
    if len(ground.charter.text) >= 3:
        items.append("conforming")
    media = {publication[0] for publication in ground.charter.publications}
    if media & {"print", "display"}:
        items.append("published-offline")
    items.append("published-online")  # its page on this site
    return found(
        ground,
        items,
        Entry.objects.filter(
            kind__in=["catalogue.maklumat_published", "catalogue.maklumat_shown"], subject=ground.charter.id
        ),
    )


def information(ground: Ground) -> Computed | None:
    """21: told at the counter, printed, shown, online; in SIPPN with all services, as it was logged."""
    if not ground.versions:
        return None
    media = shown_media(ground)
    items = ["oral", "online"]
    items += ["print"] if media & {"print"} else []
    items += ["electronic-offline"] if media & {"display"} else []
    items += ["sippn"] if "sippn" in media else []
    return found(ground, items, versions(ground) | shown(ground))
