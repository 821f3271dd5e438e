"""The guard's one function: what it finds, where, and what it says."""

import pytest

from mnr import guard

COUNTRY = guard.Country()
FOUND = [
    ("data_uri", "see data:image/png;base64,iVBORw0KGgo= here"),
    ("onion", "mirror at expyuzz4wqqyqhjn[.]onion"),
    ("onion", "hxxps://files.example.org/list"),
    ("media_link", "https://i.imgur.com/a1b2c3"),
    ("media_link", "stored as IMG_2034.jpg"),
    ("encoded", "see aGVsbG8gd29ybGQgdGhpcyBpcyBhIGxvbmcgYmFzZTY0 there"),
    ("hash", "seen as deadbeefcafebabe1234 there"),
    ("short_link", "https://bit.ly/3abcDEF"),
    ("profile", "facebook.com/anna.k.123"),
    ("email", "jane @ police . example"),
    ("coordinates", "Lat 48.2 N, Lon 16.3 E"),
    ("name_age", "John Smith (12) and Peter Brown (14) were heard."),
    ("email", "write to jane.doe@example.org"),
    ("email", "jane.doe (at) ministry (dot) example"),
    ("phone", "call +254 700 123 456"),
    ("phone", "اتصل بالرقم ٠٥٠ ١٢٣ ٤٥٦٧"),
    ("account", "IBAN GB82 WEST 1234 5698 7654 32"),
    ("ip", "it came from 192.0.2.14"),
    ("ip", "2001:db8::1"),
    ("coordinates", "at -1.2921, 36.8219"),
    ("birth_date", "Amina Otieno, born on 3 March 2014"),
    ("child_age", "the girl aged 9"),
    ("child_age", "un garçon de 8 ans"),
    ("child_age", "una niña de 7 años"),
    ("child_age", "طفلة عمرها ٧ سنوات"),
    ("name_age", "Amina Otieno, 34, told the officer"),
    ("name_age", "Maria, aged 9, of Branholt, was heard by the unit."),
    ("name_age", "Maria, aged nine, was heard"),
    ("name_age", "Maria (aged 9) was heard"),
    ("name_age", "Maria aged 9 was heard"),
    ("name_age", "Maria, who is only aged nine, was heard"),
    ("name_age", "María, edad: 9, fue escuchada"),
    ("name_age", "Maria Keller, born 2017"),
    ("name_age", "Maria Keller, born in 2017, was heard"),
    ("birth_date", "Maria (born 2017) was heard"),
    ("name_age", "Mariam, née en 2017, a été entendue"),
    ("name_age", "María, nacida en 2017, fue escuchada"),
    ("case_number", "case no. CR/2024/118"),
    ("small_count", "2 girls in Mombasa"),
]
CLEAN = [
    "",
    "12 officers were trained in 2025 under Act No. 12 of 2014.",
    "Children aged 5 to 11 are taught by ISO 27001:2022, section 3.2.1.4.",
    "The helpline 116 111 is open day and night.",
    "Desks were opened in Homa Bay (12) and Uasin Gishu (14).",
    "https://www.gov.example/bills/2024/ChildProtectionAmendmentBill2024SecondReading.pdf",
    "No. 2024-0117-CHILD-PROTECTION-AMENDMENT-Schedule-2-Revision-3",
    "The ministry posts on facebook.com/MinistryOfGender.",
    "Children, aged 9 to 12, were reached.",
    "Pupils, aged nine to twelve, and others, aged 9, were reached.",
    "Participants, aged 15, met in May, aged 9 or over.",
    "Anyone aged 16 may consent; those aged 9 may not.",
    "The Act, aged 20 years, was replaced. The Register, aged 9, was kept.",
    "The network in Branholt, aged 9, was extended.",
    "The Foundation, born in 2017 of the Act, was founded by two ministries.",
    "The Branholt Register, born 2017, was born of the Act 2017.",
    "Kenya, born in 1963, and Operation Aurora, born 2017.",
    "Babies, born in 2017, were registered in March, born 2017.",
    "3 shelters in Nairobi, two regions, KES 12 500 000.",
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_what_must_stay_out_is_found(kind, text):
    assert kind in {finding.kind for finding in guard.check(text, country=COUNTRY)}


@pytest.mark.parametrize("text", CLEAN)
def test_prose_of_ministries_passes(text):
    assert guard.check(text, country=COUNTRY) == []


def test_a_finding_points_into_the_text_as_it_was_typed():
    text = "Zero\u200bwidth: the g\u200birl aged ９."
    (finding,) = guard.check(text, country=COUNTRY)
    assert text[finding.start : finding.end] == "g\u200birl aged ９"


def test_a_finding_holds_nothing_of_the_text():
    (finding,) = guard.check("jane.doe@example.org", country=COUNTRY)
    assert "jane" not in repr(finding)
    assert "jane" not in str(guard.sentence(finding.kind))


def test_each_kind_has_words():
    for kind in guard.KINDS:
        words = guard.WORDS[kind]
        assert all(map(str, (words.found, words.why, words.instead)))
        assert words.verdict in (guard.BLOCK, guard.ASK)
