"""The family takes its own data along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy.own_data import own_data_file
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.individual.queries import own_export_grant


@require_GET
@login_required
@never_cache
def download(request: HouseRequest) -> HttpResponse:
    """One ZIP with everything that is stored about the one who is signed in, readable and machine-readable."""
    grant = own_export_grant(request.actor, at=timezone.now())
    facts = installation_facts()
    file = own_data_file(grant, municipality=facts.municipality_name if facts else "Sozialraum", contact="")
    day = timezone.localdate().isoformat()
    name = _("my-data")
    return HttpResponse(
        file, "application/zip", headers={"Content-Disposition": f'attachment; filename="{name}-{day}.zip"'}
    )
