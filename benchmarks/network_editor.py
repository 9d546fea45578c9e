"""Frames a second while somebody with 40 people around her is moved on her network map, in Chromium.

    python benchmarks/network_editor.py --browser /usr/bin/chromium

Draws the map as the page does, with its stylesheet and script, and drags one person in circles for five seconds. Counted
are the frames that the browser paints meanwhile; prints them a second, the middle and the longest time between two.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import random
from importlib.resources import files

PEOPLE, SECONDS = 40, 5
COUNT = """() => { window.frames_at = []; const tick = at => { window.frames_at.push(at); requestAnimationFrame(tick); };
requestAnimationFrame(tick); }"""


def drawn() -> str:
    """A page that holds the map of 40 people with 80 acquaintances, and what moves it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialraum.site.settings")
    import django

    django.setup()
    from sozialraum.analytics.networks import Sector
    from sozialraum.network.network_maps import MapPerson, Sheet, draw_network

    chance, sheet = random.Random(7), Sheet()
    keys = [f"p{number}" for number in range(PEOPLE)]
    for number, key in enumerate(keys):
        sheet = sheet.with_person(
            MapPerson(
                key=key, name=f"Mensch {number}", sector=list(Sector)[number % 4], distance=15 + chance.random() * 80,
                angle=chance.random() * 360,
            )
        )  # fmt: skip
    for _ in range(80):
        one, other = chance.sample(keys, 2)
        sheet = sheet.tied(one, other, known=True)
    static = files("sozialraum.network") / "static" / "network"
    style, script = ((static / name).read_text("utf-8") for name in ("network_map.css", "network_map.js"))
    picture = draw_network(sheet, middle="Jonas", title="Netzwerkkarte", movable=True)
    return (
        f"<!doctype html><html lang=de><style>{style}</style><body><div id='network-map' data-network-map='/'>"
        f"{picture}</div><p id='network-map-said'></p><script>{script}</script></body></html>"
    )


def main() -> None:
    """Drag one person in circles and count the frames."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--browser", help="path of a Chromium; without it Playwright's own")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=options.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_content(drawn())
        sign = page.locator(".sign[tabindex]").nth(5)
        box = sign.bounding_box()
        if box is None:
            raise RuntimeError("the map shows nobody")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        before = sign.get_attribute("transform")
        page.evaluate(COUNT)
        steps = SECONDS * 60
        for step in range(steps):
            angle = step / 20
            page.mouse.move(x + 80 * math.cos(angle), y + 80 * math.sin(angle))
        at: list[float] = page.evaluate("() => window.frames_at")
        moved = sign.get_attribute("transform") != before
        page.mouse.up()
        browser.close()
    gaps = sorted(second - first for first, second in itertools.pairwise(at))
    print(
        f"{PEOPLE} people, moved: {moved}; {len(gaps) / (at[-1] - at[0]) * 1000:.0f} frames a second; between two"
        f" frames {gaps[len(gaps) // 2]:.0f} ms in the middle, {gaps[int(len(gaps) * 0.95)]:.0f} ms at p95"
    )


if __name__ == "__main__":
    main()
