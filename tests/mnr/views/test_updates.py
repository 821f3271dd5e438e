"""Writing an update: saved, autosaved, checked, sent, taken back; nothing typed is ever lost."""

import uuid

import pytest
from django.urls import reverse

from mnr.models import Enabler, Evidence, ProgressUpdate, SubmitToken
from mnr.roles import Role
from mnr.services import updates as services
from tests import factories

pytestmark = pytest.mark.django_db

SENSITIVE = "Do not write names, ages with places, case numbers, addresses"


@pytest.fixture
def update():
    return factories.update()


@pytest.fixture
def writer(update):
    return factories.person(Role.AGY, organisation=update.organisation)


@pytest.fixture
def desk(client, writer):
    """The writer's browser."""
    client.force_login(writer)
    return client


def typed(update, version=None, **values):
    rows = {"obstacles-TOTAL_FORMS": 3, "obstacles-INITIAL_FORMS": 0}
    first = {"version": version or update.version, "confidence": "on_track"}
    return first | rows | {"achievements": "The unit has staff.", **values}


def address(update, page="update_edit"):
    return reverse(page, args=[update.pk])


def words(answer):
    return " ".join(answer.content.decode().split())


def step(update, **more):
    return {"version": update.version, "once": str(uuid.uuid4())} | more


# The form


def test_every_field_says_who_reads_it(desk, update):
    page = words(desk.get(address(update)))
    assert SENSITIVE in page
    for name in ("confidence", "achievements", "next_steps", "decisions_asked", "evidence"):
        note = page.split(f'id="id_{name}_visibility"')[1][:60]
        assert "> Internal </div>" in note
    assert "Public after publication" in page.split('id="id_public_summary_visibility"')[1][:200]
    assert page.count("Who reads this:") == 1
    assert 'id="id_obstacles-0-text_visibility"' in page
    assert "id_obstacles-1-text_visibility" not in page


def test_the_last_accepted_update_is_shown_and_not_copied(desk, update):
    past = factories.period("2026-Q1", "planned")
    update.period.state = "closed"
    update.period.save()
    factories.enter(past, "open")
    factories.update(
        "accepted", period=past, organisation=update.organisation, achievements="Said before."
    )
    factories.enter(past, "closed")
    later = factories.update(
        period=factories.period("2026-Q4"), organisation=update.organisation, achievements=""
    )
    page = words(desk.get(address(later)))
    assert "What you reported for 2026-Q1" in page
    assert page.count("Said before.") == 1


def test_a_save_keeps_everything(desk, update, writer):
    enabler = Enabler.objects.first()
    paper = Evidence.objects.create(
        organisation=update.organisation,
        title="Mandate",
        publisher="Ministry",
        dated_on=factories.ago(5),
        registry_number="7",
    )
    more = {
        "obstacles-0-text": "No budget.",
        "obstacles-0-enabler": enabler.pk,
        "obstacles-2-text": "No staff.",
        "evidence": [paper.pk],
    }
    answer = desk.post(address(update), typed(update, **more))
    assert answer.url == f"{address(update)}?saved=1"
    update.refresh_from_db()
    assert (update.achievements, update.saved_by) == ("The unit has staff.", writer)
    rows = [(row.text, row.enabler) for row in update.obstacles.all()]
    assert rows == [("No budget.", enabler), ("No staff.", None)]
    assert list(update.evidence.all()) == [paper]
    assert "The draft is saved" in words(desk.get(answer.url))


def test_another_row_for_an_obstacle_without_a_script(desk, update):
    answer = desk.post(address(update), typed(update, add_obstacle="1"))
    page = words(desk.get(answer.url.partition("#")[0]))
    assert 'name="obstacles-3-text"' in page
    assert 'name="obstacles-4-text"' not in page


def test_a_new_document_is_recorded_without_losing_the_text(desk, update):
    answer = desk.post(address(update), typed(update, then_evidence="1"))
    assert answer.url == f"{reverse('evidence_create')}?next={address(update)}"
    assert ProgressUpdate.objects.get().achievements == "The unit has staff."


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"achievements": "x" * 1501}, "Shorten “What was achieved” to 1500 characters"),
        ({"is_nil": "on"}, "A nil return says that there is nothing to report"),
        ({"obstacles-0-enabler": "1"}, "Write the obstacle, or choose no enabler"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, update, values, complaint):
    if "obstacles-0-enabler" in values:
        values = {"obstacles-0-enabler": Enabler.objects.first().pk}
    answer = desk.post(address(update), typed(update, next_steps="Stays here.", **values))
    assert answer.status_code == 422
    page = words(answer)
    assert "<title> Error:" in page
    assert complaint in page
    assert "Stays here." in page
    assert ProgressUpdate.objects.get().version == update.version


