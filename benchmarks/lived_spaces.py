"""Many at once in lived spaces: 200 children who pin, a map of 20,000 points, and the reach of one point on foot.

    python benchmarks/lived_spaces.py [--children 200] [--only pins points reach]

- ``pins``: so many tablets join a map of a running city, wait for each other, and send six pins in the same moment; each then
  sends two more. Counts answers that are no success, and prints the time of an answer. Beside it the same tablets one after another.
- ``points``: a map that moves with 20,000 points in a headless Chromium whose WebGL is drawn by the processor: frames a second
  while it flies over the city, beside the same map with one point (what the machine can do at this moment), and beside
  the same points as MapLibre clusters, as SVG circles that are moved by script, and as the map of the directory; each twice.
- ``reach``: a street graph like that of a city of four million (300,000 crossings) with 60,000 resources; the ways on foot from
  one point to all of them (`analytics.reach`), beside Dijkstra in plain Python over the same graph.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import os
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
POINTS = 20_000
CROSSINGS, RESOURCES, POINTS_ASKED = 300_000, 60_000, 5
WEBGL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def main() -> None:
    """Measure what is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=200)
    parser.add_argument("--scale", type=float, default=0.3)
    parser.add_argument("--address", help="a demo city that runs already")
    parser.add_argument("--only", nargs="*", default=["reach", "points", "pins"])
    options = parser.parse_args()
    if "reach" in options.only:
        reach()
    if "points" in options.only:
        points()
    if "pins" in options.only and options.address:
        pins(options.address, options.children)
    elif "pins" in options.only:
        from cities import running_city

        with running_city(options.scale) as city:
            pins(city.address, options.children)


class Tablet:
    """A device of a child: its cookies, and the time of its answers."""

    def __init__(self, address: str, code: str) -> None:
        self.address, self.code = address, code
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.took: list[float] = []
        self.failed: list[str] = []

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "application/x-www-form-urlencoded"
    ) -> str:
        """One request; what is no success is counted, with its reason."""
        headers = {"Content-Type": kind, "Referer": self.address} if body else {}
        if body:
            headers["X-CSRFToken"] = self.mark
        begun = time.perf_counter()
        text = ""
        try:
            request = urllib.request.Request(f"{self.address}{path}", body, headers)
            with self.opener.open(request, timeout=120) as answer:
                self.path, text = urllib.parse.urlsplit(answer.url).path, answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            self.failed.append(str(error))
        self.took.append(time.perf_counter() - begun)
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self.mark = found[1]
        return text

    def join(self) -> None:
        """Choose age and gender, come to the map."""
        self.ask(f"/netzwerk/nadeln/m/{self.code}/")
        self.ask(self.path, urllib.parse.urlencode({"age_group": "10-13", "gender": "unsaid"}).encode())
        self.map = self.path

    def pin(self, many: int, seed: int) -> None:
        """Set pins."""
        found = [
            {"id": str(uuid.uuid4()), "kind": kind, "part_of_day": "afternoon", "across": (seed * 7 + at * 13) % 97 / 100, "up": (seed * 5 + at * 17) % 89 / 100}
            for at, kind in enumerate((["like", "meet", "avoid", "unsafe", "wish", "like"] * 2)[:many])
        ]  # fmt: skip
        self.ask(f"{self.map}setzen/", json.dumps({"pins": found}).encode(), "application/json")


def pins(address: str, children: int) -> None:
    """Let so many tablets pin in the same moment, then some one after another."""
    code = open_map(address, children)
    for name, number, at_once in (("at once", children, True), ("one after another", 20, False)):
        tablets = [Tablet(address, code) for _ in range(number)]
        with ThreadPoolExecutor(24) as pool:
            list(pool.map(Tablet.join, tablets))
        joined = statistics.median(took for tablet in tablets for took in tablet.took)
        for tablet in tablets:
            tablet.took = []
        begun = time.perf_counter()
        threads = number if at_once else 1
        together = threading.Barrier(threads)
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lesson, enumerate(tablets), [together] * number))
        seconds = time.perf_counter() - begun
        took = sorted(each for tablet in tablets for each in tablet.took)
        failed = [each for tablet in tablets for each in tablet.failed]
        print(
            f"pins {name:18} {number:4} tablets: {len(took)} answers in {seconds:5.1f} s,"
            f" p50 {statistics.median(took) * 1000:5.0f} ms, p95 {took[int(len(took) * 0.95)] * 1000:5.0f} ms,"
            f" slowest {took[-1] * 1000:5.0f} ms, joining p50 {joined * 1000:.0f} ms, errors: {len(failed)}"
            f" {sorted(set(failed))[:3] if failed else ''}", flush=True,
        )  # fmt: skip


