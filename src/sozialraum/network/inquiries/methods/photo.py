"""Photo task (Autofotografie): pictures of places that matter, without faces and without where they were taken."""

from __future__ import annotations

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.inquiries.enums import Method, QuestionKind, Unit
from sozialraum.network.inquiries.sheets import MethodSheet, Option, Question

SHEET = MethodSheet(
    method=Method.PHOTO,
    name=_("Photo task"),
    purpose=_("Young people show the places that matter to them with their own pictures."),
    minutes=_("an afternoon"),
    unit=Unit.PERSON,
    questions=(
        Question(
            "pictures", QuestionKind.PICTURES, _("Take up to five pictures of places that matter to you."),
            hint=_("No faces, no name plates, no number plates. Cover with your finger what nobody should see. Where you took the picture is removed on your device."),
            required=True,
        ),
        Question(
            "meaning", QuestionKind.MANY, _("What do your pictures show?"), _("What the pictures show"),
            options=(
                Option("meet", _("where we meet")), Option("play", _("where I play or do sport")),
                Option("quiet", _("where I have my peace")), Option("beautiful", _("what is beautiful here")),
                Option("proud", _("what I am proud of")), Option("broken", _("what is broken or dirty")),
                Option("forbidden", _("where we are sent away")), Option("unsafe", _("where I feel uneasy")),
                Option("missing", _("a place where something is missing")),
            ),
        ),
        Question(
            "where", QuestionKind.SPOTS, _("Where is that, roughly? Tap on the map."), _("Where the pictures were taken"),
            hint=_("You may leave this out. Please do not tap on your home."),
        ),
        Question(
            "use", QuestionKind.ONE, _("How often are you there?"), _("How often they are there"),
            options=(
                Option("daily", _("almost every day")), Option("weekly", _("once or twice a week")),
                Option("seldom", _("seldom")), Option("never", _("I only pass by")),
            ),
        ),
    ),
    guide=(
        _("Ask parents, and practice together: how does one photograph a place without people?"),
        _("Agree on the task: places that matter, three to five pictures, back at a fixed time."),
        _("Let them cover faces and signs on their own device before they send."),
        _("Talk about the pictures in the group. Everyone says what may be shown."),
        _("Look at every picture once more, show only what was agreed, and close the inquiry."),
    ),
)  # fmt: skip
