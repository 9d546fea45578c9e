"""From a recipe and its table to the arrays that draws need, and ranges of ranks in one call."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from sozialraum.analytics.indices import Indicator, IndexResult, Recipe, compute_index
from sozialraum.analytics.messages import gettext_noop
from sozialraum.analytics.tables import (
    ArrowStream,
    FloatArray,
    TableError,
    as_table,
    find_column,
    float_column,
    text_column,
)
from sozialraum.analytics.uncertainty.composite import Composite, Input, Node
from sozialraum.analytics.uncertainty.intervals import RankIntervals
from sozialraum.analytics.uncertainty.scales import Scale
from sozialraum.analytics.uncertainty.simulation import Plan, simulate
