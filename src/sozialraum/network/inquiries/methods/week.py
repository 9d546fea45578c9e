"""Time grid (Zeitbudget): what fills the hours of a child's week, and where."""

from __future__ import annotations

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.inquiries.enums import Method, QuestionKind, Unit
from sozialraum.network.inquiries.sheets import MethodSheet, Option, Question

SHEET = MethodSheet(
    method=Method.WEEK,
    name=_("Time grid"),
    purpose=_("What fills the week of children and young people, and how much of it is theirs."),
    minutes=_("about 25 minutes"),
    unit=Unit.PERSON,
    questions=(
        Question(
            "week", QuestionKind.WEEK, _("What do you do in a usual week?"), _("The week"),
            hint=_("Choose what and where, then tap on the hours. Leave free what you do not know."),
            options=(
                Option("school", _("school, lessons")), Option("homework", _("homework, learning")),
                Option("sport", _("sport, club, music")), Option("friends", _("with friends")),
                Option("outside", _("outside")), Option("media", _("mobile, games, TV")),
                Option("family", _("with family")), Option("duties", _("helping, caring, working")),
                Option("way", _("on the way")), Option("alone", _("resting, alone")),
            ),
            further=(
                Option("at_home", _("at home")), Option("at_school", _("at school")), Option("here", _("in the quarter")),
                Option("elsewhere", _("elsewhere")),
            ),
        ),
        Question(
            "free", QuestionKind.ONE, _("How much time is really yours?"), _("Time of their own"),
            options=(
                Option("much", _("a lot")), Option("enough", _("enough")), Option("little", _("too little")),
                Option("none", _("hardly any")),
            ),
        ),
        Question(
            "more", QuestionKind.MANY, _("For what would you like to have more time?"), _("More time for"),
            options=(
                Option("friends", _("friends")), Option("sport", _("sport")), Option("sleep", _("sleep")),
                Option("family", _("family")), Option("outside", _("being outside")), Option("nothing", _("doing nothing")),
                Option("learning", _("learning")),
            ),
        ),
    ),
    guide=(
        _("Tell the children what it is for, and that nobody grades their week."),
        _("Fill in one day together on the board, so that everybody knows how it goes."),
        _("Let them fill in the rest. Whoever does not know, leaves it free."),
        _("Talk about what surprised them: much school, much waiting, little of their own."),
        _("Close the inquiry and look together at the week of all."),
    ),
)  # fmt: skip
