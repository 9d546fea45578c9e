"""Can the directory ask by mail? What `sozialraum check` says about it."""

from __future__ import annotations

from django.conf import settings

from sozialraum.foundation.database.inspections import Finding, Level


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