def test_sent_twice_it_is_saved_once(desk, update):
    data = typed(update, once=str(uuid.uuid4()))
    first, second = desk.post(address(update), data), desk.post(address(update), data)
    assert first.url == second.url
    assert ProgressUpdate.objects.get().version == update.version + 1


# Two people


def test_two_people_see_both_versions_and_can_save_after_looking(desk, update):
    colleague = factories.person(Role.AGY, organisation=update.organisation)
    services.save_update(
        update=update,
        version=update.version,
        values={"achievements": "Theirs.", "confidence": "at_risk"},
        by=colleague,
    )
    answer = desk.post(address(update), typed(update, achievements="Mine."))
    assert answer.status_code == 409
    page = words(answer)
    assert "Somebody else saved this update while you were writing" in page
    assert "Theirs." in page
    assert "At risk" in page
    assert "Mine." in page
    assert ProgressUpdate.objects.get().achievements == "Theirs."
    version = ProgressUpdate.objects.get().version
    assert f'name="version" value="{version}"' in page
    again = desk.post(address(update), typed(update, version, achievements="Both."))
    assert again.status_code == 302
    assert ProgressUpdate.objects.get().achievements == "Both."


def test_it_was_sent_meanwhile_and_what_was_typed_is_shown(desk, update):
    factories.reach(update, "submitted")
    token = str(uuid.uuid4())
    late = typed(update, achievements="Late.", once=token, **{"obstacles-0-text": "No van."})
    answer = desk.post(address(update), late)
    assert answer.status_code == 409
    page = words(answer)
    assert "It was not saved" in page
    assert "Late." in page
    assert "No van." in page
    assert token not in page


# Saving by itself


def autosave(desk, update, page="", **values):
    data = typed(update, once=page, **values)
    return desk.post(address(update, "update_autosave"), data)


def test_it_saves_itself_and_says_when(desk, update):
    answer = autosave(desk, update)
    assert answer.json()["version"] == update.version + 1
    assert answer.json()["saved_at"]
    assert ProgressUpdate.objects.get().achievements == "The unit has staff."


def test_it_saves_what_is_in_order(desk, update):
    answer = autosave(desk, update, next_steps="x" * 1501, public_summary="Short.")
    assert (answer.status_code, answer.json()["unsaved"]) == (422, ["next_steps"])
    update.refresh_from_db()
    assert (update.next_steps, update.public_summary) == ("Staff are recruited.", "Short.")


def test_by_itself_it_never_empties_answers(desk, update):
    autosave(desk, update, is_nil="on")
    update.refresh_from_db()
    assert (update.is_nil, update.achievements) == (False, "The unit has staff.")


def test_by_itself_it_never_overwrites_somebody_else(desk, update):
    page = str(uuid.uuid4())
    autosave(desk, update, page, achievements="Mine, saved by itself.")
    stored = ProgressUpdate.objects.get()
    colleague = factories.person(Role.AGY, organisation=update.organisation)
    services.save_update(
        update=stored, version=stored.version, values={"achievements": "Theirs."}, by=colleague
    )
    for path in ("update_autosave", "update_edit"):
        answer = desk.post(address(update, path), typed(update, once=page))
        assert answer.status_code == 409
    assert ProgressUpdate.objects.get().achievements == "Theirs."


def test_a_lost_answer_of_its_own_save_is_no_conflict(desk, update):
    """The page still has the old version: it saved, but never heard of it."""
    page = str(uuid.uuid4())
    autosave(desk, update, page, achievements="Half a sen")
    again = autosave(desk, update, page, achievements="Half a sentence")
    assert again.status_code == 200
    answer = desk.post(address(update), typed(update, once=page, achievements="A sentence."))
    assert answer.status_code == 302
    assert ProgressUpdate.objects.get().achievements == "A sentence."


def test_another_window_is_another_page(desk, update):
    autosave(desk, update, str(uuid.uuid4()), achievements="First window.")
    answer = desk.post(address(update), typed(update, once=str(uuid.uuid4())))
    assert answer.status_code == 409
    assert "You saved this update in another window" in words(answer)


def test_somebody_elses_token_opens_nothing(desk, client, update):
    page = str(uuid.uuid4())
    autosave(desk, update, page)
    SubmitToken.objects.update(user=factories.person())
    assert desk.post(address(update), typed(update, once=page)).status_code == 409


