"""`maklumat django import_boundaries FILE.geojson`: the outlines of the regions, for the map and to know where a point lies."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Refusal

from ...actions import import_boundaries


class Command(BaseCommand):
    help = "Replace the outlines of regions by those of a GeoJSON file (WGS 84), such as your Bappeda or BIG gives out."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--code", default="kode", help="property with the code, in the form 33.08.01 (default: kode)"
        )
        parser.add_argument("--name", default="nama", help="property with the name (default: nama)")
        parser.add_argument(
            "--tolerance", type=float, default=0.0, help="thin the lines by so many degrees (0.0005 is about 55 m)"
        )

    def handle(self, *args, file, code, name, tolerance, **options):
        try:
            data = json.loads(file.read_text("utf-8"))
            count = import_boundaries(by=SYSTEM, data=data, code=code, name=name, tolerance=tolerance, at=clock.now())
        except (OSError, ValueError) as error:
            raise CommandError(f"{file}: {error}") from error
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{count}")
