"""A new installation is set up in the browser, from the code of the console to the first colleague who comes in by a letter."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.conftest import free_port, wait_for
from playwright.sync_api import Browser, Page, expect

from factories.programs import environment

pytestmark = pytest.mark.e2e
PASSWORD = "Drei Tauben auf dem Dach 7"
PERIOD_SECONDS = 30


@pytest.fixture(scope="module")
def new_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address and set-up code of a platform on a data directory that was not there before."""
    folder = tmp_path_factory.mktemp("neu")
    port, said = free_port(), folder / "output.txt"
    command = [sys.executable, "-m", "sozialraum", "--data-dir", str(folder / "Stadt mit Ü"), "serve"]
    with said.open("w") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=output, stderr=output, env=environment()
        )
    try:
        wait_for(f"http://localhost:{port}", process, said)
        code = re.search(r"code=([A-Z0-9-]+)", Path(said).read_text("utf-8"))
        assert code is not None
        yield f"http://localhost:{port}", code[1]
    finally:
        process.terminate()
        process.wait(30)


def code_of_app(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // PERIOD_SECONDS)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def look(page: Page, check_accessible: Callable[[Page], None]) -> None:
    """The page fits a phone and a desk, and axe finds nothing."""
    page.wait_for_load_state()
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width}"
    check_accessible(page)


def test_from_the_code_of_the_console_to_the_first_colleague(
    browser: Browser, new_installation: tuple[str, str], check_accessible: Callable[[Page], None]
) -> None:
    address, code = new_installation
    page = browser.new_context(base_url=address, locale="de-DE").new_page()
    page.goto("/")
    expect(page).to_have_url(re.compile("/einrichten/"))
    look(page, check_accessible)

    page.goto(f"/einrichten/?code={code}")
    page.get_by_label("Name der Kommune").fill("Musterstadt")
    page.get_by_label("Ihr Vor- und Nachname").fill("Karla Ahlers")
    page.get_by_label("Anmeldename").fill("k.ahlers")
    page.get_by_label("Passwort").fill("kurz")
    page.get_by_role("button", name="Einrichten").click()
    expect(page.locator("main")).to_contain_text("Es muss mindestens 12 Zeichen enthalten")
    expect(page.get_by_label("Name der Kommune")).to_have_value("Musterstadt")
    look(page, check_accessible)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Einrichten").click()

    expect(page.get_by_role("link", name="App einrichten")).to_be_visible()
    look(page, check_accessible)
    page.get_by_role("link", name="App einrichten").click()
    page.get_by_text("Schlüssel stattdessen eintippen").click()
    look(page, check_accessible)
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.locator("main").inner_text())
    assert secret is not None
    page.get_by_label("Sechs Ziffern aus der App").fill(code_of_app(secret[0]))
    page.locator("main").get_by_role("button", name="Einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notfallcodes")
    look(page, check_accessible)
    page.get_by_role("link", name="Fertig").click()
    expect(page.locator("main")).to_contain_text("Sagen Sie, wessen Haus das ist")
    look(page, check_accessible)

    page.get_by_role("link", name="Jemanden einladen").click()
    page.get_by_label("Vor- und Nachname").fill("Ute Plan")
    page.get_by_label("Aufgabe").select_option(label="Jugendhilfeplanung")
    page.get_by_role("button", name="Brief schreiben").click()
    look(page, check_accessible)
    letter = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", page.locator("main").inner_text())
    assert letter is not None

    colleague = browser.new_context(base_url=address, locale="de-DE").new_page()
    colleague.goto("/einladung/")
    colleague.get_by_label("Code").fill(letter[0])
    colleague.get_by_role("button", name="Weiter").click()
    colleague.get_by_label("Anmeldename").fill("u.plan")
    colleague.get_by_label("Passwort").fill(PASSWORD)
    colleague.get_by_role("button", name="Speichern und anmelden").click()
    expect(colleague.get_by_role("link", name="Gebiete einlesen").first).to_be_visible()
    look(colleague, check_accessible)
    assert colleague.request.get("/verwaltung/konten/").status == 404
