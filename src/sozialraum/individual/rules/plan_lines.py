"""People and services of a plan as lines of text: typed at a table faster than in columns, and read back exactly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sozialraum.foundation.revisions import Plain
from sozialraum.individual.rules.plans import Participant, PlanContent, Service

TYPED: Final = (
    "meeting_on", "place", "absent", "need", "help_kind", "siblings", "out_of_home", "perspective", "with_parents",
    "parents_counseling", "review_on", "exit_when", "afterwards", "summary",
)  # fmt: skip
UNSAID: Final = "–"


def participants_of(text: str) -> tuple[Participant, ...]:
    """One person a line: name, role; heard how.

    >>> participants_of("Lotte, Kind; ein Bild mitgegeben")
    (Participant(name='Lotte', role='Kind', heard='ein Bild mitgegeben'),)
    """
    made = []
    for line in filter(None, map(str.strip, text.splitlines())):
        who, _, heard = line.partition(";")
        name, _, role = who.partition(",")
        made.append(Participant(name.strip(), role.strip(), heard.strip()))
    return tuple(made)


def participant_lines(people: Iterable[Participant]) -> str:
    """The lines of these people.

    >>> participant_lines(participants_of("Jonas, junger Mensch"))
    'Jonas, junger Mensch'
    """
    return "\n".join(
        each.name + (f", {each.role}" if each.role else "") + (f"; {each.heard}" if each.heard else "")
        for each in people
    )


def services_of(text: str) -> tuple[Service, ...]:
    """One service a line: who: what; how much; how long. A dash stands for what is not said.

    >>> services_of("Opa Werner: ist um 6:45 da; –; bis Ostern")[0].extent
    ''
    >>> services_of("Brücke e. V. [P01]: Begleitung am Morgen; 4 Stunden je Woche; bis 20. April")[0].provider_code
    'P01'
    """
    made = []
    for line in filter(None, map(str.strip, text.splitlines())):
        who, colon, rest = line.partition(":")
        if not colon:
            who, rest = "", line
        name, _, code = who.partition("[")
        parts = [part.strip().strip(UNSAID) for part in rest.split(";")] + ["", ""]
        made.append(Service(name.strip(), parts[0], parts[1], parts[2], code.strip(" ]")))
    return tuple(made)


def service_lines(services: Iterable[Service]) -> str:
    """The lines of these services.

    >>> service_lines(services_of("Opa Werner: ist um 6:45 da; dreimal in der Woche"))
    'Opa Werner: ist um 6:45 da; dreimal in der Woche'
    >>> service_lines([Service("Opa Werner", "ist um 6:45 da", "", "bis Ostern")])
    'Opa Werner: ist um 6:45 da; –; bis Ostern'
    """
    lines = []
    for each in services:
        who = each.who + (f" [{each.provider_code}]" if each.provider_code else "")
        said = [each.what, each.extent or UNSAID, each.duration or UNSAID]
        while len(said) > 1 and said[-1] == UNSAID:
            said.pop()
        rest = "; ".join(said)
        lines.append(f"{who}: {rest}" if who else rest)
    return "\n".join(lines)


def typed_values(content: PlanContent) -> dict[str, Plain]:
    """The fields of a plan that are typed, as a form shows them."""
    return {
        **{name: getattr(content, name) for name in TYPED},
        "participants": participant_lines(content.participants),
        "services": service_lines(content.services),
    }
