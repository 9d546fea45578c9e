"""Erasing by class: what the declarations of a model say becomes of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Field, Model

from sozialraum.foundation.privacy.classification import privacy_of
from sozialraum.foundation.vocabulary import Erasure


def outcome_of(model: type[Model]) -> Erasure:
    """What becomes of a whole row: it goes as soon as one of its fields demands it.

    A field that is kept in the restricted archive while its period runs goes with its row when the period ends.
    """
    declared = privacy_of(model)
    found = {declared.erasure_of(name) for name in declared.classes}
    if found & {Erasure.DELETE_ROW, Erasure.ARCHIVE}:
        return Erasure.DELETE_ROW
    return Erasure.BLANK if Erasure.BLANK in found else Erasure.KEEP


def blank_values(model: type[Model]) -> dict[str, Any]:
    """The empty value of every field that is to be blanked: NULL where it may be, else the empty text.

    Raises ``ValueError`` for a field that can be neither.
    """
    declared = privacy_of(model)
    values: dict[str, Any] = {}
    for name in declared.classes:
        if declared.erasure_of(name) is not Erasure.BLANK:
            continue
        field = model._meta.get_field(name)
        if not isinstance(field, Field):
            continue
        if field.null:
            values[name] = None
        elif isinstance(field, models.CharField | models.TextField):
            values[name] = ""
        else:
            msg = f"{declared.label}.{name} cannot be blanked"
            raise ValueError(msg)
    return values


def erase_rows(model_columns: Sequence[tuple[type[Model], str]], ids: Iterable[UUID]) -> dict[str, int]:
    """Erase the rows that belong to these subjects, model by model in the order given (children first).

    ``model_columns`` names each model and its column that holds the subject's id. Returns the number of rows
    touched by model label. Runs in the caller's transaction, on what the gate has opened for erasing.
    """
    wanted = list(ids)
    touched: dict[str, int] = {}
    for model, column in model_columns:
        rows = model._default_manager.filter(**{f"{column}__in": wanted})
        outcome = outcome_of(model)
        if outcome is Erasure.DELETE_ROW:
            touched[model._meta.label] = rows._raw_delete(rows.db)
        elif outcome is Erasure.BLANK:
            touched[model._meta.label] = rows.update(**blank_values(model))
    return touched
