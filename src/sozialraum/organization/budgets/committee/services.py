"""Writing a committee's rules: every one saves itself as it is typed, and counts from the moment planning says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from sozialraum.analytics.budget import allocate, areas_of
from sozialraum.analytics.budget.committee import CommitteeRule
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.revisions import FieldConflict, join, plain
from sozialraum.organization.budgets.access import can_shape_formula
from sozialraum.organization.budgets.models import BudgetDraft
from sozialraum.organization.budgets.queries import draft_facts, recipe_of
from sozialraum.organization.budgets.rule_entries import KEPT_VERSIONS, new_entry, typed_of, typed_rule
from sozialraum.organization.budgets.services import BudgetRefused, allow, changed


@transaction.atomic
def add_rule(draft_id: UUID, *, by: Actor, at: datetime, rule: CommitteeRule | None = None) -> int:
    """Begin a rule, empty or with what somebody tried; returns its number. It counts only when it is made to."""
    stored = _open_draft(draft_id, by)
    number = max((entry["number"] for entry in stored.rules), default=0) + 1
    entry = new_entry(number)
    if rule is not None:
        entry["typed"] = dict(typed_of(rule))
    stored.rules.append(entry)
    _store(stored, by, at)
    return number


@transaction.atomic
def revise_rule(
    draft_id: UUID, number: int, *, values: Mapping[str, object], version: int, by: Actor, at: datetime
) -> int:
    """Keep what was typed of a rule that was read in ``version``; returns the version now stored.

    What two people changed in different fields is joined; raises
    :class:`~sozialraum.foundation.revisions.FieldConflict` where both changed the same one. What counts does not change.
    """
    stored = _open_draft(draft_id, by)
    entry = _entry(stored, number)
    theirs = entry["typed"]
    base: Any = theirs
    if version != entry["version"]:
        base = next((each["typed"] for each in entry["before"] if each["version"] == version), None)
    found = join(base=base, theirs=theirs, mine={name: plain(value) for name, value in values.items()})
    if found.clashes:
        raise FieldConflict(found.clashes, taken=found.taken, version=entry["version"])
    if found.changes:
        entry["before"] = [*entry["before"], {"version": entry["version"], "typed": theirs}][-KEPT_VERSIONS:]
        entry["typed"] = {**theirs, **found.changes}
        entry["version"] += 1
        _store(stored, by, at)
    return int(entry["version"])


@transaction.atomic
def let_count(draft_id: UUID, number: int, *, by: Actor, at: datetime) -> None:
    """Let a rule count as it is typed. Refused where something is missing or the rules clash; nothing is changed then."""
    stored = _open_draft(draft_id, by)
    entry = _entry(stored, number)
    entry["rule"] = typed_rule(entry["typed"]).model_dump(mode="json")
    recipe = recipe_of(stored)
    facts = draft_facts(stored)
    allocate(areas_of(facts.table, recipe), recipe, facts.envelope.pool)
    stored.version += 1
    _store(stored, by, at)


@transaction.atomic
def let_rest(draft_id: UUID, number: int, *, by: Actor, at: datetime) -> None:
    """Let a rule count no more; it stays written."""
    stored = _open_draft(draft_id, by)
    entry = _entry(stored, number)
    if entry["rule"] is not None:
        entry["rule"] = None
        stored.version += 1
        _store(stored, by, at)


@transaction.atomic
def remove_rule(draft_id: UUID, number: int, *, by: Actor, at: datetime) -> None:
    """Take a rule away. One that counts has to rest first, so that no amount changes by a slip."""
    stored = _open_draft(draft_id, by)
    entry = _entry(stored, number)
    if entry["rule"] is not None:
        raise BudgetRefused(
            gettext_noop("This rule counts."), gettext_noop("Let it rest first, then take it away.")
        )
    stored.rules.remove(entry)
    _store(stored, by, at)


def _open_draft(draft_id: UUID, by: Actor) -> BudgetDraft:
    allow(can_shape_formula(by))
    stored = BudgetDraft.objects.select_for_update().get(id=draft_id)
    if stored.published_at is not None:
        raise BudgetRefused(
            gettext_noop("The formula of {year} is published; its rules stand."),
            gettext_noop("Try what you think of, and bring it into the talk on the next year."),
            year=stored.year,
        )
    return stored


def _entry(stored: BudgetDraft, number: int) -> dict[str, Any]:
    found = next((entry for entry in stored.rules if entry["number"] == number), None)
    if found is None:
        raise BudgetRefused(
            gettext_noop("Somebody has taken this rule away."), gettext_noop("Look at the list of rules.")
        )
    entry: dict[str, Any] = found
    return entry


def _store(stored: BudgetDraft, by: Actor, at: datetime) -> None:
    stored.changed_by, stored.changed_at = by.user_id, at
    stored.save(update_fields=["rules", "version", "changed_by", "changed_at"])
    changed(by, at, "budgets.BudgetDraft", stored.id, ["rules"])
