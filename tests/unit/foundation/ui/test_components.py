"""Building blocks as values, and the tags that draw them."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from sozialraum.foundation.ui import autosave
from sozialraum.foundation.ui.components import JobProgress, LegendEntry, OwnWords
from sozialraum.foundation.ui.templatetags.shell import SIGNS, initials, sign

ICONS = Path(__file__).resolve().parents[4] / "src/sozialraum/foundation/ui/static/ui/icons.svg"


def test_a_captured_text_is_shown_once_and_stays_safe() -> None:
    template = Template("{% load shell %}{% capture title %} <b>{{ name }}</b> {% endcapture %}[{{ title }}]")
    assert template.render(Context({"name": "<i>"})) == "[<b>&lt;i&gt;</b>]"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr. Aylin Brandt", "AB"), ("Jonas", "J"), ("", ""), ("Ali bin Said", "AS"), ("  ", ""), ("- 7", "")],
)
def test_initials_are_those_of_first_and_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = {symbol.get("id") for symbol in ET.parse(ICONS).getroot()}  # noqa: S314 - our own file
    used: set[str] = set()
    package = ICONS.parents[4]
    for template in package.rglob("templates/**/*.html"):
        for piece in template.read_text("utf-8").split('{% icon "')[1:]:
            used.add(piece.partition('"')[0])
    assert used
    assert used <= drawn


def test_every_sign_of_the_legend_is_drawn() -> None:
    text = render_to_string("ui/_legend.html", {"legend": [LegendEntry(name, name, 1284) for name in SIGNS]})
    assert text.count("<svg") == len(SIGNS)
    assert all(ET.fromstring(sign(name)) is not None for name in SIGNS)  # noqa: S314 - our own drawings


def test_the_remaining_time_does_not_jump() -> None:
    with translation.override("en"):
        said = [
            JobProgress("x", "running", seconds_left=seconds).time_left
            for seconds in (3, 24, 26, 89, 91, 240)
        ]
    assert said == [
        "A few seconds left.", "About 20 seconds left.", "About 30 seconds left.", "About 90 seconds left.",
        "About 2 minutes left.", "About 4 minutes left.",
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["waiting", "running", "done", "failed", "cancelled"])
def test_only_a_job_at_work_asks_again(state: str) -> None:
    job = JobProgress(
        "Import", state, 1, 2, url="/arbeit/1/", message="Nichts wurde verändert.", name="import-1"
    )
    text = render_to_string("ui/_job.html", {"job": job})
    assert ('hx-get="/arbeit/1/"' in text) is (state in {"waiting", "running"})
    assert 'id="import-1"' in text


def test_own_words_are_quoted_and_professional_text_is_not() -> None:
    own = render_to_string(
        "ui/_own_words.html", {"said": OwnWords("Ich will <b>", "Jonas", date(2026, 9, 24))}
    )
    assert '<blockquote class="words">Ich will &lt;b&gt;</blockquote>' in own
    view = OwnWords("Neun Tage", "Katrin Ahlers", date(2026, 9, 24), "professional_view")
    assert "blockquote" not in render_to_string("ui/_own_words.html", {"said": view})


def test_a_draft_key_belongs_to_one_person_and_one_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "settings", SimpleNamespace(SECRET_KEY="one" * 20))
    mine, hers = autosave.draft_key(UUID(int=1)), autosave.draft_key(UUID(int=2))
    assert len(base64.b64decode(mine)) == 32
    assert mine != hers
    monkeypatch.setattr(autosave, "settings", SimpleNamespace(SECRET_KEY="two" * 20))
    assert autosave.draft_key(UUID(int=1)) != mine
