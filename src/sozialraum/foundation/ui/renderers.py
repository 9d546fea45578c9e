"""How forms are drawn: as Django draws them, and selects without a template for each entry."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

SELECT: Final = "django/forms/widgets/select.html"
OPTION: Final = "django/forms/widgets/select_option.html"


class HouseForms(DjangoTemplates):
    """Draws selects at once: a city has thousands of areas, and a template for each costs seventy microseconds."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw a form, a field or a widget."""
        if template_name == SELECT and (drawn := _select(context["widget"])) is not None:
            return drawn
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString | None:
    """The select as Django's template writes it; ``None`` where an entry has a template of its own."""
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _number in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{conditional_escape(group)}">')
        for each in options:
            if each["template_name"] != OPTION:
                return None
            attributes = _attributes(each["attrs"]) if each["attrs"] else ""
            parts.append(
                f'<option value="{_text(each["value"])}"{attributes}>{_text(each["label"])}</option>'
            )
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return SafeString("\n".join(parts))


def _text(value: Any) -> str:
    return escape(value) if type(value) is str else conditional_escape(localize(value))


def _attributes(attributes: Mapping[str, Any]) -> str:
    """Attributes of an element; ``True`` stands alone, ``False`` does not stand there.

    >>> _attributes({"required": True, "disabled": False, "id": "id_area"})
    ' required id="id_area"'
    """
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )
