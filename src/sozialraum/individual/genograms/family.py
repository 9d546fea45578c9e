"""A family over generations: people, unions and descent as plain values, and every act that changes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final, Self

from django.utils.translation import gettext_noop

from sozialraum.errors import SozialraumError

MOST_RELATIVES: Final = 80
LONGEST_NAME: Final = 60
LONGEST_WORDS: Final = 300
MOST_PARENT_SETS: Final = 2
MIDDLE: Final = "middle"


class GenogramError(SozialraumError):
    """An act that cannot be or that the genogram does not allow; nothing was changed."""


class UnionKind(StrEnum):
    """What two people are or were to each other."""

    MARRIED = "married"
    TOGETHER = "together"
    SEPARATED = "separated"
    DIVORCED = "divorced"


class DescentKind(StrEnum):
    """How a child belongs to its parents."""

    BIRTH = "birth"
    ADOPTION = "adoption"
    FOSTER = "foster"
    STEP = "step"


class Relation(StrEnum):
    """What somebody new is to somebody who is drawn already."""

    PARENT = "parent"
    PARTNER = "partner"
    CHILD = "child"
    SIBLING = "sibling"


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family. ``gender`` is ``f``, ``m``, ``d`` or open; ``born`` and ``died`` are years.

    ``household`` says that the person lives in the home of the one in the middle; ``words`` are what that one says
    about the tie, never what somebody else thinks of it. An unknown person stands for a parent nobody has named.
    """

    key: str
    name: str = ""
    gender: str = ""
    born: int | None = None
    died: int | None = None
    deceased: bool = False
    household: bool = False
    unknown: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """Two people with what they are to each other now; ``since`` and ``ended`` are years."""

    key: str
    one: str
    other: str
    kind: UnionKind = UnionKind.TOGETHER
    since: int | None = None
    ended: int | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Both keys."""
        return (self.one, self.other)

    def partner(self, key: str) -> str:
        """The other one's key."""
        return self.other if key == self.one else self.one


@dataclass(frozen=True, slots=True)
class Descent:
    """A child and one set of its parents."""

    child: str
    union: str
    kind: DescentKind = DescentKind.BIRTH


