"""The page about the policy says what the policy says."""

from pathlib import Path

from mnr.management.commands.permission_table import table

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_is_made_anew_when_the_policy_changes():
    assert PAGE.read_text(encoding="utf-8") == table()
