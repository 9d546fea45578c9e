"""The plan's life: streets, places, providers, people, cases and stories of Lindenfurt."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely.geometry import LineString

from sozialraum.demo.city.assets import TEN_MINUTES
from sozialraum.demo.city.plan import City, draw_city
from sozialraum.demo.city.staff import DRAWN_ON
from sozialraum.demo.city.stories import PROFESSIONAL

STATEMENT_KINDS = {"wish", "will", "professional_view", "mandate", "open"}


def where(table: pa.Table, **values: object) -> pa.Table:
    for column, value in values.items():
        table = table.filter(pc.equal(table[column], value))
    return table


def outlines(city: City) -> dict[str, shapely.Geometry]:
    quarters = where(city.areas, level="quarter", area_vintage="2023")
    shapes = shapely.from_wkb(quarters["geometry"].to_pylist())
    return dict(zip(quarters["area_code"].to_pylist(), shapes, strict=True))


def test_everybody_can_walk_everywhere(city: City, small: City, double: City) -> None:
    for drawn in (city, small, double):
        size = drawn.street_nodes.num_rows
        ends = (drawn.street_edges["from_node"].to_numpy(), drawn.street_edges["to_node"].to_numpy())
        graph = coo_matrix((np.ones(len(ends[0])), ends), shape=(size, size))
        assert connected_components(graph, directed=False)[0] == 1


def test_streets_are_about_eight_thousand_crossings(city: City) -> None:
    assert 7_000 < city.street_nodes.num_rows < 9_500
    metres = city.street_edges["metres"].to_numpy()
    assert metres.min() > 5
    assert 60 < np.median(metres) < 200


def test_the_river_is_crossed_at_bridges_only(city: City) -> None:
    nodes = np.column_stack([city.street_nodes[name].to_numpy() for name in ("longitude", "latitude")])
    river = shapely.from_wkb(where(city.lines, kind="river")["geometry"].to_pylist()[0])
    shapely.prepare(river)
    crossing = Counter(
        row["kind"]
        for row in city.street_edges.to_pylist()
        if river.crosses(LineString(nodes[[row["from_node"], row["to_node"]]]))
    )
    assert set(crossing) == {"bridge"}
    assert crossing["bridge"] >= 8


def test_places_lie_in_their_quarter(city: City, small: City) -> None:
    for drawn in (city, small):
        shapes = outlines(drawn)
        for row in drawn.places.to_pylist():
            point = shapely.Point(row["longitude"], row["latitude"])
            assert shapes[row["area_code"]].buffer(1e-6).contains(point), row["name"]


def test_the_directory_has_the_size_the_start_page_tells(city: City) -> None:
    assert city.places.num_rows + city.offers.num_rows == 1_284
    assert city.providers.num_rows == 55
    assert city.offers.num_rows == 300
    assert pc.sum(city.places["meeting_place"]).as_py() == 107


def test_alte_werft_has_its_places(city: City) -> None:
    places = where(city.places, area_code="0301")
    offers = where(city.offers, area_code="0301")
    assert places.num_rows + offers.num_rows == 23
    meeting = places.filter(places["meeting_place"])["name"].to_pylist()
    assert meeting == [
        "Jugendhaus Ankerplatz", "Stadtteilbücherei", "Familienzentrum Kaje 7", "Bolzplatz Kaimauer",
        "Fahrradwerkstatt Gleis 3", "Moscheeverein Hafen", "Ruderclub Lindenfurt", "Nachbarschaftsgarten",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("reach_playground", 95, 100), ("reach_youth_place", 80, 100), ("reach_library", 66, 100),
        ("reach_pediatrician", 10, 55),
    ],
)  # fmt: skip
def test_walks_from_alte_werft_are_near_those_of_its_profile(
    city: City, code: str, low: int, high: int
) -> None:
    row = where(city.indicators, area_code="0301", indicator_code=code).to_pylist()[0]
    assert low <= row["value"] <= high
    everywhere = where(city.indicators, area_code="00", indicator_code=code).to_pylist()[0]
    assert 3 < everywhere["value"] < 95


def test_reach_agrees_with_a_plain_search_over_the_crossings(city: City) -> None:
    size = city.street_nodes.num_rows
    ends = (city.street_edges["from_node"].to_numpy(), city.street_edges["to_node"].to_numpy())
    graph = coo_matrix((city.street_edges["metres"].to_numpy(), ends), shape=(size, size)).tocsr()
    libraries = np.unique(where(city.places, kind="library")["node_id"].to_numpy())
    near = dijkstra(graph, directed=False, indices=libraries, limit=TEN_MINUTES, min_only=True) <= TEN_MINUTES
    mine = np.array(city.street_nodes["area_code"].to_pylist()) == "0301"
    row = where(city.indicators, area_code="0301", indicator_code="reach_library").to_pylist()[0]
    # counted by crossings here, along the streets there: alike, not equal
    assert row["numerator"] == pytest.approx(
        near[mine].mean() * row["denominator"], abs=0.05 * row["denominator"]
    )


def test_strengths_of_the_city_are_those_of_the_index_page(city: City) -> None:
    for code, value in (("meeting_places", 2.2), ("play_space", 11.2), ("volunteers", 52.0)):
        rows = where(city.indicators, area_code="00", indicator_code=code).to_pylist()
        latest = max(rows, key=lambda row: row["reference_date"])
        assert latest["value"] == pytest.approx(value, abs=0.06)


def test_names_and_codes_are_unique(city: City, double: City) -> None:
    for drawn in (city, double):
        for table, column in (
            (drawn.places, "place_code"), (drawn.places, "name"), (drawn.offers, "offer_code"),
            (drawn.offers, "name"), (drawn.providers, "provider_code"), (drawn.providers, "name"),
            (drawn.teams, "team_code"), (drawn.staff, "person_code"), (drawn.cases, "case_number"),
        ):  # fmt: skip
            assert pc.count_distinct(table[column]).as_py() == table.num_rows, column
        full_names = Counter(
            zip(drawn.staff["given_name"].to_pylist(), drawn.staff["family_name"].to_pylist(), strict=True)
        )
        assert max(full_names.values()) == 1


def test_every_offer_belongs_to_a_provider_that_may_offer_it(city: City, double: City) -> None:
    for drawn in (city, double):
        bases = dict(
            zip(
                drawn.providers["provider_code"].to_pylist(),
                drawn.providers["legal_bases"].to_pylist(),
                strict=True,
            )
        )
        for row in drawn.offers.to_pylist():
            assert row["legal_basis"] in bases[row["provider_code"]], row["name"]
            assert row["places"] >= 1
            assert row["age_from"] <= row["age_until"]
    assert set(city.offers["provider_code"].to_pylist()) == set(city.providers["provider_code"].to_pylist())


def test_the_office_has_its_people(city: City) -> None:
    assert city.staff.num_rows == 320
    assert city.teams.num_rows == 12
    assert set(city.staff["team_code"].to_pylist()) == set(city.teams["team_code"].to_pylist())
    for given, family, role, team in (
        ("Katrin", "Ahlers", "case_worker", "T03"), ("Dr. Aylin", "Brandt", "planner", "LPC"),
        ("Sabine", "Okoye", "controller", "LPC"), ("Henrik", "Sievers", "team_lead", "T03"),
    ):  # fmt: skip
        assert (
            where(city.staff, given_name=given, family_name=family, role=role, team_code=team).num_rows == 1
        )
    assert (
        where(city.provider_staff, given_name="Daniel", family_name="Okafor", provider_code="P01").num_rows
        == 1
    )
    assert (
        where(city.provider_staff, given_name="Tarek", family_name="Salman", provider_code="P26").num_rows
        == 1
    )


def test_every_persona_of_the_sign_in_page_is_there(city: City) -> None:
    assert {persona.role for persona in city.personas} == {
        "case_worker", "team_lead", "finance_officer", "provider_worker", "provider_lead", "parent",
        "young_person", "ombudsperson", "planner", "controller", "head_of_office", "committee_member",
        "resident", "data_protection_officer", "administrator",
    }  # fmt: skip
    cases = set(city.cases["case_number"].to_pylist())
    for persona in city.personas:
        if persona.scope_kind == "case":
            assert persona.scope_key in cases


def test_four_thousand_cases_run(city: City) -> None:
    active = city.cases.filter(pc.is_null(city.cases["ended_on"]))
    assert active.num_rows == 4_000
    assert pc.max(active["opened_on"]).as_py() <= DRAWN_ON
    ended = city.cases.filter(pc.is_valid(city.cases["ended_on"]))
    assert pc.all(pc.greater_equal(ended["ended_on"], ended["opened_on"])).as_py()
    assert set(ended["state"].to_pylist()) == {"ended", "aftercare"}
    assert not set(active["state"].to_pylist()) & {"ended", "aftercare"}


def test_cases_lie_where_poverty_is(city: City) -> None:
    active = city.cases.filter(pc.is_null(city.cases["ended_on"]))
    by_district = Counter(code[:2] for code in active["area_code"].to_pylist())
    assert by_district["03"] / 3_900 > 2 * by_district["07"] / 3_900
    teams = {row["team_code"] for row in active.to_pylist() if row["area_code"].startswith("03")}
    assert teams == {"T03"}


def test_children_of_cases_are_of_an_age_for_their_help(city: City) -> None:
    for row in city.cases.to_pylist():
        until = row["ended_on"] or DRAWN_ON
        assert row["child_born_on"] <= until
        assert (until - row["child_born_on"]).days / 365.25 < 22.1, row


def test_katrin_ahlers_has_thirty_one_families(city: City) -> None:
    worker = where(city.staff, given_name="Katrin", family_name="Ahlers")["person_code"].to_pylist()[0]
    mine = where(city.cases, worker_code=worker)
    assert mine.num_rows == 31
    assert pc.all(pc.is_null(mine["ended_on"])).as_py()
    assert {"Kessler", "Haddad", "Nowak", "Kaya"} <= set(mine["family_name"].to_pylist())


def test_stories_are_cases_of_the_city(city: City, small: City) -> None:
    for drawn in (city, small):
        cases = {row["case_number"]: row for row in where(drawn.cases, is_story=True).to_pylist()}
        assert cases.keys() == {story.case_number for story in drawn.stories}
        assert len(drawn.stories) >= 13
        for story in drawn.stories:
            assert cases[story.case_number]["opened_on"] == story.opened_on
            assert cases[story.case_number]["area_code"] == story.area_code


def test_everybody_who_speaks_belongs_to_the_family(city: City) -> None:
    for story in city.stories:
        called = {member.called for member in story.members}
        assert len(called) == len(story.members)
        for said in story.statements:
            assert said.kind in STATEMENT_KINDS
            assert (said.by == PROFESSIONAL) == (said.kind in {"professional_view", "mandate"})
            assert said.by == PROFESSIONAL or said.by in called
            assert bool(said.own_action) == (said.kind == "will")
            assert story.opened_on <= said.said_on <= DRAWN_ON
            assert said.strength is None or 0 <= said.strength <= 10


def test_jonas_says_what_the_screens_say(city: City) -> None:
    kessler = city.stories[0]
    assert kessler.family_name == "Kessler"
    first = kessler.statements[0]
    assert (first.by, first.kind, first.strength, first.said_on) == ("Jonas", "will", 8, date(2026, 9, 24))
    assert first.text == (
        "Ich will wieder in die Schule. Aber nicht so, dass mich am ersten Tag alle anstarren."
    )


def test_no_two_families_use_the_same_words(city: City) -> None:
    texts = [said.text for story in city.stories for said in story.statements]
    assert len(set(texts)) == len(texts)


def test_progress_is_told_in_order() -> None:
    told: list[tuple[str, int, int]] = []
    draw_city(1, 0.01, progress=lambda part, done, total: told.append((part, done, total)))
    assert [done for _, done, _ in told] == list(range(len(told)))
    assert told[-1][1] == told[-1][2]
