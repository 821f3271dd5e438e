"""The machinery of all registers: one declaration gives pages, files and interfaces."""

from mnr.registers.base import Feed, Figure, Register
from mnr.registers.glossary import Glossary
from mnr.registers.registry import registry

__all__ = ["Feed", "Figure", "Glossary", "Register", "registry"]
