"""The release gate for figures: what leaves as a number passes here first.

``release`` is the only maker of a :class:`ReleasedTable`, and pages, maps, charts, PDFs and downloads of figures
take nothing else. It keeps small counts back (DOMAIN 6.5), protects them against being recomputed from totals and
from earlier releases (proven by linear programming, see ``analytics.disclosure``), keeps back percentages of small
groups, and leaves areas with too few inhabitants blank. ``reopen`` makes a stored released table usable again after
checking that nothing in it has changed.
"""

from sozialraum.foundation.privacy.release.letting_out import (
    release,
    release_rounded,
    reopen,
    rounded,
    small_areas,
)
from sozialraum.foundation.privacy.release.tables import (
    DEFAULT_THRESHOLD,
    FIGURE_COLUMNS,
    LEAST_DENOMINATOR,
    LEAST_INHABITANTS,
    ROUNDED_TO,
    Certificate,
    Figure,
    Kind,
    ReleasedTable,
    ReleaseRefused,
    Rule,
    Withheld,
)

__all__ = [
    "DEFAULT_THRESHOLD",
    "FIGURE_COLUMNS",
    "LEAST_DENOMINATOR",
    "LEAST_INHABITANTS",
    "ROUNDED_TO",
    "Certificate",
    "Figure",
    "Kind",
    "ReleaseRefused",
    "ReleasedTable",
    "Rule",
    "Withheld",
    "release",
    "release_rounded",
    "reopen",
    "rounded",
    "small_areas",
]
