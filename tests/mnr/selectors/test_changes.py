"""Two versions of an update, compared part by part."""

import copy

from mnr.selectors.change_words import sentences
from mnr.selectors.changes import compare

ENABLERS = {"resources": "Sufficient resources"}
DECREE = {
    "id": "1",
    "title": "Decree on the unit",
    "publisher": "Government",
    "dated_on": "2026-05-04",
    "url": "https://law.example/decree",
    "registry_number": "",
    "valid_from": None,
    "valid_until": "2027-01-31",
}
ANSWER = {"check": "4.1", "answer": "partly", "note": "Two regions.", "evidence": [DECREE]}
ASSESSMENT = {
    "in_place": 2,
    "in_use": 1,
    "level": 1,
    "proposed_in_place": 2,
    "proposed_in_use": 1,
    "departure_reason": "",
    "lowering_reason": "",
    "rationale": "The decree is in force.",
    "target_level": 3,
    "target_on": "2027-12-31",
    "is_confirmation": False,
    "assessed_in": "2026-Q3",
    "answers": [ANSWER],
}
UPDATE = {
    "is_nil": False,
    "confidence": "on_track",
    "achievements": "The unit has ten officers.",
    "next_steps": "Train them.",
    "decisions_asked": "",
    "public_summary": "A unit works.",
    "obstacles": [{"text": "Posts are not paid.", "enabler": "resources"}],
    "evidence": [],
    "assessment": ASSESSMENT,
}


def version(assessment=(), **changes):
    """The update with other values; `assessment` are other values within the assessment."""
    content = copy.deepcopy(UPDATE) | changes
    if assessment is None:
        content["assessment"] = None
    elif assessment:
        content["assessment"] |= dict(assessment)
    return content


def changes(now, before):
    comparison = compare(now, before, label="2026-Q2", enablers=ENABLERS, codes=["4.1", "4.2"])
    return comparison, [str(sentence) for sentence in sentences(comparison)]


def test_equal_versions_have_no_changes():
    comparison, words = changes(version(), version())
    assert comparison.changed == set()
    assert words == []


def test_alone_nothing_counts_as_changed():
    comparison, words = changes(version(), None)
    assert not comparison.is_compared
    assert comparison.changed == set()
    assert words == []
    assert comparison.parts["achievements"].after == "The unit has ten officers."


def test_texts_that_changed_are_named():
    now = version(achievements="The unit has twelve officers.", decisions_asked="Pay the posts.")
    comparison, words = changes(now, version())
    assert comparison.changed == {"achievements", "decisions_asked"}
    assert words == ["Texts changed: What was achieved, What the committee is asked to decide"]


def test_an_obstacle_reads_with_its_enabler_in_words():
    comparison, _words = changes(version(obstacles=[]), version())
    part = comparison.parts["obstacles"]
    assert (part.before, part.after) == ("Posts are not paid. (Sufficient resources)", "")


def test_confidence_is_told_from_and_to():
    _comparison, words = changes(version(confidence="off_track"), version())
    assert words == ["Delivery confidence: off track, was on track"]


def test_levels_say_how_they_moved():
    before = version({"in_place": 3, "in_use": 1})
    _comparison, words = changes(version({"in_place": 2, "in_use": 2}), before)
    assert words == [
        "In place: down from 3 Established to 2 Developing",
        "In use: up from 1 Initial to 2 Developing",
    ]


def test_not_assessed_is_never_zero():
    none = {"in_place": None, "in_use": None}
    _comparison, words = changes(version(), version(none))
    assert "In use: 1 Initial, not assessed before" in words
    _comparison, words = changes(version(none), version())
    assert "In use: no longer assessed, was 1 Initial" in words


def test_an_assessment_that_came_or_went():
    comparison, words = changes(version(), version(None))
    assert words == ["Assessment added"]
    assert comparison.changed == {"assessment"}
    comparison, words = changes(version(None), version())
    assert words == ["Assessment taken out"]
    assert comparison.answers == {}


def test_a_target_reads_with_its_day():
    now = version({"target_level": 4, "target_on": "2028-06-30"})
    _comparison, words = changes(now, version())
    assert words == ["Target: 4 Mature by 30 June 2028"]


def test_answers_show_what_moved_and_what_was_never_answered():
    answered = {"check": "4.2", "answer": "yes", "note": "", "evidence": []}
    now = version({"answers": [ANSWER | {"answer": "no"}, answered]})
    comparison, words = changes(now, version())
    assert words == ["2 answers to checks changed"]
    assert comparison.changed == {"4.1", "4.2"}
    one, two = comparison.answers.values()
    assert (str(one.words), str(one.words_before)) == ("No", "Partly")
    assert (str(two.words), str(two.words_before)) == ("Yes", "Not answered")


def test_every_current_check_is_listed_even_unanswered():
    comparison, _words = changes(version(), version())
    assert [str(answer.words) for answer in comparison.answers.values()] == [
        "Partly",
        "Not answered",
    ]


def test_documents_are_added_removed_and_edited():
    law = DECREE | {"id": "2", "title": "Law"}
    order = DECREE | {"id": "3", "title": "Order"}
    before = version(evidence=[law, order])
    now = version(evidence=[law | {"title": "Law, second edition"}, DECREE | {"id": "4"}])
    comparison, words = changes(now, before)
    assert [(row.content["id"], row.mark) for row in comparison.documents] == [
        ("2", "changed"),
        ("4", "added"),
        ("3", "removed"),
    ]
    assert words == [
        "1 document added",
        "1 document removed",
        "The reference to 1 document was edited",
    ]


def test_a_document_of_update_and_answer_counts_once():
    now = version({"answers": [ANSWER | {"evidence": [DECREE, DECREE | {"id": "2"}]}]})
    now["evidence"] = [DECREE | {"id": "2"}]
    comparison, words = changes(now, version())
    assert comparison.changed == {"evidence", "4.1"}
    assert words == ["1 document added"]


def test_a_nil_return_says_so():
    empty = {"confidence": "", "achievements": "", "next_steps": "", "obstacles": []}
    comparison, words = changes(version(is_nil=True, **empty), version())
    assert words[0] == "Now a nil return"
    assert "update" in comparison.changed
    _comparison, words = changes(version(), version(is_nil=True, **empty))
    assert words[0] == "No longer a nil return"


def test_a_text_written_anew_is_not_marked_word_by_word():
    comparison, _words = changes(version(achievements="Courts sit on Mondays."), version())
    assert comparison.parts["achievements"].is_rewritten
    comparison, _words = changes(version(achievements="The unit has six officers."), version())
    assert not comparison.parts["achievements"].is_rewritten
    comparison, _words = changes(version(decisions_asked="Pay."), version())
    assert not comparison.parts["decisions_asked"].is_rewritten


def test_answers_to_questions_are_compared_and_older_versions_hold_none():
    asked = {"question": "jump_in_use", "text": "A new law."}
    comparison, said = changes(version(questions=[asked]), version())
    assert said == ["Texts changed: Answers to questions about the rating"]
    assert "assessment" in comparison.changed
    assert changes(version(questions=[asked]), version() | {"questions": None})[1] == said
    same = version(questions=[asked])
    comparison, said = changes(same, same)
    assert (said, comparison.changed) == ([], set())


def test_what_older_versions_do_not_know_of_a_document_is_no_change():
    comparison, said = changes(
        version(evidence=[DECREE | {"kind": ""}]), version(evidence=[DECREE])
    )
    assert (said, comparison.changed) == ([], set())
