"""The genogram as values: what cannot be is refused in words, and ordinary families are drawn without crossings."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialraum.individual.genograms.family import (
    MIDDLE,
    DescentKind,
    Family,
    GenogramError,
    Relation,
    Relative,
    UnionKind,
)
from sozialraum.individual.genograms.layout import arrange, overlaps
from sozialraum.individual.genograms.lines import HALF, Line, crossings, lines_of, point_of

EGO = Relative(MIDDLE, "Nuri", "m", 2012)


def begun() -> Family:
    return Family().begun(EGO)


def with_parents() -> Family:
    family = begun().related(MIDDLE, Relation.PARENT, Relative("mum", "Mum", "f", 1985))
    return family.related(MIDDLE, Relation.PARENT, Relative("dad", "Dad", "m", 1980))


@st.composite
def ordinary_families(draw: st.DrawFn) -> Family:
    """Three generations: grandparents, aunts and uncles with partners and children, half-siblings, a foster family."""
    numbers = count()

    def new(gender: str = "", born: int | None = None) -> Relative:
        at = next(numbers)
        return Relative(f"p{at}", f"Name {at}", gender or draw(st.sampled_from(["f", "m", "d", ""])), born)

    family = with_parents()
    for _ in range(draw(st.integers(0, 3))):
        family = family.related(MIDDLE, Relation.SIBLING, new(born=draw(st.integers(2001, 2025))))
    for parent in ("mum", "dad"):
        if draw(st.booleans()):
            family = family.related(parent, Relation.PARTNER, new())
            for _ in range(draw(st.integers(0, 3))):
                family = family.related(parent, Relation.CHILD, new(), union=family.unions_of(parent)[-1].key)
        if draw(st.booleans()):
            family = family.related(parent, Relation.PARENT, new("m"))
            family = family.related(parent, Relation.PARENT, new("f"))
            for _ in range(draw(st.integers(0, 3))):
                aunt = new(born=draw(st.integers(1960, 1995)))
                family = family.related(parent, Relation.SIBLING, aunt)
                if draw(st.booleans()):
                    family = family.related(aunt.key, Relation.PARTNER, new())
                    for _ in range(draw(st.integers(0, 3))):
                        family = family.related(aunt.key, Relation.CHILD, new())
    busy = all(len(family.unions_of(parent)) > 1 for parent in ("mum", "dad"))
    if not busy and draw(st.booleans()):
        family = family.related(MIDDLE, Relation.PARENT, new("f"), kind=DescentKind.FOSTER)
        family = family.related(MIDDLE, Relation.PARENT, new("m"), kind=DescentKind.FOSTER)
    return family


@settings(max_examples=150, deadline=None)
@given(family=ordinary_families())
def test_ordinary_families_are_drawn_without_crossings(family: Family) -> None:
    layout = arrange(family)
    assert set(layout.places) == {each.key for each in family.people}
    assert not overlaps(layout)
    for descent in family.descent:
        for parent in family.union(descent.union).pair:
            assert layout.places[parent].row == layout.places[descent.child].row - 1
    for union in family.unions:
        assert layout.places[union.one].row == layout.places[union.other].row
    assert crossings(family, layout) == 0
    assert not [line for line in lines_of(family, layout) if _through_somebody(family, line)]


def _through_somebody(family: Family, line: Line) -> bool:
    layout = arrange(family)
    own = {*family.union(line.union).pair, *family.children(line.union)}
    for key in layout.places.keys() - own:
        x, y = point_of(layout, key)
        for (x1, y1), (x2, y2) in line.segments:
            if (
                min(x1, x2) < x + HALF
                and max(x1, x2) > x - HALF
                and min(y1, y2) < y + HALF
                and max(y1, y2) > y - HALF
            ):
                return True
    return False


@settings(max_examples=100, deadline=None)
@given(family=ordinary_families())
def test_siblings_stand_in_the_order_of_birth(family: Family) -> None:
    layout = arrange(family)
    for union in family.unions:
        # one whose lines go farther stands at the end; all the others keep their order
        children = [
            child for child in family.children(union.key)
            if child not in (MIDDLE, "mum", "dad") and family.person(child).born is not None
        ]  # fmt: skip
        places = [layout.places[child].x for child in children]
        assert places == sorted(places)


@settings(max_examples=100, deadline=None)
@given(family=ordinary_families())
def test_a_family_comes_back_from_its_stored_form(family: Family) -> None:
    assert Family.from_json(family.as_json()) == family


def test_an_adult_with_children_and_both_families_is_drawn_without_crossings() -> None:
    family = with_parents().related(MIDDLE, Relation.SIBLING, Relative("sis", "Sis", "f", 2014))
    family = family.related(MIDDLE, Relation.PARTNER, Relative("love", "Love", "f"))
    for key in ("one", "two"):
        family = family.related(MIDDLE, Relation.CHILD, Relative(key, key))
    family = family.related("love", Relation.PARENT, Relative("in-law", "In-law", "f"))
    family = family.related("love", Relation.SIBLING, Relative("brother", "Brother", "m"))
    layout = arrange(family)
    assert len(layout.places) == len(family.people)
    assert layout.places["one"].row == 1
    assert crossings(family, layout) == 0


def test_a_step_parent_is_a_second_set_with_the_mother() -> None:
    family = with_parents().related("mum", Relation.PARTNER, Relative("step", "Step", "m"))
    family = family.related("mum", Relation.CHILD, Relative("half", "Half", "f", 2020), union="u-step")
    family = family.grows_up_with(MIDDLE, "u-step", DescentKind.STEP)
    layout = arrange(family)
    assert [each.kind for each in family.parent_sets(MIDDLE)] == [DescentKind.BIRTH, DescentKind.STEP]
    assert crossings(family, layout) == 0


def test_an_unnamed_parent_is_drawn_as_unknown_until_somebody_is_named() -> None:
    family = begun().related(MIDDLE, Relation.PARENT, Relative("mum", "Mum", "f"))
    assert [each.key for each in family.people if each.unknown] == ["x-mum"]
    named = family.related(MIDDLE, Relation.PARENT, Relative("dad", "Dad", "m"))
    assert len(named.people) == len(family.people)
    assert named.union("u-mum").pair == ("mum", "dad")
    assert not any(each.unknown for each in named.people)


def test_a_child_older_than_the_mother_is_refused() -> None:
    with pytest.raises(GenogramError, match="as old as a parent"):
        begun().related(MIDDLE, Relation.PARENT, Relative("mum", "Mum", "f", 2013))
    with pytest.raises(GenogramError, match="as old as a parent"):
        with_parents().with_relative(replace(EGO, born=1979))


def test_a_child_born_after_a_parents_death_is_refused_but_for_the_year_after() -> None:
    with_parents().with_relative(Relative("dad", "Dad", "m", 1980, died=2011))
    with pytest.raises(GenogramError, match="after a parent had died"):
        with_parents().with_relative(Relative("dad", "Dad", "m", 1980, died=2010))


def test_nobody_is_the_own_ancestor() -> None:
    family = with_parents()
    family = family.related("mum", Relation.PARENT, Relative("gran", "Gran", "f"))
    family = family.related(MIDDLE, Relation.PARTNER, Relative("love", "Love", "f"))
    with pytest.raises(GenogramError, match="own ancestor"):
        family.grows_up_with("gran", "u-love", DescentKind.ADOPTION)


def test_two_births_and_a_third_set_of_parents_are_refused() -> None:
    family = with_parents()
    with pytest.raises(GenogramError, match="born to two sets"):
        family.related(MIDDLE, Relation.PARENT, Relative("other", "Other", "f"))
    family = family.related(MIDDLE, Relation.PARENT, Relative("a", "A", "f"), kind=DescentKind.FOSTER)
    with pytest.raises(GenogramError, match="More than two"):
        family.related(MIDDLE, Relation.PARENT, Relative("b", "B", "f"), kind=DescentKind.ADOPTION)


def test_years_that_cannot_be_are_refused() -> None:
    family = with_parents()
    with pytest.raises(GenogramError, match="before being born"):
        family.with_relative(Relative("dad", "Dad", "m", 1980, died=1979))
    with pytest.raises(GenogramError, match="ended before it began"):
        family.with_union(replace(family.unions[0], kind=UnionKind.DIVORCED, since=2018, ended=2010))


def test_nobody_is_left_hanging_in_the_air() -> None:
    family = with_parents()
    with pytest.raises(GenogramError, match="hang in the air"):
        family.without("mum")
    with pytest.raises(GenogramError, match="hangs on this person"):
        family.without(MIDDLE)
    family = family.related(MIDDLE, Relation.SIBLING, Relative("sis", "Sis", "f"))
    assert "sis" not in {each.key for each in family.without("sis").people}
    alone = begun().related(MIDDLE, Relation.CHILD, Relative("kid", "Kid"))
    assert len(alone.without("kid").people) == 2
