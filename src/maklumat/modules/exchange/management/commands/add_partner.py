"""`maklumat django add_partner NAME PROTOCOL URL`: exchange reports with another system."""

import os

from django.core.management.base import BaseCommand, CommandError

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Refusal

from ...actions import add_partner


class Command(BaseCommand):
    help = (
        "Exchange reports with another system. PROTOCOL: open311 (a neighbour's GeoReport v2), lapor (SP4N-LAPOR! over HTTP, shape of "
        "our own, not tried against the real one) or lapor_csv (a folder with masuk/ and keluar/). The key is read from PARTNER_KEY."
    )

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("protocol", choices=["open311", "lapor", "lapor_csv"])
        parser.add_argument("url", help="address of its interface, or the folder")
        parser.add_argument("--jurisdiction", default="")

    def handle(self, *args, name, protocol, url, jurisdiction, **options):
        key = os.environ.get("PARTNER_KEY", "")
        try:
            add_partner(
                by=SYSTEM, name=name, protocol=protocol, url=url, key=key, jurisdiction=jurisdiction, at=clock.now()
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{name}: {protocol}")