def lesson(numbered: tuple[int, Tablet], together: threading.Barrier) -> None:
    """One child: wait for the others, set six pins, then one, then another."""
    together.wait()
    for many in (6, 1, 1):
        numbered[1].pin(many, numbered[0])


def open_map(address: str, children: int) -> str:
    """Open a map as a case worker does, in a browser; returns its code."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=address, locale="de-DE")
        page.goto("/anmelden/")
        page.locator("[data-persona='case_worker'] button").click()
        page.wait_for_url("**/")
        page.goto("/netzwerk/nadeln/neu/")
        page.locator("#id_title").fill("200 Kinder")
        page.locator("#id_area_code").select_option("0301")
        page.locator("#id_expected").fill(str(children + 40))
        page.locator("#id_until").fill("2036-12-31")
        page.locator("form.entry-form button[type=submit]").click()
        code = page.locator(".pin-code").inner_text().strip()
        browser.close()
    return code


FRAMES = """(fly) => new Promise((done) => {
  const times = [];
  let last = performance.now();
  const end = last + 4000;
  function frame(now) {
    times.push(now - last);
    last = now;
    fly(now);
    if (now < end) requestAnimationFrame(frame);
    else done(times.slice(5));
  }
  requestAnimationFrame(frame);
})"""


def points() -> None:
    """Frames a second of a moving map with 20,000 points: MapLibre, the same with its clusters, plain SVG, the house's discs.

    The house's map has the ground of 160 quarters under its discs, as the page has; the others have points alone.
    """
    import functools
    from http.server import ThreadingHTTPServer

    from playwright.sync_api import sync_playwright

    vendor = ROOT / "src" / "sozialraum" / "foundation" / "ui" / "static" / "vendor" / "maplibre"
    with tempfile.TemporaryDirectory() as folder:
        for file in vendor.iterdir():
            if file.is_file():
                shutil.copy(file, folder)
        (Path(folder) / "map.html").write_text(PAGE, "utf-8")
        for name in ("picture.js", "picture.css"):
            shutil.copy(ROOT / "src" / "sozialraum" / "network" / "static" / "network" / name, folder)
        for number in (1, POINTS):
            (Path(folder) / f"discs-{number}.svg").write_text(_discs(number), "utf-8")
        handler = functools.partial(Quiet, directory=folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=WEBGL)
            page = browser.new_page(viewport={"width": 1152, "height": 720})
            kinds = ("maplibre", "maplibre-cluster", "svg", "discs")
            for name, number in [(kind, count) for kind in kinds for count in (1, POINTS)] * 2:
                page.goto(f"http://127.0.0.1:{server.server_port}/map.html?{name}&{number}")
                page.wait_for_function("window.ready === true", timeout=60_000)
                stood = page.evaluate("performance.now()")
                times = sorted(
                    _dragged(page) if name == "discs" else page.evaluate(f"({FRAMES})(window.fly)")
                )
                p95 = times[int(len(times) * 0.95)]
                print(
                    f"points {name:16} {number:6}: stands after {stood:6.0f} ms, {1000 / statistics.mean(times):5.1f} frames/s while moving,"
                    f" frame p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms", flush=True,
                )  # fmt: skip
            browser.close()
        server.shutdown()


def _dragged(page: Any) -> list[float]:
    """Times between frames while a mouse drags the map about, as a person does: this map has a script of its own."""
    page.evaluate(
        "() => { window.at = []; const tick = (now) => { window.at.push(now); requestAnimationFrame(tick); }; requestAnimationFrame(tick); }"
    )
    page.mouse.move(576, 360)
    page.mouse.down()
    begun = time.perf_counter()
    while (passed := time.perf_counter() - begun) < 4:
        page.mouse.move(576 + 150 * math.sin(passed / 0.9), 360 + 80 * math.sin(passed / 1.3))
    page.mouse.up()
    found: list[float] = page.evaluate(
        "() => window.at.slice(1).map((each, place) => each - window.at[place])"
    )
    return found[5:]


def _discs(count: int) -> str:
    """The directory's map of so many places, on 160 quarters of 60 corners each."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialraum.site.settings")
    import django
    import numpy as np
    import shapely

    django.setup()
    from sozialraum.network import spots
    from sozialraum.network.directory.asked import WHOLE_MAP
    from sozialraum.network.directory.catalog import Spot
    from sozialraum.social_structure.queries.outlines import AreaOutline, Ground

    random = np.random.default_rng(7)
    at = [9.6, 52.7] + random.random((count, 2, 2)).sum(axis=1) * [0.3, 0.15]
    places = [
        Spot(UUID(int=n), f"Ort {n}", "01", float(x), float(y), fresh=n % 3 > 0)
        for n, (x, y) in enumerate(at)
    ]
    rings = shapely.buffer(
        shapely.points(9.62 + np.arange(160) % 16 * 0.036, 52.71 + np.arange(160) // 16 * 0.029),
        0.014,
        quad_segs=15,
    )
    ground = Ground(tuple(AreaOutline("01", "", each) for each in shapely.to_wkb(rings)), ())
    spots.ground_of, spots.area_choices = (lambda _codes: ground), list  # type: ignore[assignment]  # stands for a city
    return str(spots.spots_map(places, WHOLE_MAP, address=str, entry=lambda spot: f"/{spot.id}/"))


def Quiet(*args: Any, **kwargs: Any) -> Any:  # noqa: N802 - stands for a class of the standard library
    """A server of files that says nothing."""
    from http.server import SimpleHTTPRequestHandler

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    return Silent(*args, **kwargs)


PAGE = """<!doctype html><meta charset="utf-8"><style>html,body,#m{margin:0;height:100%}</style>
<link rel="stylesheet" href="maplibre-gl.css"><div id="m"></div><script type="module">
const [kind, count] = location.search.slice(1).split("&");
let seed = 7; const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const spots = Array.from({ length: Number(count) }, () => [9.6 + (random() + random()) * 0.3, 52.7 + (random() + random()) * 0.15]);
if (kind === "discs") {
  const drawing = await (await fetch(`discs-${count}.svg`)).text();
  document.getElementById("m").innerHTML = `<figure data-picture="${count}" style="margin:0"><div class="zoom" hidden><button data-zoom="in">+</button><button data-zoom="out">-</button><button data-zoom="all">0</button></div><div tabindex="0"><div class="pane">${drawing}</div></div></figure>`;
  for (const [tag, name, value] of [["link", "href", "picture.css"], ["script", "src", "picture.js"]]) {
    const part = Object.assign(document.createElement(tag), { [name]: value, rel: "stylesheet" });
    document.head.append(part); await new Promise((done) => { part.onload = done; });
  }
  document.querySelector("[data-zoom=in]").click(); document.querySelector("[data-zoom=in]").click();
  window.ready = true;
} else if (kind.startsWith("maplibre")) {
  const gl = await import("./maplibre-gl.mjs");
  const { Map, setWorkerUrl } = gl.default && gl.default.Map ? gl.default : gl;
  setWorkerUrl(new URL("./maplibre-gl-worker.mjs", location.href).href);
  const map = new Map({ container: "m", center: [9.9, 52.85], zoom: 10, attributionControl: false, fadeDuration: 0,
    style: { version: 8, sources: { places: { type: "geojson", cluster: kind === "maplibre-cluster", clusterRadius: 28, data: { type: "FeatureCollection", features: spots.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } })) } } },
      layers: [{ id: "ground", type: "background", paint: { "background-color": "#fff" } }, { id: "places", type: "circle", source: "places", paint: { "circle-radius": 3, "circle-color": "#985200", "circle-stroke-color": "#fff", "circle-stroke-width": 1 } }] } });
  map.once("idle", () => { window.ready = true; });
  window.fly = (now) => map.jumpTo({ center: [9.9 + Math.sin(now / 900) * 0.08, 52.85], zoom: 10.3 + Math.sin(now / 1300) });
} else {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg"); svg.setAttribute("viewBox", "0 0 1152 720"); svg.setAttribute("width", "1152");
  const group = document.createElementNS(NS, "g");
  for (const [x, y] of spots) { const c = document.createElementNS(NS, "circle"); c.setAttribute("cx", (x - 9.6) * 1920); c.setAttribute("cy", (53 - y) * 2400); c.setAttribute("r", 3); c.setAttribute("fill", "#985200"); group.append(c); }
  svg.append(group); document.getElementById("m").append(svg);
  window.fly = (now) => group.setAttribute("transform", `translate(${Math.sin(now / 900) * 150} 0) scale(${1.3 + Math.sin(now / 1300) / 2})`);
  requestAnimationFrame(() => requestAnimationFrame(() => { window.ready = true; }));
}
</script>"""


def reach() -> None:
    """From one point to all resources of a large city, on foot over its streets."""
    sys.path.insert(0, str(ROOT / "src"))
    import numpy as np

    from sozialraum.analytics.reach import StreetGraph, nearest_place

    random = np.random.default_rng(4)
    side = int(CROSSINGS**0.5)
    across, up = np.meshgrid(np.arange(side), np.arange(side))
    # crossings some 55 m apart, moved about; nine of ten stretches are there
    spots = (np.stack([across.ravel(), up.ravel()], 1) + random.uniform(-0.3, 0.3, (side * side, 2))) * 55.0
    number = np.arange(side * side).reshape(side, side)
    ends = np.concatenate(
        [
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], 1),
            np.stack([number[:-1].ravel(), number[1:].ravel()], 1),
        ]
    )
    ends = ends[random.random(len(ends)) < 0.9]
    metres = np.hypot(*(spots[ends[:, 0]] - spots[ends[:, 1]]).T) * random.uniform(1.0, 1.2, len(ends))
    graph = StreetGraph(spots, ends, metres)
    resources = graph.snap(random.uniform(0, side * 55.0, (RESOURCES, 2)))
    print(f"reach: {len(spots):,} crossings, {len(ends):,} stretches, {RESOURCES:,} resources", flush=True)
    nearest_place(graph, resources, graph.snap([[100.0, 100.0]]))
    took, reached = [], 0
    for _ in range(POINTS_ASKED):
        place = random.uniform(side * 10.0, side * 45.0, (1, 2))
        begun = time.process_time()
        found = nearest_place(graph, resources, graph.snap(place))
        took.append((time.process_time() - begun) * 1000)
        reached = int(np.isfinite(found.metres).sum())
    near = []
    for _ in range(POINTS_ASKED):
        place = random.uniform(side * 10.0, side * 45.0, (1, 2))
        begun = time.process_time()
        nearest_place(graph, resources, graph.snap(place), limit=3000.0)
        near.append((time.process_time() - begun) * 1000)
    ways: list[list[tuple[int, float]]] = [[] for _ in range(len(spots))]
    for (one, other), length in zip(ends.tolist(), metres.tolist(), strict=True):
        ways[one].append((other, length))
        ways[other].append((one, length))
    begun = time.process_time()
    plain(ways, len(spots) // 2 + side // 2)
    slow = (time.process_time() - begun) * 1000
    print(
        f"reach: {reached:,} reached from one point in"
        f" median {statistics.median(took):.0f} ms of processor time (slowest {max(took):.0f}); within 3 km {statistics.median(near):.0f} ms;"
        f" plain Python {slow:.0f} ms: {slow / statistics.median(took):.1f} times as long", flush=True,
    )  # fmt: skip


def plain(ways: list[list[tuple[int, float]]], start: int) -> dict[int, float]:
    """Dijkstra with a heap, as one writes it down."""
    found: dict[int, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        length, node = heapq.heappop(waiting)
        if node in found:
            continue
        found[node] = length
        for other, more in ways[node]:
            if other not in found:
                heapq.heappush(waiting, (length + more, other))
    return found


if __name__ == "__main__":
    main()
