"""Who came, as roughly as planning needs it."""

from __future__ import annotations

from enum import StrEnum


class AgeGroup(StrEnum):
    """How old somebody is who came without a case; ``ADULT`` is a parent or somebody else who brings up a child."""

    UNDER_6 = "under_6"
    FROM_6 = "from_6"
    FROM_14 = "from_14"
    FROM_18 = "from_18"
    ADULT = "adult"
