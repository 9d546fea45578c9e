"""The letter that asks whether entries still hold: plain text, short, one link for each entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.ui.queries import InstallationFacts
from sozialraum.network.confirmation_links import DAYS


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry in the letter: its name, its hours in words, and the token of its link."""

    name: str
    hours: str
    token: str


def letter(entries: Sequence[Asked], *, facts: InstallationFacts, address: str) -> tuple[str, str]:
    """Subject and text of the letter, in the language that is in force; ``address`` is where the site is."""
    names = {"name": one_line(entries[0].name), "n": len(entries), "place": one_line(facts.municipality_name)}
    subject = ngettext(
        "Does “%(name)s” still hold? Directory of %(place)s",
        "Do %(n)s entries still hold? Directory of %(place)s", len(entries),
    ) % names  # fmt: skip
    greeting = ngettext(
        "this is what the directory of %(place)s says about you. Does it still hold? One tap is enough, without an account.",
        "these entries in the directory of %(place)s are yours. Do they still hold? One tap each is enough, without an account.",
        len(entries),
    ) % names  # fmt: skip
    parts = [_("Good day,"), greeting]
    for each in entries:
        link = address + reverse("network:confirm_by_link", args=[each.token])
        parts.append("\n".join(line for line in (one_line(each.name), one_line(each.hours), link) if line))
    parts.append(
        _("Each link holds once and for %(days)s days. You are asked once a year; who does not answer is asked again after a month, three times at most.")
        % {"days": DAYS}
    )  # fmt: skip
    if facts.contact_email:
        parts.append(
            _("Do you no longer want such mails, or is somebody else to be asked? Just answer this mail.")
        )
    parts.append("\n".join(line for line in (facts.office_name, facts.municipality_name) if line))
    return subject, "\n\n".join(parts) + "\n"


def one_line(text: str) -> str:
    """A text without breaks, so that what people write cannot become a header or a paragraph of a letter."""
    return " ".join(text.split())
