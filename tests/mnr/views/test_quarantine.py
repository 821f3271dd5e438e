"""Pages about what must not be here: nothing of it is shown, and what they cost."""

import html

import pytest
from django.core.management import call_command
from django.urls import reverse

from mnr.models import AuditEvent, Comment, ContentReport, Job, Quarantine
from mnr.roles import Action, Role
from mnr.selectors import own_update
from mnr.services import procedure, purging, quarantine
from tests import factories
from tests.mnr.services.canaries import CANARY, told_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def update():
    return told_update("submitted")


@pytest.fixture
def officer(client):
    user = factories.duty_officer()
    client.force_login(user)
    return user


def withhold(update, reason="names"):
    return quarantine.set_quarantine(
        kind="update", object_id=update.pk, reason=reason, by=factories.person(Role.ADM)
    )


def text(answer):
    return answer.content.decode()


def test_reporting_shows_nothing_of_it_and_thanks(client, update):
    client.force_login(factories.person(Role.AGY, organisation=update.organisation))
    url = reverse("content_report", args=["update", update.pk])
    page = client.get(url)
    assert CANARY not in text(page)
    assert "Do not open, copy, forward, screenshot or delete it." in text(page)
    done = client.post(url, {"reason": "illegal", "note": "Second line."}, follow=True)
    assert "Thank you" in text(done)
    assert CANARY not in text(done)
    assert ContentReport.objects.get().reason == "illegal"


def test_who_withholds_sees_nothing_of_it_before_or_after(client, update):
    client.force_login(factories.person(Role.ADM))
    found = client.get(reverse("quarantine_find"), {"kind": "update", "object_id": update.pk})
    url = reverse("quarantine_set", args=["update", update.pk])
    assert found.url == url
    pages = [client.get(url), client.post(url, {"reason": "names"}, follow=True), client.get(url)]
    for page in pages:
        assert CANARY not in text(page)
        assert update.organisation.name not in text(page)
    assert Quarantine.objects.withheld().of("update", update.pk).exists()


@pytest.mark.parametrize("kind", ["update", "user", "auditevent", "x"])
def test_only_what_is_there_and_of_a_listed_kind(client, kind, update):
    client.force_login(factories.person(Role.ADM))
    key = factories.person().pk
    for name in ("content_report", "quarantine_set"):
        assert client.get(reverse(name, args=[kind, key])).status_code == 404


def test_many_reports_within_an_hour_are_refused(client, update, monkeypatch):
    monkeypatch.setattr(quarantine, "MOST_AN_HOUR", 1)
    client.force_login(factories.person(Role.SEC))
    other = told_update("submitted", period=update.period, number=5)
    for row, status in ((update, 302), (other, 422)):
        url = reverse("content_report", args=["update", row.pk])
        assert client.post(url, {"reason": "case"}).status_code == status


def test_the_list_shows_no_text_and_costs_little(
    client, officer, update, django_assert_max_num_queries
):
    quarantine.report_content(kind="update", object_id=update.pk, reason="case", by=officer)
    for number in (5, 6, 7):
        withhold(told_update("submitted", period=update.period, number=number))
    with django_assert_max_num_queries(15):
        page = text(client.get(reverse("quarantine_list")))
    assert "It describes a case" in page
    assert CANARY not in page


def test_the_text_is_shown_after_a_confirmation_and_each_view_recorded(client, officer, update):
    row = withhold(update)
    for name in ("quarantine_detail", "quarantine_text"):
        assert CANARY not in text(client.get(reverse(name, args=[row.pk])))
    views = AuditEvent.objects.filter(action=Action.QUARANTINE_VIEW)
    assert not views.exists()
    for times in (1, 2):
        assert CANARY in text(client.post(reverse("quarantine_text", args=[row.pk])))
        assert views.count() == times


def test_illegal_material_is_not_shown_to_the_duty_officer(client, officer, update):
    row = withhold(update, "illegal")
    url = reverse("quarantine_text", args=[row.pk])
    assert "Look at the text" not in text(client.get(reverse("quarantine_detail", args=[row.pk])))
    for answer in (client.get(url), client.post(url)):
        assert CANARY not in text(answer)
        assert "shown to nobody" in text(answer)
    assert not AuditEvent.objects.filter(action=Action.QUARANTINE_VIEW).exists()


def test_from_report_to_removal(client, officer, update):
    quarantine.report_content(kind="update", object_id=update.pk, reason="names", by=officer)
    client.post(reverse("quarantine_set", args=["update", update.pk]), {"reason": "names"})
    row = Quarantine.objects.get()
    hold = reverse("quarantine_hold", args=[row.pk])
    client.post(hold, {"reason": "Police, 12"})
    assert client.post(reverse("purge_request", args=[row.pk])).status_code == 422
    client.post(hold)
    client.post(reverse("purge_request", args=[row.pk]))
    assert client.get(reverse("purge_confirm", args=[row.pk])).status_code == 403
    client.force_login(factories.person(Role.CHR))
    listed = text(client.get(reverse("purge_list")))
    assert reverse("purge_confirm", args=[row.pk]) in listed
    assert CANARY not in listed
    client.post(reverse("purge_confirm", args=[row.pk]))
    assert Job.objects.filter(kind="purge_content", state="queued").count() == 1


def test_what_may_stay_is_answered(client, officer, update):
    report = quarantine.report_content(
        kind="update", object_id=update.pk, reason="names", by=officer
    )
    client.post(reverse("content_report_dismiss", args=[report.pk]), {"reason": "nothing"})
    report.refresh_from_db()
    assert (report.outcome, report.answered_by) == ("unfounded", officer)


