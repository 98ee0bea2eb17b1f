"""Every view asks its room's access, or is declared public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.declared import PUBLIC, THIRD_PARTY
from tests.house.reading import Code, code, empty, package

LOCKS = ("visible_to", "get_", "require", "may_")  # how the functions of an access begin that let in or refuse


def routes(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, function) of every route; the function as ``module.name``."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        else:
            view = getattr(one.callback, "func", one.callback)  # ninja binds its own views
            yield f"{prefix}{one.name}", f"{view.__module__}.{view.__name__}"


def is_locked(here: Code, view: str) -> bool:
    """Whether a view, or what it calls in its room, asks the room's access, or refuses with NotAllowed."""
    room = ".".join(view.split(".")[:3])
    reached = {view, *here.reached(view, room)}
    asks = {f for f in reached if f.startswith(f"{room}.access.") and f.rpartition(".")[2].startswith(LOCKS)}
    decorated = {f for f in reached if f.startswith("django.contrib.auth.decorators.")}
    return bool(asks | decorated) or "maklumat.kernel.errors.NotAllowed" in reached


def unlocked(here: Code, found: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, view in found:
        if not view.startswith("maklumat."):
            if not name.startswith(THIRD_PARTY):
                yield f"{name}: a route of {view.split('.')[0]} that nobody declared"
        elif here.resolve(view) != view:
            yield f"{name}: {view} is not a plain function"
        elif name not in PUBLIC and not is_locked(here, view):
            yield f"{name}: neither a lock nor declared public"


def test_every_view_has_a_lock_or_is_declared_public():
    empty(unlocked(package(), routes(get_resolver().url_patterns)))


def test_nothing_is_declared_public_that_is_not_there():
    assert PUBLIC.keys() <= {name for name, _view in routes(get_resolver().url_patterns)}


def test_no_office_page_is_declared_public():
    office = {n for n, p in paths(get_resolver().url_patterns) if p.startswith("petugas/")}
    assert office and not office & PUBLIC.keys()


def paths(patterns: Iterable[URLPattern | URLResolver], names: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """(name, path) of every route."""
    for one in patterns:
        path = before + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from paths(one.url_patterns, f"{names}{one.namespace}:" if one.namespace else names, path)
        else:
            yield f"{names}{one.name}", path


def test_missing_locks_are_noticed():
    bad = code(
        modules__r__views="""
from . import actions, queries
def open(request): return queries.everything()
def by_act(request): actions.close(request.actor)
def by_query(request): return queries.mine(request.actor)
""",
        modules__r__actions="from .access import require\ndef close(by): require(by)\n",
        modules__r__queries="from . import access\ndef everything(): return 1\ndef mine(actor): return access.visible_to(actor)\n",
        modules__r__access="def require(by): ...\ndef visible_to(actor): ...\n",
    )
    found = [(f"r:{name}", f"maklumat.modules.r.views.{name}") for name in ("open", "by_act", "by_query")]
    assert list(unlocked(bad, found)) == ["r:open: neither a lock nor declared public"]
    assert list(unlocked(bad, [("debug", "debug_toolbar.views.page")]))
