"""Counts what a task costs a person: fields, clicks, keys, pages, and the seconds of a hand that knows its way.

The seconds are those of the keystroke-level model (Card, Moran and Newell, "The keystroke-level model for user performance
time with interactive systems", Communications of the ACM 23, 1980): a task is a row of operators with known mean times.
It holds for somebody who knows the page and makes no mistake. Talking and thinking about what is to be written is not in
it: that is the work itself. What the machine needs is measured beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

KEY = 0.28  # an average typist, 40 words a minute
POINT = 1.1
PRESS = 0.2  # a button of the mouse down and up, or one tap
HOME = 0.4  # the hand from keyboard to mouse or back
MENTAL = 1.35


@dataclass
class Count:
    """One task as it is done: every deed of a person goes through here, none beside it.

    ``mandatory`` counts the fields without which the page stores nothing and that are empty when they are met.
    """

    page: Page
    fields: int = 0
    mandatory: int = 0
    clicks: int = 0
    keys: int = 0
    seconds: float = 0.0
    begun: float = field(default_factory=time.monotonic)

    def click(self, what: Locator) -> None:
        """Press a button, a link or a choice."""
        self._press(MENTAL)
        what.click()

    def write(self, what: Locator, text: str) -> None:
        """Write into a field; without a click where it has the focus already."""
        empty = what.input_value() == ""
        self._met(what, empty=empty)
        self.page.wait_for_load_state()  # the page that comes may put the hand into the field itself
        if not what.evaluate("field => field === document.activeElement"):
            self._press(0)
            self.seconds += HOME
        self.seconds += MENTAL + KEY * len(text)
        self.keys += len(text)
        what.fill(text)

    def day(self, what: Locator, day: str) -> None:
        """Type a day (ISO): eight digits."""
        self._met(what, empty=what.input_value() == "")
        self._press(MENTAL)
        self.seconds += HOME + 8 * KEY
        self.keys += 8
        what.fill(day)

    def choose(self, what: Locator, value: str) -> None:
        """Choose from a list: open it, pick. What is chosen already costs nothing."""
        if what.input_value() == value:
            return
        self._met(what, empty=what.input_value() == "")
        self._press(MENTAL)
        self._press(0)
        what.select_option(value)

    def check(self, what: Locator) -> None:
        """Mark a box or one of several; what is marked already costs nothing."""
        if what.is_checked():
            return
        group = f"input[name='{what.get_attribute('name')}']:checked"
        empty = what.get_attribute("type") == "radio" and self.page.locator(group).count() == 0
        self._met(what, empty=empty)
        self._press(MENTAL)
        what.check()

    def key(self, name: str) -> None:
        """Press one key, as Enter."""
        self.seconds += MENTAL + KEY
        self.keys += 1
        self.page.keyboard.press(name)

    @property
    def machine(self) -> float:
        """The seconds since the begin: the machine's, since the hand of a test needs none."""
        return time.monotonic() - self.begun

    def row(self) -> tuple[str, ...]:
        """The figures as the table of the docs shows them."""
        return tuple(
            str(each) for each in (self.fields, self.mandatory, self.clicks, self.keys, round(self.seconds))
        )

    def _press(self, thinking: float) -> None:
        self.clicks += 1
        self.seconds += thinking + HOME + POINT + PRESS

    def _met(self, what: Locator, *, empty: bool) -> None:
        self.fields += 1
        self.mandatory += int(empty and what.get_attribute("required") is not None)


Start = Callable[[str], Count]
