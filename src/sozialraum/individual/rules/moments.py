"""How long something can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

SITTING: Final = timedelta(minutes=30)
"""One sitting at a card or a map: within it the own last step can be taken back."""

SECOND_THOUGHTS: Final = timedelta(seconds=10)
"""A slip of the finger when something shown was taken back."""

GRACE: Final = timedelta(seconds=5)
"""What the way of a request may take beyond that."""
