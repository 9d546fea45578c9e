"""How two files of one family are set side by side, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from sozialraum.foundation.accounts.titles import ROLE_TITLES
from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.enums import MergeState
from sozialraum.individual.presentation.cases import MEMBERS, STATES
from sozialraum.individual.queries import MergeFile, MergeFiles, Person

COUNTED: dict[str, Promise] = {
    "Member": ngettext_lazy("%(n)s person", "%(n)s people", "counted"),
    "Statement": ngettext_lazy("%(n)s time somebody’s words", "%(n)s times somebody’s words", "counted"),
    "Goal": ngettext_lazy("%(n)s goal or step", "%(n)s goals and steps", "counted"),
    "ArrangementComponent": ngettext_lazy("%(n)s contribution", "%(n)s contributions", "counted"),
    "Consultation": ngettext_lazy("%(n)s consultation", "%(n)s consultations", "counted"),
    "Reply": ngettext_lazy("%(n)s open objection", "%(n)s open objections", "counted"),
    "Appointment": ngettext_lazy("%(n)s coming meeting", "%(n)s coming meetings", "counted"),
    "Reminder": ngettext_lazy(
        "%(n)s thing the family waits for", "%(n)s things the family waits for", "counted"
    ),
    "MissingNearby": ngettext_lazy("%(n)s thing missing near by", "%(n)s things missing near by", "counted"),
    "Help": ngettext_lazy("%(n)s help that runs on", "%(n)s helps that run on", "counted"),
    "HouseholdStay": ngettext_lazy("%(n)s household", "%(n)s households", "counted"),
}
STANDS: dict[str, str | Promise] = {
    MergeState.PROPOSED: gettext_lazy("a second person looks first"),
    MergeState.CONFIRMED: gettext_lazy("confirmed, not done yet"),
    MergeState.DONE: gettext_lazy("brought together"),
    MergeState.UNDONE: gettext_lazy("taken apart again"),
    MergeState.WITHDRAWN: gettext_lazy("not brought together"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: what it is, and how it is in each file."""

    label: str
    leading: str
    former: str

    @property
    def differs(self) -> bool:
        """Whether the two files say something else."""
        return self.leading.casefold() != self.former.casefold()


def compared(files: MergeFiles) -> list[Line]:
    """Both files side by side."""
    first, second = files.leading, files.former
    return [
        Line(label, of(first), of(second))
        for label, of in (
            (_("Family"), lambda each: each.case.family_name),
            (_("Lives in"), lambda each: each.case.area_name),
            (_("Who is there for the family"), lambda each: ", ".join(each.workers) or _("nobody")),
            (_("Stage"), lambda each: str(STATES[each.case.state])),
            (_("Since"), lambda each: date_format(each.case.opened_on, "DATE_FORMAT")),
            (_("What goes on"), lambda each: "\n".join(counted_in_words(each.counts)) or _("nothing yet")),
        )
    ]  # fmt: skip


def counted_in_words(counts: Mapping[str, int]) -> list[str]:
    """What there is, as words with their number."""
    return [
        str(words % {"counted": counts[name], "n": number(counts[name])})
        for name, words in COUNTED.items()
        if counts.get(name)
    ]


def readers_in_words(file: MergeFile) -> list[str]:
    """Who reads what comes into this file."""
    return [f"{name}, {ROLE_TITLES[role]}" for name, role in file.readers]


def person_in_words(person: Person) -> str:
    """Somebody of a file with what tells her apart from others."""
    known = [person.full_name, str(MEMBERS[person.kind])]
    if person.born_on:
        known.append(_("born %(day)s") % {"day": date_format(person.born_on, "DATE_FORMAT")})
    return ", ".join(known)


def differences(files: MergeFiles, pairs: Mapping[UUID, UUID]) -> list[tuple[str, str, bool]]:
    """What the former file says otherwise: token, words, and whether only it knows anything."""
    found: list[tuple[str, str, bool]] = []
    first, second = files.leading.case, files.former.case
    if first.family_name != second.family_name:
        found.append(("family_name", _instead(_("Name of the family"), second.family_name, first.family_name), False))  # fmt: skip
    if first.area_code != second.area_code:
        found.append(("address", _instead(_("Lives in"), second.area_name, first.area_name), False))
    known = {each.id: each for each in files.leading.people}
    for person in files.former.people:
        other = known.get(pairs.get(person.id, person.id))
        if other is None:
            continue
        for name, label in (
            ("full_name", _("Name")),
            ("called", _("What the family says")),
            ("born_on", _("Born on")),
        ):
            new, old = getattr(person, name), getattr(other, name)
            if new and new != old:
                words = _instead(f"{other.name}: {label}", _told(new), _told(old))
                found.append((f"{name}:{person.id}", words, not old))
    return found


def _instead(label: str, new: str, old: str) -> str:
    if not old:
        return _("%(label)s: “%(new)s” (here unknown so far)") % {"label": label, "new": new}
    return _("%(label)s: “%(new)s” instead of “%(old)s”") % {"label": label, "new": new, "old": old}


def _told(value: object) -> str:
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value or "")
