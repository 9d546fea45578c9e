"""Tags of field work: bars without inline styles, kinds and results in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.foundation.ui.drawing import element, picture
from sozialraum.network.field_work.presentation import KINDS, RESULTS, Balance, hours_in_words
from sozialraum.network.field_work.queries import NoteRow

register = template.Library()
BROAD = 640.0


@register.filter
def field_kind(note: NoteRow) -> str | Promise:
    """What was done."""
    return KINDS[note.kind]


@register.filter
def field_results(note: NoteRow) -> str:
    """What came of it, with what was opened."""
    return ", ".join(
        [
            *(str(RESULTS[each]) for each in note.results),
            *([note.resource_name] if note.resource_name else []),
        ]
    )


@register.filter
def field_hours(minutes: int) -> str:
    """A time as hours."""
    return hours_in_words(minutes)


@register.filter
def of_key(table: Mapping[str, Any], key: str) -> Any:
    """The entry of a table; empty where there is none."""
    return table.get(key, "")


@register.simple_tag
def part_bar(part: int) -> SafeString:
    """A bar of ``part`` percent; the number stands beside it."""
    bar = element("rect", width=max(part, 1), height=12, fill="#985200", rx=1)
    return SafeString(
        element("svg", bar, viewBox="0 0 100 12", preserveAspectRatio="none", aria_hidden="true")
    )


@register.simple_tag
def share_bar(balance: Balance) -> SafeString:
    """The share of the working time as a bar, the agreed one as a tick."""
    scale = BROAD / balance.most
    drawing = (
        element("rect", y=8, width=BROAD, height=14, fill="#f5f6f9")
        + element("rect", y=8, width=round(balance.share * scale, 1), height=14, fill="#985200")
        + element("rect", x=round(balance.agreed * scale - 1.5, 1), y=2, width=3, height=26, fill="#171a2b")
    )
    title = _("%(share)s of the working time, agreed %(agreed)s") % {
        "share": balance.share_text, "agreed": balance.agreed_text
    }  # fmt: skip
    return picture(drawing, width=BROAD, height=30, title=title, marker="share")
