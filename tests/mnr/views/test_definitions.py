"""Pages of indicators of the country's own: proposed, decided on, changed, withdrawn."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from mnr.models import Indicator, IndicatorDefinition
from mnr.roles import Role
from mnr.services import definitions
from tests import factories
from tests.factories import values
from tests.factories.definitions import SAID, own_indicator, proposed
from tests.mnr.views.test_indicators import codes, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


@pytest.fixture
def typed():
    """typed(...) is what a form sends."""

    def call(**fields):
        said = {name: value for name, value in SAID.items() if value is not False}
        return {"capability": own_capability().pk, **said, **fields}

    return call


def own_capability():
    return Indicator.objects.get(code="C05-01").capability


def test_from_the_form_to_an_indicator_like_others(visit, secretary, chair, typed):
    page = visit(secretary, "definition_create", data=typed())
    assert page.redirect_chain
    assert "The chair is asked to confirm it." in words(page)
    assert SAID["name"] in words(page)
    row = IndicatorDefinition.objects.get()
    page = visit(chair, "my_work")
    assert f"Confirm the definition of an indicator: {SAID['name']}" in words(page)
    assert reverse("definition_decide", args=[row.pk]) in page.text
    page = visit(chair, "definition_decide", row.pk)
    assert SAID["note"] in words(page)
    assert secretary.full_name in words(page)
    page = visit(chair, "definition_decide", row.pk, data={"is_confirmed": "yes"})
    assert "C05-N01 is confirmed." in words(page)
    assert "C05-N01" in codes(page)
    page = visit(secretary, "indicator_detail", "C05-N01")
    assert SAID["note"] in words(page)
    assert "History: who changed this, and when" in words(page)
    assert reverse("definition_update", args=["C05-N01"]) in page.text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(visit, secretary, typed):
    page = visit(secretary, "definition_create", data=typed(unit="percent", note="Two people."))
    assert page.status_code == 422
    assert "Only a number of people can be kept safe" in words(page)
    assert page.context["form"].errors["counts_people"]
    assert "Two people." in page.text
    page = visit(secretary, "definition_create", data=typed(minimum="5", maximum="4"))
    assert "The most must be above the least" in str(page.context["form"].errors["maximum"])
    page = visit(secretary, "definition_create", data=typed(unit="status", counts_people=""))
    assert page.context["form"].errors["words"]
    page = visit(secretary, "definition_create", data=typed(unit="rate", counts_people=""))
    assert page.context["form"].errors["per"]
    assert not IndicatorDefinition.objects.exists()


def test_a_name_that_there_is_asks_whether_it_is_another(visit, secretary, typed):
    taken = Indicator.objects.get(code="C05-01").words.name
    assert "is_another" not in visit(secretary, "definition_create").text
    alike = typed(name=f" {taken.upper().replace(' ', '  ')}.")
    page = visit(secretary, "definition_create", data=alike)
    assert page.status_code == 422
    assert f"There is “{taken}” (C05-01) already." in words(page)
    assert 'name="is_another"' in page.text
    assert not IndicatorDefinition.objects.exists()
    page = visit(secretary, "definition_create", data=alike | {"is_another": "on"})
    assert page.redirect_chain
    page = visit(secretary, "definition_create", data=alike | {"name": f"{taken} in courts"})
    assert page.redirect_chain
    page = visit(secretary, "definition_create", data=alike | {"name": f"{taken} in  courts"})
    assert "(proposed) already" in words(page)


def test_the_capability_is_chosen_where_one_comes_from(visit, secretary):
    page = visit(secretary, "capability_detail", 5)
    address = f"{reverse('definition_create')}?capability=5"
    assert address in page.text
    page = visit(secretary, "definition_create", capability="5")
    assert page.context["form"]["capability"].value() == own_capability().pk
    assert visit(secretary, "definition_create", capability="x").status_code == 200


@pytest.mark.parametrize("role", [Role.CHR, Role.AUD, Role.CMM, Role.ADM])
def test_who_may_not_define_is_offered_nothing(visit, role):
    own = own_indicator()
    reader = factories.person(role)
    for name, *args in (("indicator_list",), ("capability_detail", 5)):
        assert reverse("definition_create") not in visit(reader, name, *args).text
    page = visit(reader, "indicator_detail", own.code)
    assert reverse("definition_update", args=[own.code]) not in page.text
    assert "The country’s own definition" in words(page)


@pytest.mark.parametrize("role", [Role.AUD, Role.CMM, Role.ADM])
def test_a_proposal_is_for_those_who_decide(visit, role):
    row = proposed()
    assert row.name not in visit(factories.person(role), "indicator_list").text


def test_a_change_is_shown_beside_what_holds(visit, secretary, chair, typed):
    own = own_indicator()
    page = visit(secretary, "definition_update", own.code)
    form = page.context["form"]
    assert form["name"].value() == SAID["name"]
    sent = typed(name="Other words", reason="Clearer.", version=form["version"].value())
    page = visit(secretary, "definition_update", own.code, data=sent)
    assert "The chair is asked to confirm it." in words(page)
    assert "to be changed" in words(page)
    row = IndicatorDefinition.objects.waiting().get()
    page = visit(chair, "definition_decide", row.pk)
    assert [line["label"] for line in page.context["differences"]] == ["Name"]
    visit(chair, "definition_decide", row.pk, data={"is_confirmed": "yes"})
    page = visit(secretary, "indicator_detail", own.code)
    assert "Other words" in words(page)
    assert "changed – Clearer." in words(page)


def test_two_who_change_it_are_told(visit, secretary, typed):
    own = own_indicator()
    sent = typed(name="Other words", reason="Clearer.")
    sent["version"] = 2
    page = visit(secretary, "definition_update", own.code, data=sent)
    assert page.status_code == 422
    assert "Somebody changed it meanwhile" in words(page)
    assert "Other words" in page.text


def test_a_form_tells_what_values_forbid(visit, secretary):
    own = own_indicator()
    assert "Values or targets are entered" not in words(
        visit(secretary, "definition_update", own.code)
    )
    values.value(values.adopted(own.code), "12")
    assert "Values or targets are entered" in words(visit(secretary, "definition_update", own.code))


def test_those_of_the_reference_have_no_such_pages(visit, secretary):
    for name in ("definition_update", "indicator_withdraw"):
        assert visit(secretary, name, "C05-01").status_code == 404
    page = visit(secretary, "indicator_detail", "C05-01")
    assert "own definition" not in words(page)


def test_a_withdrawn_one_keeps_its_page(visit, secretary, chair):
    own = own_indicator()
    values.value(values.adopted(own.code), "12")
    page = visit(secretary, "indicator_withdraw", own.code, data={"reason": "Counted no more."})
    assert "to be withdrawn" in words(page)
    row = IndicatorDefinition.objects.waiting().get()
    page = visit(chair, "definition_decide", row.pk, data={"is_confirmed": "yes"})
    assert f"{own.code} is withdrawn." in words(page)
    assert own.code not in codes(page)
    assert "Counted no more." in words(page)
    page = visit(secretary, "indicator_detail", own.code)
    assert "This indicator was withdrawn on" in words(page)
    assert "12" in words(page)
    assert reverse("indicator_adopt", args=[own.code]) not in page.text
    for name in ("indicator_adopt", "definition_update", "indicator_withdraw", "target_create"):
        assert visit(secretary, name, own.code).status_code == 404


def test_the_chair_sends_it_back(visit, secretary, chair):
    row = proposed(by=secretary)
    page = visit(chair, "definition_decide", row.pk, data={"is_confirmed": "no"})
    assert page.status_code == 422
    assert "Say why it is sent back." in words(page)
    data = {"is_confirmed": "no", "answer": "Count cases."}
    assert "It is sent back." in words(visit(chair, "definition_decide", row.pk, data=data))
    page = visit(secretary, "definition_take_back", row.pk)
    assert "Sent back: Count cases." in words(page)
    assert "cannot be decided by you" in words(visit(chair, "definition_decide", row.pk))


def test_the_secretariat_takes_it_back(visit, secretary):
    row = proposed(by=secretary)
    page = visit(secretary, "indicator_list")
    assert reverse("definition_take_back", args=[row.pk]) in page.text
    visit(secretary, "definition_take_back", row.pk, data={"sent": "1"})
    row.refresh_from_db()
    assert row.state == "taken_back"
    assert row.name not in visit(secretary, "indicator_list").text


def test_names_are_the_countrys_in_every_language(visit, secretary):
    own = own_indicator()
    with override("fr"):
        assert own.words.name == SAID["name"]
        assert own.note == SAID["note"]
    assert definitions.standing(own).name == SAID["name"]
