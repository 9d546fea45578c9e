"""The answer of every rule that says who may: allowed or not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, with the reason that a person may read.

    The same decision guards a view and explains a disabled button. ``only`` names what the gate opens in the database
    instead of the subjects that were asked for, where a part of them is allowed.

    >>> Decision.no("Only the case holder may write here.").allowed
    False
    """

    allowed: bool
    reason: str = ""
    only: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    @classmethod
    def yes(cls, reason: str = "", *, only: tuple[UUID, ...] = ()) -> Decision:
        """An allowing decision, with the ground it rests on."""
        return cls(allowed=True, reason=reason, only=only)

    @classmethod
    def no(cls, reason: str) -> Decision:
        """A denying decision; the reason is mandatory."""
        return cls(allowed=False, reason=reason)
