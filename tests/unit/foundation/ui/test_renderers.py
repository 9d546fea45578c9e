"""Selects that are drawn without a template say the same as Django's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from sozialraum.foundation.ui.renderers import HouseForms

QUARTERS = [
    ("", "–"),
    ("01", "Mitte & Süd"),
    ('"<b>', "<b>Nord</b>"),
    (2, 1234),
    (None, SafeString("<i>offen</i>")),
]


def tight(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize("widget", [
    forms.Select(choices=QUARTERS, attrs={"required": True, "disabled": False, "data-x": '"1"', "size": 3}),
    forms.Select(choices=[("Nord <", [("01", "A"), ("02", gettext_lazy("Quarter"))]), ("03", "C")]),
    forms.SelectMultiple(choices=QUARTERS),
    forms.Select(choices=()),
])  # fmt: skip
@pytest.mark.parametrize("value", [None, "01", '"<b>', ["01", "2"], "unknown"])
def test_a_select_is_what_djangos_template_makes_of_it(widget: forms.Select, value: Any) -> None:
    drawn = widget.render("area", value, renderer=HouseForms())
    assert tight(drawn) == tight(widget.render("area", value, renderer=DjangoTemplates()))
    assert isinstance(drawn, SafeString)


class Drawn(forms.Select):
    """A select whose entries have a template of their own."""

    option_template_name = "django/forms/widgets/radio_option.html"


def test_entries_with_a_template_of_their_own_keep_it() -> None:
    widget = Drawn(choices=[("01", "Mitte")])
    drawn = widget.render("area", "01", renderer=HouseForms())
    assert drawn == widget.render("area", "01", renderer=DjangoTemplates())
    assert "<label" in drawn


def test_the_forms_of_the_house_are_drawn_so() -> None:
    class Form(forms.Form):
        area = forms.ChoiceField(choices=[("01", "Mitte")])

    assert isinstance(Form().renderer, HouseForms)


def test_a_long_select_asks_for_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    found = HouseForms.get_template

    def get_template(renderer: HouseForms, name: str) -> Any:
        asked.append(name)
        return found(renderer, name)

    monkeypatch.setattr(HouseForms, "get_template", get_template)
    renderer = HouseForms()
    assert "Quarter 1999" in forms.Select(choices=[(str(n), f"Quarter {n}") for n in range(2000)]).render(
        "area", "17", renderer=renderer
    )
    assert asked == []
    forms.TextInput().render("area", "17", renderer=renderer)
    assert asked, "what is no select is drawn by its template"
