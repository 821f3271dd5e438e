"""Pages that only some roles have fit a phone: nothing makes them wider than 360 pixels."""

import pytest

from mnr.registers import registry
from mnr.registers.term_counts import count
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    Role.AUD: ("/audit/", "/audit/proof/", "/people/review/"),
    Role.SEC: (
        "/quarantine/",
        "/policy/explain/",
        "/people/invitations/new/",
        "/jobs/",
        "/terms/counts/",
        "/media/glossary-terms/",
        "/regions/edit/",
        "/api/docs/",
        "/api/docs/governance/",
    ),
    Role.ADM: ("/people/", "/account/tokens/", "/account/profile/"),
}


@pytest.mark.parametrize("role", PAGES)
def test_no_page_is_wider_than_a_phone(role, visit, settings):
    settings.MNR_SECOND_FACTOR = "relaxed"
    factories.country(is_demonstration=True)
    factories.update("accepted", achievements="Posters against child pornography.")
    count()
    visitor = visit(factories.person(role).email, width=360)
    for path in PAGES[role]:
        visitor.go(path)
        wide = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, path


def test_a_list_of_many_numbers_fits_a_desk(visit, settings):
    settings.MNR_SECOND_FACTOR = "relaxed"
    factories.country(is_demonstration=True)
    takedowns = registry.find("industry/takedown-returns")
    body = factories.organisation(name="Office for the Registration of Domains and Providers")
    entries.entry(takedowns, body)
    visitor = visit(factories.person(Role.SEC).email, width=1280)
    visitor.go(takedowns.url("list"))
    cut = visitor.page.evaluate(
        "[...document.querySelectorAll('.mnr-scroll')]"
        ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.ariaLabel)"
    )
    assert not cut
