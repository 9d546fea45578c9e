"""The letter that asks whether something still holds: plain text, short, one link for each question."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sozialraum.foundation.ui.queries import InstallationFacts
from sozialraum.network.confirmation_links import DAYS
from sozialraum.network.due import Due


def letter(asked: Sequence[Due], *, facts: InstallationFacts, address: str) -> tuple[str, str]:
    """Subject and text of the letter, in the language that is in force; ``address`` is where the site is."""
    names = {"name": one_line(asked[0].question), "n": len(asked), "place": one_line(facts.municipality_name)}
    if all(each.place_id for each in asked):
        subject = ngettext(
            "Does “%(name)s” still hold? Directory of %(place)s",
            "Do %(n)s entries still hold? Directory of %(place)s", len(asked),
        ) % names  # fmt: skip
        greeting = ngettext(
            "this is what the directory of %(place)s says about you. Does it still hold? One tap is enough, without an account.",
            "these entries in the directory of %(place)s are yours. Do they still hold? One tap each is enough, without an account.",
            len(asked),
        ) % names  # fmt: skip
    else:
        subject = ngettext(
            "A question to you: does it still hold? Network of %(place)s",
            "%(n)s questions to you: does it still hold? Network of %(place)s", len(asked),
        ) % names  # fmt: skip
        greeting = (
            _("this stands in the network of %(place)s. Please say whether it still holds; a tap is enough.")
            % names
        )
    parts = [_("Good day,"), greeting]
    for each in asked:
        link = address + each.path
        parts.append("\n".join(line for line in (one_line(each.question), one_line(each.hint), link) if line))
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
