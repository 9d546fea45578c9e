"""What may be read, by role: the room itself, its files, the counts and the block of the area page."""

from __future__ import annotations

import csv
import io
import zipfile
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.areas import AT, DAY, QUARTERS, bring_in, make_areas, table
from factories.browsers import signed_in, stop_clock
from factories.counts import make_cases
from factories.sign_ins import make_person
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.models import Release, Run
from sozialraum.social_structure.services import record_and_release

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READERS = [
    Role.PLANNER,
    Role.CONTROLLER,
    Role.HEAD_OF_OFFICE,
    Role.COMMITTEE_MEMBER,
    Role.CASE_WORKER,
    Role.RESIDENT,
]
FAMILY = [Role.PARENT, Role.YOUNG_PERSON, Role.TRUSTED_PERSON]
COUNTS = {"0101": 12, "0102": 3, "0103": 9, "0201": 8, "0202": 0, "0203": 7}
FILES = {"run_pdf": "application/pdf", "run_csv": "text/csv", "run_xlsx": "application/vnd.openxmlformats"}
BLOCK = "Familien, für die das Amt da ist"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def record(title: str = "Lauf") -> Run:
    return record_and_release(
        recipe_name="berlin-mss-2019", system_code="town", vintage=2023, level="quarter", reference_date=DAY,
        title=title, reason="Prüfung", by=None, at=AT,
    )  # fmt: skip


@pytest.fixture
def run() -> Run:
    make_areas()
    head = "id;inhabitants;S1;S3;S4;D1;D3;D4"
    rows = [
        f"{code};900;{3 + p};{5 + p * p};{10 + 3 * p};{p - 2};{p % 3};{1 - p}"
        for p, code in enumerate(QUARTERS)
    ]
    bring_in(table(rows, head), name="mss.csv")
    return record()


@pytest.fixture
def counted() -> Client:
    """A planner's browser in which the families were just counted and let out."""
    make_areas()
    make_cases(COUNTS)
    client = signed_in(Role.PLANNER)
    answer = client.post("/berichte/familien/freigeben/")
    assert (answer.status_code, answer["Location"]) == (302, "/berichte/")
    return client


def area(code: str) -> str:
    return reverse("social_structure:area", args=["town", 2023, code])


def test_an_empty_room_says_what_comes_next() -> None:
    text = shown(signed_in(Role.PLANNER), "/berichte/")
    assert "Noch ist nichts gezählt." in text
    assert "/berichte/familien/freigeben/" in text


@pytest.mark.parametrize("role", READERS)
def test_who_reads_finds_runs_and_their_files(run: Run, role: Role) -> None:
    text = shown(signed_in(role), "/berichte/")
    assert "Lauf" in text
    for name in FILES:
        assert reverse(f"reporting:{name}", args=[run.id]) in text
    may_release = "/berichte/familien/freigeben/" in text
    assert may_release is (role in {Role.PLANNER, Role.CONTROLLER, Role.HEAD_OF_OFFICE})


@pytest.mark.parametrize("role", FAMILY)
def test_the_room_is_not_for_families(role: Role) -> None:
    client = signed_in(role)
    assert client.get("/berichte/").status_code == 404
    assert client.post("/berichte/familien/freigeben/").status_code == 404


def test_nobody_enters_without_signing_in(client: Client, run: Run) -> None:
    make_person(password=None)  # the first account ends the first run
    for address in ("/berichte/", *(reverse(f"reporting:{name}", args=[run.id]) for name in FILES)):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/anmelden/")
    assert client.post("/berichte/familien/freigeben/").status_code == 302
    assert not Release.objects.filter(subject="active_cases").exists()


@pytest.mark.parametrize("name", FILES)
def test_a_run_is_taken_along_by_those_who_may_see_figures(run: Run, name: str) -> None:
    address = reverse(f"reporting:{name}", args=[run.id])
    answer = signed_in(Role.COMMITTEE_MEMBER).get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(FILES[name])
    assert run.number in answer["Content-Disposition"]
    content = b"".join(answer) if answer.streaming else answer.content
    if name == "run_pdf":
        assert content.startswith(b"%PDF-")
    elif name == "run_csv":
        text = content.decode("utf-8-sig")
        assert [code for code in QUARTERS if code not in text] == []
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            strings = book.read("xl/sharedStrings.xml").decode()
        assert "Quartier 0" in strings
        assert run.result_hash in strings
    assert signed_in(Role.ADMINISTRATOR).get(address).status_code == 404
    unknown = reverse(f"reporting:{name}", args=[uuid4()])
    assert signed_in(Role.PLANNER).get(unknown).status_code == 404


def test_three_runs_ask_no_more_questions_than_one(run: Run) -> None:
    client = signed_in(Role.PLANNER)

    def count(runs: int) -> int:
        client.get("/berichte/")
        with CaptureQueriesContext(connection) as asked:
            assert shown(client, "/berichte/").count(">PDF</a>") == runs
        return len(asked)

    with_one = count(1)
    record("Zweiter")
    record("Dritter")
    assert count(3) == with_one


def test_the_released_counts_stand_in_the_table_and_in_its_file(counted: Client) -> None:
    assert 'class="n absent">gesperrt</td>' in shown(counted, "/berichte/")
    text = counted.get("/berichte/?format=csv").content.decode("utf-8-sig")
    cells = {row[0]: row[2] for row in csv.reader(io.StringIO(text), delimiter=";")}
    assert {code: cells[code] for code in ("0102", "0201", "0202", "0203")} == {
        "0102": "gesperrt", "0201": "8", "0202": "0", "0203": "7",
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.COMMITTEE_MEMBER, Role.RESIDENT, Role.ADMINISTRATOR])
def test_only_who_counts_lets_counts_out(role: Role) -> None:
    make_areas()
    make_cases(COUNTS)
    assert signed_in(role).post("/berichte/familien/freigeben/").status_code == 404
    assert not Release.objects.filter(subject="active_cases").exists()


def test_letting_out_is_never_done_by_a_link(counted: Client) -> None:
    assert counted.get("/berichte/familien/freigeben/").status_code == 405


def test_the_area_page_shows_the_count_or_says_why_not(counted: Client) -> None:
    assert BLOCK in shown(counted, area("0201"))
    assert "Die Zahl sagt, wem geholfen wird, nicht, wer Hilfe braucht." in shown(counted, area("0201"))
    withheld = shown(counted, area("0102"))
    assert BLOCK in withheld
    assert "Nicht gezeigt, damit niemand erkannt wird." in withheld


def test_before_the_first_count_the_area_page_says_nothing_of_it() -> None:
    make_areas()
    make_cases(COUNTS)
    assert BLOCK not in shown(signed_in(Role.PLANNER), area("0201"))


def test_no_family_is_named_where_counts_are_read(counted: Client) -> None:
    for address in ("/berichte/", area("0102"), area("0201")):
        assert "Zaunkönig" not in shown(counted, address)
