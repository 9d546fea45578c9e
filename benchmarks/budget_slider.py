"""How long a moved slider of the formula workshop takes until its map is repainted, at 200 areas.

    python benchmarks/budget_slider.py

Starts a small demo city of its own, opens a year with wiggly areas (64 corners each), and presses the arrow keys of the
sliders in a headless Chromium, then drags them by mouse. Prints p50 and p95 in milliseconds:

- ``one step``: from the key's input event to the frame in which every area of the map has its new color, each step after
  the one before is painted;
- ``held``: the same while steps follow each other every 33 ms, as a held key repeats; a step that a later one overtakes
  ends with the frame that shows the later one;
- ``dragged``: the same for a mouse that drags the slider;
- ``answer``: the server's part of one step, and the bytes of its answer.

With ``--city FOLDER ADDRESS`` an existing demo city that runs is used; the year is opened there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from city_map import as_table_of_shapes, wait_for, wiggly

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
YEAR = 2040
STEPS = 40
# the moment of an input event, and of the frame that shows the answer to it: the words beside the sliders and the colors
# of the map are written in one task
WATCH = """
() => {
  const steps = [];
  let waiting = [];
  addEventListener("input", () => waiting.push(performance.now()), true);
  new MutationObserver(() => {
    const shown = waiting;
    waiting = [];
    requestAnimationFrame(() => setTimeout(() => {
      for (const begun of shown) steps.push(performance.now() - begun);
    }));
  }).observe(document.getElementById("budget-form"), { subtree: true, childList: true });
  window.budgetSteps = steps;
}
"""


def main() -> None:
    """Start a city or take the one named, open the year, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--areas", type=int, default=200)
    parser.add_argument("--city", nargs=2, metavar=("FOLDER", "ADDRESS"))
    parser.add_argument("--fill", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(Path(options.fill), options.areas)
        return
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    own = [sys.executable, __file__, "--areas", str(options.areas), "--fill"]
    if options.city:
        folder, address = options.city
        subprocess.run([*own, folder], check=True, env=environment)
        measure(address)
        return
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        start = [
            sys.executable,
            "-m",
            "sozialraum",
            "--data-dir",
            folder,
            "demo",
            "--scale",
            "0.05",
            "--port",
            port,
        ]
        server = subprocess.Popen(start, stdout=subprocess.DEVNULL, env=environment)
        try:
            wait_for(f"http://localhost:{port}")
            subprocess.run([*own, folder], check=True, env=environment)
            measure(f"http://localhost:{port}")
        finally:
            server.terminate()
            server.wait(60)


def fill(folder: Path, count: int) -> None:
    """Open a year with so many areas, as a planner would; a year that is open already stays."""
    os.environ["SOZIALRAUM_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sozialraum.site.settings"
    import django

    from sozialraum.foundation.database.embedded import Cluster

    with Cluster(folder).attached():
        django.setup()
        import numpy as np

        from sozialraum.analytics.budget import shipped_budget_recipe
        from sozialraum.analytics.budget.envelope import ClaimLine
        from sozialraum.foundation.privacy.actors import Actor, Role, ScopedRole, ScopeKind
        from sozialraum.organization.budgets import queries, services
        from sozialraum.social_structure.services import LevelTable, SystemFacts, import_areas

        if YEAR in queries.years():
            return
        shapes = wiggly(count)
        system = SystemFacts(
            f"budget-{count}", 2023, f"{count} Gebiete", "Stadt", date(2023, 1, 1), source="–"
        )
        level = LevelTable("area", "Gebiet", "Gebiete", as_table_of_shapes(shapes), "key", "name")
        import_areas(system=system, levels=[level], by=None, at=AT)
        random = np.random.default_rng(0)
        young = random.integers(500, 5_000, count)
        burdened = random.binomial(young, random.uniform(0.05, 0.5, count))
        total = count * 15_000_000
        need = 0.4 * young / young.sum() + 0.6 * burdened / burdened.sum()
        previous = np.rint(total * need * random.uniform(0.8, 1.1, count)).astype(int)
        areas = [
            services.AreaInput(code, int(heads), int(burden), 1.0, int(before))
            for (code, _), heads, burden, before in zip(shapes, young, burdened, previous, strict=True)
        ]
        new = services.NewDraft(
            year=YEAR, structure=0, quarters=total, claim_lines=[ClaimLine("–", 10, 100)], claims_error=0.05,
            recipe=shipped_budget_recipe("default").changed({"floor": 1_000}), system_code=system.code,
            area_vintage="2023", level="area", areas=areas, source="–",
        )  # fmt: skip
        planner = Actor(None, (ScopedRole(Role.PLANNER, ScopeKind.OFFICE, ""),), second_factor=True)
        services.open_draft(new, by=planner, at=AT)


def measure(address: str) -> None:
    """Move the sliders by key and by mouse and print the times."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(
            base_url=address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        page.goto("/anmelden/")
        page.locator("[data-persona='planner'] button").click()
        page.wait_for_url("**/")
        answers: list[tuple[float, int]] = []
        page.goto(f"/organisation/budget/?year={YEAR}")
        slider = page.locator("#s-heads")
        slider.focus()
        for key in ("ArrowRight", "ArrowLeft"):
            slider.press(key)
            page.wait_for_timeout(1_000)
        page.on("requestfinished", lambda request: note(request, answers))
        page.evaluate(WATCH)
        for number in range(STEPS):
            slider.press("ArrowRight" if number // 6 % 2 else "ArrowLeft")
            page.wait_for_function("(count) => window.budgetSteps.length >= count", arg=number + 1, polling=5)
            page.wait_for_timeout(25)
        tell("one step", page)
        for number in range(STEPS):
            slider.press("ArrowRight" if number // 6 % 2 else "ArrowLeft")
            page.wait_for_timeout(33)
        page.wait_for_timeout(1_500)
        tell("held", page)
        drag(page, slider)
        tell("dragged", page)
        painted = page.evaluate(COLORS)
        page.reload()
        if painted != page.evaluate(COLORS):
            raise SystemExit("the repainted map differs from a fresh one")
        took = [each for each, _ in answers]
        sizes = [size for _, size in answers]
        print(f"{'answer':>9}: {shown(took)}; {statistics.median(sizes) / 1000:.1f} kB")
        browser.close()


COLORS = "() => [...document.querySelectorAll('#budget-map svg.budget-map g > path')].map((each) => each.getAttribute('fill'))"


def drag(page: Any, slider: Any) -> None:
    """Take the slider by mouse and move it to and fro."""
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.4 * box["width"], middle)
    page.mouse.down()
    for number in range(2 * STEPS):
        share = 0.4 + 0.3 * abs((number / STEPS) % 2 - 1)
        page.mouse.move(box["x"] + share * box["width"], middle)
        page.wait_for_timeout(16)
    page.mouse.up()
    page.wait_for_timeout(1_500)


def note(request: Any, answers: list[tuple[float, int]]) -> None:
    """Keep the time to the first byte of a step's answer, and its bytes."""
    if "/organisation/budget/" in request.url:
        timing = request.timing
        answers.append(
            (timing["responseStart"] - timing["requestStart"], request.sizes()["responseBodySize"])
        )


def tell(name: str, page: Any) -> None:
    """Print the times of the steps so far and forget them."""
    taken = page.evaluate("() => window.budgetSteps.splice(0)")
    print(f"{name:>9}: {shown(taken)} ms over {len(taken)} steps", flush=True)


def shown(taken: Sequence[float]) -> str:
    """Median and 95th percentile."""
    return f"p50 {statistics.median(taken):.0f}, p95 {statistics.quantiles(taken, n=20)[18]:.0f}"


if __name__ == "__main__":
    main()
