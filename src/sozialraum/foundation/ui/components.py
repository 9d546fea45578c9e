"""The small building blocks of pages as values; each has an include of the same name in ``templates/ui``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Empty:
    """Why a list is empty, and the next step as a button (``ui/_empty.html``)."""

    title: Text
    text: Text = ""
    action_label: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice (``ui/_notice.html``); ``kind`` is empty, ``ok``, ``warn`` or ``bad``."""

    title: Text
    text: Text = ""
    kind: str = ""
    url: str = ""
    link_label: Text = ""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is (``ui/_job.html``).

    ``total`` is 0 as long as it is not known; ``state`` is ``waiting``, ``running``, ``done``, ``failed`` or
    ``cancelled``. ``name`` is the id of the fragment. ``url`` is where the fragment is asked for again, ``cancel_url`` takes a POST,
    ``result_url`` is where the result is; ``message`` says in one sentence what failed and what to do.
    """

    label: Text
    state: str
    done: int = 0
    total: int = 0
    url: str = ""
    cancel_url: str = ""
    result_url: str = ""
    seconds_left: float | None = None
    message: Text = ""
    name: str = "job"

    @property
    def active(self) -> bool:
        """Whether it is worth asking again."""
        return self.state in {"waiting", "running"}

    @property
    def time_left(self) -> str:
        """The remaining time in words, rounded so that it does not jump; empty when it is not known."""
        if self.seconds_left is None or not self.active:
            return ""
        if self.seconds_left < 10:
            return _("A few seconds left.")
        if self.seconds_left < 90:
            seconds = round(self.seconds_left / 10) * 10
            return _("About %(count)d seconds left.") % {"count": seconds}
        minutes = round(self.seconds_left / 60)
        text = ngettext("About %(count)d minute left.", "About %(count)d minutes left.", minutes)
        return text % {"count": minutes}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What somebody said, word for word (``ui/_own_words.html``).

    ``kind`` is ``will``, ``wish``, ``professional_view`` or ``mandate``; professional text is never set as own
    words. ``role`` says who the speaker is to the family ("Mutter", "14 Jahre").
    """

    words: str
    speaker: str
    said_on: date | datetime
    kind: str = "will"
    role: Text = ""

    @property
    def professional(self) -> bool:
        """Whether it is set plain and smaller, without quotation marks."""
        return self.kind in {"professional_view", "mandate"}

    @property
    def kind_title(self) -> Text:
        """The word beside the sign."""
        return KINDS_OF_WORDS[self.kind][0]

    @property
    def kind_icon(self) -> str:
        """The sign beside the word."""
        return KINDS_OF_WORDS[self.kind][1]


KINDS_OF_WORDS: dict[str, tuple[Text, str]] = {
    "will": (gettext_lazy("Will"), "flag"),
    "wish": (gettext_lazy("Wish"), "sun"),
    "professional_view": (gettext_lazy("Professional view"), "eye"),
    "mandate": (gettext_lazy("Protection mandate"), "shield"),
}


@dataclass(frozen=True, slots=True)
class Dialog:
    """A question before an act that is hard to undo (``ui/_dialog.html``).

    ``text`` names the consequence and the way back; ``action_url`` takes the POST.
    """

    name: str
    title: Text
    text: Text
    action_label: Text
    action_url: str
    keep_label: Text = ""
    opener_label: Text = ""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend (``ui/_legend.html``): a sign by name, its word, and how many there are."""

    sign: str
    title: Text
    count: int | None = None
