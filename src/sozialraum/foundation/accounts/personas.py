"""The persona cards of a demo city: who can be tried out with one click, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIDES: tuple[tuple[str, Promise], ...] = (
    ("families", _("Families and their supporters")),
    ("help", _("Help and social space")),
    ("steering", _("Planning, money and management")),
    ("public", _("Committee and residents")),
    ("operation", _("Data protection and operation")),
)


@dataclass(frozen=True, slots=True)
class Persona:
    """One card: its key (as in ``User.persona``), the part it plays and what can be tried in it."""

    key: str
    part: Promise
    purpose: Promise
    side: str


PERSONAS: tuple[Persona, ...] = (
    Persona("young_person", _("Young person"), _("Say what I want and see who has read it"), "families"),
    Persona("parent", _("Mother"), _("Shape our plan and our resource card"), "families"),
    Persona("trusted_person", _("Trusted person"), _("See what a young person shows me"), "families"),
    Persona("ombudsperson", _("Ombudsperson"), _("Take up complaints independently"), "families"),
    Persona("case_worker", _("Case worker"), _("Understand a case together with the family"), "help"),
    Persona("team_lead", _("Team lead"), _("Decide on help and see the team's deadlines"), "help"),
    Persona("provider_worker", _("Provider's worker"), _("Work in the field and keep resources fresh"), "help"),
    Persona("provider_lead", _("Provider's lead"), _("Offer help and account for it"), "help"),
    Persona("planner", _("Youth-welfare planner"), _("See every quarter's assets and burdens"), "steering"),
    Persona("controller", _("Controller"), _("Follow the budget and forecast it"), "steering"),
    Persona("finance_officer", _("Economic youth welfare"), _("Pay for help and hand in the statistics"), "steering"),
    Persona("head_of_office", _("Head of office"), _("One report on work and money"), "steering"),
    Persona("committee_member", _("Committee member"), _("See the rules, object, decide"), "public"),
    Persona("resident", _("Resident"), _("Suggest, vote, find places near by"), "public"),
    Persona("data_protection_officer", _("Data-protection officer"), _("Check who has read what"), "operation"),
    Persona("administrator", _("Administrator"), _("Manage accounts and roles, without people's data"), "operation"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """A family of the demo whose file is told: its name, what it shows, and the card of who is there for it."""

    family_name: str
    shows: Promise
    persona: str = "case_worker"

    @property
    def path(self) -> str:
        """Where the list of families shows this one alone."""
        return f"{reverse('individual:index')}?{urlencode({'q': self.family_name})}"


STORIES: tuple[Story, ...] = (
    Story("Brinkmann", _("A mother comes home without her words; her daughter speaks for her. Told to the end")),
    Story("Sarpong", _("A young man finds a trade after school failed him. Told to the end")),
    Story("Hoang", _("A young woman leaves her foster family, earlier than planned. Told to the end")),
    Story("Riedel", _("A family council, with an hour that the office cannot read")),
    Story("Wulf", _("The protection of a child beside the help")),
    Story("Vogel", _("A refused claim, the ombuds office, and a new decision")),
)  # fmt: skip
"""The families that a new visitor should meet first, beside the Kesslers, who have cards of their own."""
