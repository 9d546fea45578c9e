"""Berlin's change of cut in 2021, measured against the register on both sides of it."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from factories.published_cuts import Cut, cut_since_2021, cut_until_2020, published_links, register
from sozialraum.analytics.areal import (
    Crosswalk,
    carry_counts,
    crosswalk_from_geometry,
    crosswalk_from_links,
    crosswalk_from_parts,
)
from sozialraum.warehouse.sources import read_table


@pytest.fixture(scope="module")
def cuts(shared_data: Path) -> tuple[Cut, Cut]:
    return cut_until_2020(shared_data), cut_since_2021(shared_data)


@pytest.fixture(scope="module")
def inhabitants_2021(shared_data: Path) -> dict[str, float]:
    return {row["id"]: float(row["inhabitants"]) for row in register(shared_data, 2021)}


def overlay(cuts: tuple[Cut, Cut], counts: dict[str, float] | None) -> Crosswalk:
    old, new = cuts
    weights = None if counts is None else [counts[code] for code in new.codes]
    return crosswalk_from_geometry(old.codes, old.shapes, new.codes, new.shapes, to_counts=weights)


def test_the_published_links_leave_342_areas_unchanged(cuts: tuple[Cut, Cut], shared_data: Path) -> None:
    links = published_links(shared_data)
    walk = crosswalk_from_parts(
        pa.table({"from_code": list(links), "to_code": list(links.values())}),
        amount_column=None,
        from_codes=cuts[0].codes,
        to_codes=cuts[1].codes,
    )
    assert (len(walk.from_codes), len(walk.to_codes)) == (448, 542)
    counted = Counter(
        zip(*(walk.relations().column(name).to_pylist() for name in ("side", "relation")), strict=True)
    )
    assert counted["from", "unchanged"] == counted["to", "unchanged"] == 342
    assert len(walk.lost_codes) == 448 - 342
    assert len(walk.empty_codes) == 542 - 342


def test_the_outlines_cover_the_city_and_say_where_a_link_hides_a_division(
    cuts: tuple[Cut, Cut], shared_data: Path
) -> None:
    walk = overlay(cuts, None)
    assert (len(walk.from_codes), len(walk.to_codes)) == (448, 542)
    assert walk.lost_codes == walk.empty_codes == ()
    links = published_links(shared_data)
    main = {row["from_code"]: row for row in sorted(walk.parts.to_pylist(), key=lambda row: row["weight"])}
    followed = [old for old, new in links.items() if main[old]["to_code"] == new]
    alike = [old for old in followed if main[old]["weight"] > 0.98 and main[old]["share"] > 0.98]
    assert 250 <= len(alike) < 342
    assert len(followed) >= 325
    # a link of the published list is an area's next version and not always the same outline
    assert main["01011401"]["weight"] < 0.7


def test_the_register_of_the_year_before_comes_out_in_the_new_cut(
    cuts: tuple[Cut, Cut], inhabitants_2021: dict[str, float], shared_data: Path
) -> None:
    """Weights by outline, by addresses and by inhabitants of the new cut, judged on areas that were divided."""
    before = {row["id"]: float(row["inhabitants"]) for row in register(shared_data, 2020)}
    with gzip.open(shared_data / "berlin_services" / "adressen_plr.csv.gz", "rt", encoding="utf-8") as lines:
        addresses = Counter(row["PLR_ID"] for row in csv.DictReader(lines))
    error = {}
    for name, counts in {"outline": None, "addresses": addresses, "inhabitants": inhabitants_2021}.items():
        walk = overlay(cuts, counts)  # type: ignore[arg-type]
        carried = carry_counts(walk, [before[code] for code in walk.from_codes])
        truth = np.array([inhabitants_2021[code] for code in walk.to_codes])
        known = np.isfinite(carried.values)
        assert carried.values[known].sum() == pytest.approx(sum(before.values()))
        divided = known & (carried.estimated_share > 0.02)
        whole = known & ~divided & (truth > 0)
        error[name] = np.abs(carried.values - truth)[divided].sum() / truth[divided].sum()
        assert np.abs(carried.values - truth)[whole].sum() / truth[whole].sum() < 0.02
    assert error["inhabitants"] < 0.05 < error["addresses"] < 0.18 < error["outline"] < 0.26


def test_the_published_links_take_away_the_strips_and_nothing_else(
    cuts: tuple[Cut, Cut], inhabitants_2021: dict[str, float], shared_data: Path
) -> None:
    """Links with the overlay come as near to the register as the overlay alone, with fewer parts."""
    before = {row["id"]: float(row["inhabitants"]) for row in register(shared_data, 2020)}
    alone = overlay(cuts, inhabitants_2021)
    file = read_table(shared_data / "berlin_lor" / "links19-21.ttl")
    links = list(zip(*(file.table.column(name).to_pylist() for name in ("from", "to")), strict=True))
    joined = crosswalk_from_links(links, alone)
    assert joined.lost_codes == alone.lost_codes
    error = {}
    for name, walk in {"alone": alone, "joined": joined}.items():
        carried = carry_counts(walk, [before[code] for code in walk.from_codes])
        truth = np.array([inhabitants_2021[code] for code in walk.to_codes])
        assert np.nansum(carried.values) == pytest.approx(sum(before.values()))
        error[name] = np.nansum(np.abs(carried.values - truth)) / truth.sum()
    assert error["joined"] < error["alone"] + 0.002
    assert joined.parts.num_rows < alone.parts.num_rows - 25
    unchanged = [row["relation"] for row in joined.relations().to_pylist() if row["side"] == "to"]
    assert unchanged.count("unchanged") >= 250
