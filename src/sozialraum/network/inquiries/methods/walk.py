"""Structured walk (Stadtteilbegehung): the same stations at several times of day, places and never persons."""

from __future__ import annotations

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.inquiries.enums import Consent, Method, QuestionKind, Unit
from sozialraum.network.inquiries.sheets import MethodSheet, Option, Question

SHEET = MethodSheet(
    method=Method.WALK,
    name=_("Walk through the quarter"),
    purpose=_("What a place is like in the morning, in the afternoon and in the evening, and who uses it."),
    minutes=_("three walks of about 90 minutes"),
    unit=Unit.STATION,
    questions=(
        Question("place", QuestionKind.PLACE, _("Where are you standing?"), required=True),
        Question(
            "groups", QuestionKind.MANY, _("Who is here, five or more of them?"), _("Who uses it"),
            hint=_("Smaller groups are not written down: somebody might be recognized."),
            options=(
                Option("toddlers", _("small children with adults")), Option("children", _("children")),
                Option("youth", _("young people")), Option("girls", _("mostly girls")),
                Option("boys", _("mostly boys")), Option("adults", _("adults")), Option("older", _("older people")),
            ),
        ),
        Question(
            "material", QuestionKind.TEXT, _("What is there, and in which state?"), _("What is there"),
            hint=_("Benches, light, traffic, dirt, green, shade, toilets."),
        ),
        Question(
            "interaction", QuestionKind.TEXT, _("What happens here, and who sets the tone?"), _("What happens, and who sets the tone"),
            hint=_("Playing, waiting, trading, quarreling; who makes room for whom."),
        ),
        Question(
            "rules", QuestionKind.TEXT, _("Who may be here, and when?"), _("Who may be here"),
            hint=_("Signs, opening hours, fences, guards, unwritten rules."),
        ),
        Question(
            "symbols", QuestionKind.TEXT, _("What signs are there, and what is the place called?"), _("Names and signs"),
            hint=_("Nicknames, graffiti, memorials, languages on signs, its reputation."),
        ),
    ),
    guide=(
        _("Choose five to eight stations on the map, also where nobody seems to be."),
        _("Walk alone or in twos at first, in the morning, in the afternoon and in the evening."),
        _("Write down places, never persons: five or more, and what they do."),
        _("Walk the same round once more and let children or young people lead you."),
        _("Compare the times of day, and close the inquiry: the stations then stand with their places."),
    ),
    ages=(),
    consents=(Consent.NO_PERSONS,),
    staff=True,
    formal=True,
)  # fmt: skip
