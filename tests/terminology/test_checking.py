"""The terminology check points at words, in their forms, and leaves quotations alone."""

import time

import pytest

from mnr import reference
from mnr.reference import AVOID, CAUTION, SOUND, Term
from mnr.terminology import advise, count_words, lexicon_with

WORDS = lexicon_with()


def keys(text, words=WORDS):
    return [advice.term.key for advice in advise(text, words)]


@pytest.mark.parametrize("term", reference.terms(), ids=lambda term: term.key)
def test_every_term_of_the_field_is_found_where_its_conditions_hold(term):
    near = f" {term.only_near[0]}" if term.only_near else ""
    age = " aged 15" if term.near_age else ""
    for phrase in (*term.terms, *term.forms):
        found = keys(f"{phrase}{near}{age}")
        assert (term.key in found) == (term.status != SOUND), phrase
        assert not keys(f"“{phrase}{near}{age}”"), phrase


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Children's pornography", "child-pornography"),
        ("CHILD-PORN", "child-pornography"),
        ("child\n  prostitutes", "child-prostitute"),
        ("child\u200b pornography", "child-pornography"),
        ("ｃｈｉｌｄ pornography", "child-pornography"),
        ("travelling child sex tourists", "child-sex-tourist"),
        ("webcam child sex tourism", "webcam-child-sex-tourism"),
        ("Les réseaux de pédopornographie", "fr-pornographie-enfantine"),
        ("des enfants prostitués", "fr-enfant-prostitue"),
        ("l'affaire des pédophiles", "fr-pedophile"),
        ("PORNOGRAFIA INFANTIL", "es-pornografia-infantil"),
        ("las niñas prostitutas", "es-nina-prostituta"),
        ("pedófilas", "es-pedofilo"),
        ("مكافحة المواد الإباحية للأطفال", "ar-child-pornography"),
        ("مكافحة الموادّ الإباحيّة للأطفال", "ar-child-pornography"),
        ("لبغاء الأطفال", "ar-child-prostitution"),
        ("two minors were heard", "minor"),
        ("three girls were rescued", "rescued"),
        ("young women aged 16", "underage-woman"),
        ("the client who paid for sex", "client"),
    ],
)
def test_forms_of_a_term(text, key):
    assert keys(text) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "child protection, pornography law",  # not one phrase
        "grandchild pornographyx",  # parts of words
        "victims and survivors",
        "survivors, who were once victims",
        "victim services",
        "grooming of children for sexual purposes",
        "a minor change, minor delays",
        "helpline clients and customers of the bank",
        "John Doe paid for sex",  # a name
        "young women at the university",
        "equipment was rescued from the flood",
        "the report says “child pornography” twice",
        "the report says «\u00a0pornographie infantile\u00a0» twice",
        "der Bericht sagt „child porn“ einmal",
        "the law's words 'child pornography' stay",
        'it says "child pornography" here',
        "> child pornography, as they wrote",
        "the Prevention of Child Pornography Act 2009",
        "the Law on the Suppression of Child Prostitution and Child Pornography",
        "the Optional Protocol on the sale of children, child prostitution and child pornography",
        "Loi n° 98-468 relative à la pornographie infantile",
        "Ley 1336 de 2009 contra la pornografía infantil",
        "القانون رقم 12 بشأن بغاء الأطفال",
        "la vente d’enfants, la prostitution des enfants et la pornographie mettant en scène des "
        "enfants",
        "child sexual abuse material, child sexual exploitation and abuse",
    ],
)
def test_what_is_left_alone(text):
    assert keys(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "one stray “ mark, then child pornography",
        'five 5" nails, child pornography, and 6" nails',
        "don't, child pornography, won't",
        "“a quotation” and child pornography",
        "“begun\n\nand child pornography ended”",
        "the Law forbids child pornography",
        "Loi n° 98-468. Les victimes de pornographie infantile",
    ],
)
def test_an_exception_ends_where_it_ends(text):
    assert len(advise(text, WORDS, statuses=(AVOID,))) == 1


def test_places_are_those_of_the_text_as_typed():
    text = "Ünïcode\u200b and  Child   Pornography: why"
    (advice,) = advise(text, WORDS)
    assert text[advice.start : advice.end] == advice.found == "Child   Pornography"
    assert (advice.term.better[:5], advice.term.status) == ("child", AVOID)
    assert advice.term.why


@pytest.mark.parametrize("unseen", "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\u200e\u200f\u061c")
def test_what_is_not_seen_hides_nothing(unseen):
    typed = f"child por{unseen}nogra{unseen}phy"
    (advice,) = advise(f"On {typed}.", WORDS)
    assert (advice.term.key, advice.found) == ("child-pornography", typed)
    assert keys(f"des p\u00e9{unseen}dophiles") == keys("des p\u00e9dophiles") == ["fr-pedophile"]
    for title in (f"“{typed}”", f"the Prevention of Ch{unseen}ild Por{unseen}nography Act 2009"):
        assert not keys(title)
    assert count_words(f"por{unseen}nography laws") == 2


def test_what_nobody_checked_is_not_confirmed():
    terms = {term.key: term for term in reference.terms()}
    assert terms["child-pornography"].is_confirmed
    assert not terms["revenge-porn"].is_confirmed
    assert not any(term.is_confirmed for term in terms.values() if term.language != "en")
    assert {term.status for term in terms.values()} == {AVOID, CAUTION, SOUND}


def test_a_country_adds_changes_and_turns_off():
    own = Term("own", "other", ("utoto",), AVOID, "mtoto", "A word of ours.")
    grooming = Term("grooming", "en", ("grooming",), AVOID, "solicitation", "As our law says.")
    words = lexicon_with([own, grooming], off=["sexting"], titles=["Sexting and Minors Pact"])
    found = advise("utoto, grooming, sexting, the sexting and minors pact", words)
    assert [(advice.term.key, advice.term.better) for advice in found] == [
        ("own", "mtoto"),
        ("grooming", "solicitation"),
    ]
    assert keys("sexting") == ["sexting"]


def test_words_are_counted():
    assert count_words("Two words, and the child’s well-being: 3.") == 7
    assert count_words("ثلاث كلمات هنا") == 3


@pytest.mark.parametrize(
    "odd", ["'a ", '"', "“", "‘a ", "« a ", "Act ", "A ", "child ", "loi 1 ", "> ", "القانون رقم "]
)
def test_no_text_takes_long(odd):
    text = "child porn " + odd * (10_000 // len(odd))
    began = time.process_time()
    advise(text, WORDS)
    assert time.process_time() - began < 5  # usual: a twentieth of a second
