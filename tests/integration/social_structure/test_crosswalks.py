"""A new cut: series are carried over, marked where they are estimated, and never say more than was released."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories.areas import AT, DAY, QUARTERS, SHARES, bring_in, geojson, make_areas, square, table
from factories.browsers import signed_in
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.models import Area, AreaSystem, Crosswalk, Observation, Release
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.services import LevelTable, SystemFacts, import_areas, undo_delivery
from sozialraum.social_structure.services.areas import system_of
from sozialraum.social_structure.services.carrying import release_and_carry
from sozialraum.social_structure.services.crosswalks import (
    CrosswalkDone,
    CrosswalkError,
    derive_crosswalk,
    import_crosswalk,
)
from sozialraum.social_structure.services.planning_areas import PlanningArea, form_planning_areas
from sozialraum.warehouse.sources import read_table

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SUBJECT = "indicator:basic_income_under_18"
BRIDGE = "von;nach;anteil\n0101;0101;1\n0102;0102;1\n0103;0103;1\n0201;0201;1\n0202;0202;0,25\n0202;0204;0,75\n0203;0203;1\n"


def new_cut() -> AreaSystem:
    """The cut of 2026, in which the quarter 0202 was split into two."""
    districts = geojson(
        [("01", "Nord", square(0, 1, 3)), ("02", "Süd", square(0, 0, 3))], "districts.geojson"
    )
    half = {"type": "Polygon", "coordinates": [[[9.01, 52.0], [9.0125, 52.0], [9.0125, 52.01], [9.01, 52.01], [9.01, 52.0]]]}  # fmt: skip
    rest = {"type": "Polygon", "coordinates": [[[9.0125, 52.0], [9.02, 52.0], [9.02, 52.01], [9.0125, 52.01], [9.0125, 52.0]]]}  # fmt: skip
    rows = [(f"010{place + 1}", f"Quartier {place}", square(place, 1)) for place in range(3)]
    rows += [
        ("0201", "Quartier 3", square(0, 0)),
        ("0202", "Quartier 4a", half),
        ("0204", "Quartier 4b", rest),
    ]  # type: ignore[list-item]
    rows += [("0203", "Quartier 5", square(2, 0))]
    import_areas(
        system=SystemFacts("town", 2026, "Quartiere", "Kleinstadt", date(2026, 1, 1)),
        levels=[
            LevelTable("district", "Bezirk", "Bezirke", districts, "key", "name"),
            LevelTable("quarter", "Quartier", "Quartiere", geojson(rows, "quarters.geojson"), "key", "name"),
        ],
        by=None,
        at=AT,
    )
    return system_of("town", 2026)


def bridge(to_system: AreaSystem) -> CrosswalkDone:
    return import_crosswalk(
        source=read_table(BRIDGE.encode(), "bruecke.csv"), from_system=system_of("town", 2023), to_system=to_system,
        by=None, at=AT,
    )  # fmt: skip


def test_a_series_survives_a_new_cut_and_says_what_is_estimated() -> None:
    make_areas()
    bring_in(table(SHARES))
    system = new_cut()
    done = bridge(system)
    assert (done.relations["unchanged"], done.relations["split"], done.lost) == (5, 2, ())
    old, new = released(SUBJECT, system_of("town", 2023).id, DAY), released(SUBJECT, system.id, DAY)
    assert old is not None
    assert new is not None
    assert new.figure("0101").value == old.figure("0101").value
    assert not new.figure("0101").extra["estimated"]
    split = new.figure("0204")
    assert split.extra["estimated"]
    assert (split.value, split.numerator) == (old.figure("0202").value, pytest.approx(90 * 0.75))
    assert split.lower is not None
    # the interval of the smaller group is wider than that of the quarter it was split from
    assert split.upper - split.lower > old.figure("0202").upper - old.figure("0202").lower  # type: ignore[operator]
    for code in ("01", "02", "stadt"):
        assert new.figure(code).value == old.figure(code).value


def test_what_was_kept_back_stays_back_in_the_new_cut() -> None:
    make_areas()
    bring_in(table(SHARES))
    system = new_cut()
    bridge(system)
    old, new = released(SUBJECT, system_of("town", 2023).id, DAY), released(SUBJECT, system.id, DAY)
    assert old is not None
    assert new is not None
    for code in ("0101", "0102", "0103", "0201", "0203"):
        assert (old.figure(code).value is None) == (new.figure(code).value is None), code
    assert new.figure("0103").value is None


def test_values_of_its_own_replace_what_was_carried_and_give_way_again() -> None:
    make_areas()
    bring_in(table(SHARES))
    system = new_cut()
    bridge(system)
    from sozialraum.social_structure.services import import_observations

    done = import_observations(
        source=read_table(table(["0204;20;100"]), "own.csv"), system_code="town", vintage=2026, reference_date=DAY,
        by=None, at=AT.replace(hour=10),
    )  # fmt: skip
    own = released(SUBJECT, system.id, DAY)
    assert own is not None
    assert own.figure("0204").value == 20.0
    undo_delivery(delivery_id=done.delivery_id, by=None, at=AT.replace(hour=11))
    back = released(SUBJECT, system.id, DAY)
    assert back is not None
    assert back.figure("0204").extra["estimated"]


def test_later_values_of_the_old_cut_are_carried_at_once() -> None:
    make_areas()
    system = new_cut()
    bridge(system)
    bring_in(table(SHARES))
    assert released(SUBJECT, system.id, DAY) is not None
    assert not Observation.objects.filter(area__system=system).exists()


def test_two_cuts_are_laid_over_each_other_where_no_table_is_there() -> None:
    make_areas()
    bring_in(table(SHARES))
    system = new_cut()
    done = derive_crosswalk(from_system=system_of("town", 2023), to_system=system, by=None, at=AT)
    weights = dict(
        Crosswalk.objects.get(id=done.crosswalk_id)
        .parts.filter(from_area__area_code="0202")
        .values_list("to_area__area_code", "weight")
    )
    assert weights == {"0202": pytest.approx(0.25, abs=0.01), "0204": pytest.approx(0.75, abs=0.01)}


def test_a_table_that_is_no_bridge_changes_nothing() -> None:
    make_areas()
    system = new_cut()
    with pytest.raises(CrosswalkError, match="which old area"):
        import_crosswalk(
            source=read_table(b"key;n\n0101;3\n0102;4\n", "falsch.csv"), from_system=system_of("town", 2023),
            to_system=system, by=None, at=AT,
        )  # fmt: skip
    assert not Crosswalk.objects.exists()


def test_planning_areas_add_up_from_whole_areas() -> None:
    make_areas()
    bring_in(table(["0101;60;200", "0102;30;150", "0103;20;90", "0201;40;180", "0202;90;210", "0203;25;120"]))
    base = system_of("town", 2023)
    form_planning_areas(
        base=base, code="raeume", name="Planungsräume", valid_from=date(2026, 1, 1), by=None, at=AT,
        areas=[PlanningArea("A", "Am Fluss", ("0101", "0201")), PlanningArea("B", "Am Berg", ("0102", "0202", "0203"))],
    )  # fmt: skip
    system = system_of("raeume", 2026)
    figures = released(SUBJECT, system.id, DAY)
    assert figures is not None
    assert figures.figure("A").value == pytest.approx(100 * 100 / 380)
    assert not figures.figure("A").extra["estimated"]
    assert figures.figure("stadt").value == pytest.approx(100 * 265 / 950)
    page = signed_in(Role.RESIDENT).get(reverse("social_structure:area", args=["raeume", 2026, "A"]))
    assert "Am Fluss" in page.content.decode()
    with pytest.raises(CrosswalkError, match="two planning areas"):
        form_planning_areas(
            base=base, code="doppelt", name="Doppelt", valid_from=date(2026, 1, 1), by=None, at=AT,
            areas=[PlanningArea("A", "Eins", ("0101",)), PlanningArea("B", "Zwei", ("0101",))],
        )  # fmt: skip
    assert not AreaSystem.objects.filter(code="doppelt").exists()
    assert Release.objects.filter(system=system).count() == 1


def test_a_bridge_is_built_in_the_browser() -> None:
    make_areas()
    bring_in(table(SHARES))
    new_cut()
    client = signed_in(Role.PLANNER)
    url = reverse("social_structure:cuts")
    assert "Noch keine Brücke" in client.get(url).content.decode()
    sent = {
        "from_cut": "town:2023",
        "to_cut": "town:2026",
        "file": SimpleUploadedFile("b.csv", BRIDGE.encode()),
    }
    answer = client.post(url, sent, follow=True)
    assert "5 Gebiete ganz übernommen, 1 geteilt" in answer.content.decode()
    assert client.post(url, {"from_cut": "town:2023", "to_cut": "town:2023"}).status_code == 422
    assert (
        signed_in(Role.RESIDENT).post(url, {"from_cut": "town:2023", "to_cut": "town:2026"}).status_code
        == 404
    )
    assert Crosswalk.objects.count() == 1


def test_planning_areas_are_formed_in_the_browser() -> None:
    make_areas()
    bring_in(table(SHARES))
    client = signed_in(Role.PLANNER)
    url = reverse("social_structure:new_planning_areas")
    assert client.get(url).status_code == 200
    sent = {
        "name": "Planung",
        "code": "planung",
        "valid_from": "2026-01-01",
        "names": "Fluss\nBerg",
        "look": "1",
    }
    sent |= {"area_0101": "Fluss", "area_0201": "Fluss", "area_0102": "Berg"}
    looked = client.post(url, sent).content.decode()
    assert "3 von 6 Gebieten sind zugeordnet" in looked
    assert 'aria-label="Quartier 0: Fluss"' in looked
    assert 'aria-label="Quartier 2: in keinem"' in looked
    assert re.findall(r'<output data-count="(\d)">(\d)</output>', looked) == [
        ("1", "2"),
        ("2", "1"),
        ("0", "3"),
    ]
    assert looked.count('role="button" tabindex="0"') == 1
    assert not AreaSystem.objects.filter(code="planung").exists()
    assert client.post(url, sent | {"names": "Fluss\nBerg\nLeer", "create": "1"}).status_code == 422
    assert client.post(url, sent | {"create": "1"}).status_code == 302
    assert AreaSystem.objects.get(code="planung").base == system_of("town", 2023)
    assert signed_in(Role.RESIDENT).get(url).status_code == 404


LINKS = """@prefix dct: <http://purl.org/dc/terms/> .
@prefix old: <https://example.org/areas/2023/> .
@prefix new: <https://example.org/areas/2026/> .
""" + "\n".join(
    f"old:quarter_{code} dct:hasVersion new:quarter_{code} ."
    for code in ("0101", "0102", "0103", "0201", "0202", "0203", "01")
)


def weights_of(done: CrosswalkDone) -> dict[tuple[str, str], float]:
    parts = Crosswalk.objects.get(id=done.crosswalk_id).parts
    rows = parts.values_list("from_area__area_code", "to_area__area_code", "weight")
    return {(old, new): weight for old, new, weight in rows}


def test_links_say_what_stayed_and_the_outlines_say_the_rest() -> None:
    make_areas()
    bring_in(table(SHARES))
    system = new_cut()
    source = read_table(LINKS.encode(), "links.ttl")
    done = import_crosswalk(
        source=source, from_system=system_of("town", 2023), to_system=system, by=None, at=AT
    )
    assert done.relations["unchanged"] == 5
    weights = weights_of(done)
    assert weights["0101", "0101"] == 1.0
    # the link of 0202 names the smaller half: a next version, not the same area
    assert weights["0202", "0204"] == pytest.approx(0.75, abs=0.01)
    assert (done.lost, done.carried) == ((), 1)
    strange = LINKS.replace("quarter_0", "quarter_9")
    with pytest.raises(CrosswalkError, match="which old area"):
        import_crosswalk(
            source=read_table(strange.encode(), "links.ttl"), from_system=system_of("town", 2023), to_system=system,
            by=None, at=AT,
        )  # fmt: skip


@pytest.mark.parametrize("counted", [False, True])
def test_addresses_as_points_weigh_by_how_many_lie_where(*, counted: bool) -> None:
    make_areas()
    bring_in(table(SHARES))
    system = new_cut()
    places = [(9.005 + 0.01 * column, 52.005 + 0.01 * row, 1) for column in range(3) for row in range(2)]
    # of the divided quarter one address lies in the western part and four in the eastern
    places += [(9.011, 52.004, 6)] + [(9.013 + 0.001 * step, 52.003, 2) for step in range(3)]
    features = [
        {
            "type": "Feature",
            "properties": {"nr": place, **({"einwohner": people} if counted else {})},
            "geometry": {"type": "Point", "coordinates": [x, y]},
        }
        for place, (x, y, people) in enumerate(places)
    ]
    source = read_table(json.dumps({"type": "FeatureCollection", "features": features}).encode(), "adressen.geojson")  # fmt: skip
    done = import_crosswalk(
        source=source, from_system=system_of("town", 2023), to_system=system, by=None, at=AT
    )
    assert Crosswalk.objects.get(id=done.crosswalk_id).method == "addresses"
    east = 7 / 13 if counted else 4 / 5
    assert weights_of(done)["0202", "0204"] == pytest.approx(east)
    far = {"type": "FeatureCollection", "features": [{**features[0], "geometry": {"type": "Point", "coordinates": [1.0, 2.0]}}]}  # fmt: skip
    with pytest.raises(CrosswalkError, match="lies in both"):
        import_crosswalk(
            source=read_table(json.dumps(far).encode(), "fern.geojson"), from_system=system_of("town", 2023),
            to_system=system, by=None, at=AT,
        )  # fmt: skip


def test_above_a_thousand_areas_one_part_is_listed_and_all_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sozialraum.social_structure.views.planning.MOST_CHOOSABLE", 3)
    make_areas()
    client = signed_in(Role.PLANNER)
    url = reverse("social_structure:new_planning_areas")
    sent = {
        "name": "Planung",
        "code": "planung",
        "valid_from": "2026-01-01",
        "names": "Fluss\nBerg",
        "look": "1",
    }
    looked = client.post(url, sent).content.decode()
    parts = re.findall(
        r"<option[^>]*>([^<]+)</option>", looked[looked.index('id="part"') :].split("</select>")[0]
    )
    assert len(parts) == 2
    assert len(re.findall(r'<select id="area_', looked)) == 3
    assert "data-choosing-live" in looked
    # what the map has placed, and of the part that was listed what the list says
    sent |= {"placed": '{"Fluss": ["0101", "0201", "9999"]}', "shown": parts[0], "part": parts[1]}
    sent |= {"area_0101": "Berg", "area_0102": ""}
    page = client.post(url, sent).content.decode()
    kept = json.loads(unescape(re.findall(r'name="placed" id="placed" value="([^"]*)"', page)[0]))
    assert kept == {"Berg": ["0101"], "Fluss": ["0201"]}
    assert '<select id="area_0201"' in page
    # a whole part at once
    page = client.post(url, sent | {"all_in": "Berg"}).content.decode()
    kept = json.loads(unescape(re.findall(r'name="placed" id="placed" value="([^"]*)"', page)[0]))
    assert kept == {"Berg": ["0101", "0102", "0103"], "Fluss": ["0201"]}
    # a fault elsewhere loses nothing
    wrong = client.post(url, sent | {"valid_from": "", "create": "1"})
    assert wrong.status_code == 422
    assert "0201" in wrong.content.decode()
    # nor does a planning area that nothing was put into
    empty = client.post(url, sent | {"names": "Fluss\nBerg\nLeer", "create": "1"})
    assert empty.status_code == 422
    assert "&quot;Fluss&quot;: [&quot;0201&quot;]" in empty.content.decode()
    assert client.post(url, sent | {"placed": "{", "create": "1"}).status_code == 422
    assert client.post(url, sent | {"create": "1"}).status_code == 302
    assert Area.objects.get(system__code="planung", name="Berg").parent is not None


def test_areas_with_few_people_stay_blank_in_the_new_cut_too() -> None:
    make_areas()
    bring_in(table(SHARES))
    bridge(new_cut())
    cut = system_of("town", 2026).id
    before = released(SUBJECT, cut, DAY)
    assert before is not None
    assert before.figure("0201").value is not None
    counts = [f"{code};{250 if code == '0201' else 4_100}" for code in QUARTERS]
    bring_in(table(counts, head="key;inhabitants"), name="people.csv")
    after = released(SUBJECT, cut, DAY)
    assert after is not None
    assert (after.figure("0201").value, after.figure("0201").status) == (None, "suppressed")
    assert after.figure("0101").value is not None


def test_a_table_of_several_dates_leaves_what_was_carried_to_the_others() -> None:
    make_areas()
    bring_in(table(SHARES))
    system = new_cut()
    bridge(system)
    release_and_carry(
        indicator_codes=["basic_income_under_18"], reference_dates=[DAY, date(2024, 12, 31)], system=system, by=None, at=AT
    )  # fmt: skip
    after = released(SUBJECT, system.id, DAY)
    assert after is not None
    assert after.figure("0101").value is not None
