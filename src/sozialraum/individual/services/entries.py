"""Goals, resources and contributions: changed field by field by several people, with every earlier state kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import Field, QuerySet
from django.utils.translation import gettext_noop

from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.revisions import FieldConflict, Plain, Save, join, passed_over, plain
from sozialraum.individual.enums import EntryKind
from sozialraum.individual.models import ArrangementComponent, EntryVersion, Goal, Member, ResourceEntry
from sozialraum.individual.rules.moments import SITTING
from sozialraum.individual.services.records import Refused, note_change, user_of, writable

AnyEntry = Goal | ResourceEntry | ArrangementComponent
LONGEST: Final = 2_000
FIELDS: Final[Mapping[type[AnyEntry], tuple[EntryKind, tuple[str, ...]]]] = {
    Goal: (
        EntryKind.GOAL,
        (
            "level", "parent_id", "together_with", "words", "verbatim", "in_other_words", "sign", "who", "reach_by",
            "agreed_on", "state",
        ),
    ),
    ResourceEntry: (
        EntryKind.RESOURCE,
        (
            "kind", "words", "wants_to_use", "availability", "exception_story", "goal_ids", "place_id", "person_name",
            "used_from", "used_until", "effect", "family_only",
        ),
    ),
    ArrangementComponent: (
        EntryKind.COMPONENT,
        (
            "who", "content", "times", "minutes", "valid_from", "valid_until", "funding", "goal_ids", "substitute",
            "checked", "state",
        ),
    ),
}  # fmt: skip
"""What of each kind of entry is edited and can be taken back."""


def stamp(grant: Grant) -> dict[str, Any]:
    """Case, writer and moment of a new entry."""
    user = user_of(grant)
    return {
        "case_id": writable(grant), "recorded_by": user, "recorded_at": grant.at, "changed_by": user,
        "changed_at": grant.at,
    }  # fmt: skip


def note_new(grant: Grant, entry: AnyEntry) -> UUID:
    """Put a new entry on record, so that it can be taken back; returns its id."""
    kind, fields = FIELDS[type(entry)]
    EntryVersion.objects.create(
        case_id=entry.case_id, kind=kind, entry_id=entry.id, version=0, replaced_by=user_of(grant),
        replaced_at=grant.at,
    )  # fmt: skip
    note_change(grant, f"individual.{type(entry).__name__}", entry.id, fields)
    return entry.id


def values_of(entry: AnyEntry) -> dict[str, Plain]:
    """The edited fields as they are compared and kept."""
    return {name: _plain(getattr(entry, name)) for name in FIELDS[type(entry)][1]}


def revise(grant: Grant, entry: AnyEntry, *, values: Mapping[str, object], version: int) -> int:
    """Change fields of an entry that was read in ``version``; returns the version now stored.

    What others have changed in other fields stays; where both changed the same field, :class:`FieldConflict` names
    both contents and nothing is stored. What it said before is kept.
    """
    theirs = values_of(entry)
    base = theirs if version == entry.version else _as_of(entry, version)
    found = join(base=base, theirs=theirs, mine={name: _plain(value) for name, value in values.items()})
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=entry.version)
    if found.changes:
        _keep(grant, entry, theirs)
        _store(grant, entry, found.changes)
    return entry.version


def remove(grant: Grant, entry: AnyEntry) -> None:
    """Take an entry away; a step back brings it back."""
    _keep(grant, entry, values_of(entry))
    entry.removed_at = grant.at
    _store(grant, entry, {})


def step_back(grant: Grant, model: type[AnyEntry], entries: QuerySet[Any]) -> AnyEntry:
    """Take back the actor's last change of these entries within the running sitting; returns the entry.

    Raises :class:`Refused` where there is nothing of one's own to take back, or somebody has changed it since.
    """
    kind, _fields = FIELDS[model]
    last = (
        EntryVersion.objects.filter(
            kind=kind, entry_id__in=entries.values("id"), replaced_by=user_of(grant),
            replaced_at__gte=grant.at - SITTING,
        )
        .order_by("-replaced_at", "-id")
        .first()
    )  # fmt: skip
    entry = model.objects.select_for_update().filter(id=last.entry_id).first() if last else None
    if last is None or entry is None or entry.changed_by != user_of(grant):
        raise Refused(
            gettext_noop("There is nothing to take back."), gettext_noop("Change the entry as it should be.")
        )
    entry.removed_at = grant.at if last.values is None else None
    before = dict(last.values or {})
    last.delete()
    _store(grant, entry, before)
    return entry


def check_words(words: object, *, longest: int = LONGEST) -> None:
    """Words have to be there, and not be a whole book; raises :class:`Refused`."""
    text = str(words or "")
    if not text.strip():
        raise Refused(gettext_noop("There are no words yet."), gettext_noop("Write down what was said."))
    if len(text) > longest:
        raise Refused(
            gettext_noop("This is longer than {longest} signs."),
            gettext_noop("Write down the most important part, and the rest as its own."),
            longest=longest,
        )


def check_goals(grant: Grant, goal_ids: object) -> None:
    """Goals are those of the family; raises :class:`Refused` for any other."""
    ids = {UUID(str(each)) for each in goal_ids or ()}  # type: ignore[attr-defined]  # an iterable of ids
    if ids and Goal.objects.filter(case_id=grant.subject_id, id__in=ids).count() != len(ids):
        raise Refused(
            gettext_noop("The family has no such goal."), gettext_noop("Choose one of the family's goals.")
        )


def member_of(grant: Grant, member_id: UUID) -> Member:
    """Somebody of this family; a foreign key looks past row-level security, so the id is looked up.

    Raises :class:`Refused` for anybody else.
    """
    member = Member.objects.filter(id=member_id, case_id=grant.subject_id).first()
    if member is None:
        raise Refused(
            gettext_noop("This person does not belong to the family."),
            gettext_noop("Choose one of the family's people."),
        )
    return member


def missing(what: str) -> gate.Denied:
    """What is answered alike for an entry that is not there and for one that is not shown."""
    return gate.Denied(Decision.no(what))


def _keep(grant: Grant, entry: AnyEntry, values: Mapping[str, Plain]) -> None:
    kind, _fields = FIELDS[type(entry)]
    EntryVersion.objects.create(
        case_id=entry.case_id, kind=kind, entry_id=entry.id, version=entry.version, values=dict(values),
        saved_by=entry.changed_by, saved_at=entry.changed_at, replaced_by=user_of(grant), replaced_at=grant.at,
    )  # fmt: skip
    kept = EntryVersion.objects.filter(entry_id=entry.id, version__gt=0).order_by("version")
    saves = [
        Save(key, by, at) for key, by, at in kept.values_list("id", "saved_by", "saved_at") if at is not None
    ]
    kept.filter(id__in=passed_over([*saves, Save(0, user_of(grant), grant.at)], at=grant.at)).delete()


def _store(grant: Grant, entry: AnyEntry, changes: Mapping[str, Plain]) -> None:
    for name, value in changes.items():
        setattr(entry, name, _stored(type(entry), name, value))
    entry.version += 1
    entry.changed_by, entry.changed_at = user_of(grant), grant.at
    entry.save()
    note_change(grant, f"individual.{type(entry).__name__}", entry.id, sorted(changes) or ["removed_at"])


def _as_of(entry: AnyEntry, version: int) -> dict[str, Plain] | None:
    found = (
        EntryVersion.objects.filter(entry_id=entry.id, version=version)
        .values_list("values", flat=True)
        .first()
    )
    return dict(found) if found is not None else None


def _plain(value: object) -> Plain:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [str(each) for each in value]
    return plain(value)


def _stored(model: type[AnyEntry], name: str, value: Plain) -> Any:
    field = cast(Field[Any, Any], model._meta.get_field(name))
    if value is None or (value == "" and field.null):
        return None
    return (
        date.fromisoformat(value)
        if field.get_internal_type() == "DateField" and isinstance(value, str)
        else value
    )
