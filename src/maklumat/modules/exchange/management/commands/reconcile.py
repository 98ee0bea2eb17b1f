"""`maklumat django reconcile`: take over what is new at every partner like LAPOR!, and compare all that was exchanged."""

from django.core.management.base import BaseCommand

from maklumat.kernel import clock

from ... import actions
from ...queries.partners import partners_by


class Command(BaseCommand):
    help = "Take over what is new at LAPOR! and compare everything; what differs stands on the page of the exchange."

    def handle(self, *args, **options):
        for partner_id in partners_by("lapor", "lapor_csv"):
            count = actions.pull(partner_id=partner_id, at=clock.now())
            differing = actions.reconcile(partner_id=partner_id, at=clock.now())
            told = "could not be asked" if differing is None else f"{differing} differ"
            self.stdout.write(f"{partner_id}: {count} looked at, {told}")
