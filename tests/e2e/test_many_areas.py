"""More areas than a drawing can offer: chosen on a map that moves, by tap, keyboard and list, with steps back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.conftest import sign_in
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.e2e
# a renderer in software, so that maps move on machines without a graphics card
WEBGL = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # fmt: skip
PATIENCE = 90_000
ACROSS = 34
STEP = 0.004


@pytest.fixture
def planner(launch: Callable[[list[str]], Browser], demo_city: str) -> Iterator[Page]:
    """A planner in a browser that can move maps."""
    browser = launch(WEBGL)
    context = browser.new_context(base_url=demo_city, locale="de-DE", reduced_motion="reduce")
    sign_in(context, demo_city, "planner")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    browser.close()


def grid(across: int, step: float, digits: int, word: str) -> str:
    """Squares side by side; a key begins with that of the square above it."""

    def square(column: int, row: int) -> dict[str, object]:
        west, south = 9 + column * step, 53 + row * step
        ring = [
            (west, south),
            (west + step, south),
            (west + step, south + step),
            (west, south + step),
            (west, south),
        ]
        whole = step / STEP
        code = f"{int(column * whole) // 17}{int(row * whole) // 17}" + (
            f"{column:02}{row:02}" if digits else ""
        )
        return {
            "type": "Feature", "properties": {"id": code, "name": f"{word} {column}-{row}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }  # fmt: skip

    features = [square(column, row) for column in range(across) for row in range(across)]
    return json.dumps({"type": "FeatureCollection", "features": features})


def counts(page: Page) -> list[str]:
    return page.locator("[data-count]").all_text_contents()


def test_more_than_a_thousand_areas(
    planner: Page, tmp_path: Path, check_accessible: Callable[[Page], None]
) -> None:
    page = planner
    (tmp_path / "bezirke.geojson").write_text(grid(2, 17 * STEP, 0, "Bezirk"))
    (tmp_path / "baubloecke.geojson").write_text(grid(ACROSS, STEP, 4, "Block"))
    page.goto("/sozialstruktur/gebiete/neu/")
    page.locator("input[type=file]").set_input_files(
        [tmp_path / "bezirke.geojson", tmp_path / "baubloecke.geojson"]
    )
    page.get_by_role("button", name="Gebiete ansehen").click()
    page.locator("[name=code]").fill("raster")
    # older than the city's own cut, which stays the one in force
    page.locator("[name=vintage]").fill("1990")
    page.locator("button[name=import]").click()
    page.wait_for_url("**/daten/")

    page.goto("/sozialstruktur/zuschnitte/planungsraeume/?base=raster:1990")
    page.locator("[name=name]").fill("Planung im Raster")
    page.locator("[name=code]").fill("planung-im-raster")
    page.locator("[name=names]").fill("Am Fluss\nAm Berg")
    page.get_by_role("button", name="Gebiete zuordnen").click()
    figure = page.locator("figure.live-map.is-live")
    expect(figure).to_have_count(1, timeout=PATIENCE)
    check_accessible(page)
    assert counts(page) == ["0", "0", "1.156"]

    canvas = page.locator(".maplibregl-canvas")
    canvas.scroll_into_view_if_needed()
    # tiles arrive after the map: tap until an area is there
    figure.evaluate("figure => new Promise(done => setTimeout(done, 2500))")
    canvas.click(position={"x": 400, "y": 330})
    expect(page.locator("[data-told]")).to_have_text("Am Fluss", timeout=PATIENCE)
    assert counts(page) == ["1", "0", "1.155"]
    canvas.press("2")
    canvas.press("+")
    canvas.press("ArrowRight")
    canvas.press("Enter")
    expect(page.locator("[data-told]")).to_have_text("Am Berg", timeout=PATIENCE)
    page.get_by_role("button", name="Letzten Schritt zurücknehmen").click()
    expect(page.locator("[data-count]").nth(1)).to_have_text("0")
    assert counts(page)[1:] == ["0", "1.155"]

    # a whole part of the list at once; what the map placed elsewhere stays
    page.get_by_label("Alle Gebiete dieses Teils zuordnen zu").select_option("Am Berg")
    page.get_by_role("button", name="Diesen Teil zeigen").click()
    expect(page.locator("[data-count='2']")).to_have_text("289")
    page.get_by_role("button", name="Planungsräume bilden").click()
    page.wait_for_url("**/zuschnitte/")
    expect(page.get_by_text("Planung im Raster").first).to_be_visible()
