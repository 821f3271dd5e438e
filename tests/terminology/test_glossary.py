"""The national glossary: the field's terms, and what the country adds, changes and turns off."""

import pytest

from mnr.models import Term
from mnr.registers.glossary import glossary, lexicon
from mnr.roles import Role
from mnr.terminology import advise
from tests import factories

pytestmark = pytest.mark.django_db


def better(text):
    return [advice.term.better for advice in advise(text, lexicon())]


def test_the_terms_of_the_field_hold_before_anybody_wrote_an_entry():
    assert better("revenge porn")[0].startswith("non-consensual sharing")


def test_own_words_titles_and_translations(add_term):
    add_term(term="utoto haramu", language="other", better="unyanyasaji")
    add_term(term="The Clean Net Pact on Revenge Porn", status="title", better="", why="")
    add_term(term="porno-vengeance", language="fr", field_term=Term.objects.get(key="revenge-porn"))
    assert better("utoto haramu") == ["unyanyasaji"]
    assert better("the clean net pact on revenge porn") == []
    assert better("des porno-vengeances") == ["this"]
    assert better("revenge porn")[0].startswith("non-consensual sharing")  # translated, not gone


def test_an_entry_takes_the_place_of_a_term_with_all_its_forms(add_term):
    add_term(term="kid smut", field_term=Term.objects.get(key="child-pornography"))
    assert better("kid smut, kiddie porn") == ["this", "this"]
    assert {advice.term.is_confirmed for advice in advise("kid smut", lexicon())} == {False}


def test_advice_is_turned_off_with_a_reason_and_comes_back_when_withdrawn(add_term):
    entry = add_term(
        term="sexting",
        field_term=Term.objects.get(key="sexting"),
        advice="off",
        off_because="The law calls it so.",
    )
    assert better("sexting") == []
    entry.withdrawn_on, entry.withdrawn_because = factories.ago(0), "The law changed."
    entry.save()
    assert len(better("sexting")) == 1


def test_what_is_recommended_is_never_pointed_at(add_term):
    add_term(term="victim advocate", status="ok", better="", why="The name of a post.")
    assert better("victim advocates") == []
    assert len(better("victims")) == 1


def test_unconfirmed_terms_are_marked_on_every_page(client, add_term):
    waiting = add_term(term="kid smut")
    client.force_login(factories.person(Role.SEC))
    page = client.get(glossary().url("list")).content.decode()
    own, field = page.split('id="field-terms"')
    assert "To be confirmed" in own.split("kid smut")[1]
    rows = field.split("<tr")
    for key, is_confirmed in (("revenge porn", False), ("child prostitute", True)):
        row = next(row for row in rows if f"{key}" in row)
        assert ("To be confirmed" not in row) == is_confirmed
    assert "To be confirmed" in client.get(glossary().url("detail", waiting)).content.decode()


def test_the_lexicon_costs_one_query(add_term, django_assert_num_queries):
    for number in range(3):
        add_term(term=f"word {'abc'[number]}", field_term=Term.objects.get(key="sexting"))
    with django_assert_num_queries(1):
        lexicon()
