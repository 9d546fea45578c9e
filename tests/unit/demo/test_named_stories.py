"""The families whom the sign-in page names are told in the demo, under exactly these names."""

from __future__ import annotations

from sozialraum.demo.city.stories import read_stories
from sozialraum.demo.ways.reading import ways
from sozialraum.foundation.accounts.personas import PERSONAS, STORIES


def test_every_family_that_the_sign_in_page_names_is_told() -> None:
    told = {each.family_name for each in read_stories()} | {each.family_name for each in ways()}
    assert {each.family_name for each in STORIES} <= told
    assert {each.persona for each in STORIES} <= {each.key for each in PERSONAS}


def test_every_family_told_from_end_to_end_is_named() -> None:
    assert {each.family_name for each in ways()} <= {each.family_name for each in STORIES}
