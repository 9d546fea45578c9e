"""What the administration finds on the start page: what the house does not yet say about itself, and its own rooms."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.ui.access import can_change_installation
from sozialraum.foundation.ui.contributions import Begin, Moment, Today
from sozialraum.foundation.ui.queries import stored_installation

OWED = {
    "imprint": gettext_lazy("the legal notice"),
    "privacy_contact": gettext_lazy("the contact of the data-protection officer"),
    "ombuds_office_phone": gettext_lazy("the number of the ombuds office"),
}
"""What the law or the families ask for, by field, in the order in which it is missed most."""


def first_steps(actor: Actor, moment: Moment) -> Sequence[Today | Begin]:
    """One line while something is missing that every visitor may ask for; the ways to accounts and details always."""
    if not can_change_installation(actor):
        return []
    page = reverse("start:installation")
    found: list[Today | Begin] = [
        Begin(_("Accounts and tasks"), reverse("accounts:people"), _("Who may come in, and as what")),
        Begin(_("Details of this installation"), page, _("Legal notice, contacts, ombuds office")),
    ]
    stored = stored_installation()
    missing = [str(title) for field, title in OWED.items() if stored and not stored[field]]
    if missing:
        text = _("Still missing: %(what)s.") % {"what": ", ".join(missing)}
        found.append(
            Today(
                title=_("Say whose house this is"), text=text, floor="start", due_on=moment.today,
                action_label=_("Enter the details"), url=page, prominence=80,
            )
        )  # fmt: skip
    return found
