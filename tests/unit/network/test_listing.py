"""The lines of the directory as markup."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation
from django.utils.functional import lazystr

from sozialraum.foundation.confirmation import Freshness
from sozialraum.network.presentation.directory import Line
from sozialraum.network.presentation.listing import listed

LINE = Line(3, "Haus", "/haus/", lazystr("Treff"), "Verein", "heute", "am Markt", False, "", ("gratis", lazystr("ruhig")), "passt", "neu", Freshness.CONFIRMED)  # fmt: skip


def test_a_line_says_what_is_known_and_nothing_else() -> None:
    bare = replace(LINE, behind="", when="", way="", facts=(), reason="")
    assert 'class="kind-of">Treff</p>' in listed([bare])
    for part in ("when-where", "known", "reason", "hollow", " · "):
        assert part not in listed([bare])
    whole = listed([LINE])
    for part in (">Treff · Verein<", ">gratis · ruhig<", "</b> passt<", "#pin", "#check", 'id="entry-3"'):
        assert part in whole
    assert "#walk" in listed([replace(LINE, walked=True)])
    for freshness in (Freshness.STALE, Freshness.NEVER):
        assert f'class="fresh {freshness}"' in listed([replace(LINE, freshness=freshness)])
        assert "num hollow" in listed([replace(LINE, freshness=freshness)])


def test_who_is_reached_by_telephone_only_is_not_said_to_be_somewhere() -> None:
    with translation.override("en"):
        said = listed([replace(LINE, by_telephone="030 1")])
    assert "by telephone only: 030 1" in said
    assert "am Markt" not in said


def test_nothing_that_an_entry_says_becomes_markup() -> None:
    bad = "\"><b>x'&"
    line = Line(
        1, bad, bad, lazystr(bad), bad, bad, bad, True, "", (bad, lazystr(bad)), bad, bad, Freshness.STALE
    )
    for each in (line, replace(line, by_telephone=bad)):
        said = listed([each])
        assert "<b>x" not in said
        assert "x'" not in said
        assert said.count("&quot;&gt;&lt;b&gt;x&#x27;&amp;") == 10
