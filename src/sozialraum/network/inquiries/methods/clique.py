"""Clique portrait (Cliquenraster): what a group of young people does and needs, without names."""

from __future__ import annotations

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.enums import MissingKind
from sozialraum.network.inquiries.enums import Consent, Method, QuestionKind, Unit
from sozialraum.network.inquiries.sheets import MethodSheet, Option, Question

SHEET = MethodSheet(
    method=Method.CLIQUE,
    name=_("Clique portrait"),
    purpose=_("Which groups of young people there are, where they meet, what they like and what they miss."),
    minutes=_("about 10 minutes a group"),
    unit=Unit.CLIQUE,
    questions=(
        Question(
            "size", QuestionKind.SIZE, _("How many belong to it?"), hint=_("Groups from three on. No names, no nicknames."),
            required=True,
        ),
        Question(
            "mix", QuestionKind.ONE, _("Who belongs to it?"), _("Girls and boys"),
            options=(
                Option("girls", _("girls")), Option("mostly_girls", _("mostly girls")), Option("mixed", _("mixed")),
                Option("mostly_boys", _("mostly boys")), Option("boys", _("boys")),
            ),
        ),
        Question(
            "ages", QuestionKind.ONE, _("How old are most of them?"), _("Age"),
            options=(
                Option("10-13", _("10 to 13")), Option("14-17", _("14 to 17")), Option("18+", _("18 and older")),
            ),
        ),
        Question("spots", QuestionKind.SPOTS, _("Where do they meet? Tap on the map."), _("Where groups meet")),
        Question(
            "interests", QuestionKind.MANY, _("What do they like to do?"), _("What they like to do"),
            options=(
                Option("talk", _("sit together and talk")), Option("music", _("hear and make music")),
                Option("sport", _("football, basketball, sport")), Option("dance", _("dance")),
                Option("gaming", _("play online")), Option("bikes", _("bikes, scooters, mopeds")),
                Option("cooking", _("cook and eat")), Option("arts", _("draw, film, design")),
                Option("work", _("work, earn money")),
            ),
        ),
        Question(
            "conflicts", QuestionKind.MANY, _("What do they quarrel about, and with whom?"), _("Conflicts"),
            options=(
                Option("neighbors", _("noise, with neighbors")), Option("space", _("room, with other groups")),
                Option("sent_away", _("they are sent away")), Option("controls", _("checks by police or guards")),
                Option("school", _("trouble at school")), Option("racism", _("they are insulted for where they come from")),
            ),
        ),
        Question(
            "needs", QuestionKind.MANY, _("What do they need?"), _("What they need"),
            options=(
                Option("roof", _("a dry place of their own"), MissingKind.YOUTH_PLACE),
                Option("evening", _("something open in the evening and on weekends"), MissingKind.WEEKEND),
                Option("sport", _("a place for sport"), MissingKind.SPORT),
                Option("music", _("a room for music"), MissingKind.MUSIC),
                Option("quiet", _("a quiet place to learn"), MissingKind.QUIET_PLACE),
                Option("advice", _("somebody who knows about work and offices"), MissingKind.ADVICE),
                Option("way", _("light and a safe way home"), MissingKind.WAY),
            ),
        ),
    ),
    guide=(
        _("Know the groups from your work; a portrait is no interrogation."),
        _("Tell the group that you write it, and what for."),
        _("Fill in the portrait with them, or right after you met them."),
        _("Ask also for those who are not seen: girls, younger ones, those who stay online."),
        _("Close the inquiry and talk with the groups about what it shows."),
    ),
    ages=(),
    consents=(Consent.SAID_YES,),
    staff=True,
    formal=True,
)  # fmt: skip
