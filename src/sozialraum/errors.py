"""The one base of errors that are told to people: what happened, and what to do."""

from __future__ import annotations


class SozialraumError(Exception):
    """An error with a remedy, shown as one sentence plus what to do, never as a traceback.

    ``message`` says what is wrong, ``remedy`` what the reader can do about it; both are full sentences
    without contents of people's data.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class Conflict(SozialraumError):
    """Somebody else has changed the same thing since it was opened; nothing was overwritten.

    ``theirs`` is what is stored now, ``mine`` what was about to be stored, ``version`` the stored version.
    """

    def __init__(self, *, theirs: str, mine: str, version: int) -> None:
        super().__init__("This has been changed in the meantime.", "Look at both texts and choose.")
        self.theirs = theirs
        self.mine = mine
        self.version = version
