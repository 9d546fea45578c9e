"""How forms are drawn: as Django draws them, and selects without a template for each entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from sozialraum.foundation.selects import drawn_attributes, drawn_entries

SELECT: Final = "django/forms/widgets/select.html"


class HouseForms(DjangoTemplates):
    """Draws selects at once: a city has thousands of areas, and a template for each costs seventy microseconds."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw a form, a field or a widget."""
        if template_name == SELECT and (drawn := _select(context["widget"])) is not None:
            return drawn
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString | None:
    """The select as Django's template writes it; ``None`` where an entry has a template of its own."""
    entries = drawn_entries(widget["optgroups"])
    if entries is None:
        return None
    head = f'<select name="{conditional_escape(widget["name"])}"{drawn_attributes(widget["attrs"])}>'
    return SafeString("\n".join((head, *entries, "</select>")))
