"""Subjective map: a blank sheet, the own places and the ways between them (Deinet and Krisch)."""

from __future__ import annotations

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.inquiries.enums import Method, QuestionKind, Unit
from sozialraum.network.inquiries.sheets import MethodSheet, Option, Question

SHEET = MethodSheet(
    method=Method.SUBJECTIVE_MAP,
    name=_("Subjective map"),
    purpose=_("How children see their quarter: which places count, and how far their own world reaches."),
    minutes=_("about 40 minutes"),
    unit=Unit.PERSON,
    questions=(
        Question(
            "drawing", QuestionKind.DRAWING, _("Draw the places where you are often, and the ways between them."),
            hint=_("There is no right or wrong. Leave out names. You may also draw on paper and take a photo of it."),
        ),
        Question(
            "places", QuestionKind.MANY, _("Which of these are on your map?"), _("Places on the maps"),
            hint=_("If you did not draw, simply choose here."),
            options=(
                Option("school", _("School")), Option("friends", _("With friends")),
                Option("family", _("With family elsewhere")), Option("playground", _("Playground")),
                Option("sport", _("Sports ground")), Option("green", _("Park, wood, water")),
                Option("club", _("Club or training")), Option("youth", _("Youth center")),
                Option("shop", _("Shop, kiosk, snack bar")), Option("street", _("Street, yard, stairs")),
                Option("stop", _("Bus stop, station")), Option("faith", _("Mosque, church")),
                Option("online", _("Online with others")),
            ),
        ),
        Question(
            "gladly", QuestionKind.SPOTS, _("Where do you like to be? Tap on the map."), _("Where children like to be"),
            hint=_("Three spots are enough. Please do not tap on your home."),
        ),
        Question(
            "not_gladly", QuestionKind.SPOTS, _("Where do you not like to go?"), _("Where children do not like to go"),
            hint=_("You may leave this out."),
        ),
        Question(
            "way", QuestionKind.ONE, _("How do you mostly get there?"), _("How they get there"),
            options=(
                Option("foot", _("on foot")), Option("bike", _("by bike or scooter")),
                Option("bus", _("by bus or train")), Option("car", _("somebody drives me")),
            ),
        ),
        Question(
            "alone", QuestionKind.ONE, _("How far may you go without grown-ups?"), _("How far without grown-ups"),
            options=(
                Option("door", _("only at our door")), Option("near", _("the streets near by")),
                Option("quarter", _("through the whole quarter")), Option("city", _("to other parts of the city")),
            ),
        ),
    ),
    guide=(
        _("Ask parents, and tell the children what happens with their maps."),
        _("Lay out paper and tablets. Nobody has to draw well."),
        _("Let them draw without talking into it, about twenty minutes."),
        _("Go round and let the children tell their maps. Ask who shows which map, and do not note names."),
        _("Look at the pictures, close the inquiry, and bring the result back to the children."),
    ),
)  # fmt: skip
