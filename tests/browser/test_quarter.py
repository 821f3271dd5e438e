"""One whole quarter in a browser without JavaScript: five people, from opening to the download."""

import time

import pytest

from mnr.models import Report
from mnr.roles import Role
from mnr.services import audit
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONGEST_BUILD_SECONDS = 120


@pytest.fixture
def people(transactional_db, settings):
    """The police lead capability 4, the ministry contributes; and five people.

    They have no JavaScript, so no passkeys: it is the demonstration, which lets them do without.
    """
    settings.MNR_SECOND_FACTOR = "relaxed"
    factories.country(is_demonstration=True)
    police = factories.organisation("Police", short_name="Police")
    ministry = factories.organisation("Ministry", short_name="Ministry")
    factories.assignment(police, 4)
    factories.assignment(ministry, 4, "contributor")
    factories.period("2026-Q4", "planned")
    roles = {
        "secretariat": (Role.SEC, None),
        "agency": (Role.AGY, police),
        "lead": (Role.DOM, ministry),
        "chair": (Role.CHR, None),
        "member": (Role.CMM, None),
    }
    for name, (role, organisation) in roles.items():
        factories.person(
            role,
            organisation=organisation,
            domain="criminal_justice",
            email=f"{name}@example.org",
            full_name=name.title(),
        )
    return {name: f"{name}@example.org" for name in roles}


def test_a_quarter(people, worker, visit):
    secretariat = visit(people["secretariat"])
    open_the_period(secretariat)
    write_and_send(visit(people["agency"]))
    endorse(visit(people["lead"]))
    accept_close_and_freeze(secretariat)
    wait_for_report(worker)
    approve(visit(people["chair"]))
    download(visit(people["member"], width=360))
    assert not audit.verify().problem


def open_the_period(secretariat):
    secretariat.go("/board/2026-Q4/")
    secretariat.press("Open it for updates")
    assert "is open" in secretariat.press("Open 2026-Q4")
    secretariat.go("/overview/")


def write_and_send(agency):
    page = agency.page
    assert "Start: 4" in agency.go("/my-work/")
    agency.press("Start: 4")
    assert "There is a problem" not in agency.press("Save and check your answers")
    # nothing was filled in: the page says what is missing, and cannot be sent
    assert "Say what was achieved" in page.inner_text("body")
    assert page.get_by_role("button", name="Send to the domain lead").count() == 0
    agency.press("Go on writing")
    page.get_by_label("At risk").check()
    page.get_by_label("What was achieved").fill("The unit received its mandate.")
    page.get_by_label("Obstacle 1", exact=True).fill("Posts are not funded.")
    page.get_by_label("Enabler that obstacle 1 comes from").select_option(index=2)
    agency.press("Save and add another obstacle")
    assert page.get_by_label("Obstacle 4", exact=True).count() == 1
    page.get_by_label("Next steps").fill("The budget committee decides in January.")
    page.get_by_label("Public summary").fill("A national unit was created.")
    agency.press("Save the draft", exact=True)
    assess(agency)
    assert "Posts are not funded." in agency.press("Save and check your answers")
    assert "Reference" in agency.press("Send to the domain lead")


def assess(agency):
    page = agency.page
    agency.press("Save and assess the capability")
    for group in page.get_by_role("group").all():
        if group.get_by_label("Partly", exact=True).count() == 1:
            group.get_by_label("Yes", exact=True).check()
    agency.press("Save and see what the answers support")
    assert "The answers support level" in page.inner_text("body")
    page.get_by_label("3 Established", exact=False).nth(0).check()
    page.get_by_label("2 Developing", exact=False).nth(1).check()
    page.get_by_label("Why the ratings differ").fill("The regions begin in spring.")
    page.get_by_label("Target level").select_option(label="4 Mature")
    page.get_by_label("To be reached by").fill("31 December 2027")


def endorse(lead):
    assert "4 Dedicated Law Enforcement" in lead.go("/my-work/")
    assert "The unit received its mandate." in lead.press("4 Dedicated Law Enforcement", exact=True)
    lead.press("Endorse and pass to the secretariat")
    assert "is endorsed" in lead.page.inner_text("body")


def accept_close_and_freeze(secretariat):
    page = secretariat.page
    secretariat.go("/my-work/")
    secretariat.press("4 Dedicated Law Enforcement", exact=True)
    assert "is accepted" in secretariat.press("Accept for the report")
    secretariat.go("/board/2026-Q4/")
    secretariat.press("Close it for updates")
    secretariat.press("Close 2026-Q4 for updates")
    secretariat.press("See what is missing, and freeze")
    page.get_by_text("Waive it, with a reason").first.click()
    page.get_by_label("Reason").first.fill("The ministry is being reorganised.")
    secretariat.press("Waive this update")
    secretariat.go("/periods/2026-Q4/freeze/")
    assert "2026-Q4" in secretariat.press("Freeze 2026-Q4")


def wait_for_report(worker):
    for _second in range(LONGEST_BUILD_SECONDS):
        report = Report.objects.get()
        if report.status in (Report.Status.READY, Report.Status.FAILED):
            break
        assert worker.poll() is None, "the worker has stopped"
        time.sleep(1)
    assert (report.status, report.error) == (Report.Status.READY, "")


def approve(chair):
    chair.go("/board/2026-Q4/")
    chair.press("Approve")
    assert "Approved by the chair" in chair.press("Approve")


def download(member):
    member.go("/reports/")
    member.press("Committee edition")
    with member.page.expect_download() as download:
        member.page.locator("main a[download]").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF-")
    assert download.value.suggested_filename.endswith(".pdf")
