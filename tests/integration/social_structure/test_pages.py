"""The floor's pages: a happy path and a denial each, and as many queries for many areas as for few."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, make_areas, table
from factories.browsers import signed_in
from factories.documents import faults_of, pages_of
from sozialraum.foundation.jobs.enums import JobState
from sozialraum.foundation.jobs.performance import perform
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.models import Delivery, Observation, Run
from sozialraum.social_structure.services import record_and_release

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
AREA = ["town", 2023, "0101"]


def recorded() -> Run:
    head = "id;inhabitants;S1;S3;S4;D1;D3;D4"
    rows = [
        f"{code};900;{3 + p};{5 + p * p};{10 + 3 * p};{p - 2};{p % 3};{1 - p}"
        for p, code in enumerate(QUARTERS)
    ]
    bring_in(table(rows, head), name="mss.csv")
    return record_and_release(
        recipe_name="berlin-mss-2019", system_code="town", vintage=2023, level="quarter", reference_date=DAY,
        title="Lauf", reason="Prüfung", by=None, at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["index", "map", "runs", "deliveries", "data_room", "indicators"])
def test_rooms_greet_an_empty_house(name: str) -> None:
    assert signed_in(Role.PLANNER).get(reverse(f"social_structure:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["index", "map", "runs", "deliveries", "upload", "workshop"])
def test_nobody_comes_in_without_signing_in_and_the_administrator_sees_no_figures(name: str) -> None:
    url = reverse(f"social_structure:{name}")
    assert Client().get(url).status_code == 302
    assert signed_in(Role.ADMINISTRATOR).get(url).status_code == 404


@pytest.mark.parametrize("name", ["upload", "workshop"])
def test_only_planning_and_controlling_write(name: str) -> None:
    assert signed_in(Role.RESIDENT).get(reverse(f"social_structure:{name}")).status_code == 404
    assert signed_in(Role.CONTROLLER).get(reverse(f"social_structure:{name}")).status_code == 200


def test_a_city_of_many_districts_is_named_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    make_areas()
    monkeypatch.setattr("sozialraum.social_structure.queries.overview.MOST_LISTED", 1)
    text = signed_in(Role.PLANNER).get(reverse("social_structure:index")).content.decode()
    assert "1 weiteres in der Tabelle der Karte" in text
    monkeypatch.setattr("sozialraum.social_structure.queries.overview.MOST_LISTED", 2)
    text = signed_in(Role.PLANNER).get(reverse("social_structure:index")).content.decode()
    assert "in der Tabelle der Karte" not in text


def test_map_table_and_sentence_say_the_same() -> None:
    make_areas()
    bring_in(table(SHARES))
    page = signed_in(Role.RESIDENT).get(reverse("social_structure:map"), {"area": "0202"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Wo wachsen Kinder mit Grundsicherung auf?" in text
    assert "26,0" in text  # the whole: 247 of 950
    assert text.count('data-area="') == 6
    assert "Quartier 4: 42,9" in text
    assert 'id="picked"' in text
    assert "Weniger als 5 Fälle." in text
    assert not re.search(r"\b2,2\s%", text)  # 2 of 90, hidden


def test_the_table_of_the_map_is_a_file_without_what_is_withheld() -> None:
    make_areas()
    bring_in(table(SHARES))
    client = signed_in(Role.RESIDENT)
    page = client.get(reverse("social_structure:map")).content.decode()
    (link,) = set(re.findall(r'href="([^"]*format=csv)"', page))
    file = client.get(f"{reverse('social_structure:map')}{unescape(link)}")
    assert file["Content-Type"].startswith("text/csv")
    by_area = {
        line.split(";")[0]: line.split(";")[3] for line in file.content.decode("utf-8-sig").splitlines()
    }
    assert by_area.keys() == {"Schlüssel", *QUARTERS}
    assert by_area["0202"].startswith("42,857")
    assert by_area["0103"] == "", "2 of 90 are fewer than 5 cases"


def test_the_map_asks_as_many_questions_for_two_districts_as_for_six_quarters() -> None:
    make_areas()
    bring_in(table(SHARES))
    client = signed_in(Role.PLANNER)
    url = reverse("social_structure:map")
    counts = []
    for areas in ("town:2023:district", "town:2023:quarter"):
        client.get(url, {"areas": areas})
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url, {"areas": areas})
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1  # the leading districts are one more question


def test_what_the_address_asks_for_wrongly_is_chosen() -> None:
    make_areas()
    bring_in(table(SHARES))
    wrong = {"indicator": "nothing", "areas": "x:y:z", "date": "yesterday", "area": "zzz"}
    assert signed_in(Role.PLANNER).get(reverse("social_structure:map"), wrong).status_code == 200


def test_the_area_page_begins_with_what_is_there() -> None:
    make_areas()
    bring_in(table(SHARES))
    text = signed_in(Role.RESIDENT).get(reverse("social_structure:area", args=AREA)).content.decode()
    assert (
        text.index("Was da ist") < text.index("Wie Familien hier leben") < text.index("Was wir nicht wissen")
    )
    assert signed_in(Role.ADMINISTRATOR).get(reverse("social_structure:area", args=AREA)).status_code == 404
    missing = reverse("social_structure:area", args=["town", 2023, "4711"])
    assert signed_in(Role.RESIDENT).get(missing).status_code == 404


def test_a_run_is_one_in_page_pdf_csv_and_excel() -> None:
    make_areas()
    run = recorded()
    client = signed_in(Role.COMMITTEE_MEMBER)
    text = client.get(reverse("social_structure:run", args=[run.id])).content.decode()
    assert run.number in text
    assert run.result_hash in text
    csv = client.get(reverse("reporting:run_csv", args=[run.id]))
    assert csv.content.decode("utf-8-sig").splitlines()[1].startswith("0101;2023;Quartier 0;observed;")
    assert run.result_hash[:8] in csv["Content-Disposition"]
    assert client.get(reverse("reporting:run_xlsx", args=[run.id])).content[:2] == b"PK"
    document = client.get(reverse("reporting:run_pdf", args=[run.id])).content
    assert faults_of(document) == []
    assert pages_of(document) == 1
    for name in ("run_pdf", "run_csv", "run_xlsx"):
        assert (
            signed_in(Role.ADMINISTRATOR).get(reverse(f"reporting:{name}", args=[run.id])).status_code == 404
        )


def test_a_kept_address_of_the_former_page_leads_to_the_workshop() -> None:
    answer = signed_in(Role.PLANNER).get("/sozialstruktur/index/neu/")
    assert (answer.status_code, answer["Location"]) == (301, reverse("social_structure:workshop"))
    assert signed_in(Role.RESIDENT).get("/sozialstruktur/index/neu/").status_code == 404


def test_a_table_is_looked_at_imported_and_taken_back_in_the_browser() -> None:
    make_areas()
    client = signed_in(Role.PLANNER)
    file = SimpleUploadedFile("anteile.csv", table(SHARES))
    sent = {
        "file": file,
        "areas": "town:2023",
        "reference_date": "2025-12-31",
        "source": "Statistikamt",
        "licence": "CC0",
    }
    answer = client.post(reverse("social_structure:upload"), sent)
    assert answer.status_code == 302
    preview = client.get(answer.url)  # type: ignore[attr-defined]
    assert "anteile.csv" in preview.content.decode()
    assert not Observation.objects.exists()
    form = preview.context["form"]
    values = {"key_column": "key", "date_column": "", "reference_date": "2025-12-31", "import": "1"}
    values |= {field.html_name: field.initial for field in form.column_fields()}
    done = client.post(answer.url, values)  # type: ignore[attr-defined]
    assert done.status_code == 302, done.content.decode()[:2000]
    assert not Observation.objects.exists()
    waiting = client.get(done.url)  # type: ignore[attr-defined]
    assert "die Arbeit läuft weiter" in waiting.content.decode()
    job_id = UUID(done.url.rstrip("/").rsplit("/", 1)[-1])  # type: ignore[attr-defined]
    assert perform(job_id, clock=lambda: AT) is JobState.DONE
    assert Observation.objects.count() == 6
    delivery = Delivery.objects.get(kind="values")
    assert delivery.source == "Statistikamt"
    assert (
        signed_in(Role.RESIDENT).post(reverse("social_structure:undo", args=[delivery.id])).status_code == 404
    )
    assert client.post(reverse("social_structure:undo", args=[delivery.id])).status_code == 302
    assert not Observation.objects.exists()
    report = client.get(reverse("social_structure:delivery", args=[delivery.id])).content.decode()
    assert "zurückgenommen" in report


def test_what_a_file_says_about_itself_is_proposed_and_can_be_changed() -> None:
    make_areas()
    client = signed_in(Role.PLANNER)
    content = "Quelle: Amt für Statistik\nLizenz: CC BY 4.0\n".encode() + table(SHARES)
    sent = {"file": SimpleUploadedFile("anteile.csv", content), "areas": "town:2023", "licence": "CC0"}
    preview = client.get(client.post(reverse("social_structure:upload"), sent).url)  # type: ignore[attr-defined]
    form = preview.context["form"]
    assert form["publisher"].value() == "Amt für Statistik"
    assert "Das sagt die Datei in einer Zeile der Datei." in preview.content.decode()
    assert form["licence"].value() == "CC0"  # what was typed stands


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.csv", b""),
        ("bild.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("nur_kopf.csv", b"key;wert\n"),
    ],
)
def test_a_broken_file_is_explained_and_changes_nothing(name: str, content: bytes) -> None:
    make_areas()
    sent = {"file": SimpleUploadedFile(name, content), "areas": "town:2023"}
    answer = signed_in(Role.PLANNER).post(reverse("social_structure:upload"), sent)
    assert answer.status_code == 422
    assert not Delivery.objects.filter(kind="values").exists()


def test_a_preview_that_is_gone_says_so() -> None:
    make_areas()
    answer = signed_in(Role.PLANNER).get(reverse("social_structure:preview", args=["0" * 32]))
    assert answer.status_code == 422
    assert "Choose it again" in answer.content.decode() or "noch einmal" in answer.content.decode()
