"""All registers of all domains, as their apps declare them, and those of the core."""

from django.core.exceptions import ImproperlyConfigured


class Registry:
    """All registers, in the order in which they were declared."""

    def __init__(self):
        self._registers = {}

    def register(self, declaration):
        """Class decorator: adds a register. A model has one at most."""
        register = declaration()
        if register.model in self._registers:
            raise ImproperlyConfigured(f"{register.model._meta.label} has a register already.")
        self._registers[register.model] = register
        return declaration

    def __iter__(self):
        """Those of the domains."""
        return (register for register in self.everything if not register.is_of_core)

    def __len__(self):
        return sum(1 for _register in self)

    @property
    def everything(self):
        """Those of the domains and of the core."""
        return list(self._registers.values())

    def of(self, model):
        """The register of a model; KeyError if it has none."""
        return self._registers[model]

    def find(self, path: str):
        """The register of "domain/register"; KeyError if there is none."""
        return {register.path: register for register in self.everything}[path]

    def still(self, path: str):
        """The same, or None if the register is no more."""
        return next((each for each in self.everything if each.path == path), None)

    def for_domain(self, app_label):
        return [register for register in self if register.app_label == app_label]

    def for_capability(self, number):
        return [register for register in self if number in register.capabilities]


registry = Registry()
