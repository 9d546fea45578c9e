"""Template tags that every page uses: capture, icon, query string."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


class CaptureNode(template.Node):
    """Renders what it holds once and keeps it under a name, so that a block can be shown twice."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Keep the text, show nothing."""
        context[self.name] = self.nodelist.render(context).strip()
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """``{% capture name %}…{% endcapture %}`` keeps the rendered text as ``{{ name }}``."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One sign of our sprite; without a label it is decoration and hidden from screen readers."""
    address = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="i" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address)


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
def initials(name: str) -> str:
    """Up to two capital letters for the round sign beside a name.

    >>> initials("Dr. Aylin Brandt")
    'AB'
    """
    parts = [part for part in str(name).split() if not part.endswith(".") and part[0].isalpha()]
    return "".join(part[0].upper() for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts))