@dataclass(frozen=True)
class Family:
    """The genogram as it is stored: people in the order of their coming, unions and descent."""

    people: tuple[Relative, ...] = ()
    unions: tuple[Union, ...] = ()
    descent: tuple[Descent, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The family that :meth:`as_json` has written."""
        return cls(
            tuple(Relative(**each) for each in stored.get("people", [])),
            tuple(Union(**{**each, "kind": UnionKind(each["kind"])}) for each in stored.get("unions", [])),
            tuple(
                Descent(**{**each, "kind": DescentKind(each["kind"])}) for each in stored.get("descent", [])
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """The family as plain values."""
        return {
            "people": [asdict(each) for each in self.people], "unions": [asdict(each) for each in self.unions],
            "descent": [asdict(each) for each in self.descent],
        }  # fmt: skip

    def person(self, key: str) -> Relative:
        """The person with this key; raises :class:`GenogramError` where nobody has it any more."""
        found = next((each for each in self.people if each.key == key), None)
        if found is None:
            raise GenogramError(
                gettext_noop("This person is no longer drawn."),
                gettext_noop("Reload the page to see the genogram as it is."),
            )
        return found

    def union(self, key: str) -> Union:
        """The union with this key; raises :class:`GenogramError` where it is gone."""
        found = next((each for each in self.unions if each.key == key), None)
        if found is None:
            raise GenogramError(
                gettext_noop("These two are no longer drawn as a couple."),
                gettext_noop("Reload the page to see the genogram as it is."),
            )
        return found

    def unions_of(self, key: str) -> tuple[Union, ...]:
        """Somebody's unions in the order of their coming."""
        return tuple(each for each in self.unions if key in each.pair)

    def parent_sets(self, key: str) -> tuple[Descent, ...]:
        """The sets of parents of somebody, those by birth first."""
        found = [each for each in self.descent if each.child == key]
        return tuple(sorted(found, key=lambda each: each.kind is not DescentKind.BIRTH))

    def children(self, union: str) -> tuple[str, ...]:
        """The children of a union in the order of birth; those without a year after the ones who came before them."""
        found = [each.child for each in self.descent if each.union == union]
        years = {each.key: each.born for each in self.people}
        known = sorted((years[key] or 0, at) for at, key in enumerate(found) if years[key] is not None)
        order = [found[at] for _year, at in known]
        return (*order, *(key for key in found if years[key] is None))

    def begun(self, middle: Relative) -> Family:
        """The genogram of one person, with her alone."""
        return Family((replace(middle, key=MIDDLE, household=True),)).checked()

    def with_relative(self, changed: Relative) -> Family:
        """Change somebody who is drawn."""
        self.person(changed.key)
        people = tuple(_tidy(changed) if each.key == changed.key else each for each in self.people)
        return replace(self, people=people).checked()

    def related(
        self, to: str, relation: Relation, new: Relative, *, kind: DescentKind = DescentKind.BIRTH,
        union: str = "",
    ) -> Family:  # fmt: skip
        """Put somebody new beside, above or below somebody who is drawn.

        ``kind`` says how the child of the two belongs to its parents, ``union`` with whom a child is shared (empty:
        the last union). A parent who is not named yet is drawn as unknown. Raises :class:`GenogramError` for what
        cannot be.
        """
        self.person(to)
        if relation is Relation.PARENT:
            return self._with_parent(to, new, kind)
        grown = replace(self, people=(*self.people, _tidy(new)))
        if relation is Relation.PARTNER:
            return replace(grown, unions=(*self.unions, Union(f"u-{new.key}", to, new.key))).checked()
        if relation is Relation.CHILD:
            return grown._with_child(to, new.key, kind, union)
        born = next((each for each in self.parent_sets(to) if each.kind is DescentKind.BIRTH), None)
        if born is None:
            raise GenogramError(
                gettext_noop("Brothers and sisters hang on their parents."),
                gettext_noop("First add a mother or a father, if need be as unknown."),
            )
        return replace(grown, descent=(*self.descent, Descent(new.key, born.union, kind))).checked()

    def grows_up_with(self, child: str, union: str, kind: DescentKind) -> Family:
        """Note a set of parents for a child who is drawn, or change how the child belongs to this set."""
        self.person(child), self.union(union)
        rest = tuple(each for each in self.descent if (each.child, each.union) != (child, union))
        return replace(self, descent=(*rest, Descent(child, union, kind))).checked()

    def with_union(self, changed: Union) -> Family:
        """Change what two people are to each other, with the years."""
        self.union(changed.key)
        unions = tuple(changed if each.key == changed.key else each for each in self.unions)
        return replace(self, unions=unions).checked()

    def without(self, key: str) -> Family:
        """Take somebody off; refused for the one in the middle and where others would hang in the air."""
        self.person(key)
        if key == MIDDLE:
            raise GenogramError(
                gettext_noop("The genogram hangs on this person."), gettext_noop("Change the entry instead.")
            )
        gone = {each.key for each in self.unions_of(key)}
        left = Family(
            tuple(each for each in self.people if each.key != key),
            tuple(each for each in self.unions if each.key not in gone),
            tuple(each for each in self.descent if each.child != key and each.union not in gone),
        )
        placeholders = {each.key for each in left.people if each.unknown} - left._reached()
        left = replace(left, people=tuple(each for each in left.people if each.key not in placeholders))
        if len(left._reached()) < len(left.people):
            raise GenogramError(
                gettext_noop("Others would hang in the air without this person."),
                gettext_noop("Mark the person as unknown, or take the others off first."),
            )
        return left.checked()

    def checked(self) -> Family:
        """The same family; raises :class:`GenogramError` for what cannot be."""
        if len(self.people) > MOST_RELATIVES:
            raise GenogramError(
                gettext_noop("The genogram is full."),
                gettext_noop("It holds 80 people. Take somebody off first."),
            )
        for each in self.people:
            _check_person(each)
        for union in self.unions:
            _check_union(union)
        for child in {each.child for each in self.descent}:
            self._check_child(child)
        return self

    def _with_parent(self, child: str, new: Relative, kind: DescentKind) -> Family:
        for each in self.parent_sets(child):
            if each.kind is not kind:
                continue
            open_place = next((key for key in self.union(each.union).pair if self._is_placeholder(key)), None)
            if open_place is not None:
                return self._named(open_place, new)
        other = Relative(f"x-{new.key}", unknown=True)
        union = Union(f"u-{new.key}", new.key, other.key)
        return Family(
            (*self.people, _tidy(new), other), (*self.unions, union),
            (*self.descent, Descent(child, union.key, kind)),
        ).checked()  # fmt: skip

    def _named(self, placeholder: str, new: Relative) -> Family:
        people = tuple(_tidy(new) if each.key == placeholder else each for each in self.people)
        unions = tuple(
            replace(
                each, one=new.key if each.one == placeholder else each.one,
                other=new.key if each.other == placeholder else each.other,
            )
            for each in self.unions
        )  # fmt: skip
        return replace(self, people=people, unions=unions).checked()

    def _with_child(self, parent: str, child: str, kind: DescentKind, union: str) -> Family:
        own = self.unions_of(parent)
        chosen = next((each for each in own if each.key == union), own[-1] if own else None)
        if chosen is not None:
            return replace(self, descent=(*self.descent, Descent(child, chosen.key, kind))).checked()
        other = Relative(f"x-{child}", unknown=True)
        begun = Union(f"u-{child}", parent, other.key)
        return Family(
            (*self.people, other), (*self.unions, begun), (*self.descent, Descent(child, begun.key, kind))
        ).checked()

    def _is_placeholder(self, key: str) -> bool:
        found = self.person(key)
        return found.unknown and not found.name

    def _check_child(self, child: str) -> None:
        sets = self.parent_sets(child)
        if sum(each.kind is DescentKind.BIRTH for each in sets) > 1:
            raise GenogramError(
                gettext_noop("Nobody is born to two sets of parents."),
                gettext_noop("Choose adoption, foster family or step family for the second set."),
            )
        if len(sets) > MOST_PARENT_SETS:
            raise GenogramError(
                gettext_noop("More than two sets of parents cannot be drawn."),
                gettext_noop("Leave out the one that matters least to the person."),
            )
        if child in self._ancestors(child):
            raise GenogramError(
                gettext_noop("Nobody is their own ancestor."),
                gettext_noop("Look whose child this is meant to be."),
            )
        born = self.person(child).born
        parents = [
            self.person(key)
            for each in sets
            if each.kind is DescentKind.BIRTH
            for key in self.union(each.union).pair
        ]
        for parent in parents if born is not None else ():
            if parent.born is not None and born is not None and born <= parent.born:
                raise GenogramError(
                    gettext_noop("A child would be as old as a parent, or older."),
                    gettext_noop("Look at the two years of birth."),
                )
            if parent.died is not None and born is not None and born > parent.died + 1:
                raise GenogramError(
                    gettext_noop("A child would be born after a parent had died."),
                    gettext_noop("Look at the year of birth and the year of death."),
                )

    def _ancestors(self, key: str) -> set[str]:
        found: set[str] = set()
        ahead = [key]
        while ahead:
            current = ahead.pop()
            for each in self.descent:
                if each.child == current:
                    above = set(self.union(each.union).pair) - found
                    found |= above
                    ahead += above
        return found

    def _reached(self) -> set[str]:
        found, ahead = {MIDDLE}, [MIDDLE]
        while ahead:
            for key in self._near(ahead.pop()):
                if key not in found:
                    found.add(key)
                    ahead.append(key)
        return found

    def _near(self, key: str) -> Iterator[str]:
        for union in self.unions:
            bound = [*union.pair, *self.children(union.key)]
            if key in bound:
                yield from bound


def _tidy(person: Relative) -> Relative:
    name = " ".join(person.name.split())
    return replace(
        person, name=name, words=person.words.strip(), deceased=person.deceased or person.died is not None
    )


def _check_person(person: Relative) -> None:
    if not person.name and not person.unknown:
        raise GenogramError(
            gettext_noop("A name is missing."),
            gettext_noop("Write the name that is used, or mark the person as unknown."),
        )
    if len(person.name) > LONGEST_NAME or len(person.words) > LONGEST_WORDS:
        raise GenogramError(
            gettext_noop("This text is too long."), gettext_noop("A name holds 60 signs, the words 300.")
        )
    if person.born is not None and person.died is not None and person.died < person.born:
        raise GenogramError(
            gettext_noop("Somebody would have died before being born."),
            gettext_noop("Look at the two years."),
        )


def _check_union(union: Union) -> None:
    if union.one == union.other:
        raise GenogramError(gettext_noop("A couple is two people."), gettext_noop("Choose somebody else."))
    if union.since is not None and union.ended is not None and union.ended < union.since:
        raise GenogramError(
            gettext_noop("It would have ended before it began."), gettext_noop("Look at the two years.")
        )
