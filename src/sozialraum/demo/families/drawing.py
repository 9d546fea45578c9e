"""The network map of one person of a family: who is there, how near, and who knows whom."""

from __future__ import annotations

from typing import Final

from sozialraum.analytics.networks import Direction, Sector, Support, Tie
from sozialraum.demo.families.people import Somebody
from sozialraum.demo.families.telling import Telling
from sozialraum.network.network_maps import MapPerson, Sheet

ROLES: Final = {
    "child": "Kind", "mother": "Mutter", "father": "Vater", "stepfather": "Partner der Mutter", "second_mother": "Mutter", "grandmother": "Oma",
    "grandfather": "Opa", "aunt": "Tante", "uncle": "Onkel", "sister": "Schwester", "brother": "Bruder",
    "foster_mother": "Pflegemutter", "foster_father": "Pflegevater", "guardian": "Vormundin", "godmother": "Patin",
    "neighbor": "Nachbarin", "neighbor_man": "Nachbar", "friend": "Freundin der Familie", "friend_man": "Freund der Familie",
    "trainer": "Trainer", "trainer_woman": "Trainerin",
}  # fmt: skip
NEAR: Final = {
    "mother": 16,
    "father": 24,
    "stepfather": 38,
    "second_mother": 16,
    "grandmother": 24,
    "grandfather": 28,
    "foster_mother": 20,
    "child": 22,
}
BORN_FOR_SCHOOL: Final = 2020
ANGLES: Final = {
    Sector.FAMILY: 315.0,
    Sector.FRIENDS: 45.0,
    Sector.COLLEAGUES: 135.0,
    Sector.PROFESSIONALS: 225.0,
}


def drawn_map(told: Telling, owner: Somebody) -> Sheet:
    """The sheet: the household near by, friends, school, and the professionals farther out."""
    draw, sheet = told.draw, Sheet()
    home = [each for each in told.people if each.key != owner.key and not each.key.startswith("helper")]
    for each in home:
        sheet = _put(
            sheet,
            told,
            each.key,
            each.called,
            ROLES[each.who],
            Sector.FAMILY,
            NEAR.get(each.who, 34),
            each.male,
        )
    for helper, person in told.helpers:
        sheet = _put(
            sheet, told, person.key, person.called, ROLES[person.who], Sector(helper.sector), draw.randint(26, 58), person.male
        )  # fmt: skip
    if owner is told.child:
        sheet = _with_friends(sheet, told)
    sheet = _with_professionals(sheet, told)
    for place, one in enumerate(home):
        for other in home[place + 1 :]:
            sheet = sheet.tied(one.key, other.key, known=True)
    for helper, person in told.helpers:
        if helper.sector in ("family", "friends") and home:
            sheet = sheet.tied(person.key, home[-1].key, known=True)
    return sheet


def _with_friends(sheet: Sheet, told: Telling) -> Sheet:
    draw, slots = told.draw, told.wording.slots
    for name, male in ((slots["freund"], True), (slots["freundin"], False)):
        if draw.random() < 0.75:
            role = "aus der Klasse" if draw.random() < 0.6 else "von früher"
            sheet = _put(
                sheet, told, f"friend{int(male)}", name, role, Sector.FRIENDS, draw.randint(20, 70), male
            )
    if {"friend0", "friend1"} <= {each.key for each in sheet.people} and draw.random() < 0.6:
        sheet = sheet.tied("friend0", "friend1", known=True)
    return sheet


def _with_professionals(sheet: Sheet, told: Telling) -> Sheet:
    draw = told.draw
    if told.child.born_on.year < BORN_FOR_SCHOOL:
        sheet = _put(
            sheet,
            told,
            "teacher",
            told.wording.slots["L"],
            "Schule",
            Sector.COLLEAGUES,
            draw.randint(40, 85),
            male=False,
        )
    sheet = _put(
        sheet, told, "worker", told.worker, "Jugendamt", Sector.PROFESSIONALS, draw.randint(66, 92), male=None
    )
    if draw.random() < 0.5:
        distance = draw.randint(48, 80)
        sheet = _put(
            sheet, told, "pro", told.pro.full_name, told.pro.provider[:60], Sector.PROFESSIONALS, distance, told.pro.male
        )  # fmt: skip
    return sheet


def _put(
    sheet: Sheet,
    told: Telling,
    key: str,
    name: str,
    role: str,
    sector: Sector,
    distance: int,
    male: object,
) -> Sheet:
    draw = told.draw
    there = sum(each.sector is sector for each in sheet.people)
    angle = (ANGLES[sector] + (-32, 26, -8, 38, 9, -22, 18)[there % 7] + draw.uniform(-3, 3)) % 360
    kinds = draw.sample(tuple(Support), 2)
    person = MapPerson(
        key=key, name=name[:60], role=role, sector=sector, distance=float(distance), angle=round(angle, 1),
        tie=Tie.MULTIPLEX if distance < 30 else Tie.NORMAL, gender="" if male is None else "m" if male else "f",
        supports={each: draw.choice((Direction.RECEIVED, Direction.RECEIVED, Direction.MUTUAL)) for each in kinds},
    )  # fmt: skip
    return sheet.with_person(person)
