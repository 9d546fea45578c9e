"""How long the city map takes to stand, to be movable and to be painted anew, for 160, 1,000 and 10,000 areas.

    python benchmarks/city_map.py

Starts a small demo city of its own, brings in wiggly areas (64 corners each before they are simplified) with two
indicators, and opens the page in a headless Chromium whose WebGL is drawn by the processor. Prints per number of
areas, medians of some visits by somebody who has been there before (outlines in the browser's cache are thrown away):

- ``answer``: the server's time for the page, cold (the first of all) and warm;
- ``drawn``: when the drawing of the server stands on the screen (first contentful paint);
- ``moves``: when the map can be moved (painted and idle);
- ``paint``: what another indicator costs the browser between its figures and the handing over to WebGL;
- ``change``: from choosing another indicator to the finished page with the repainted map.

The last lines set vector tiles against one GeoJSON document for the same 10,000 areas, in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
INDICATORS = ("basic_income_under_18", "unemployment")
WEBGL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PATIENCE = 240_000


def main() -> None:
    """Start the city, fill it, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, nargs="*", default=[160, 1_000, 10_000])
    parser.add_argument("--visits", type=int, default=3)
    parser.add_argument("--fill", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(Path(options.fill), options.areas)
        return
    with running_city_of_areas(options.areas) as address:
        measure(address, options.areas, options.visits)


@contextmanager
def running_city_of_areas(numbers: Sequence[int]) -> Iterator[str]:
    """The address of a small demo city with a cut of each of these sizes."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        program = [sys.executable, "-m", "sozialraum", "--data-dir", folder]
        base = [*program, "demo", "--port", str(port), "--scale", "0.05"]
        with (Path(folder) / "output.txt").open("w") as output:
            server = subprocess.Popen(base, stdout=output, stderr=output, env=environment)
        try:
            address = f"http://localhost:{port}"
            wait_for(address)
            own = [
                sys.executable,
                str(Path(__file__).resolve()),
                "--fill",
                folder,
                "--areas",
                *map(str, numbers),
            ]
            subprocess.run(own, check=True, env=environment)
            yield address
        finally:
            server.terminate()
            server.wait(60)


def wait_for(address: str) -> None:
    """Wait until the city answers; ten minutes at most."""
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"{address}/anmelden/", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the demo city did not answer")


def fill(folder: Path, numbers: Sequence[int]) -> None:
    """Bring in a cut of each size and two indicators of shares, as a planner would."""
    os.environ["SOZIALRAUM_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sozialraum.site.settings"
    import django

    from sozialraum.foundation.database.embedded import Cluster

    with Cluster(folder).attached():
        django.setup()
        import shapely

        from sozialraum.social_structure.services import (
            LevelTable,
            SystemFacts,
            import_areas,
            import_observations,
        )
        from sozialraum.warehouse.sources import read_table

        for number in numbers:
            outlines = wiggly(number)
            file = as_table_of_shapes(outlines)
            blocks: dict[str, list[Any]] = {}
            for code, shape in outlines:
                blocks.setdefault(code[:2], []).append(shapely.geometry.shape(shape))
            joined = {code: shapely.union_all(parts) for code, parts in blocks.items()}
            above = as_table_of_shapes(
                [(code, json.loads(shapely.to_geojson(each))) for code, each in joined.items()]
            )
            begun = time.perf_counter()
            import_areas(
                system=SystemFacts(f"areas-{number}", 2023, f"{number} Gebiete", "Stadt", date(2023, 1, 1), source="–"),
                levels=[LevelTable("district", "Bezirk", "Bezirke", above, "key", "name"), LevelTable("area", "Gebiet", "Gebiete", file, "key", "name")], by=None, at=AT,
            )  # fmt: skip
            table = ["key;" + ";".join(INDICATORS)]
            table += [
                f"{code};{at * 37 % 61 + 0.5};{at * 53 % 23 + 0.5}".replace(".", ",")
                for at, (code, _) in enumerate(outlines)
            ]
            import_observations(
                source=read_table("\n".join(table).encode(), "shares.csv"), system_code=f"areas-{number}", vintage=2023,
                reference_date=date(2025, 12, 31), publisher="–", by=None, at=AT,
            )  # fmt: skip
            print(
                f"{number:6} areas and {2 * number} values brought in: {time.perf_counter() - begun:5.1f} s",
                flush=True,
            )


def as_table_of_shapes(shapes: Sequence[tuple[str, Any]]) -> Any:
    """GeoJSON geometries by key as the importer reads them, with the columns ``key`` and ``name``."""
    from sozialraum.warehouse.sources import read_table

    rows = [
        {"type": "Feature", "properties": {"key": code, "name": f"Gebiet {code}"}, "geometry": shape}
        for code, shape in shapes
    ]
    return read_table(json.dumps({"type": "FeatureCollection", "features": rows}).encode(), "areas.geojson")


def wiggly(number: int) -> list[tuple[str, dict[str, object]]]:
    """Areas in rows whose neighbors share their crooked borders, as GeoJSON geometries by key."""
    import numpy as np

    rows = int(number**0.5)
    columns = -(-number // rows)
    random = np.random.default_rng(number)
    steps, step = 16, 0.5 / columns
    nodes = np.stack(np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0), indexing="xy"), -1)
    nodes += random.uniform(-0.2, 0.2, nodes.shape)

    def edges(start: Any, end: Any) -> Any:
        share = np.linspace(0, 1, steps + 1)[:, None]
        lines = start[..., None, :] * (1 - share) + end[..., None, :] * share
        lines[..., 1:-1, :] += random.uniform(-0.02, 0.02, lines[..., 1:-1, :].shape)
        return np.round(lines * [step, step * 0.62] + [9.0, 52.0], 6)

    across, up = edges(nodes[:, :-1], nodes[:, 1:]), edges(nodes[:-1], nodes[1:])
    found = []
    for place in range(number):
        row, column = divmod(place, columns)
        ring = np.concatenate(
            [
                across[row, column],
                up[row, column + 1][1:],
                across[row + 1, column][::-1][1:],
                up[row, column][::-1][1:],
            ]
        )
        found.append(
            (
                f"{row * 4 // rows}{column * 4 // columns}{place:05}",
                {"type": "Polygon", "coordinates": [ring.tolist()]},
            )
        )
    return found


def measure(address: str, numbers: Sequence[int], visits: int) -> None:
    """Visit the page of each size and print the medians."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=WEBGL)
        page = browser.new_page(
            base_url=address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        page.set_default_timeout(PATIENCE)
        page.goto("/anmelden/")
        page.locator("[data-persona='planner'] button").click()
        page.wait_for_url("**/")
        print(
            f"{'areas':>12} {'answer cold/warm':>17} {'drawn':>6} {'moves':>6} {'paint':>6} {'change':>6}   milliseconds"
        )
        for number in numbers:
            times = [visit(page, number) for _ in range(visits + 1)]
            line(str(number), times)
        if max(numbers) > 1_000:
            pairs: dict[str, list[dict[str, float]]] = {"tiles": [], "GeoJSON": []}
            for _ in range(visits):
                pairs["tiles"].append(visit(page, max(numbers)))
                as_one_document(page, max(numbers))
                pairs["GeoJSON"].append(visit(page, max(numbers)))
                page.unroute_all()
            for name, times in pairs.items():
                line(name, [times[0], *times])
        browser.close()


def visit(page: Any, number: int) -> dict[str, float]:
    """One visit: open the page, wait until the map can be moved, choose the other indicator."""
    session = page.context.new_cdp_session(page)
    session.send("Network.clearBrowserCache")
    page.goto(f"/sozialstruktur/stadtkarte/?areas=areas-{number}:2023:area&indicator={INDICATORS[0]}")
    page.locator("figure.is-live").wait_for(timeout=PATIENCE)
    ready = "() => performance.getEntriesByName('map:city-map').at(-1)?.startTime ?? 0"
    while not (moves := page.evaluate(ready)):
        page.wait_for_timeout(20)
    seen = page.evaluate(
        "() => { const [n] = performance.getEntriesByType('navigation');"
        " return {answer: n.responseStart - n.requestStart,"
        " drawn: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0}; }"
    )
    painted = "() => performance.getEntriesByName('map:paint').length"
    before, begun = page.evaluate(painted), time.perf_counter()
    page.locator("#indicator").select_option(INDICATORS[1])
    while page.evaluate(painted) == before:
        page.wait_for_timeout(5)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    change = (time.perf_counter() - begun) * 1000
    paint = page.evaluate("() => performance.getEntriesByName('map:paint').at(-1).duration")
    return seen | {"moves": moves, "paint": paint, "change": change}


def as_one_document(page: Any, number: int) -> None:
    """Let the page find all outlines in one document instead of tiles."""
    import shapely

    sys.path.insert(0, str(ROOT / "src"))
    from sozialraum.foundation.ui import live_maps
    from sozialraum.foundation.ui.maps import Outline

    shapes = {code: shapely.geometry.shape(shape) for code, shape in wiggly(number)}
    simple = shapely.coverage_simplify(list(shapes.values()), 0.5 / 2000)
    live_maps.MOST_OUTLINES = number  # type: ignore[misc]  # for this comparison alone
    outlines = [
        Outline(code, code, shapely.to_wkb(shape)) for code, shape in zip(shapes, simple, strict=True)
    ]
    content = live_maps.ground_document(outlines, [], [])
    page.route(
        "**/umrisse/**/*.geojson",
        lambda route: route.fulfill(body=content, content_type="application/geo+json"),
    )

    def without_tiles(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r' data-tiles="[^"]*"', "", answer.text()))

    page.route("**/stadtkarte/?*", without_tiles)


def line(name: str, times: Sequence[dict[str, float]]) -> None:
    """Print the medians of the visits after the first, and the first answer."""
    middle = {key: statistics.median(each[key] for each in times[1:]) for key in times[0]}
    print(
        f"{name:>12} {times[0]['answer']:9.0f} {middle['answer']:7.0f} {middle['drawn']:6.0f} {middle['moves']:6.0f}"
        f" {middle['paint']:6.1f} {middle['change']:6.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
