"""Carrying what goes on from the former file of a family into the one that leads, and taking it back.

Rows are written anew: the former file keeps every one of its own unchanged, so nothing can be lost on the way, and
taking back needs to remove only what came.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey, Model, UUIDField
from django.db.models.deletion import ProtectedError, RestrictedError

from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.models import (
    CarriedRow,
    Case,
    CaseMerge,
    Help,
    HouseholdStay,
    Member,
    MemberTie,
    MissingNearby,
)
from sozialraum.individual.queries.merges import CARRIED, carried_rows, fingerprint
from sozialraum.individual.rules.merges import ALONG, STAYS
from sozialraum.individual.services.joint_helps import move_helps, take_helps_back

MODELS = {model.__name__: model for model in CARRIED}


def carry(grant: Grant, merge: CaseMerge) -> None:
    """Write into the leading file what goes on of the former one: of the people who come along and of no others.

    Shares and agreements with providers are not carried: nobody sees by them what she did not see before.
    """
    keys: dict[UUID, UUID] = {
        UUID(person): UUID(fate) for person, fate in merge.people.items() if fate not in (ALONG, STAYS)
    }
    staying = {UUID(person) for person, fate in merge.people.items() if fate == STAYS}
    known = _known(merge)
    journal = []
    for model, rows in carried_rows(grant, merge.former_id):
        waiting = [row for row in rows if row.pk not in keys and row.pk not in staying]
        while waiting:
            coming = [row for row in waiting if _comes(row, keys)]
            for row in coming:
                made = _written_anew(row, merge, keys)
                if _fact(made) in known:
                    continue
                made.save(force_insert=True)
                if isinstance(row.pk, UUID):
                    keys[row.pk] = made.pk
                stored = model._default_manager.get(pk=made.pk)
                journal.append(
                    CarriedRow(
                        case_id=merge.case_id, merge=merge, model=model.__name__, from_key=str(row.pk),
                        to_key=str(made.pk), fingerprint=fingerprint(stored),
                    )
                )  # fmt: skip
            if not coming:
                break
            waiting = [row for row in waiting if row not in coming]
    CarriedRow.objects.bulk_create(journal)
    move_helps(grant, merge, keys)


def take_back(merge: CaseMerge) -> int:
    """Remove what came, children first; returns how many rows stay since somebody went on with them.

    A row stays if it was changed since it came, or if something that was written later leans on it.
    """
    came = list(CarriedRow.objects.filter(merge=merge).order_by("-id"))
    staying = take_helps_back(merge, _who_is_who(merge, came))
    for each in came:
        if each.model == Help.__name__:
            continue
        row = MODELS[each.model]._default_manager.filter(pk=each.to_key).first()
        if row is None:
            continue
        changed = fingerprint(row) != each.fingerprint
        if changed or _leaned_on(row, merge, came) or not _removed(row):
            staying += 1
    return staying


def _who_is_who(merge: CaseMerge, came: list[CarriedRow]) -> dict[UUID, UUID]:
    same = {UUID(each): UUID(fate) for each, fate in merge.people.items() if fate not in (ALONG, STAYS)}
    return same | {UUID(each.from_key): UUID(each.to_key) for each in came if each.model == Member.__name__}


def _comes(row: Model, keys: Mapping[UUID, UUID]) -> bool:
    """Whether everything that this row hangs on has come already."""
    return all(
        getattr(row, field.attname) is None or getattr(row, field.attname) in keys
        for field in row._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.name != "case"
    )


def _written_anew(row: Model, merge: CaseMerge, keys: Mapping[UUID, UUID]) -> Model:
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key:
            value = uuid.uuid4() if isinstance(field, UUIDField) else None
        elif field.name == "case":
            value = merge.case_id
        elif isinstance(field, ForeignKey) and value is not None:
            value = keys[value]
        elif isinstance(field, ArrayField) and isinstance(field.base_field, UUIDField):
            value = [keys[each] for each in value if each in keys]
        elif field.name == "agreed_with_provider":
            value = False
        elif isinstance(row, Member) and field.name == "user_id" and row.id not in merge.let_in:
            value = None
        if value is not None or not field.primary_key:
            values[field.attname] = value
    return type(row)(**values)


def _known(merge: CaseMerge) -> set[tuple[Any, ...]]:
    """What the leading file knows already and must not have twice."""
    found: set[tuple[Any, ...]] = set()
    for model in (MemberTie, HouseholdStay, MissingNearby):
        found |= {
            fact for row in model._default_manager.filter(case_id=merge.case_id) if (fact := _fact(row))
        }
    return found


def _fact(row: Model) -> tuple[Any, ...] | None:
    if isinstance(row, MemberTie):
        return ("tie", row.member_id, row.tie, row.other_id)
    if isinstance(row, HouseholdStay):
        return ("stay", row.member_id, row.valid_from)
    if isinstance(row, MissingNearby):
        return ("missing", row.kind) if row.withdrawn_at is None else None
    return None


def _leaned_on(row: Model, merge: CaseMerge, came: list[CarriedRow]) -> bool:
    """Whether something written later names this row in a list of ids, which no foreign key knows."""
    if not isinstance(row.pk, UUID):
        return False
    own = {(each.model, each.to_key) for each in came}
    for model in Case._meta.apps.get_app_config("individual").get_models():
        lists = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, ArrayField) and isinstance(field.base_field, UUIDField)
        ]
        for name in lists if "case" in {field.name for field in model._meta.concrete_fields} else ():
            found = model._default_manager.filter(case_id=merge.case_id, **{f"{name}__contains": [row.pk]})
            if any((model.__name__, str(key)) not in own for key in found.values_list("pk", flat=True)):
                return True
    return False


def _removed(row: Model) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            row.delete()
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except (ProtectedError, RestrictedError, IntegrityError):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return False
    return True
