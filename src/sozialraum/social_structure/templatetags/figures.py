"""Template tags for figures and keys."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialraum.analytics.messages import Message
from sozialraum.analytics.reach import WalkerKind
from sozialraum.errors import SozialraumError, filled
from sozialraum.foundation.ui import map_signs
from sozialraum.social_structure import wording
from sozialraum.social_structure.queries.areas import AreaFacts
from sozialraum.social_structure.queries.city_map import Option
from sozialraum.social_structure.queries.deliveries import Finding, indicator_choices
from sozialraum.social_structure.services import Finding as ReadFinding

register = template.Library()


@register.simple_tag
def asset_sample() -> SafeString:
    """The diamond of an asset."""
    return map_signs.asset_sample()


@register.filter
def options(choices: Iterable[Option]) -> SafeString:
    """The entries of a select; written here, since a page can have three lists of hundreds."""
    return SafeString(
        "".join(
            f'<option value="{escape(each.value)}"{" selected" if each.chosen else ""}>{escape(each.label)}</option>'
            for each in choices
        )
    )


@register.filter
def told(error: SozialraumError) -> str:
    """An error in the reader's language: what is wrong, and what to do."""
    return " ".join(part for part in error.told(gettext) if part)


@register.filter
def noticed(finding: Finding | ReadFinding) -> str:
    """What an import noticed, as a sentence."""
    return wording.finding_text(finding.kind, finding.count, finding.column) or _note(finding)


def _note(finding: Finding | ReadFinding) -> str:
    said = gettext(finding.note) if finding.note else ""
    return filled(said, finding.values) if finding.values else said


@register.filter
def remedy(finding: Finding | ReadFinding) -> str:
    """What to do about a finding."""
    return wording.finding_remedy(finding.kind)


@register.filter
def message_text(message: Message) -> str:
    """A sentence of a reader of files, in the reader's language."""
    return filled(gettext(message.template), message.values)


@register.filter
def indicator_name(code: str) -> str:
    """The name of an indicator."""
    return dict(indicator_choices()).get(code, code)


@register.filter
def page_of(area: AreaFacts, open_page: object) -> str:
    """The address of an area's page: the one for everybody, or the one behind the sign-in."""
    return area.open_url if open_page else area.url


@register.filter
def walker_words(walker: WalkerKind) -> str:
    """Who walks."""
    return wording.walker_text(walker)
