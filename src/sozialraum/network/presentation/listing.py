"""The lines of the directory as markup.

Written here and not in a template, as the rows of tables are: the page that residents open most has twenty lines of a
dozen values each, and a template takes several times as long for them. Everything that comes from an entry is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sozialraum.foundation.confirmation import Freshness
from sozialraum.foundation.ui.cells import escaped
from sozialraum.foundation.ui.templatetags.shell import icon
from sozialraum.network.presentation.directory import Line


def listed(lines: Iterable[Line]) -> SafeString:
    """The lines as entries of a list."""
    telephone, here = _("by telephone only"), _("Why here:")
    # every value in it has passed escaped
    return SafeString("".join(_entry(each, telephone, here) for each in lines))


def _entry(line: Line, telephone: str, here: str) -> str:
    confirmed = line.freshness is Freshness.CONFIRMED
    behind = f" · {escaped(line.behind)}" if line.behind else ""
    facts = f'<p class="known">{" · ".join(map(escaped, line.facts))}</p>' if line.facts else ""
    reason = f'<p class="reason"><b>{here}</b> {escaped(line.reason)}</p>' if line.reason else ""
    return (
        f'<li class="result" id="entry-{line.number}"><span class="num{"" if confirmed else " hollow"}" '
        f'aria-hidden="true">{line.number}</span>\n'
        f'<div><h2><a href="{escaped(line.url)}">{escaped(line.name)}</a></h2>\n'
        f'<p class="kind-of">{escaped(line.kind)}{behind}</p>\n{_when_and_where(line, telephone)}\n'
        f"{facts}\n{reason}\n"
        f'<p class="fresh {line.freshness}">{icon("check" if confirmed else "clock")}{escaped(line.fresh)}</p></div>\n'
        "</li>\n"
    )


def _when_and_where(line: Line, telephone: str) -> str:
    parts = [f"<span>{icon('clock')}{escaped(line.when)}</span>"] if line.when else []
    if line.by_telephone:
        parts.append(f"<span>{icon('phone')}{telephone}: {escaped(line.by_telephone)}</span>")
    elif line.way:
        parts.append(f"<span>{icon('walk' if line.walked else 'pin')}{escaped(line.way)}</span>")
    return f'<p class="when-where">{"".join(parts)}</p>' if parts else ""
