from __future__ import annotations

from django.core.management.base import BaseCommand

from maklumat.kernel import clock

from ... import actions


class Command(BaseCommand):
    help = "Counts all public figures again from the ledger."

    def handle(self, *args: object, **options: object) -> None:
        actions.recompute_all(clock.now())
        self.stdout.write("All figures were counted again from the ledger.")
