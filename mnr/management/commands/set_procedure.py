"""Fill in the procedure for suspected illegal material, before anybody works here."""

from django.core.management.base import BaseCommand, CommandError

from mnr.services import procedure
from mnr.services.errors import Refused


class Command(BaseCommand):
    """Without these five, a platform on the public network refuses to start."""

    help = (
        "Names the law, hotline, police unit, duty officer and deputy for suspected illegal "
        "material. Afterwards the secretariat changes them, and the chair confirms."
    )

    def add_arguments(self, parser):
        for name in procedure.FIELDS:
            words = procedure.field(name).help_text
            parser.add_argument(f"--{name.replace('_', '-')}", default="", help=str(words))

    def handle(self, **options):
        try:
            procedure.begin_procedure(values={name: options[name] for name in procedure.FIELDS})
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write("The procedure is in force. Everybody finds it at the foot of each page.")
