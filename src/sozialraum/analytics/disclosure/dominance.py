"""Sums of money or hours in which one contributor could read another: the rules for tables of amounts.

What a provider earned is a secret of its own (§ 35 (4) SGB I). A sum over few providers gives it away where one or two
make up nearly all of it: the second largest subtracts itself and knows the largest. Sources: Hundepool et al. (2012),
ch. 4.2.2; Cox (1981). These rules name the sensitive cells. A table with totals needs more cells hidden with
them: hide a second sum in every row and column, or leave the totals out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import ArrowStream, TableError, as_table, float_column, text_column


@dataclass(frozen=True)
class Dominance:
    """(n, k): sensitive where the `count` largest make up more than `percent` of the sum."""

    count: int = 2
    percent: float = 85.0


@dataclass(frozen=True)
class PercentRule:
    """p %: sensitive where the second largest can tell the largest within `percent` of its amount."""

    percent: float = 10.0


def sensitive_sums(
    source: pa.Table | ArrowStream,
    *,
    rule: Dominance | PercentRule,
    least_contributors: int = 3,
    cell: str = "cell",
    contributor: str = "contributor",
    amount: str = "amount",
) -> pa.Table:
    """Which sums give a contributor away. A row per cell: `cell`, `contributors`, `sensitive`, by code.

    Several amounts of one contributor in a cell are one. Cells with fewer than `least_contributors` that have an
    amount are always sensitive. Amounts are positive; raises TableError for unknown or negative ones.

    >>> table = pa.table({"cell": list("aaabbb"), "contributor": list("xyzxyz"), "amount": [90, 5, 4, 40, 35, 25]})
    >>> sensitive_sums(table, rule=PercentRule(10))["sensitive"].to_pylist()
    [True, False]
    """
    table = as_table(source)
    amounts = float_column(table, amount)
    if not (amounts >= 0).all():
        raise TableError(
            gettext_noop("An amount is negative or unknown."),
            gettext_noop("Leave out what is not known, and take payments back from what they belong to."),
        )
    parts: dict[str, dict[str, float]] = {}
    keys = zip(text_column(table, cell), text_column(table, contributor), amounts.tolist(), strict=True)
    for code, name, value in keys:
        inside = parts.setdefault(code or "", {})
        if value > 0:
            inside[name or ""] = inside.get(name or "", 0.0) + value
    codes = sorted(parts)
    found = [
        _gives_away(np.array(sorted(parts[code].values(), reverse=True)), rule, least_contributors)
        for code in codes
    ]
    return pa.table(
        {
            "cell": pa.array(codes, pa.string()),
            "contributors": pa.array([len(parts[code]) for code in codes], pa.int64()),
            "sensitive": pa.array(found, pa.bool_()),
        }
    )


def _gives_away(amounts: np.ndarray, rule: Dominance | PercentRule, least: int) -> bool:
    if amounts.size == 0:
        return False
    if amounts.size < least:
        return True
    total = float(amounts.sum())
    if isinstance(rule, Dominance):
        return bool(amounts[: rule.count].sum() > total * rule.percent / 100)
    return bool(total - amounts[:2].sum() < amounts[0] * rule.percent / 100)
