"""What a table of people says, row by row, before it is added up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sozialraum.social_structure.services.reading.plans import Finding

TOTAL: Final = -1


@dataclass(slots=True)
class Entries:
    """One entry for each row and group: the row, the sex (its place, or :data:`TOTAL`), the group of ages, the number of
    people, NaN where the cell does not say it.
    """

    rows: NDArray[np.int64]
    sexes: NDArray[np.int64]
    bands: NDArray[np.int64]
    counts: NDArray[np.float64]
    findings: list[Finding] = field(default_factory=list)