def test_every_signed_in_page_leads_to_the_procedure(client):
    client.force_login(factories.person(Role.CSO, organisation=factories.organisation()))
    assert f'href="{reverse("procedure")}"' in text(client.get(reverse("my_work")))
    client.logout()
    assert reverse("procedure") not in text(client.get("/"))


def test_a_withheld_update_says_so_to_its_authors(client, update):
    withhold(update)
    client.force_login(factories.person(Role.AGY, organisation=update.organisation))
    page = text(client.get(reverse("update_detail", args=[update.pk])))
    assert "until the duty officer has decided" in page
    assert reverse("content_report", args=["update", update.pk]) not in page
    assert client.get(reverse("update_edit", args=[update.pk])).status_code == 409


def test_replaying_an_empty_list_says_so(capsys):
    call_command("replay_purges")
    assert "0 removals on the list" in capsys.readouterr().out


def test_reported_twice_by_one_person_it_is_answered_kindly(client, update):
    client.force_login(factories.person(Role.SEC))
    url = reverse("content_report", args=["update", update.pk])
    client.post(url, {"reason": "case"})
    assert "You reported it on" in text(client.get(url))
    again = client.post(url, {"reason": "case"}, follow=True)
    assert "You had reported it already" in text(again)
    assert ContentReport.objects.count() == 1


def test_giving_back_asks_for_a_reason_and_says_who_is_told(client, officer, update):
    row = withhold(update, "illegal")
    url = reverse("quarantine_release", args=[row.pk])
    page = text(client.get(url))
    assert "Who reported it is told" not in page
    assert "Who hid it is told" in page
    assert "Give it back only when the police or the hotline answered" in page
    assert client.post(url).status_code == 422
    row.refresh_from_db()
    assert row.is_withheld
    done = text(client.post(url, {"reason": "answered"}, follow=True))
    assert "Who reported it is told" not in done
    assert "It is shown again. Who hid it is told." in done
    assert "Police or hotline answered that it may stay" in done


def test_answering_reports_asks_for_a_reason(client, officer, update):
    reporter = factories.person(Role.SEC)
    report = quarantine.report_content(
        kind="update", object_id=update.pk, reason="case", by=reporter
    )
    url = reverse("content_report_dismiss", args=[report.pk])
    assert client.post(url).status_code == 422
    done = text(client.post(url, {"reason": "nothing"}, follow=True))
    assert "Who made them is told." in done
    report.refresh_from_db()
    assert report.given_back == "nothing"


def test_what_can_be_typed_to_find_an_object(client, update):
    client.force_login(factories.person(Role.ADM))
    reference = own_update.reference(update)
    page = f"https://mnr.example/updates/{update.pk}/?saved=1"
    url = reverse("quarantine_set", args=["update", update.pk])
    for typed in (str(update.pk), reference, reference.lower(), page):
        found = client.get(reverse("quarantine_find"), {"kind": "update", "object_id": typed})
        assert found.status_code == 302, typed
        assert found.url == url


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("the second one", "type the reference of an update, such as 2026-Q4-12-6CCA16-1."),
        ("2026-Q4-12-6CCA16-1", "No update has this reference."),
        ("1f0c2f7e-4b0e-4c7a-9a51-2f9d3c1b7a60", "Check the kind."),
    ],
)
def test_what_is_not_found_says_what_to_type(client, typed, words):
    client.force_login(factories.person(Role.ADM))
    answer = client.get(reverse("quarantine_find"), {"kind": "update", "object_id": typed})
    assert answer.status_code == 422
    assert words in text(answer)


def test_pages_of_withheld_updates_and_comments_name_capability_and_period(client, officer, update):
    comment = Comment.objects.create(update=update, item="update", text=CANARY, by=officer)
    chair = factories.person(Role.CHR)
    about = f"{update.capability.number} {update.capability.title}, {update.period.code}"
    rows = [
        quarantine.set_quarantine(kind=kind, object_id=row.pk, reason="names", by=chair)
        for kind, row in (("update", update), ("comment", comment))
    ]
    for row in rows:
        page = text(client.get(reverse("quarantine_detail", args=[row.pk])))
        assert html.escape(about) in page
        assert CANARY not in page
    assert text(client.get(reverse("quarantine_list"))).count(html.escape(about)) == 2


def test_who_confirms_a_procedure_sees_what_changes_and_whom_to_tell(client, officer):
    procedure.begin_procedure(values=dict.fromkeys(procedure.FIELDS, "Before."))
    proposer = factories.person(Role.SEC)
    values = dict.fromkeys(procedure.FIELDS, "Before.") | {"hotline": "Other hotline."}
    row = procedure.propose_procedure(values=values, by=proposer)
    client.force_login(factories.person(Role.CHR))
    page = text(client.get(reverse("procedure_confirm", args=[row.pk])))
    assert page.count("No change") == 4
    assert "Other" in page
    assert "In force now" in page
    assert f"tell {proposer}, who proposed it" in page


def test_who_confirms_a_removal_is_told_how_to_refuse(client, officer, update):
    row = withhold(update)
    purging.request_purge(row=row, by=officer)
    client.force_login(factories.person(Role.CHR))
    page = text(client.get(reverse("purge_confirm", args=[row.pk])))
    assert f"do not confirm, and tell {officer}" in page
    assert update.period.code in page
