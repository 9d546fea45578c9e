"""Two people edit the same entry: what can be joined is joined, what clashes is shown, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from sozialraum.errors import Conflict

Plain = str | int | float | bool | list[str] | None
Values = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both have changed: what is stored now, and what was about to be stored."""

    field: str
    theirs: Plain
    mine: Plain


class FieldConflict(Conflict):
    """Both have changed the same fields since the entry was opened.

    ``clashes`` names them with both contents; ``taken`` is what others have changed in further fields, and
    ``version`` the version now stored.
    """

    def __init__(self, clashes: tuple[Clash, ...], *, taken: Values, version: int) -> None:
        super().__init__(
            theirs=_listed({each.field: each.theirs for each in clashes}),
            mine=_listed({each.field: each.mine for each in clashes}),
            version=version,
        )
        self.clashes = clashes
        self.taken = taken


@dataclass(frozen=True, slots=True)
class Join:
    """What two sets of changes give together.

    ``changes`` are the fields to store, ``clashes`` those that both have changed, ``taken`` those that only the
    others have changed.
    """

    changes: Values
    clashes: tuple[Clash, ...]
    taken: Values


def join(*, base: Values | None, theirs: Values, mine: Values) -> Join:
    """Join my values with what is stored, field by field.

    ``base`` is the entry as it was when I opened it, ``theirs`` what is stored now; ``mine`` may name fewer
    fields. Without a ``base`` every difference is a clash, since nobody can say who changed it.

    >>> join(base={"a": 1, "b": 1}, theirs={"a": 2, "b": 1}, mine={"a": 1, "b": 3}).changes
    {'b': 3}
    >>> join(base={"a": 1}, theirs={"a": 2}, mine={"a": 3}).clashes
    (Clash(field='a', theirs=2, mine=3),)
    """
    different = {name: value for name, value in mine.items() if theirs[name] != value}
    if base is None:
        return Join({}, tuple(Clash(name, theirs[name], value) for name, value in different.items()), {})
    touched = {name: value for name, value in different.items() if base[name] != value}
    return Join(
        changes={name: value for name, value in touched.items() if theirs[name] == base[name]},
        clashes=tuple(
            Clash(name, theirs[name], value) for name, value in touched.items() if theirs[name] != base[name]
        ),
        taken={name: theirs[name] for name in mine if name not in touched and theirs[name] != base[name]},
    )


SESSION_PAUSE = timedelta(minutes=15)
OPEN_FORM = timedelta(days=1)
"""How long a form may stand open: until then every version may still be somebody's base."""


@dataclass(frozen=True, slots=True)
class Save:
    """One kept version: its key, who had saved it, and when."""

    key: int
    saved_by: UUID | None
    saved_at: datetime


def passed_over(saves: Sequence[Save], *, at: datetime) -> list[int]:
    """The keys of versions that nobody needs any more, given all of one entry in their order, the present one last.

    A form that saves itself leaves a version every few words. Of one person's versions with pauses of at most fifteen
    minutes only the last is kept, once a day has passed and no form can be open any more that began with the others.

    >>> from datetime import UTC
    >>> begun = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    >>> saves = [Save(n, None, begun + timedelta(minutes=n)) for n in range(4)]
    >>> passed_over(saves, at=begun + timedelta(hours=2)), passed_over(saves, at=begun + timedelta(days=2))
    ([], [0, 1, 2])
    """
    return [
        save.key
        for save, after in pairwise(saves)
        if save.saved_by == after.saved_by
        and after.saved_at - save.saved_at <= SESSION_PAUSE
        and save.saved_at <= at - OPEN_FORM
    ]


def plain(value: object) -> Plain:
    """A field's value as JSON holds it: days as ISO text, kinds as their code, several as a list.

    >>> plain(date(2026, 11, 24))
    '2026-11-24'
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | frozenset | set):
        return [str(plain(each)) for each in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    msg = f"a {type(value).__name__} cannot be kept as a plain value"
    raise TypeError(msg)


def _listed(values: Values) -> str:
    return "\n".join(f"{name}: {value}" for name, value in values.items())
