"""The moving city map: indicator, year, comparison, an area by keyboard, and an address that others can open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.conftest import sign_in
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.e2e
Check = Callable[[Page], None]
Open = Callable[..., Page]
MAP = "/sozialstruktur/stadtkarte/"
# a renderer in software, so that maps move on machines without a graphics card
WEBGL = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # fmt: skip
PATIENCE = 60_000


@pytest.fixture(scope="module")
def webgl_browser(launch: Callable[[list[str]], Browser]) -> Iterator[Browser]:
    started = launch(WEBGL)
    yield started
    started.close()


@pytest.fixture
def visit_map(webgl_browser: Browser, demo_city: str) -> Iterator[Open]:
    """Sign in and open an address of the city map in a browser that can move it."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(persona: str, path: str = MAP, *, width: int = 1440, height: int = 1000) -> Page:
        context = webgl_browser.new_context(
            base_url=demo_city, viewport={"width": width, "height": height}, locale="de-DE",
            reduced_motion="reduce", has_touch=width < 500, service_workers="block",
        )  # fmt: skip
        contexts.append(context)
        sign_in(context, demo_city, persona)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def live(page: Page) -> Locator:
    return page.locator("figure.live-map.is-live")


def test_a_planner_walks_through_the_map_and_another_opens_the_address(
    visit_map: Open, check_accessible: Check
) -> None:
    page = visit_map("planner")
    expect(live(page)).to_have_count(1, timeout=PATIENCE)
    page.get_by_label("Merkmal").select_option(label="Arbeitslosigkeit, 15 bis 64 Jahre")
    expect(page.locator("h1")).to_have_text("Wo fehlt Menschen Arbeit?")
    page.locator("#date").press("ArrowLeft")
    expect(page.locator("output[for=date]")).to_have_text("31.12.2024")
    page.wait_for_url("**date=2024**")
    page.get_by_text("Vergleichen und einteilen").click()
    page.get_by_label("Vergleichen mit").select_option(label="Grundsicherung, unter 18 Jahre")
    expect(live(page)).to_have_count(2, timeout=PATIENCE)
    expect(page.locator(".answer")).to_contain_text("zum oberen Drittel")

    canvas = page.locator("#city-map .maplibregl-canvas")
    # a screen reader hands the keys to the map and says first which they are
    expect(canvas).to_have_attribute("role", "application")
    canvas.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(canvas).to_be_focused()
    spoken = page.locator("p.sr[aria-live=polite]").last
    expect(spoken).to_contain_text("Pfeiltasten bewegen die Karte", timeout=PATIENCE)
    canvas.press("+")
    expect(spoken).to_have_text(re.compile(r"^[^.:]+: \d"), timeout=PATIENCE)
    page.wait_for_url("**at=**")
    said = str(spoken.text_content())
    canvas.press("Enter")
    expect(page.locator("#picked-name")).to_have_text(said.split(":", maxsplit=1)[0])
    expect(canvas).to_be_focused()
    check_accessible(page)

    other = visit_map("controller", page.url)
    expect(live(other)).to_have_count(2, timeout=PATIENCE)
    for name in ("h1", "#picked-name", ".answer", "output[for=date]"):
        expect(other.locator(name)).to_have_text(str(page.locator(name).text_content()))
    for seen in ("data-at", "data-picked", "data-ground"):
        value = page.locator("#city-map").get_attribute(seen)
        if seen != "data-at":  # what has been seen since the page came stands in its address
            expect(other.locator("#city-map")).to_have_attribute(seen, str(value))
    assert other.url == page.url
    assert re.search(r"at=[\d.%F/-]+", other.url)


def test_a_repaint_asks_for_no_outlines_again(visit_map: Open) -> None:
    page = visit_map("planner")
    expect(live(page)).to_have_count(1, timeout=PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Merkmal").select_option(label="Arbeitslosigkeit, 15 bis 64 Jahre")
    expect(page.locator("h1")).to_have_text("Wo fehlt Menschen Arbeit?")
    expect(page.locator("p.sr[aria-live=polite]").last).to_contain_text(
        "Karte von Lindenfurt: Arbeitslosigkeit"
    )
    expect(page.locator("#city-map .maplibregl-canvas")).to_have_attribute(
        "aria-label", re.compile("Arbeitslosigkeit")
    )
    assert [url for url in asked if "umrisse" in url] == []
    assert page.locator(".live-map-ground").count() == 1


def test_on_a_phone_the_map_fits_and_leaves_the_page_its_scrolling(
    visit_map: Open, check_accessible: Check
) -> None:
    page = visit_map("planner", width=360, height=780)
    expect(live(page)).to_have_count(1, timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    canvas = page.locator("#city-map .maplibregl-canvas")
    canvas.scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 80)
    page.mouse.wheel(0, 300)
    page.wait_for_function("before => window.scrollY > before", arg=before)
    check_accessible(page)


def test_files_to_keep_are_offered_and_open(visit_map: Open) -> None:
    page = visit_map("planner", f"{MAP}?area=0602")
    page.get_by_text("Herunterladen", exact=True).click()
    for link, begins in (
        ("Bild (PNG)", b"\x89PNG"),
        ("Zeichnung (SVG)", b"<svg"),
        ("Kartendaten (GeoJSON)", b"{"),
    ):
        with page.expect_download() as kept:
            page.get_by_role("link", name=link).click()
        assert Path(kept.value.path()).read_bytes().startswith(begins)
