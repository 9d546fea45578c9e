"""End-to-end tests drive the real program, started as a user starts it, in a real browser."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from factories.programs import copied, environment, sozialraum

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "fetched" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
START_SECONDS = 900
# a busy machine answers later; what does not come at all fails all the same
expect.set_options(timeout=15_000)


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo_city(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a running platform with Lindenfurt; SOZIALRAUM_E2E_ADDRESS names one that runs already.

    Every process of tests runs a city of its own, so that what one of them changes does not meet another one's pages.
    """
    if running := os.environ.get("SOZIALRAUM_E2E_ADDRESS"):
        yield running
        return
    folder = tmp_path_factory.mktemp("demo")
    if hasattr(request.config, "workerinput"):
        copied(_city_of_all(tmp_path_factory.getbasetemp().parent), folder / "data")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "sozialraum",
        "--data-dir",
        str(folder / "data"),
        "demo",
        "--port",
        str(port),
    ]
    with (folder / "output.txt").open("w") as output:
        process = subprocess.Popen(
            [*command, "--scale", "1"], stdout=output, stderr=output, env=environment()
        )
    address = f"http://localhost:{port}"
    try:
        wait_for(address, process, folder / "output.txt")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _city_of_all(shared: Path) -> Path:
    # `make test` has built one before; otherwise whoever comes first builds, the others wait for it and copy
    if (built_before := Path(os.environ.get("SOZIALRAUM_E2E_CITY", "/none"))).is_dir():
        return built_before
    with (shared / "city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "city-is-built").exists():
            built = sozialraum(
                "--data-dir", shared / "city", "demo", "--build-only", "--scale", "1", patience=START_SECONDS
            )
            assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
            (shared / "city-is-built").touch()
    return shared / "city"


def wait_for(address: str, process: subprocess.Popen[bytes], output: Path) -> None:
    """Wait until the platform answers at ``address``; a process that ended first fails with what it said."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the demo ended before it answered:\n{output.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{address}/anmelden/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    pytest.fail(f"the demo did not answer within {START_SECONDS} s:\n{output.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[[list[str]], Browser]]:
    """Start Chromium of the system, or the one that Playwright brought; without one these tests are not run, by name."""
    system = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    # one Playwright for the whole run: a second one beside it would not start
    with sync_playwright() as playwright:
        if system is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium on this machine: install it to run the end-to-end tests")
        yield lambda arguments: playwright.chromium.launch(executable_path=system, args=arguments)


@pytest.fixture(scope="session")
def browser(launch: Callable[[list[str]], Browser]) -> Iterator[Browser]:
    """The browser of every test that needs no moving map."""
    started = launch(ARGUMENTS)
    yield started
    started.close()


def sign_in(context: BrowserContext, address: str, persona: str) -> None:
    """A session of its own by what the persona's card sends; test_personas presses the cards themselves."""
    token = secrets.token_hex(16)
    context.add_cookies([{"name": "csrftoken", "value": token, "url": address}])
    answer = context.request.post(
        f"{address}/anmelden/vorfuehrung/{persona}/", headers={"X-CSRFToken": token}, max_redirects=0
    )
    assert answer.status == 302, f"{persona} was not let in: {answer.status}"


@pytest.fixture
def visit(browser: Browser, demo_city: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the demo city in a fresh browser, signed in as a persona where one is named."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(
        persona: str = "",
        *,
        path: str = "/",
        width: int = 1440,
        height: int = 900,
        service_worker: bool = False,
    ) -> Page:
        context = browser.new_context(
            # each new browser would fetch and start it again: only what is about a lost connection asks for it
            service_workers="allow" if service_worker else "block",
            base_url=demo_city,
            viewport={"width": width, "height": height},
            locale="de-DE",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if persona:
            sign_in(context, demo_city, persona)
        page = context.new_page()
        page.on("console", lambda message: _note_error(errors, page, message.type, message.text))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == [], "the browser's console is not quiet"


def _note_error(errors: list[str], page: Page, kind: str, text: str) -> None:
    # axe measures contrast by styles of its own, which our content-security policy rightly refuses
    expected = (
        "404",
        "409",
        "422",
        "403",
        "ERR_INTERNET_DISCONNECTED",
        "ERR_CONNECTION_RESET",
        "Failed to fetch",
        "Applying inline style",
    )
    if kind == "error" and not any(code in text for code in expected):
        errors.append(f"{page.url}: {text}")


@pytest.fixture
def check_accessible() -> Callable[[Page], None]:
    """Run axe (WCAG 2.0 to 2.2, A and AA) on the page as it is."""
    if not AXE.exists():
        pytest.fail("axe-core is not fetched: run `python -m sozialraum.foundation.ui.assets`")
    source = AXE.read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def check(page: Page) -> None:
        page.wait_for_load_state("load")  # after a click the page that comes is there, but not yet drawn
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        # what passed stays in the browser: to hand all of it over takes twice as long as to look
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then((found) => found.violations)",
            tags,
        )
        problems = [
            f"{each['id']}: {each['help']} at {[node['target'] for node in each['nodes']][:3]}"
            for each in found
        ]
        assert problems == [], f"{page.url}\n" + json.dumps(problems, indent=1, ensure_ascii=False)

    return check
