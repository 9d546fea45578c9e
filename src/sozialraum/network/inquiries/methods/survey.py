"""Activating survey: what pleases, what annoys, what would you change, and what would you do for it yourself."""

from __future__ import annotations

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.enums import MissingKind
from sozialraum.network.inquiries.enums import AgeSpan, Consent, Method, QuestionKind, Unit
from sozialraum.network.inquiries.sheets import MethodSheet, Option, Question

SHEET = MethodSheet(
    method=Method.SURVEY,
    name=_("Activating survey"),
    purpose=_("What residents want to change, and who would do something about it together with others."),
    minutes=_("about 10 minutes at the door"),
    unit=Unit.PERSON,
    questions=(
        Question(
            "pleases", QuestionKind.MANY, _("What do you like here?"), _("What pleases"),
            options=(
                Option("people", _("the people")), Option("quiet", _("that it is quiet")), Option("green", _("green, water, air")),
                Option("near", _("short ways, everything near")), Option("children", _("good for children")),
                Option("home", _("my flat, my house")), Option("club", _("clubs, parish, center")),
            ),
        ),
        Question(
            "annoys", QuestionKind.MANY, _("What annoys you?"), _("What annoys"),
            options=(
                Option("dirt", _("dirt, rubbish")), Option("traffic", _("traffic, parking")), Option("noise", _("noise")),
                Option("rent", _("rent, state of the houses")), Option("nothing_on", _("nothing going on")),
                Option("unsafe", _("not safe in the evening")), Option("alone", _("nobody knows the others")),
                Option("shops", _("shops and doctors are gone")),
            ),
        ),
        Question(
            "change", QuestionKind.MANY, _("What would you change?"), _("What people would change"),
            hint=_("What is said here can become a theme of the quarter."),
            options=(
                Option("play", _("room to play outside"), MissingKind.PLAY),
                Option("youth", _("a place for young people"), MissingKind.YOUTH_PLACE),
                Option("weekend", _("something on weekends"), MissingKind.WEEKEND),
                Option("company", _("somebody who comes along"), MissingKind.COMPANY),
                Option("parents", _("parents meeting parents"), MissingKind.PARENTS),
                Option("food", _("a warm lunch together"), MissingKind.FOOD),
                Option("way", _("safe ways and light"), MissingKind.WAY),
                Option("advice", _("advice near by"), MissingKind.ADVICE),
                Option("language", _("somebody who speaks my language"), MissingKind.LANGUAGE),
                Option("steps", _("places without steps"), MissingKind.BARRIER_FREE),
            ),
        ),
        Question(
            "together", QuestionKind.MANY, _("What would you do about it together with others?"), _("What people would do together"),
            options=(
                Option("meeting", _("come to a meeting")), Option("once", _("lend a hand once")),
                Option("regular", _("help regularly")), Option("start", _("start something myself")),
                Option("know", _("give what I can do or have")), Option("later", _("not now")),
            ),
        ),
        Question(
            "language", QuestionKind.ONE, _("In which language did you talk?"), _("Language of the talks"),
            options=(
                Option("de", _("German")), Option("tr", _("Turkish")), Option("ar", _("Arabic")), Option("uk", _("Ukrainian")),
                Option("other", _("another one")),
            ),
        ),
        Question(
            "limits", QuestionKind.ONE, _("Does something make it hard for you to come out and take part?"), _("What makes it hard to take part"),
            options=(
                Option("no", _("no")), Option("health", _("illness or disability")), Option("care", _("children or caring")),
                Option("time", _("work, no time")), Option("language", _("the language")),
            ),
        ),
    ),
    guide=(
        _("Walk through the street first and note what you see."),
        _("Practice the talk in twos: ask, listen, ask further, promise nothing."),
        _("Go from door to door. One talk, one contribution, no names and no addresses."),
        _("Hand everybody the invitation to the meeting at which all hear what came out."),
        _("Close the inquiry, hold the meeting, and let people find together who want the same."),
    ),
    ages=tuple(AgeSpan)[2:],
    consents=(Consent.SAID_YES,),
    formal=True,
)  # fmt: skip
