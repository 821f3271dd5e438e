"""The machinery of all registers: one declaration gives pages, files and interfaces."""

from mnr.registers.base import Figure, Register
from mnr.registers.glossary import Glossary
from mnr.registers.registry import registry

__all__ = ["Figure", "Glossary", "Register", "registry"]
