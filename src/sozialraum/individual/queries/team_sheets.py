"""Reading team sheets: the sheet without names, what may still name somebody, and what the team advised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from sozialraum.foundation.accounts.queries import holders_of, names_of
from sozialraum.foundation.privacy.actors import ScopeKind
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.individual.enums import GoalLevel, MemberKind, Ring, StatementKind, TensionState
from sozialraum.individual.models import Goal, TeamSheet
from sozialraum.individual.queries.cases import case_file
from sozialraum.individual.queries.tensions import tensions
from sozialraum.individual.queries.words import plain_words
from sozialraum.individual.rules import years_old
from sozialraum.individual.rules.team_sheets import Known, scrub, suspicious
from sozialraum.organization.queries import provider_choices

ROLES = {
    MemberKind.YOUNG_PERSON: "Kind", MemberKind.PARENT: "Elternteil", MemberKind.RELATIVE: "Verwandte", MemberKind.OTHER: "Person",
}  # fmt: skip
"""What stands on a sheet in place of a name, with a number; German in every language, as the sheet is."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea of a team. ``place`` is its place in the order; ``offered`` that the family is offered it."""

    place: int
    ring: Ring
    text: str
    provider: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """A team sheet with its advice. ``look_at`` are words that may still name somebody."""

    id: UUID
    number: int
    question: str
    body: str
    look_at: tuple[str, ...]
    checked_on: date | None
    expires_on: date | None
    phase: int
    professionals: tuple[str, ...]
    providers: tuple[str, ...]
    ideas: tuple[Idea, ...]
    dissent: str
    closed_at: datetime | None


def team_sheet(grant: Grant) -> SheetView | None:
    """The latest team sheet of a case; ``None`` where there is none."""
    found = TeamSheet.objects.filter(case_id=grant.subject_id).order_by("-number").first()
    if found is None:
        return None
    return SheetView(
        found.id, found.number, found.question, found.body, suspicious(f"{found.question}\n{found.body}"),
        timezone.localdate(found.checked_at) if found.checked_at else None, found.expires_on, found.phase,
        tuple(found.professionals), tuple(found.providers),
        tuple(Idea(place, Ring(each["ring"]), each["text"], each["provider"], each["offered"]) for place, each in enumerate(found.ideas)),
        found.dissent, found.closed_at,
    )  # fmt: skip


def team_has_advised(grant: Grant) -> bool:
    """Whether a team has closed its advice in this case."""
    return TeamSheet.objects.filter(case_id=grant.subject_id, closed_at__isnull=False).exists()


def known_names(grant: Grant) -> tuple[Known, ...]:
    """Every name this case knows: the family's, the quarter's, the staff's and the providers', with what stands for it."""
    file = case_file(grant)
    counted: dict[MemberKind, int] = {}
    known = []
    for person in sorted(file.people, key=lambda each: (each.kind.value, each.born_on or date.max)):
        counted[person.kind] = counted.get(person.kind, 0) + 1
        forms = (person.full_name, person.called, *person.full_name.split())
        known.append(Known(tuple(filter(None, forms)), f"[{ROLES[person.kind]} {counted[person.kind]}]"))
    staff = names_of(holders_of(ScopeKind.CASE, str(grant.subject_id), today=timezone.localdate(grant.at)) - {
        each.user_id for each in file.people if each.user_id
    })  # fmt: skip
    known += [Known((name, name.split()[-1]), "[Fachkraft]") for name in staff.values()]
    known += [Known((name,), "[Träger]") for _code, name in provider_choices()]
    return (*known, Known((file.case.family_name,), "[Familie]"), Known((file.case.area_name,), "[Quartier]"))


def scrubbed_body(grant: Grant) -> str:
    """The case for a team, without names: who, what they want, goals, what is there, the concern."""
    file, known, today = case_file(grant), known_names(grant), timezone.localdate(grant.at)
    who = [
        f"{scrub(person.full_name, known)}{f', {years_old(person.born_on, today=today)} Jahre' if person.born_on else ''}"
        for person in file.people
    ]
    plain = plain_words(grant)
    said = [
        f"{scrub(each.speaker_name, known)}: {each.text} {each.own_action}".strip()
        + (f" ({_('in plain words')}: {plain[each.id]})" if each.id in plain else "")
        for each in file.words
        if each.own_words
    ]
    apart = [
        f"{each.about}. " + " / ".join(f"{scrub(voice.name, known)}: {voice.words}" for voice in each.voices)
        for each in tensions(grant)
        if each.state is not TensionState.SETTLED
    ]
    goals = Goal.objects.filter(case_id=grant.subject_id, removed_at__isnull=True, level=GoalLevel.ACTION)
    view = next((each.text for each in file.words if each.kind is StatementKind.PROFESSIONAL_VIEW), "")
    parts = [
        (_("Who"), who), (_("What they want"), said), (_("Where they pull apart"), apart), (_("Goals"), list(goals.values_list("words", flat=True))),
        (_("The concern"), [view] if view else []),
    ]  # fmt: skip
    return "\n\n".join(
        "\n".join([str(title), *(f"– {scrub(line, known)}" for line in lines)])
        for title, lines in parts
        if lines
    )
