"""Interview of institutions (Institutionenbefragung): how schools, clubs and shops see the young, and what they would do."""

from __future__ import annotations

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.inquiries.enums import Consent, Method, QuestionKind, Unit
from sozialraum.network.inquiries.sheets import MethodSheet, Option, Question

SHEET = MethodSheet(
    method=Method.INSTITUTION,
    name=_("Interview of institutions"),
    purpose=_("How schools, clubs, parishes and shops see the young people of the quarter, and what they would share."),
    minutes=_("about 45 minutes each"),
    unit=Unit.INSTITUTION,
    questions=(
        Question("place", QuestionKind.PLACE, _("Which institution?"), required=True),
        Question(
            "view", QuestionKind.MANY, _("How does it see the young people of the quarter?"), _("How the young are seen"),
            options=(
                Option("able", _("able and helpful")), Option("bored", _("bored, without places")),
                Option("loud", _("loud and disturbing")), Option("burdened", _("burdened by much")),
                Option("unknown", _("hardly known")), Option("split", _("divided into groups")),
            ),
        ),
        Question(
            "shares", QuestionKind.MANY, _("What would it share?"), _("What institutions would share"),
            options=(
                Option("room", _("rooms")), Option("yard", _("yard or ground")), Option("material", _("tools and material")),
                Option("time", _("time of staff or members")), Option("knowledge", _("knowledge, internships")),
                Option("money", _("money")), Option("nothing", _("nothing at present")),
            ),
        ),
        Question("offers", QuestionKind.TEXT, _("What does it offer today?"), _("Offers today")),
        Question("wish", QuestionKind.TEXT, _("With whom, and on what, does it want to work together?"), _("Wishes for working together")),
        Question(
            "named", QuestionKind.ONE, _("May offers and wishes be shown under its name?"),
            options=(Option("yes", _("yes")), Option("no", _("no"))), required=True,
        ),
    ),
    guide=(
        _("List the institutions that young people of the quarter meet, not only your partners."),
        _("Ask for a talk with somebody who decides, and send the questions before."),
        _("Write down what the institution says, not who said it."),
        _("Ask at the end what may be shown under its name."),
        _("Close the inquiry, and invite all to hear what came out."),
    ),
    ages=(),
    consents=(Consent.SAID_YES,),
    staff=True,
    formal=True,
)  # fmt: skip
