"""Hot and cold spots: local statistics with a control of how many of them are there by chance alone."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from sozialraum.analytics.space.local_statistics import LocalStatistic, LocalStatus
from sozialraum.analytics.tables import FloatArray

Control = Literal["benjamini_hochberg", "benjamini_yekutieli", "bonferroni", "none"]


def adjusted(p: ArrayLike, *, control: Control = "benjamini_hochberg") -> FloatArray:
    """p-values adjusted for their number; NaN stay NaN and are not counted.

    Of the areas whose adjusted value is at most 0.05, no more than one in twenty is expected to be there by chance
    (Benjamini and Hochberg 1995; it holds for the positive dependence of neighboring statistics, Benjamini and
    Yekutieli 2001, whose own control holds for any). Bonferroni bounds the chance of even one.

    >>> adjusted([0.01, 0.02, 0.03, 0.5, float("nan")]).round(3).tolist()
    [0.04, 0.04, 0.04, 0.5, nan]
    """
    raw = np.asarray(p, dtype=np.float64)
    known = np.isfinite(raw)
    result = np.full(raw.shape, np.nan)
    if not known.any():
        return result
    # loaded when it is needed: see analytics.rates
    from scipy.stats import false_discovery_control

    match control:
        case "benjamini_hochberg":
            result[known] = false_discovery_control(raw[known], method="bh")
        case "benjamini_yekutieli":
            result[known] = false_discovery_control(raw[known], method="by")
        case "bonferroni":
            result[known] = np.minimum(1.0, raw[known] * known.sum())
        case "none":
            result[known] = raw[known]
    return result


def hot_spots(
    statistic: LocalStatistic, *, level: float = 0.05, control: Control = "benjamini_hochberg"
) -> pa.Table:
    """Areas where high (`hot`) or low (`cold`) values lie together, from `getis_ord`.

    A row per area: `area_code`, `status`, `z`, `p`, `adjusted_p`, `spot` (hot, cold, none; null where the statistic is
    not known). p-values of permutations are taken where there are any.
    """
    return _table(statistic, control, level, np.where(statistic.z > 0, "hot", "cold"), "spot")


def moran_clusters(
    statistic: LocalStatistic, *, level: float = 0.05, control: Control = "benjamini_hochberg"
) -> pa.Table:
    """Clusters and outliers from `local_moran`: high among high, low among low, high among low, low among high.

    A row per area: `area_code`, `status`, `z`, `p`, `adjusted_p`, `cluster` (`high_high`, `low_low`, `high_low`,
    `low_high`, `none`; null where the statistic is not known).
    """
    own = np.where(statistic.deviation > 0, "high", "low").astype(object)
    around = np.where(statistic.lag > 0, "high", "low").astype(object)
    return _table(statistic, control, level, own + "_" + around, "cluster")


def _table(
    statistic: LocalStatistic, control: Control, level: float, kinds: np.ndarray, name: str
) -> pa.Table:
    permuted = np.isfinite(statistic.permuted_p).any()
    p = statistic.permuted_p if permuted else statistic.p
    q = adjusted(p, control=control)
    found = np.where(q <= level, kinds, "none")
    known = np.array([each is LocalStatus.OBSERVED for each in statistic.status])
    return pa.table(
        {
            "area_code": pa.array(statistic.codes, pa.string()),
            "status": pa.array([each.value for each in statistic.status], pa.string()),
            "z": pa.array(statistic.z, pa.float64(), from_pandas=True),
            "p": pa.array(p, pa.float64(), from_pandas=True),
            "adjusted_p": pa.array(q, pa.float64(), from_pandas=True),
            name: pa.array(
                [str(kind) if there else None for kind, there in zip(found, known, strict=True)], pa.string()
            ),
        }
    )
