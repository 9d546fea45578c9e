"""Can the directory ask by mail, and does it know the holidays? What `sozialraum check` says about it."""

from __future__ import annotations

from django.conf import settings

from sozialraum.foundation.database.inspections import Finding, Level
from sozialraum.network.holidays import is_state


def mail_settings() -> list[Finding]:
    """Name what is missing before confirmations can be asked for by mail; none of it is a fault."""
    if not settings.EMAIL_HOST:
        return [
            Finding(
                Level.NOTE,
                "No mail server is set up, so nobody is asked whether entries of the directory still hold.",
                "Name one by SOZIALRAUM_MAIL_HOST, or pass the links on by hand.",
            )
        ]
    if not settings.DEFAULT_FROM_EMAIL or not settings.SITE_ADDRESS:
        return [
            Finding(
                Level.FAULT,
                "A mail server is set up, but no sender or no address that links could lead to.",
                "Set SOZIALRAUM_MAIL_FROM and SOZIALRAUM_ORIGINS.",
            )
        ]
    return [Finding(Level.GOOD, "Confirmations are asked for by mail.")]


def state_setting() -> list[Finding]:
    """Say where the state is missing or unknown, so that its own public holidays are not told."""
    if not settings.STATE:
        return [
            Finding(
                Level.NOTE,
                "No state is named, so entries of the directory know only the public holidays of all Germany.",
                "Name it by SOZIALRAUM_STATE, for example NW.",
            )
        ]
    if not is_state(settings.STATE):
        return [
            Finding(
                Level.FAULT,
                "SOZIALRAUM_STATE names no German state, so no holidays of a state are told.",
                "Set SOZIALRAUM_STATE to a short name like NW or SN.",
            )
        ]
    return [Finding(Level.GOOD, "The public holidays of the state are known.")]
