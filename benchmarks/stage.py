"""What every measure is given: the copy of the data, its server, and values read from it once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from maklumat.site.postgres import Cluster

from . import serving
from .places import PORT, RUN, Size
from .report import median


@dataclass
class Stage:
    """One run. ``at``: the moment the data was built for; the clock stands there in the measures without HTTP."""

    cluster: Cluster
    size: Size
    environment: dict[str, str]
    at: datetime
    codes: list[str]
    slugs: list[str]  # the busiest first
    units: list[str]
    replayed: float
    web: serving.Process | None = None
    facts: dict[str, Any] = field(default_factory=dict)  # figures that later measures set themselves beside

    def load(self, **plan: Any) -> dict:
        """The client against the product's server, with the shares of the CPU that each took."""
        assert self.web is not None
        return self.watch(self.web, {"port": PORT, **plan})

    def watch(self, server: serving.Process, plan: dict) -> dict:
        """Run a plan and note the CPU seconds of server and database."""
        database = serving.postmaster(self.cluster.data)
        before = server.cpu, serving.cpu_of(database)
        told = serving.load(plan)
        return told | {"web": server.cpu - before[0], "database": serving.cpu_of(database) - before[1]}

    def connect(self) -> psycopg.Connection:
        """A connection of the measures themselves, as the application's role."""
        return psycopg.connect(self.environment["DATABASE_URL"], autocommit=True)


def cpu_each(told: list[dict], counts: list[int]) -> str:
    """CPU time of one unit of work, which other work on the machine changes little; and what two cores could do."""
    web, database = (
        1000 * median(one[who] / max(1, count) for one, count in zip(told, counts, strict=True))
        for who in ("web", "database")
    )
    client = 1000 * median(one["cpu"] / max(1, count) for one, count in zip(told, counts, strict=True))
    most = 1000 * serving.WORKERS / (web + database + client)
    return f"web {web:.2f}, database {database:.2f}, client {client:.2f} ms: at most {most:,.0f}/s here"


def shares(told: dict) -> str:
    """Who used the cores during a load."""
    whole = told["seconds"] * serving.WORKERS / 100
    return f"web {told['web'] / whole:.0f} %, database {told['database'] / whole:.0f} %, client {told['cpu'] / whole:.0f} %"


def read(cluster: Cluster, size: Size, environment: dict[str, str]) -> Stage:
    """The stage of a run, from the helper tables that the building left."""
    with psycopg.connect(cluster.url(RUN), autocommit=True) as given:
        at, replayed, _built = given.execute("SELECT * FROM bench.about").fetchone()
        codes = [row[0] for row in given.execute("SELECT code FROM bench.code ORDER BY n")]
        slugs = [row[0] for row in given.execute("SELECT slug FROM bench.service ORDER BY k")]
        units = [row[0] for row in given.execute(
            "SELECT code FROM units_unit WHERE id IN (SELECT unit_id FROM bench.service) ORDER BY code")]  # fmt: skip
    return Stage(cluster, size, environment, at, codes, slugs, units, replayed)
