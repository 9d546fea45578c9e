"""Ranges of ranks as a table to store beside an index."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import FloatArray, TableError

COLUMNS = ("area_code", "rank", "rank_low", "rank_high", "class_share")
METADATA = "rank_intervals"


@dataclass(frozen=True)
class RankIntervals:
    """How sure the ranks of an index are: what a recorded run keeps beside its result.

    `table`: `area_code` (text, sorted as the index is), `rank`, `rank_low`, `rank_high` (int64; the range that holds in
    `confidence` of the draws and always contains the rank) and `class_share` (share of draws in which the area kept
    its class; null without classes). `sampled` names the indicators whose chance was drawn; the others had no counts.
    """

    table: pa.Table
    draws: int
    seed: int
    confidence: float
    sampled: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, object]:
        """What the draws were made with, as JSON knows it: for a run that keeps its parameters beside its tables."""
        return {
            "draws": self.draws,
            "seed": self.seed,
            "confidence": self.confidence,
            "sampled": list(self.sampled),
        }

    def to_arrow(self) -> pa.Table:
        """The table with its parameters in the schema's metadata, so that a file of it explains itself."""
        return self.table.replace_schema_metadata({METADATA: json.dumps(self.parameters, sort_keys=True)})

    @classmethod
    def from_arrow(cls, table: pa.Table, parameters: Mapping[str, Any] | None = None) -> RankIntervals:
        """Read back a stored table, with its own metadata or with the `parameters` that were kept apart.

        Snapshots are named by their content and keep no metadata; a run stores :attr:`parameters` itself. TableError for
        another table.
        """
        written = (table.schema.metadata or {}).get(METADATA.encode())
        if (written is None and parameters is None) or table.column_names != list(COLUMNS):
            raise TableError(
                gettext_noop("This table holds no ranges of ranks."),
                gettext_noop("Compute them again from the run's input and recipe."),
            )
        known: Mapping[str, Any] = parameters if parameters is not None else json.loads(written or "")
        return cls(
            table.replace_schema_metadata(None),
            draws=int(known["draws"]),
            seed=int(known["seed"]),
            confidence=float(known["confidence"]),
            sampled=tuple(known["sampled"]),
        )

    def membership(self, places: int) -> list[str]:
        """For each area whether it is surely among the first `places` (`in`), surely not (`out`), or `open`.

        `open` areas cannot be told apart as to this question: no rank should decide between them.
        """
        low, high = (self.table.column(name).to_numpy() for name in ("rank_low", "rank_high"))
        return np.select([high <= places, low > places], ["in", "out"], "open").tolist()


def interval_table(
    codes: Sequence[str],
    rank: NDArray[np.int32],
    ranks: NDArray[np.signedinteger],
    class_share: FloatArray,
    confidence: float,
) -> pa.Table:
    """Ranges of ranks from the ranks of all draws, (areas, draws)."""
    if not 0 < confidence < 1:
        raise TableError(
            gettext_noop("{confidence} is no confidence level."),
            gettext_noop("Use a share between 0 and 1, for example 0.95."),
            confidence=confidence,
        )
    draws = ranks.shape[1]
    left_out = int((1 - confidence) / 2 * draws)
    low, high = np.empty(len(codes), dtype=np.int64), np.empty(len(codes), dtype=np.int64)
    for start in range(0, len(codes), 256):
        ordered = np.sort(ranks[start : start + 256], axis=1)
        low[start : start + 256] = ordered[:, left_out]
        high[start : start + 256] = ordered[:, draws - 1 - left_out]
    return pa.table(
        {
            "area_code": pa.array(codes, pa.string()),
            "rank": rank.astype(np.int64),
            "rank_low": np.minimum(low, rank),
            "rank_high": np.maximum(high, rank),
            "class_share": pa.array(class_share, pa.float64(), from_pandas=True),
        }
    )
