"""Django's `migrate`, as the owner of the tables."""

from django.core.management.commands import migrate

from mnr import database_roles


class Command(migrate.Command):
    """Migrates with DATABASE_OWNER_URL where it is set; the grants are made afterwards."""

    def handle(self, *args, **options):
        with database_roles.as_owner():
            super().handle(*args, **options)
