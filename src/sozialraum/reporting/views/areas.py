"""The profile of an area as PDF and Excel, behind the sign-in and open to all: the same as its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.accounts.throttle import may_ask
from sozialraum.foundation.privacy.gate import Denied
from sozialraum.foundation.ui.exports import XLSX_TYPE
from sozialraum.reporting.documents.area_profile import profile_pdf
from sozialraum.reporting.documents.area_workbook import profile_workbook
from sozialraum.reporting.views.runs import as_file, office_name
from sozialraum.social_structure.access import can_view_figures
from sozialraum.social_structure.queries.profiles import AreaProfile, area_profile

Key = dict[str, object]
OPEN_FILES_A_MINUTE = 60


def _profile_or_404(request: HouseRequest, key: Key, *, open_page: bool) -> AreaProfile:
    if not open_page and not (decision := can_view_figures(request.actor)):
        raise Denied(decision)
    found = area_profile(
        system_code=str(key["system_code"]), vintage=int(str(key["vintage"])), area_code=str(key["area_code"]),
        actor=request.actor, today=timezone.localdate(), open_page=open_page,
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


def _pdf(profile: AreaProfile) -> HttpResponse:
    content = profile_pdf(profile, office=office_name(), at=timezone.localtime())
    return as_file(content, f"{_name(profile)}.pdf", "application/pdf")


def _xlsx(profile: AreaProfile) -> HttpResponse:
    return as_file(profile_workbook(profile, at=timezone.localtime()), f"{_name(profile)}.xlsx", XLSX_TYPE)


@require_GET
@login_required
def area_pdf(request: HouseRequest, **key: object) -> HttpResponse:
    """Two accessible pages."""
    return _pdf(_profile_or_404(request, key, open_page=False))


@require_GET
@login_required
def area_xlsx(request: HouseRequest, **key: object) -> HttpResponse:
    """Every figure with its status and source."""
    return _xlsx(_profile_or_404(request, key, open_page=False))


@require_GET
@login_not_required
def open_area_pdf(request: HouseRequest, **key: object) -> HttpResponse:
    """Two accessible pages, for everybody."""
    return _open_file(request, key, _pdf)


@require_GET
@login_not_required
def open_area_xlsx(request: HouseRequest, **key: object) -> HttpResponse:
    """Every figure with its status and source, for everybody."""
    return _open_file(request, key, _xlsx)


def _open_file(request: HouseRequest, key: Key, write: Callable[[AreaProfile], HttpResponse]) -> HttpResponse:
    """A file costs far more than a page, and strangers get so many a minute."""
    if not may_ask(request, "open_profiles", most=OPEN_FILES_A_MINUTE):
        said = _("Too many questions within a minute. Wait a little.")
        return HttpResponse(
            said, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"}
        )
    return write(_profile_or_404(request, key, open_page=True))


def _name(profile: AreaProfile) -> str:
    area = profile.area
    return slugify(f"profil {area.name} {area.area_code} {timezone.localdate():%Y-%m-%d}")
