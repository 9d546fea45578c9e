"""A mother sets up a passkey on her phone and signs in with it alone: no password, no code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def test_passkey_set_up_and_sign_in(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("parent")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto("/konto/sicherheit/passkeys/neu/")
    check_accessible(page)
    page.get_by_label("Mit diesem Passkey allein anmelden").check()
    page.get_by_role("button", name="Einrichten").click()
    page.wait_for_url("**/konto/sicherheit/notfallcodes/")
    check_accessible(page)
    page.goto("/konto/sicherheit/passkeys/")
    expect(page.locator("tbody tr")).to_have_count(1)
    check_accessible(page)

    page.context.clear_cookies()
    page.goto("/anmelden/")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    page.wait_for_url(lambda address: "/anmelden/" not in address)
    page.goto("/konto/")
    expect(page.locator("h1")).to_have_text("Wer bin ich hier?")

    page.goto("/konto/sicherheit/passkeys/")
    page.get_by_role("link", name="Entfernen").click()
    page.get_by_role("button", name="Entfernen").click()
    page.wait_for_url("**/konto/sicherheit/passkeys/")
    expect(page.locator("tbody tr")).to_have_count(0)
