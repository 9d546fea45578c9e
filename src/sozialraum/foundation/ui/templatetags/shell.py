"""Template tags that every page uses: capture, icon, query string."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.urls import get_urlconf
from django.utils.formats import number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sozialraum.foundation.ui.contributions import Begin, open_pages

register = template.Library()
# fewer boxes are ticked one by one
ENOUGH_FOR_ALL = 6

HERE = SafeString(' aria-current="page"')
POINTING = frozenset({"arrow", "left", "right", "undo"})
"""Signs that point along the line of reading: they are turned where it runs from right to left."""


class CaptureNode(template.Node):
    """Renders what it holds once and keeps it under a name, so that a block can be shown twice."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Keep the text, show nothing."""
        # what templates render is escaped already; stripping must not make it plain text again
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """``{% capture name %}…{% endcapture %}`` keeps the rendered text as ``{{ name }}``."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


class KeptNode(template.Node):
    """Renders what it holds once for each language: parts of the frame that say the same to everybody."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._texts: dict[tuple[str | None, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The text of this language."""
        key = (get_language(), get_urlconf() or settings.ROOT_URLCONF)
        if key not in self._texts:
            self._texts[key] = SafeString(self.nodelist.render(context))
        return self._texts[key]


@register.tag
def kept(parser: Parser, _token: Token) -> KeptNode:
    """``{% kept %}…{% endkept %}`` holds what depends on nothing but the language: no person, no role, no data."""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist)


class DrawnFromNode(template.Node):
    """Renders what it holds from one thing alone, and leaves the text with that thing."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The text of this thing in this language."""
        thing = context[self.name]
        key = (self, get_language(), get_urlconf() or settings.ROOT_URLCONF)
        text: SafeString | None = thing.drawn.get(key)
        if text is None:
            # neither the request nor its reader is there to be drawn
            alone = Context({self.name: thing}, autoescape=context.autoescape)
            with alone.bind_template(context.template):  # type: ignore[arg-type]  # there while it renders
                text = thing.drawn[key] = SafeString(self.nodelist.render(alone))
        return text


@register.tag
def drawn_from(parser: Parser, token: Token) -> DrawnFromNode:
    """``{% drawn_from city %}…{% enddrawn_from %}`` is drawn once for each language and kept in ``city.drawn``.

    Only ``city`` is known inside: no request, no reader, no right, no token, so that nothing of one reader can be shown to
    another. The text lives as long as the thing, which must be a value that never changes.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("enddrawn_from",))
    parser.delete_first_token()
    return DrawnFromNode(name, nodelist)


@register.simple_tag(takes_context=True)
def room_links(context: Context) -> SafeString:
    """The rooms that are open to the reader as entries of a list; the frame shows them twice."""
    active = context.get("active_room")
    return format_html_join(
        "", '<li><a href="{}"{}>{}</a></li>',
        ((each.url, HERE if each.app_name == active else "", each.title) for each in context["rooms"]),
    )  # fmt: skip


@register.simple_tag
def pages_for_everybody() -> tuple[Begin, ...]:
    """What can be read without signing in."""
    return open_pages()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One sign of our sprite; without a label it is decoration and hidden from screen readers."""
    return _labeled_icon(name, label) if label else _icon(name)


def _labeled_icon(name: str, label: str) -> SafeString:
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
        _kind(name),
        label,
        _address(name),
    )


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    # a list shows the same few signs for each of its entries
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        _kind(name),
        _address(name),
    )


def _kind(name: str) -> str:
    return "i points" if name in POINTING else "i"


def _address(name: str) -> str:
    return f"{static('ui/icons.svg')}#{name}"


@register.simple_tag(takes_context=True)
def same_page(context: Context, **changes: Any) -> str:
    """The address of this page with some of its query values changed; ``None`` or empty takes one away."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in {None, ""}:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def entries(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """Values and labels as entries of a select; written once for a list, since a city can have thousands of areas.

    >>> entries([("01", "Mitte"), ("02", "Nord & Süd")], "02")
    '<option value="01">Mitte</option><option value="02" selected>Nord &amp; Süd</option>'
    """
    text = _entries(tuple(choices))
    if chosen:
        value = f'value="{escape(chosen)}"'
        text = text.replace(f"{value}>", f"{value} selected>", 1)
    return SafeString(text)


@lru_cache(maxsize=16)
def _entries(choices: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in choices)


@register.filter
def initials(name: str) -> str:
    """Up to two capital letters for the round sign beside a name.

    >>> initials("Dr. Aylin Brandt")
    'AB'
    """
    parts = [part for part in str(name).split() if not part.endswith(".") and part[0].isalpha()]
    return "".join(part[0].upper() for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts))


@register.filter
def grouped(number: int) -> str:
    """A whole number with the thousands marked in the way of the reader's language."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)


@register.filter
def as_json(value: Any) -> str:
    """A plain value as JSON, for a data attribute that a script reads; escaped by the template."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Whether a form field is a group of radio buttons or checkboxes, which needs a legend instead of a label."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def choice_groups(field: BoundField) -> list[tuple[str, list[BoundWidget]]]:
    """The options of a choice group under the names of their groups; those without a group under none."""
    options, groups = iter(field), list[tuple[str, list[BoundWidget]]]()
    for first, second in field.field.widget.choices:
        if isinstance(second, list | tuple):
            groups.append((str(first), [next(options) for _ in second]))
        elif groups and not groups[-1][0]:
            groups[-1][1].append(next(options))
        else:
            groups.append(("", [next(options)]))
    return groups


@register.filter
def can_take_all(field: BoundField) -> bool:
    """Whether so many boxes stand in a group that one for all of them helps."""
    return isinstance(field.field.widget, CheckboxSelectMultiple) and len(list(field)) >= ENOUGH_FOR_ALL


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a form field is a single checkbox, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


SIGNS = {
    "missing": '<rect width="26" height="18" class="map-missing"/>',
    "suppressed": '<rect width="26" height="18" class="map-suppressed"/>',
    "blank": '<rect x=".5" y=".5" width="25" height="17" class="c-blank" stroke="#4a4f66"/>',
    "unsure": '<rect width="26" height="18" class="c3"/><circle cx="13" cy="9" r="5" class="unsure"/>',
    "asset": '<path d="M13 2 20 9l-7 7-7-7z" class="asset"/>',
    "value": '<path d="M0 9h26" class="axis"/><rect x="5" y="5" width="15" height="8" class="interval"/>'
    '<circle cx="12" cy="9" r="4.5" class="value"/>',
    "city": '<path d="M13 1v16" class="city"/>',
    "district": '<path d="M13 1v16" class="district"/>',
    "recalculated": '<path d="M1 12 10 6l15 4" class="line recalculated"/>',
} | {f"class-{n}": f'<rect width="26" height="18" class="c{n}"/>' for n in range(1, 6)}


@register.simple_tag
def sign(name: str) -> SafeString:
    """One sign of a legend, drawn as maps and charts draw it."""
    return SafeString(  # the drawings are constants of this module
        f'<svg class="sign" width="26" height="18" viewBox="0 0 26 18" aria-hidden="true">{SIGNS[name]}</svg>'
    )