# Checking and sending


def test_check_answers_lists_everything_with_where_to_change_it(desk, update):
    page = words(desk.get(address(update, "update_check")))
    assert "Check your answers before you send them" in page
    assert "Not provided" in page
    assert f"{address(update)}#id_achievements" in page
    assert "Send to the domain lead" in page


def test_what_is_missing_is_listed_with_links_and_not_sent(desk, update):
    ProgressUpdate.objects.update(achievements="", confidence="off_track", version=5)
    answer = desk.post(address(update, "update_check"), {"version": 5})
    assert answer.status_code == 422
    page = words(answer)
    assert f'href="{address(update)}#id_achievements"' in page
    assert f'href="{address(update)}#obstacles"' in page
    assert ">Send to the domain lead<" not in page
    assert ProgressUpdate.objects.get().state == "draft"


def test_sent_once_with_a_reference(desk, update):
    data = step(update)
    answer = desk.post(address(update, "update_check"), data)
    assert answer.url == address(update, "update_sent")
    assert desk.post(address(update, "update_check"), data).status_code in (302, 409)
    update.refresh_from_db()
    assert (update.state, update.submission_number) == ("submitted", 1)
    page = words(desk.get(answer.url))
    assert f"2026-Q3-4-{str(update.pk)[:6].upper()}-1" in page
    assert "What happens next" in page


def test_changed_since_it_was_checked_it_is_not_sent(desk, update):
    old = step(update)
    ProgressUpdate.objects.update(version=9)
    answer = desk.post(address(update, "update_check"), old)
    assert answer.status_code == 409
    assert "was changed since you opened it" in words(answer)
    assert ProgressUpdate.objects.get().state == "draft"


def test_a_draft_has_no_confirmation_page(desk, update):
    assert desk.get(address(update, "update_sent")).url == address(update, "update_detail")


def test_taken_back_and_deleted(desk, update):
    factories.reach(update, "submitted")
    assert "Take this update back?" in words(desk.get(address(update, "update_withdraw")))
    desk.post(address(update, "update_withdraw"), step(update))
    assert ProgressUpdate.objects.get().state == "draft"
    assert desk.get(address(update, "update_delete")).status_code == 409, "it was sent once"
    other = factories.update(organisation=update.organisation, number=5)
    assert desk.post(address(other, "update_delete"), step(other)).url == reverse("my_work")
    assert not ProgressUpdate.objects.filter(pk=other.pk).exists()


# Beginning


def test_begun_from_my_work_for_the_own_organisation_only(desk, update):
    factories.assignment(update.organisation, 5)
    foreign = factories.organisation()
    factories.assignment(foreign, 5, "contributor")
    start = reverse("update_start", args=[update.period.code, 5])
    for organisation in (foreign.pk, "nonsense"):
        assert desk.post(start, {"organisation": organisation}).status_code == 404
    desk.post(start)
    assert desk.post(start).status_code == 302
    begun = ProgressUpdate.objects.get(capability__number=5)
    assert begun.organisation == update.organisation


# Reading


def test_others_drafts_are_not_there(client, update):
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    for person in (stranger, factories.person(Role.SEC)):
        client.force_login(person)
        assert client.get(address(update, "update_detail")).status_code == 404
        assert client.get(address(update)).status_code in (403, 404)


def test_of_a_published_update_everybody_reads_what_is_public(client, update, writer):
    ProgressUpdate.objects.update(achievements="Inside only.", public_summary="For everybody.")
    factories.reach(ProgressUpdate.objects.get(), "accepted")
    for state in ("closed", "frozen", "approved", "published"):
        factories.enter(update.period, state)
    for person, is_whole in ((writer, True), (factories.person(Role.ADM), False)):
        client.force_login(person)
        page = words(client.get(address(update, "update_detail")))
        assert "For everybody." in page
        assert ("Inside only." in page) is is_whole


@pytest.mark.parametrize(
    "page", ["update_edit", "update_check", "update_detail", "update_assessment"]
)
def test_pages_cost_few_queries(desk, update, page, django_assert_max_num_queries):
    services.save_update(
        update=update,
        version=update.version,
        values={},
        obstacles=[(f"Obstacle {number}", Enabler.objects.first()) for number in range(8)],
        by=factories.person(Role.AGY, organisation=update.organisation),
    )
    factories.assessment(update)
    with django_assert_max_num_queries(15):
        desk.get(address(update, page))
