"""What the standards and the charter prove: indicators 1 to 5 and 21."""

from __future__ import annotations

from django.db.models import QuerySet

from maklumat.kernel.models import Entry

from .ground import Computed, Ground, found

_ONLINE = {
    "website": "website",
    "app": "app",
    "social": "social-media",
    "display": "electronic",
    "print": "print",
    "other": "",
}


def standards(ground: Ground) -> Computed | None:
    """1: written and published standards with all components (only such can be published), set by a decision, with a consultation, measured."""
    if not ground.versions:
        return None
    items = ["written", "components-14"]
    if all(one.decision for one in ground.versions):
        items.append("set")
    if all(one.consultation for one in ground.versions):
        items.append("public-involved")
    if ground.count("applications.issued", "applications.rejected") or ground.results:
        items.append("monitored")  # the clock of each case measures the standard, the survey asks about it
    return found(ground, items, versions(ground))


def versions(ground: Ground) -> QuerySet[Entry]:
    subjects = [one.service_id for one in ground.versions]
    return Entry.objects.filter(kind="catalogue.standard_published", subject__in=subjects, at__lt=ground.end)


def elements(ground: Ground) -> Computed | None:
    """2: a consultation record proves that users took part; of the other elements the system knows nothing."""
    consulted = [one for one in ground.versions if one.consultation and one.consultation.participants]
    return found(ground, ["users"], versions(ground)) if consulted else None


def media(ground: Ground) -> Computed | None:
    """3: all six delivery components stand on the service pages of this site; other media as they were logged."""
    if not ground.versions:
        return None
    items = {"all-six", "website"}
    for medium, _place, _day in ground.charter.publications if ground.charter else ():
        items.add("sippn" if medium == "sippn" else _ONLINE.get(medium, ""))
    return found(ground, items - {""}, versions(ground) | ground.entries("catalogue.maklumat_shown", whole=True))


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
    media = {medium for medium, _place, _day in ground.charter.publications}
    if media & {"print", "display"}:
        items.append("published-offline")
    items.append("published-online")  # its page on this site
    return found(ground, items, Entry.objects.filter(kind__startswith="catalogue.maklumat_", subject=ground.charter.id))


def information(ground: Ground) -> Computed | None:
    """21: told at the counter, printed (poster), shown, online; SIPPN as it was logged."""
    if not ground.versions:
        return None
    media = {medium for medium, _place, _day in ground.charter.publications} if ground.charter else set()
    items = ["oral", "online"]
    items += ["print"] if media & {"print"} else []
    items += ["electronic-offline"] if media & {"display"} else []
    items += ["sippn"] if "sippn" in media else []
    return found(ground, items, versions(ground) | ground.entries("catalogue.maklumat_shown", whole=True))
