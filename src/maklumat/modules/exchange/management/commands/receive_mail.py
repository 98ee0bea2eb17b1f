"""`maklumat django receive_mail < letter`: file one letter, as a mail server pipes it."""

import sys

from django.core.management.base import BaseCommand, CommandError

from maklumat.kernel import clock
from maklumat.kernel.errors import Refusal

from ... import actions


class Command(BaseCommand):
    help = "File the letter on standard input as a report. Prints its number, nothing for a letter that nobody wrote."

    def handle(self, *args, **options):
        try:
            number = actions.take_mail(content=sys.stdin.buffer.read(), at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        if number:
            self.stdout.write(number)
