"""The list of regions: two levels, all or nothing, and nothing deleted."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from mnr.models import AuditEvent, Region
from mnr.roles import Role
from mnr.services import regions
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "code;name;within\nTA-01-1;Harbour;TA-01\nTA-01;Northern Talvia\nTA-02;Southern Talvia;\n"


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


def stored():
    rows = Region.objects.current().order_by("code")
    return [(row.code, row.name, row.within and row.within.code) for row in rows]


def test_a_list_is_brought_in_once_and_read_out_again(secretariat):
    done = regions.set_regions(text=LIST, by=secretariat)
    assert (done.new, done.changed, done.same, done.withdrawn) == (3, 0, 0, 0)
    assert stored() == [
        ("TA-01", "Northern Talvia", None),
        ("TA-01-1", "Harbour", "TA-01"),
        ("TA-02", "Southern Talvia", None),
    ]
    events = AuditEvent.objects.count()
    again = regions.set_regions(text=regions.as_text(), by=secretariat)
    assert (again.new, again.changed, again.same, again.withdrawn) == (0, 0, 3, 0)
    assert AuditEvent.objects.count() == events


def test_what_the_list_lacks_is_withdrawn_and_comes_back(secretariat):
    regions.set_regions(text=LIST, by=secretariat)
    done = regions.set_regions(text="TA-01,North\nTA-01-1,Harbour,TA-01", by=secretariat)
    assert (done.changed, done.same, done.withdrawn) == (1, 1, 1)
    assert Region.objects.get(code="TA-02").withdrawn_on
    assert regions.set_regions(text=LIST, by=secretariat).changed == 2
    assert Region.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("TA-01", "Line 1: write code;name"),
        ("TA-01;North;;x", "Line 1: write"),
        ("TA-01;North\nTA-01;South", "Line 2: The code TA-01 stands there twice"),
        ("TA-01;North;TA-09", "TA-09 is named as the upper region"),
        ("A;North;B\nB;South;C\nC;East", "two levels"),
        ("A;North;A", "two levels"),
        ("TA 01;North", "Line 1: "),
        ("TA-01;mara@example.org", "an e-mail address"),
        (f"TA-01;{'a' * 101}", "Line 1: "),
    ],
)
def test_a_wrong_list_is_refused_whole(secretariat, text, words):
    regions.set_regions(text=LIST, by=secretariat)
    before = stored()
    with pytest.raises(Refused, match=words):
        regions.set_regions(text=text, by=secretariat)
    assert stored() == before


def test_the_page_takes_the_list_and_loses_nothing_that_was_typed(client, secretariat):
    client.force_login(secretariat)
    assert "No regions yet" in client.get(reverse("region_list")).text
    page = client.post(reverse("region_edit"), {"text": "TA-01"})
    assert page.status_code == 422
    assert "Line 1: write code;name" in page.text
    assert ">\nTA-01</textarea>" in page.text
    page = client.post(reverse("region_edit"), {"text": LIST}, follow=True)
    assert "3 new, 0 changed, 0 as before, 0 withdrawn." in page.text
    assert "3 regions" in page.text
    assert "TA-01-1;Harbour;TA-01" in client.get(reverse("region_edit")).text


def test_the_page_asks_before_it_withdraws(client, secretariat):
    regions.set_regions(text=LIST, by=secretariat)
    client.force_login(secretariat)
    sent = {"text": "TA-01;Northern Talvia", "seen": regions.digest()}
    page = client.post(reverse("region_edit"), sent)
    assert page.status_code == 422
    assert "2 regions are not in the list" in page.text
    assert "Harbour (TA-01-1), Southern Talvia (TA-02)" in page.text
    assert len(stored()) == 3
    page = client.post(reverse("region_edit"), sent | {"withdraws": "on"}, follow=True)
    assert "1 as before, 2 withdrawn" in page.text


def test_two_people_at_the_list_lose_nothing(client, secretariat):
    regions.set_regions(text=LIST, by=secretariat)
    client.force_login(secretariat)
    opened = client.get(reverse("region_edit")).context["form"].initial
    regions.set_regions(text=f"{LIST}TA-03;Newland", by=factories.person(Role.SEC))
    sent = {"text": f"{LIST}TA-04;Otherland", "seen": opened["seen"], "withdraws": "on"}
    page = client.post(reverse("region_edit"), sent)
    assert page.status_code == 422
    assert "What stands by now and not in yours: “TA-03;Newland”." in page.text
    assert "TA-04;Otherland" in page.text
    assert len(stored()) == 4
    again = sent | {"seen": page.context["form"]["seen"].value()}
    again["text"] += "\nTA-03;Newland"
    client.post(reverse("region_edit"), again)
    assert [code for code, _name, _within in stored()][2:] == ["TA-02", "TA-03", "TA-04"]


def test_others_read_and_do_not_change(client):
    client.force_login(factories.person(Role.CMM))
    page = client.get(reverse("region_list"))
    assert page.status_code == 200
    assert reverse("region_edit") not in page.text
    assert client.get(reverse("region_edit")).status_code == 403


def test_the_command_does_the_same(tmp_path, secretariat, capsys):
    file = tmp_path / "regions.csv"
    file.write_text(LIST, encoding="utf-8-sig")
    call_command("import_regions", file, by=secretariat.email)
    assert "3 new" in capsys.readouterr().out
    file.write_text("TA-01", encoding="utf-8")
    with pytest.raises(CommandError, match="Line 1"):
        call_command("import_regions", file, by=secretariat.email)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_regions", file, by=secretariat.email)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_regions", tmp_path / "none.csv", by=secretariat.email)
