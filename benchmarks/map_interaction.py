"""When the city map's page answers its reader: the first tap and the first key, with and without the painting of WebGL.

    python benchmarks/map_interaction.py ADDRESS [--areas 10000] [--visits 5]
    python benchmarks/map_interaction.py --areas 160 1000 10000      # starts a city of its own, as city_map.py does

Opens the page in a headless Chromium. Without a graphics card its WebGL is painted by the processor, on the same cores that
the page's script and the server need, so every visit is made twice: once with WebGL, and once in a browser that has none
(the page then shows the drawing). What lies between is the painting. Per visit, milliseconds since the address was asked
for, medians:

- ``answer``: the first byte;  ``page``: the document read, every control there (DOMContentLoaded);
- ``drawn``: the first content on the screen;
- ``tap``: from a tap on "Compare and arrange" as soon as it is there until the frame that shows it open, counted from the
  address; ``tap took``: the same counted from the tap;
- ``key``: from a key on the indicator's list one second later until the frame after it, counted from the key;
- ``script``: how long the page's own scripts held the main thread, ``longest`` the longest single stretch of it, until the map moves;
- ``moves``: when the map can be moved;
- ``kB``: compressed size of the page, ``data kB`` of everything that it fetched from the floor, ``asked`` how many addresses.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from city_map import INDICATORS, WEBGL, running_city_of_areas

PATIENCE = 240_000
WITHOUT_WEBGL = ["--no-sandbox", "--disable-gpu", "--disable-3d-apis"]
COLUMNS = (
    "answer",
    "page",
    "drawn",
    "tap",
    "tap took",
    "key",
    "script",
    "longest",
    "moves",
    "kB",
    "data kB",
    "asked",
)
WATCH = """
performance.setResourceTimingBufferSize(1000);
window.seen = {script: 0, longest: 0};
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    window.seen.script += each.duration;
    window.seen.longest = Math.max(window.seen.longest, each.duration);
  }
}).observe({type: "longtask", buffered: true});
const answered = (name) => (event) => {
  if (window.seen[name]) return;
  const begun = event.timeStamp;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    window.seen[name] = performance.now();
    window.seen[name + " took"] = performance.now() - begun;
  }));
};
document.addEventListener("click", answered("tap"), true);
document.addEventListener("keydown", answered("key"), true);
"""


def main() -> None:
    """Visit the page of each size in both browsers and print the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "address", nargs="?", help="a running city that has cuts areas-160, areas-1000, areas-10000"
    )
    parser.add_argument("--areas", type=int, nargs="*", default=[10_000])
    parser.add_argument("--visits", type=int, default=5)
    options = parser.parse_args()
    if options.address:
        measure(options.address, options.areas, options.visits)
        return
    with running_city_of_areas(options.areas) as address:
        measure(address, options.areas, options.visits)


def measure(address: str, numbers: Sequence[int], visits: int) -> None:
    """Print a line for each size and browser."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    print(f"{'areas':>6} {'browser':<14}" + "".join(f"{name:>9}" for name in COLUMNS))
    with sync_playwright() as playwright:
        for name, how in (("with WebGL", WEBGL), ("without WebGL", WITHOUT_WEBGL)):
            browser = playwright.chromium.launch(executable_path=chromium, args=how)
            page = browser.new_page(
                base_url=address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
            )
            page.set_default_timeout(PATIENCE)
            page.goto("/anmelden/")
            page.locator("[data-persona='planner'] button").click()
            page.wait_for_url("**/")
            page.add_init_script(WATCH)
            for number in numbers:
                times = [visit(page, number, live=how is WEBGL) for _ in range(visits + 1)][1:]
                middle = {key: statistics.median(each[key] for each in times) for key in times[0]}
                print(
                    f"{number:6} {name:<14}" + "".join(f"{middle[key]:9.0f}" for key in COLUMNS), flush=True
                )
            browser.close()


def visit(page: Any, number: int, *, live: bool) -> dict[str, float]:
    """One visit by somebody who has been there before: tap, key, and then wait until the map moves."""
    page.goto(
        f"/sozialstruktur/stadtkarte/?areas=areas-{number}:2023:area&indicator={INDICATORS[0]}",
        wait_until="commit",
    )
    page.locator("details.more > summary").click(no_wait_after=True)
    page.wait_for_function("() => window.seen.tap")
    page.wait_for_timeout(1000)
    page.locator("#indicator").press("ArrowLeft", no_wait_after=True)
    page.wait_for_function("() => window.seen.key")
    if live:
        page.wait_for_function("() => performance.getEntriesByName('map:city-map').length")
    else:
        page.wait_for_load_state("load")
    found: dict[str, float] = page.evaluate(
        """() => {
          const [page] = performance.getEntriesByType("navigation");
          const data = performance.getEntriesByType("resource").filter((each) => each.name.includes("/sozialstruktur/"));
          return {
            ...window.seen, key: window.seen["key took"],
            answer: page.responseStart, page: page.domContentLoadedEventEnd,
            drawn: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
            moves: performance.getEntriesByName("map:city-map").at(-1)?.startTime ?? 0,
            kB: page.encodedBodySize / 1000, "data kB": data.reduce((sum, each) => sum + each.encodedBodySize, 0) / 1000,
            asked: performance.getEntriesByType("resource").length + 1,
          };
        }"""
    )
    return found


if __name__ == "__main__":
    main()
