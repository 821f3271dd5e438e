"""Registers by their names, for commands."""

from django.core.management.base import CommandError

from mnr.registers.registry import registry


def register_named(path: str):
    """The register; CommandError lists what there is if there is none of that name."""
    try:
        return registry.find(path)
    except KeyError as error:
        names = "\n  ".join(register.path for register in registry.everything)
        raise CommandError(f"There is no register {path}. There are:\n  {names}") from error
