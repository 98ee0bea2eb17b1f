"""The ground of a long proof: a database of its own, the site set up on it, nothing of this installation touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from maklumat.site.postgres import APP, DATABASE, OWNER, Cluster, database_for_tests


def environment(cluster: Cluster, data: Path) -> dict[str, str]:
    """What the product's commands need to work on this ground."""
    return {
        "DATABASE_URL": cluster.url(DATABASE, APP),
        "MAKLUMAT_OWNER_DATABASE_URL": cluster.url(DATABASE, OWNER),
        "MAKLUMAT_DATA": str(data),
        "MAKLUMAT_SECOND_FACTOR": "optional",
        "DJANGO_SETTINGS_MODULE": "maklumat.site.settings",
    }


def migrate_here(cluster: Cluster) -> None:
    """Make the tables as the owner, in this process, then work as the application's role."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    os.environ["DATABASE_URL"] = cluster.url(DATABASE, OWNER)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    as_role(connection, APP)
    settings.ALLOWED_HOSTS = ["*"]


def as_role(connection: Any, role: str) -> None:
    connection.settings_dict["USER"] = role


@contextmanager
def throw_away() -> Iterator[Cluster]:
    """A quick cluster with tables; Django works on it as the application's role."""
    with database_for_tests() as cluster, tempfile.TemporaryDirectory(prefix="maklumat-proof-") as data:
        os.environ.update(environment(cluster, Path(data)) | {"MAKLUMAT_POOL": "0", "MAKLUMAT_LOG": "CRITICAL"})
        migrate_here(cluster)
        yield cluster
        from django.db import connections

        connections.close_all()
