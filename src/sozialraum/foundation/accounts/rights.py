"""Who may do what: the one table of rights, as data.

A cell holds letters and conditions: ``R`` read, ``W`` write, ``D`` decide, ``A`` aggregated figures above the
threshold only, ``P`` pseudonymised, ``o`` own or assigned only, words in brackets a condition of :data:`CONDITIONS`,
``-`` nothing. The page of rights draws this table, the rooms of the house open by it, and the floors' ``access``
rooms are tested against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.foundation.privacy.actors import Actor, Role
from sozialraum.foundation.privacy.decisions import Decision


class Thing(StrEnum):
    """What rights are about."""

    CASE_CORE = "case_core"
    ENTRUSTED_NOTE = "entrusted_note"
    WILL = "will"
    RESOURCE_MAP = "resource_map"
    HELP_PLAN = "help_plan"
    TEAM_SHEET = "team_sheet"
    GRANT_DECISION = "grant_decision"
    PROTECTION = "protection"
    INVOICE = "invoice"
    FIELD_WORK = "field_work"
    CITIZEN_CARD = "citizen_card"
    AGREEMENT = "agreement"
    AREA_REPORT = "area_report"
    BUDGET_ROUND = "budget_round"
    COMPLAINT = "complaint"
    SELF_REFLECTION = "self_reflection"
    AUDIT_LOG = "audit_log"
    OFFICIAL_STATISTICS = "official_statistics"


THING_TITLES: dict[Thing, Promise] = {
    Thing.CASE_CORE: _("Core of a case"),
    Thing.ENTRUSTED_NOTE: _("Entrusted note"),
    Thing.WILL: _("Wish, will and goals"),
    Thing.RESOURCE_MAP: _("Resource card, network map, genogram"),
    Thing.HELP_PLAN: _("Help plan"),
    Thing.TEAM_SHEET: _("Team sheet"),
    Thing.GRANT_DECISION: _("Decision on help"),
    Thing.PROTECTION: _("Child-protection dossier"),
    Thing.INVOICE: _("Invoices and hours"),
    Thing.FIELD_WORK: _("Field work and offers"),
    Thing.CITIZEN_CARD: _("Competence cards of residents"),
    Thing.AGREEMENT: _("Agreements and costing"),
    Thing.AREA_REPORT: _("Area reports and index"),
    Thing.BUDGET_ROUND: _("Budget rounds"),
    Thing.COMPLAINT: _("Complaints"),
    Thing.SELF_REFLECTION: _("Self-reflection"),
    Thing.AUDIT_LOG: _("Record of accesses"),
    Thing.OFFICIAL_STATISTICS: _("Official statistics"),
}

CONDITIONS: dict[str, Promise] = {
    "consent": _("with consent"),
    "audit": _("for checking only"),
    "author": _("own notes only"),
    "own system": _("in the own system"),
    "own text": _("own text"),
    "cost": _("cost fields only"),
    "part": _("agreed parts"),
    "services": _("services and cost"),
    "agreed": _("as agreed"),
    "owner": _("it belongs to them"),
    "sign": _("sign or dissent"),
    "sees own": _("sees their own sheet"),
    "prepare": _("prepares"),
    "check": _("checks"),
    "remedy": _("with legal remedy"),
    "report in": _("reports in"),
    "info unless danger": _("is informed unless that is dangerous"),
    "info": _("is informed"),
    "public": _("public entries"),
    "suggest": _("suggests"),
    "consented": _("with the resident's consent"),
    "own": _("own"),
    "price": _("prices"),
    "price list": _("price list"),
    "propose": _("proposes"),
    "hear": _("is heard and votes"),
    "model": _("the model"),
    "forecast": _("the forecast"),
    "vote": _("votes on the residents' budget"),
    "answer": _("answers, own matters"),
    "short form": _("short form"),
    "own acts": _("own acts"),
    "who saw me": _("who saw me"),
    "no content": _("without contents"),
    "survey": _("hands in, without persons"),
}

COLUMNS = tuple(Role)

TABLE: dict[Thing, str] = {
    #                     case worker | team lead | finance    | provider w. | prov. lead | parent   | young p. | trusted  | ombuds   | planner | controller  | head of o.| committee      | resident            | dpo      | administrator
    Thing.CASE_CORE:       "RWo       | Ro        | R(cost)    | Ro(part)    | -          | Ro       | Ro       | (consent)| (consent)| -       | -           | -         | -              | -                   | (audit)  | -",
    Thing.ENTRUSTED_NOTE:  "RW(author)| -         | -          | (own system)| -          | (own text)|(own text)| -       | -        | -       | -           | -         | -              | -                   | -        | -",
    Thing.WILL:            "RWo       | Ro        | -          | Ro(agreed)  | -          | RWo      | RWo      | (consent)| (consent)| A       | A           | A         | A              | -                   | -        | -",
    Thing.RESOURCE_MAP:    "RWo       | -         | -          | (consent)   | -          | RW(owner)| RW(owner)| (consent)| (consent)| A       | -           | -         | -              | -                   | -        | -",
    Thing.HELP_PLAN:       "RWo       | Ro        | R(services)| Ro          | -          | Ro(sign) | Ro(sign) | (consent)| (consent)| A       | A           | -         | -              | -                   | -        | -",
    Thing.TEAM_SHEET:      "W         | P         | -          | P           | -          | (sees own)|(sees own)| -       | -        | -       | -           | -         | -              | -                   | -        | -",
    Thing.GRANT_DECISION:  "(prepare) | D         | (check)    | -           | -          | R(remedy)| R(remedy)| -        | (consent)| -       | A           | -         | -              | -                   | -        | -",
    Thing.PROTECTION:      "RWo       | RDo       | -          | (report in) | -          | (info unless danger) | (info) | -  | -        | A       | A           | A         | A              | -                   | -        | -",
    Thing.INVOICE:         "-         | -         | RWD        | Wo          | Wo         | R        | -        | -        | -        | -       | A P         | A         | A              | -                   | -        | -",
    Thing.FIELD_WORK:      "RW        | R         | -          | RW          | RW         | R(public)| R(public)| R        | R        | R       | R           | R         | R              | R(public) W(suggest)| -        | -",
    Thing.CITIZEN_CARD:    "RW(consented)| R      | -          | (consented) | -          | RW(own)  | RW(own)  | -        | -        | A       | -           | -         | A              | RW(own)             | -        | -",
    Thing.AGREEMENT:       "-         | -         | R          | R           | RW(own)    | -        | -        | -        | -        | R(price)| R           | D         | A (price list) | (price list)        | -        | -",
    Thing.AREA_REPORT:     "R         | R         | R          | R           | R          | R        | R        | R        | R        | RW      | RW          | R         | R              | R                   | R        | -",
    Thing.BUDGET_ROUND:    "(propose) | (propose) | -          | (propose)   | (propose)  | (hear)   | (hear)   | -        | -        | W(model)| W(forecast) | (propose) | D              | R (vote)            | -        | -",
    Thing.COMPLAINT:       "(answer)  | -         | -          | (answer)    | -          | W        | W        | W        | RW       | A       | -           | A         | A              | W                   | R        | -",
    Thing.SELF_REFLECTION: "W(own) A  | A         | -          | W(own) A    | A          | (short form)|(short form)| -   | -        | A       | -           | A         | A              | -                   | -        | -",
    Thing.AUDIT_LOG:       "(own acts)| -         | -          | -           | -          | (who saw me)|(who saw me)| -   | -        | -       | -           | -         | -              | -                   | R        | (no content)",
    Thing.OFFICIAL_STATISTICS: "Wo    | -         | (survey)   | -          | -          | -        | -        | -        | -        | A       | A           | A         | A              | -                   | -        | -",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Right:
    """One right of a cell: its letters (``RW``), whether it is for own or assigned matters only, its condition."""

    letters: str
    own: bool = False
    condition: str = ""


_RIGHT = re.compile(r"(?P<letters>[RWDAP]*)(?P<own>o?)(?:\((?P<condition>[^)]+)\))?")


def parse_cell(cell: str) -> tuple[Right, ...]:
    """The rights of one cell; ``ValueError`` for a letter or a condition that is not known.

    >>> parse_cell("Ro(part)")
    (Right(letters='R', own=True, condition='part'),)
    >>> parse_cell("-")
    ()
    """
    if cell.strip() == "-":
        return ()
    found = []
    for word in re.split(r"\s+(?![^(]*\))", cell.strip()):
        match = _RIGHT.fullmatch(word)
        condition = (match["condition"] or "") if match else ""
        if not match or not word or (condition and condition not in CONDITIONS):
            msg = f"{word!r} is no right"
            raise ValueError(msg)
        found.append(Right(match["letters"], bool(match["own"]), condition))
    return tuple(found)


def _parsed() -> dict[Thing, dict[Role, tuple[Right, ...]]]:
    rights = {}
    for thing, row in TABLE.items():
        cells = row.split("|")
        rights[thing] = dict(zip(COLUMNS, map(parse_cell, cells), strict=True))
    return rights


RIGHTS = _parsed()


def rights_of(role: Role, thing: Thing) -> tuple[Right, ...]:
    """What a role may do with a thing."""
    return RIGHTS[thing][role]


def letters_of(role: Role, thing: Thing) -> str:
    """The letters alone, conditions left aside.

    >>> letters_of(Role.CASE_WORKER, Thing.CASE_CORE)
    'RW'
    """
    return "".join(right.letters for right in rights_of(role, thing))


@dataclass(frozen=True, slots=True)
class Door:
    """What opens a room: any of these letters or conditions on any of these things.

    ``own`` asks for a right to own or assigned matters: the room of the cases has nothing for rights that hold
    only after a consent or for single fields.
    """

    things: tuple[Thing, ...]
    letters: str = ""
    conditions: tuple[str, ...] = ()
    own: bool = False


DOORS: dict[str, Door] = {
    "social_structure": Door((Thing.AREA_REPORT,), "RW"),
    "organization": Door((Thing.AGREEMENT, Thing.BUDGET_ROUND), "RWD", ("propose",)),
    "network": Door((Thing.FIELD_WORK, Thing.CITIZEN_CARD), "RW"),
    "individual": Door((Thing.CASE_CORE, Thing.WILL, Thing.HELP_PLAN), "RW", own=True),
    "participation": Door((Thing.BUDGET_ROUND, Thing.COMPLAINT), "RWDA", ("hear", "vote", "propose", "answer")),
    "reporting": Door(tuple(Thing), "A", ("survey",)),
}  # fmt: skip
"""The rooms by the names of their apps. Start is open to everybody signed in."""

ROOM_TITLES: dict[str, Promise] = {
    "start": _("Start"),
    "social_structure": _("Social structure"),
    "organization": _("Organization"),
    "network": _("Network"),
    "individual": _("Individual"),
    "participation": _("Participation"),
    "reporting": _("Reports"),
}

CLOSED = "Closed for your work"


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the house for one actor: open, or closed with the reason."""

    app_name: str
    title: str | Promise
    decision: Decision


def can_enter_room(actor: Actor, app_name: str) -> Decision:
    """Whether a role of this actor gives anything to do in a room; what exactly, each floor's ``access`` decides.

    >>> from sozialraum.foundation.privacy.actors import ScopedRole
    >>> planner = Actor(None, roles=(ScopedRole(Role.PLANNER),))
    >>> bool(can_enter_room(planner, "social_structure")), bool(can_enter_room(planner, "individual"))
    (True, False)
    """
    if app_name not in DOORS:
        return Decision.yes()
    door = DOORS[app_name]
    for role in actor.held:
        for thing in door.things:
            for right in rights_of(role, thing):
                if door.own and not right.own:
                    continue
                if set(right.letters) & set(door.letters) or right.condition in door.conditions:
                    return Decision.yes(thing)
    return Decision.no(CLOSED)


def rooms_for(actor: Actor) -> tuple[Room, ...]:
    """The rooms of the house in their order, open or closed for this actor."""
    return tuple(Room(name, title, can_enter_room(actor, name)) for name, title in ROOM_TITLES.items())
