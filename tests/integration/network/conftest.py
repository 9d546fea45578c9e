"""A house that can write letters, and a mail server that keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from factories.areas import make_areas
from factories.browsers import stop_clock
from factories.mail import Caught, mail_server
from factories.people import AT
from sozialraum.foundation.ui.services import found_installation


@pytest.fixture
def post(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caught]:
    stop_clock(monkeypatch)
    make_areas()
    found_installation(
        municipality_name="Lindenfurt", language="de", contact_email="amt@lindenfurt.example", at=AT, by=None
    )
    with mail_server() as caught:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", caught.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = (
            "verzeichnis@lindenfurt.example",
            "https://lindenfurt.example",
        )
        yield caught
