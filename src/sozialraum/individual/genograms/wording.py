"""What a genogram shows, as sentences and as the rows of its table twin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sozialraum.individual.genograms.drawing import years_of
from sozialraum.individual.genograms.family import (
    MIDDLE,
    Descent,
    DescentKind,
    Family,
    Relative,
    Union,
    UnionKind,
)
from sozialraum.individual.genograms.layout import Layout, arrange
from sozialraum.network.network_maps.wording import listed

UNIONS: Final[Mapping[UnionKind, str | Promise]] = {
    UnionKind.MARRIED: gettext_lazy("married"),
    UnionKind.TOGETHER: gettext_lazy("together"),
    UnionKind.SEPARATED: gettext_lazy("separated"),
    UnionKind.DIVORCED: gettext_lazy("divorced"),
}
DESCENTS: Final[Mapping[DescentKind, str | Promise]] = {
    DescentKind.BIRTH: gettext_lazy("by birth"),
    DescentKind.ADOPTION: gettext_lazy("by adoption"),
    DescentKind.FOSTER: gettext_lazy("as a foster child"),
    DescentKind.STEP: gettext_lazy("as a step child"),
}
NUMBERS: Final[tuple[str | Promise, ...]] = (
    pgettext_lazy("how many", "No"),
    pgettext_lazy("how many", "One"),
    pgettext_lazy("how many", "Two"),
    pgettext_lazy("how many", "Three"),
    pgettext_lazy("how many", "Four"),
    pgettext_lazy("how many", "Five"),
    pgettext_lazy("how many", "Six"),
    pgettext_lazy("how many", "Seven"),
    pgettext_lazy("how many", "Eight"),
    pgettext_lazy("how many", "Nine"),
    pgettext_lazy("how many", "Ten"),
    pgettext_lazy("how many", "Eleven"),
    pgettext_lazy("how many", "Twelve"),
)


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One line of the table twin; ``generation`` counts from the oldest, which is 1."""

    person: Relative
    name: str
    generation: int
    years: str
    partners: str
    parents: str
    home: bool


def name_of(person: Relative) -> str:
    """How somebody is called; an unknown person without a name is called that."""
    return person.name or _("unknown")


def answer_of(family: Family) -> str:
    """How large the family is, in one sentence."""
    rows = len(arrange(family).rows())
    people = len(family.people)
    generations = ngettext("%(number)s generation", "%(number)s generations", rows) % {
        "number": _number(rows)
    }
    counted = ngettext("%(number)s person", "%(number)s people", people) % {"number": _number(people).lower()}
    return _("%(generations)s, %(people)s.") % {"generations": generations, "people": counted}


def said_of(family: Family) -> list[str]:
    """What the drawing shows beyond the number of people: the home, the dead, the parents, who is unknown."""
    home = [name_of(each) for each in family.people if each.household and each.key != MIDDLE]
    dead = [name_of(each) for each in family.people if each.deceased]
    unknown = [each for each in family.people if each.unknown]
    said = []
    if home:
        middle = name_of(family.person(MIDDLE))
        said.append(
            ngettext("%(names)s lives with %(middle)s.", "%(names)s live with %(middle)s.", len(home))
            % {"names": _all(home), "middle": middle}
        )
    said += [sentence for each in family.parent_sets(MIDDLE) if (sentence := _of_parents(family, each))]
    if dead:
        said.append(
            ngettext("%(names)s has died.", "%(names)s have died.", len(dead)) % {"names": _all(dead)}
        )
    if unknown:
        said.append(
            ngettext("One person is unknown.", "%(number)s people are unknown.", len(unknown))
            % {"number": _number(len(unknown))}
        )
    return said


def family_rows(family: Family) -> list[FamilyRow]:
    """The table twin: everybody, generation by generation and from left to right, as on the drawing."""
    layout = arrange(family)
    return [
        _row(family, layout, family.person(key), generation)
        for generation, keys in enumerate(layout.rows(), start=1)
        for key in keys
    ]


def union_in_words(union: Union) -> str:
    """What two people are to each other, with the years."""
    said = str(UNIONS[union.kind])
    if union.kind is UnionKind.TOGETHER and union.ended:
        said = _("lived together")
    if union.since and union.ended:
        return _("%(what)s (%(since)d to %(ended)d)") % {
            "what": said,
            "since": union.since,
            "ended": union.ended,
        }
    if union.ended:
        return _("%(what)s (until %(ended)d)") % {"what": said, "ended": union.ended}
    return _("%(what)s since %(since)d") % {"what": said, "since": union.since} if union.since else said


def _row(family: Family, layout: Layout, person: Relative, generation: int) -> FamilyRow:
    partners = [
        f"{name_of(family.person(each.partner(person.key)))} ({union_in_words(each)})"
        for each in family.unions_of(person.key)
    ]
    parents = []
    for each in family.parent_sets(person.key):
        pair = sorted(family.union(each.union).pair, key=lambda key: layout.places[key].x)
        names = " + ".join(name_of(family.person(key)) for key in pair)
        parents.append(names if each.kind is DescentKind.BIRTH else f"{names} ({DESCENTS[each.kind]})")
    return FamilyRow(
        person,
        name_of(person),
        generation,
        years_of(person),
        "; ".join(partners),
        "; ".join(parents),
        person.household,
    )


def _of_parents(family: Family, descent: Descent) -> str:
    union = family.union(descent.union)
    names = _all(name_of(family.person(key)) for key in union.pair)
    if descent.kind is not DescentKind.BIRTH:
        return _("There is a second set of parents: %(names)s (%(kind)s).") % {
            "names": names,
            "kind": DESCENTS[descent.kind],
        }
    if union.kind in (UnionKind.SEPARATED, UnionKind.DIVORCED) or union.ended:
        return _("%(names)s: %(what)s.") % {"names": names, "what": union_in_words(union)}
    return ""


def _all(names: Iterable[str]) -> str:
    return listed(list(names))


def _number(count: int) -> str:
    return str(NUMBERS[count]) if count < len(NUMBERS) else str(count)
