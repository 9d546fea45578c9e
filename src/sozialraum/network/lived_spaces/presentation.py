"""How pins are said: to children with du, to everybody else as sentences about many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.ui.drawing import number
from sozialraum.network.lived_spaces.counting import ALL, key
from sozialraum.network.lived_spaces.enums import AgeGroup, Gender, PartOfDay, PinKind
from sozialraum.network.lived_spaces.rules import MISLEADING

Text = str | Promise

KINDS: dict[PinKind, tuple[Text, str]] = {
    PinKind.LIKE: (gettext_lazy("I like it here"), "sun"),
    PinKind.MEET: (gettext_lazy("I meet others here"), "people"),
    PinKind.AVOID: (gettext_lazy("I go around this"), "undo"),
    PinKind.UNSAFE: (gettext_lazy("I am afraid here"), "warn"),
    PinKind.WISH: (gettext_lazy("I would like to be here"), "flag"),
}
AGES: dict[AgeGroup, Text] = {
    AgeGroup.FROM_6: gettext_lazy("6 to 9"), AgeGroup.FROM_10: gettext_lazy("10 to 13"),
    AgeGroup.FROM_14: gettext_lazy("14 to 17"), AgeGroup.GROWN: gettext_lazy("18 and older"),
}  # fmt: skip
GENDERS: dict[Gender, Text] = {
    Gender.GIRL: gettext_lazy("girl, woman"), Gender.BOY: gettext_lazy("boy, man"),
    Gender.DIVERSE: gettext_lazy("diverse"), Gender.UNSAID: gettext_lazy("I do not say"),
}  # fmt: skip
PARTS: dict[PartOfDay, Text] = {
    PartOfDay.MORNING: gettext_lazy("in the morning"), PartOfDay.AFTERNOON: gettext_lazy("in the afternoon"),
    PartOfDay.EVENING: gettext_lazy("in the evening"),
}  # fmt: skip

IMPORTANT = frozenset({PinKind.LIKE, PinKind.MEET, PinKind.WISH})


@dataclass(frozen=True, slots=True)
class GroupLine:
    """How many pins a group set; a dash of dots where it is not shown."""

    label: Text
    cells: tuple[str, ...]


def group_lines(table: ReleasedTable) -> list[GroupLine]:
    """Pins by age, gender and part of the day, kind by kind; small numbers are words."""
    groups: list[tuple[Text, dict[str, str]]] = [
        *((AGES[age], {"age": age.value}) for age in AgeGroup),
        *((GENDERS[gender], {"gender": gender.value}) for gender in Gender),
        *((PARTS[part], {"part": part.value}) for part in PartOfDay),
    ]
    lines = []
    for label, chosen in groups:
        cells = []
        for kind in PinKind:
            figure = table.figure(key(kind, ALL, **chosen))
            if figure.withheld is not None:
                cells.append("···")
            else:
                cells.append(number_format(figure.value or 0, 0))
        lines.append(GroupLine(label, tuple(cells)))
    return lines


def missing_groups(table: ReleasedTable) -> list[Text]:
    """Whose view is missing: groups from which nobody set a pin of any kind, as far as that may be said."""
    found: list[Text] = []
    for label, chosen in [
        *((AGES[age], {"age": age.value}) for age in list(AgeGroup)[:3]),
        *((GENDERS[gender], {"gender": gender.value}) for gender in (Gender.GIRL, Gender.BOY)),
    ]:
        if all(table.figure(key(kind, ALL, **chosen)).value in {None, 0} for kind in PinKind) and all(
            table.figure(key(kind, ALL, **chosen)).withheld is None for kind in PinKind
        ):
            found.append(label)
    return found


def outside_sentence(shares: Mapping[PinKind, float | None], area: str) -> tuple[str, bool]:
    """How much of what is important lies outside the planning area, and whether the cut misleads (H12)."""
    known = [share for kind, share in shares.items() if share is not None and kind in IMPORTANT]
    if not known:
        return "", False
    share = max(known)
    text = _("Up to %(share)s %% of the spots that matter lie outside %(area)s.") % {
        "share": number_format(100 * share, 0), "area": area,
    }  # fmt: skip
    return text, share > MISLEADING


def people_sentence(people: int, expected: int) -> str:
    """How many took part of how many that were expected."""
    return ngettext(
        "%(n)s of %(of)s people took part.", "%(n)s of %(of)s people took part.", people
    ) % {"n": number(people), "of": expected}  # fmt: skip


def kind_choices(chosen: PinKind) -> Sequence[tuple[str, Text, bool]]:
    """The kinds as tabs."""
    return [(kind.value, KINDS[kind][0], kind is chosen) for kind in PinKind]
