"""A long select, its entries drawn once, says the same as Django's own to each reader."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils import translation
from django.utils.translation import gettext_lazy

from sozialraum.foundation import selects
from sozialraum.foundation.selects import LongChoiceField

QUARTERS = [
    ("", "–"),
    ("01", "Mitte & Süd"),
    ('"<b>', "<b>Nord</b>"),
    ("01", "once more"),
    ("2", '<option value="01">'),
]
GROUPED = [
    ("office:", "Office"),
    ("Teams & more", [("team:1", "Nord"), ("team:2", "<i>")]),
    ("area:1", "Mitte"),
]


def tight(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize("entries", [
    QUARTERS, GROUPED, [], [(2, 1234), ("", "–")], [("", gettext_lazy("Quarter")), ("01", "Mitte")],
])  # fmt: skip
@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("value", [None, "", "01", '"<b>', "team:2", "2", "unknown"])
def test_a_long_field_is_drawn_as_django_draws_it(
    entries: list[tuple[Any, Any]], value: Any, *, required: bool
) -> None:
    class Long(forms.Form):
        area = LongChoiceField(label="Area", required=required)

    class Plain(forms.Form):
        area = forms.ChoiceField(label="Area", required=required)

    drawn = []
    for kind in (Long, Plain):
        for data in (None, {"area": value}):
            form = kind(data, initial={"area": value}, renderer=DjangoTemplates())
            field: Any = form.fields["area"]
            field.choices = entries
            drawn.append((tight(str(form["area"])), tight(str(form)), data and form.errors.get("area")))
    assert drawn[:2] == drawn[2:]


def test_entries_are_drawn_once_and_only_the_chosen_one_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    entries = selects.drawn_entries
    monkeypatch.setattr(selects, "drawn_entries", lambda groups: drawn.append(1) or entries(groups))
    first, second = ([(str(n), f"{name} {n}") for n in range(500)] for name in ("Street", "Square"))
    for value in ("7", "8"):
        for known in (first, second):
            field = LongChoiceField()
            field.choices = known
            said = field.widget.render("area", value)
            assert said.count(" selected") == 1
            assert f'<option value="{value}" selected>{known[int(value)][1]}</option>' in said
    assert len(drawn) == 2


def test_a_first_entry_in_the_readers_language_does_not_let_the_others_be_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []
    entries = selects.drawn_entries
    monkeypatch.setattr(selects, "drawn_entries", lambda groups: drawn.append(1) or entries(groups))
    streets = [(str(n), f"Lane {n}") for n in range(500)]
    said = {}
    for language in ("de", "en", "de", "en"):
        field = LongChoiceField()
        field.choices = [("", gettext_lazy("not tied to a quarter")), *streets]
        with translation.override(language):
            said[language] = field.widget.render("area", "7")
    assert len(drawn) == 2
    assert "not tied to a quarter" not in said["de"]
    assert '<option value="">not tied to a quarter</option>' in said["en"]
    assert '<option value="7" selected>Lane 7</option>' in said["de"]


def test_what_is_no_entry_is_refused() -> None:
    field = LongChoiceField()
    field.choices = GROUPED
    assert field.clean("team:1") == "team:1"
    for wrong in ("Teams & more", "team:3", ""):
        with pytest.raises(ValidationError):
            field.clean(wrong)
