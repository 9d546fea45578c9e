"""What `sozialraum check` says about the set-up of the installation."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sozialraum.foundation.accounts.setup_code import ensure_setup_code
from sozialraum.foundation.database.inspections import Finding, Level
from sozialraum.foundation.ui.queries import is_untouched


def first_run() -> list[Finding]:
    """A note with the set-up code while nobody has set the installation up."""
    if not is_untouched():
        return [Finding(Level.GOOD, gettext_noop("The installation is set up."))]
    code = ensure_setup_code(Path(settings.KEYS_DIRECTORY))
    remedy = _("Open /einrichten/ in the browser and enter the set-up code {code}.").format(code=code)
    return [Finding(Level.NOTE, gettext_noop("The installation waits to be set up."), remedy)]
