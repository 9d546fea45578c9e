"""Warnings that fire by rule before a budget is decided. They inform; none of them stops a claim or cuts an amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sozialraum.analytics.budget.allocation import Allocation
from sozialraum.analytics.budget.envelope import Envelope


class CheckState(StrEnum):
    """How a rule stands."""

    MET = "met"
    NOTE = "note"
    RESOLVE = "resolve"  # to be cleared before the decision


class CheckCode(StrEnum):
    """The rules that are looked at."""

    SAVINGS_PROGRAM = "savings_program"  # projects or quarter budgets paid by a planned cut of claims
    YOUTH_WORK = "youth_work"  # an adequate share for youth work, § 79 (2) S. 2 SGB VIII
    PROVIDER_SHARE = "provider_share"
    BELOW_FLOOR = "below_floor"
    INDEX_WITHOUT_ASSETS = "index_without_assets"
    CATCH_UP_ONCE = "catch_up_once"


@dataclass(frozen=True)
class Check:
    """A rule, how it stands, and the figures of its sentence (euros in cents, shares as fractions)."""

    code: CheckCode
    state: CheckState
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What the rules look at. `claims_planned` is what the budget sets down for claims; `claims_forecast` what will be
    needed (P50). Shares are of the quarter budgets; None where nothing is known, which is said and never taken for met.
    `written` is how many cents of the quarter budgets stand in lines so far, `provider_shares` are by area and provider.
    """

    envelope: Envelope
    claims_forecast: int
    previous_infrastructure: int | None = None
    youth_work_share: float | None = None
    previous_youth_work_share: float | None = None
    provider_shares: Mapping[tuple[str, str], float] = field(default_factory=dict)
    provider_limit: float = 0.4
    written: int | None = None
    index_used: bool = False
    assets_shown: bool = True


def checks(draft: Draft, found: Allocation | None = None) -> Sequence[Check]:
    """All rules in a fixed order, met or not."""
    return [check for check in (
        _savings_program(draft), _youth_work(draft), _providers(draft), _floors(found), _index(draft), _catch_up(found),
    ) if check is not None]  # fmt: skip


def _savings_program(draft: Draft) -> Check:
    """Less set down for claims than forecast is a planned cut; with more for tiers 1 and 2 it pays for them (H13)."""
    cut = draft.claims_forecast - draft.envelope.claims
    infrastructure = draft.envelope.structure + draft.envelope.quarters
    grown = (
        infrastructure - draft.previous_infrastructure
        if draft.previous_infrastructure is not None
        else infrastructure
    )
    values = {"cut": cut, "grown": grown}
    if cut <= 0:
        return Check(CheckCode.SAVINGS_PROGRAM, CheckState.MET, values)
    return Check(CheckCode.SAVINGS_PROGRAM, CheckState.RESOLVE, values)


def _youth_work(draft: Draft) -> Check:
    share, before = draft.youth_work_share, draft.previous_youth_work_share
    values = {"share": share, "before": before, "written": draft.written, "quarters": draft.envelope.quarters}
    if share is None or before is None:
        return Check(CheckCode.YOUTH_WORK, CheckState.NOTE, values)
    return Check(
        CheckCode.YOUTH_WORK, CheckState.RESOLVE if share < before - 1e-9 else CheckState.MET, values
    )


def _providers(draft: Draft) -> Check | None:
    if not draft.provider_shares:
        return None
    (area, provider), share = max(draft.provider_shares.items(), key=lambda entry: (entry[1], entry[0]))
    above = sum(each > draft.provider_limit + 1e-9 for each in draft.provider_shares.values())
    values = {
        "area": area,
        "provider": provider,
        "share": share,
        "limit": draft.provider_limit,
        "above": above,
    }
    return Check(CheckCode.PROVIDER_SHARE, CheckState.RESOLVE if above else CheckState.MET, values)


def _floors(found: Allocation | None) -> Check | None:
    if found is None:
        return None
    below = [
        code for code, amount, low in zip(found.codes, found.amount, found.low, strict=True) if amount < low
    ]
    return Check(
        CheckCode.BELOW_FLOOR, CheckState.RESOLVE if below else CheckState.MET, {"areas": tuple(below)}
    )


def _index(draft: Draft) -> Check | None:
    if not draft.index_used:
        return None
    return Check(CheckCode.INDEX_WITHOUT_ASSETS, CheckState.MET if draft.assets_shown else CheckState.RESOLVE)


def _catch_up(found: Allocation | None) -> Check | None:
    total = 0 if found is None else int(found.catch_up.sum())
    return Check(CheckCode.CATCH_UP_ONCE, CheckState.NOTE, {"amount": total}) if total else None
