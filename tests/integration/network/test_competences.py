"""The competence map: what the reader may find, rubric by rubric, and nobody's name."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factories.areas import make_areas
from factories.browsers import browser_of, stop_clock
from factories.field import make_keeper, make_place
from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.database import statements
from sozialraum.foundation.privacy.actors import NOBODY, Role
from sozialraum.network.access import reads_cards_as
from sozialraum.network.competences.pages import competence_page
from sozialraum.network.competences.queries import card_counts
from sozialraum.network.enums import (
    CardDirection,
    CardVisibility,
    PlaceKind,
    ResourceSort,
    Rubric,
    Visibility,
)
from sozialraum.network.models import Place, ResidentCard
from sozialraum.network.rules import READERS
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


def test_the_database_counts_what_one_would_count_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, read = random.Random(3), []  # noqa: S311 - a made-up city
    keeper = make_actor(Role.CASE_WORKER)
    Place.objects.bulk_create(
        Place(
            name=f"Ort {number}", kind=chance.choice(list(PlaceKind)), sort=chance.choice(list(ResourceSort)),
            rubrics=chance.choices(list(Rubric), k=chance.randrange(4)), area_code=chance.choice(["0101", "0102", "0201", ""]),
            visibility=chance.choice([Visibility.PUBLIC, Visibility.TEAM]), changed_at=AT,
            valid_until=chance.choice([None, None, TODAY, TODAY - timedelta(days=1)]),
        )
        for number in range(300)
    )  # fmt: skip
    add_cards(
        [
            NewCard(
                direction=chance.choice(list(CardDirection)), rubric=chance.choice(list(Rubric)), title=f"Karte {number}",
                visibility=chance.choice(list(CardVisibility)), area_code=chance.choice(["0101", "0202"]),
                area_vintage="2023", valid_until=TODAY + timedelta(days=chance.randrange(90)),
            )
            for number in range(60)
        ],
        by=keeper, at=AT,
    )  # fmt: skip
    rows = statements.rows

    def counted(*given: Any) -> list[tuple[Any, ...]]:
        found = rows(*given)
        read.append(len(found))
        return found

    monkeypatch.setattr(statements, "rows", counted)
    for actor, inside in ((NOBODY, {Visibility.PUBLIC}), (keeper, {Visibility.PUBLIC, Visibility.TEAM})):
        for area, codes in (("0101", {"0101"}), ("01", {"0101", "0102", "0103"})):
            entries = [
                each
                for each in Place.objects.filter(visibility__in=inside, area_code__in=codes)
                if each.valid_until is None or each.valid_until >= TODAY
            ]
            cards = [
                each
                for each in ResidentCard.objects.filter(area_code__in=codes, withdrawn_at=None)
                if each.visibility in READERS[reads_cards_as(actor)]
            ]
            page = competence_page(actor, {"gebiet": area, "rubrik": "music"}, today=TODAY)
            for line in page["lines"]:
                of_rubric = [
                    each.sort == ResourceSort.ACTIVITY for each in entries if line.rubric in each.rubrics
                ]
                directions = [each.direction for each in cards if each.rubric == line.rubric]
                assert (line.houses, line.activities) == (of_rubric.count(False), of_rubric.count(True))
                assert (line.can, line.would_like) == (
                    directions.count("can"),
                    directions.count("would_like"),
                )
            assert len(entries) > 20
            found = page["found"]
            named = [each.id for each, _kind in found.here]
            assert named == [each.id for each in entries if Rubric.MUSIC in each.rubrics][:12]
            assert {each.title for each in (*found.can, *found.would_like)} <= {each.title for each in cards}
    # numbers by rubric, and what a page names: never the entries of an area
    assert max(read) <= 2 * len(Rubric)


def test_cards_of_no_area_are_those_that_name_none() -> None:
    ResidentCard.objects.filter(title="Kochen lernen").update(area_code="")
    wish = {(Rubric.COOKING, CardDirection.WOULD_LIKE): 1}
    assert card_counts(NOBODY, {""}, today=TODAY) == wish
    assert card_counts(NOBODY, {"", "0101"}, today=TODAY) == wish
    assert card_counts(NOBODY, (), today=TODAY) == {}
    assert card_counts(NOBODY, {"0101"}, today=TODAY) == {}
