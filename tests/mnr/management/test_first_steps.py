"""What the start prints: how to get in."""

import shlex

import pytest
from django.conf import settings
from django.core.management import call_command

from mnr.models import Country, User

pytestmark = pytest.mark.django_db


def test_the_printed_line_opens_the_first_accounts_of_an_imported_country(capsys):
    Country.objects.create(pk=1, name="Côte d'Essai")
    call_command("first_steps")
    line = capsys.readouterr().out.strip().splitlines()[-1]
    words = shlex.split(line.strip("()"))
    assert f"MNR_STATE_DIR={settings.STATE_DIR}" in words
    call_command(*words[words.index("begin_country") :])
    assert User.objects.count() == 2

    capsys.readouterr()
    call_command("first_steps")
    assert capsys.readouterr().out == ""


def test_an_empty_database_gets_a_line_too(capsys):
    call_command("first_steps")
    assert "begin_country 'Name of the country'" in capsys.readouterr().out
