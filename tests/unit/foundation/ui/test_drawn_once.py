"""Parts of a page that are drawn once from one thing alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that never changes."""

    name: str
    drawn: dict[Any, SafeString] = field(default_factory=dict, init=False, repr=False, compare=False)


PART = (
    "{% load i18n shell %}{{ reader }}:{% drawn_from thing %}{{ thing.name }} {% translate 'Search' %} "
    "[{{ reader }}{{ user }}{{ request.path }}{% csrf_token %}{{ csrf_token }}{{ perms }}{{ query }}]{% enddrawn_from %}"
)


def shown(thing: Thing, **values: Any) -> str:
    request = RequestFactory().get("/there/", {"q": "mine"})
    return str(engines["django"].from_string(PART).render({"thing": thing, **values}, request))


def test_only_the_thing_is_known_inside() -> None:
    with translation.override("en"):
        assert shown(Thing("A & B"), reader="me", user="me", query="mine") == "me:A &amp; B Search []"


def test_a_part_is_drawn_once_for_each_language_and_each_thing() -> None:
    template = engines["django"].from_string(PART)
    one, other = Thing("one"), Thing("other")

    def said(thing: Thing, reader: str, language: str) -> str:
        with translation.override(language):
            return str(template.render({"thing": thing, "reader": reader}))

    assert said(one, "a", "en") == "a:one Search []"
    assert said(one, "b", "en") == "b:one Search []"
    assert len(one.drawn) == 1
    assert said(one, "a", "de") != said(one, "a", "en")
    assert len(one.drawn) == 2
    assert said(other, "a", "en") == "a:other Search []"
    # kept with the thing itself, and nowhere else
    one.drawn.update(dict.fromkeys(one.drawn, SafeString("kept")))
    assert said(one, "a", "en") == "a:kept"
    assert said(other, "a", "en") == "a:other Search []"


def test_a_changed_copy_is_drawn_anew() -> None:
    before = Thing("before")
    with translation.override("en"):
        shown(before, reader="")
        assert replace(before, name="after").drawn == {}
        assert "after" in shown(replace(before, name="after"), reader="")


def test_what_is_not_there_is_not_kept() -> None:
    with pytest.raises(KeyError):
        engines["django"].from_string("{% load shell %}{% drawn_from thing %}x{% enddrawn_from %}").render({})
