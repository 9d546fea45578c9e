"""The competence map: what the reader may find, rubric by rubric, and nobody's name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_place
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import NOBODY, Role
from sozialraum.network.competences.pages import competence_page
from sozialraum.network.enums import CardDirection, CardVisibility, PlaceKind, ResourceSort, Rubric
from sozialraum.network.services import NewCard, add_cards

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    make_areas()
    keeper = make_keeper()
    hall = make_place(keeper, name="Haus am Fluss", kind=PlaceKind.MEETING_PLACE, area_code="0101")
    make_place(
        keeper, name="Chor am Freitag", kind=PlaceKind.CULTURE, sort=ResourceSort.ACTIVITY, host=hall,
        rubrics=[Rubric.MUSIC], area_code="0101",
    )  # fmt: skip
    make_place(keeper, name="Kochstudio", kind=PlaceKind.CLUB, rubrics=[Rubric.COOKING], area_code="0102")
    card = {"area_code": "0101", "area_vintage": "2023", "valid_until": TODAY + timedelta(days=90)}
    add_cards(
        [
            NewCard(
                direction=CardDirection.CAN, rubric=Rubric.CRAFTS, title="Räder richten", full_name="Nuray Yıldız",
                consents={"full_name": {"for": "team", "until": TODAY.isoformat()}}, **card,
            ),
            NewCard(
                direction=CardDirection.WOULD_LIKE, rubric=Rubric.COOKING, title="Kochen lernen",
                visibility=CardVisibility.PUBLIC, **card,
            ),
        ],
        by=make_actor(Role.CASE_WORKER), at=AT,
    )  # fmt: skip


def lines(actor: object, area: str = "0101") -> dict[Rubric, object]:
    page = competence_page(actor, {"gebiet": area}, today=TODAY)  # type: ignore[arg-type]  # an actor
    return {line.rubric: line for line in page["lines"]}


def test_gaps_and_wishes_are_seen() -> None:
    page = competence_page(NOBODY, {"gebiet": "0101", "rubrik": "cooking"}, today=TODAY)
    found = {line.rubric: line for line in page["lines"]}
    assert (found[Rubric.MUSIC].activities, found[Rubric.MUSIC].gap) == (1, False)
    assert found[Rubric.COOKING].gap
    assert found[Rubric.COOKING].would_like == 1
    assert str(found[Rubric.COOKING].label) in page["answer"][1]
    # nobody here, but in the district: the next one is named with its quarter
    assert [each.name for each, _where in page["found"].around] == ["Kochstudio"]
    assert [place.name for place, *_rest in page["meeting"]] == ["Haus am Fluss"]


def test_a_card_counts_for_those_whom_it_was_opened_to() -> None:
    assert lines(NOBODY)[Rubric.CRAFTS].can == 0  # type: ignore[attr-defined]  # a line
    assert lines(make_actor(Role.PROVIDER_WORKER))[Rubric.CRAFTS].can == 1  # type: ignore[attr-defined]  # a line


def test_the_page_names_no_resident(client: Client) -> None:
    address = reverse("network:competences")
    worker = browser_of(make_actor(Role.CASE_WORKER))
    inside = worker.get(address, {"gebiet": "0101", "rubrik": "crafts"}).content.decode()
    assert "Räder richten" in inside
    assert "Nuray" not in inside
    assert "Räder richten" not in client.get(address, {"gebiet": "0101", "rubrik": "crafts"}).content.decode()
    table = client.get(address, {"gebiet": "0101", "format": "csv"}).content.decode("utf-8-sig")
    assert len(table.strip().splitlines()) == len(Rubric) + 1
    assert client.get(address, {"gebiet": "\0", "rubrik": "x"}).status_code == 200
