"""`maklumat django import_ladder FILE`: record new time limits for reports, from a JSON file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Refusal

from ...actions.ladders import record_ladder


class Command(BaseCommand):
    help = "Record a new version of the time limits for reports. What was filed before keeps its own."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="JSON: version, valid_from, basis, days, limits, objections, steps")

    def handle(self, *args, file, **options):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise CommandError(f"{file} cannot be read as JSON: {fault}") from fault
        try:
            number = record_ladder(by=SYSTEM, data=data, at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Version {number} is recorded.")
