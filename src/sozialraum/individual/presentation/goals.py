"""Goals in words: the questions that stand beside them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sozialraum.individual.rules.goals import GoalHint

HINTS: dict[GoalHint, str | Promise] = {
    GoalHint.OWN_WORDS: _("Is that how the person says it? Then mark it as word for word."),
    GoalHint.ONE_SENTENCE: _("Does it fit into one sentence?"),
    GoalHint.POSITIVE: _("It says what shall not be. What is there instead?"),
    GoalHint.AS_IF_TODAY: _("How does it sound as if it were so already? “I do …” instead of “I will …”."),
    GoalHint.SOMEBODY_ACTS: _("Who acts? One person as the subject makes it one’s own."),
    GoalHint.DAY: _("Until when?"),
    GoalHint.NEAR: _("That is more than twelve weeks away. Which piece of it comes first?"),
    GoalHint.SIGN: _("By what will we notice it?"),
    GoalHint.AGREED: _("Has the person agreed to it?"),
}
