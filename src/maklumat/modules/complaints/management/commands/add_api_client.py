"""`maklumat django add_api_client NAME`: give a program a key with which it files reports."""

from django.core.management.base import BaseCommand, CommandError

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Refusal

from ...actions.receiving import add_client


class Command(BaseCommand):
    help = "Give a program a key for filing reports by Open311. The key is shown once and kept nowhere."

    def add_arguments(self, parser):
        parser.add_argument("name", help="whose program it is, for example “Aplikasi Kota”")

    def handle(self, *args, name, **options):
        try:
            key = add_client(by=SYSTEM, name=name, at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(key)
