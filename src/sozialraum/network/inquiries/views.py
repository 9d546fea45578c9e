"""Pages of inquiries: the methods, opening and leading one, contributing by code, pictures, and what many said."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.gate import Grant, Subject
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.inquiries import exhibition, pages, pictures, queries, services
from sozialraum.network.inquiries.access import can_lead_inquiry
from sozialraum.network.inquiries.enums import Method
from sozialraum.network.inquiries.forms import InquiryForm, contribution_from
from sozialraum.network.inquiries.methods import SHEETS
from sozialraum.network.session_codes import found_by_code
from sozialraum.social_structure.queries import area_choices, planning_system

REFUSED = 422
FORM_BYTES = 100_000
TOO_LARGE = 413


@login_not_required
@require_GET
def index(request: HouseRequest) -> HttpResponse:
    """The methods, taking part by code, and what many said."""
    if code := request.GET.get("code", "").strip():
        try:
            found_by_code(request, queries.inquiry_of_code, code)
        except Http404:
            return redirect("network:join_pins", code[:6].upper())
        return redirect("network:contribute", code[:6].upper())
    return render(request, "network/inquiries.html", pages.overview(request.actor))


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HouseRequest, method: str) -> HttpResponse:
    """Open an inquiry by one of the methods."""
    _may_lead(request)
    if method not in set(Method):
        raise Http404
    sheet = SHEETS[Method(method)]
    form = InquiryForm(request.POST or None, sheet=sheet, areas=area_choices())
    if request.method == "POST" and form.is_valid():
        system = planning_system()
        vintage = str(system.vintage) if system else ""
        made = pages.open_from(form, vintage, by=request.actor, at=timezone.now())
        if made is not None:
            return redirect("network:inquiry", made)
    context = {"form": form, "sheet": sheet}
    return render(request, "network/inquiry_new.html", context, status=REFUSED if form.errors else 200)


@login_not_required
@require_GET
def inquiry(request: HouseRequest, inquiry_id: UUID) -> HttpResponse:
    """What many said; while it is open, the guide for those who lead it."""
    found = queries.inquiry(inquiry_id)
    if found is None or (found.closed_at is None and not can_lead_inquiry(request.actor)):
        raise Http404
    if found.closed_at is None:
        return render(request, "network/inquiry_lead.html", pages.lead_page(request.actor, found))
    return render(
        request, "network/inquiry_result.html", pages.result_page(request.actor, found, request.GET)
    )


@require_POST
@login_required
def step(request: HouseRequest, inquiry_id: UUID) -> HttpResponse:
    """Tick a step of the guide."""
    _may_lead(request)
    number, done = request.POST.get("step", ""), request.POST.get("done") == "1"
    if queries.inquiry(inquiry_id) is None or not number.isdecimal():
        raise Http404
    services.do_step(inquiry_id, int(number[:3]), done=done, by=request.actor, at=timezone.now())
    return redirect("network:inquiry", inquiry_id)


@require_POST
@login_required
def close(request: HouseRequest, inquiry_id: UUID) -> HttpResponse:
    """Close an inquiry for good and show what many said."""
    if queries.inquiry(inquiry_id) is None:
        raise Http404
    try:
        services.close_inquiry(inquiry_id, by=request.actor, at=timezone.now())
    except gate.Denied:
        raise
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))
    return redirect("network:inquiry", inquiry_id)


@login_not_required
@require_http_methods(["GET", "POST"])
def contribute(request: HouseRequest, code: str) -> HttpResponse:
    """Contribute by code, step by step; what those who lead fill in asks them to sign in."""
    found = found_by_code(request, queries.inquiry_of_code, code)
    if found.sheet.staff and not can_lead_inquiry(request.actor):
        return redirect_to_login(request.path)
    if request.method == "GET":
        return render(request, "network/inquiry_contribute.html", pages.sheet_page(found))
    try:
        sent = contribution_from(found.sheet, request.POST)
        made = services.contribute(found.id, sent, at=timezone.now(), by=request.actor)
    except SozialraumError as error:
        return JsonResponse({"message": " ".join(error.told(_))}, status=REFUSED)
    return JsonResponse({"id": str(made)})


@csrf_exempt
@login_not_required
@require_POST
def photo(request: HouseRequest, code: str) -> HttpResponse:
    """A picture of a contribution; a huge one is refused by its length alone, before anything of it is read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > pictures.MOST_BYTES + FORM_BYTES:
        return JsonResponse({"message": _("This picture is too large.")}, status=TOO_LARGE)
    return _keep_photo(request, code)


@csrf_protect
def _keep_photo(request: HouseRequest, code: str) -> HttpResponse:
    """One that says where it was taken is refused. The form's mark is checked here, since that reads the body."""
    found, file = found_by_code(request, queries.inquiry_of_code, code), request.FILES.get("picture")
    try:
        contribution = UUID(request.POST.get("contribution", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    if file is None or (file.size or 0) > pictures.MOST_BYTES:
        return JsonResponse({"message": _("This picture is too large.")}, status=TOO_LARGE)
    try:
        jpeg = pictures.cleaned(file.read())
        agreed = request.POST.get("agreed") == "1"
        services.add_photo(found.id, contribution, jpeg, agreed=agreed, at=timezone.now())
    except SozialraumError as error:
        return JsonResponse({"message": " ".join(error.told(_))}, status=REFUSED)
    return JsonResponse({})


@require_http_methods(["GET", "POST"])
@login_required
def look(request: HouseRequest, inquiry_id: UUID) -> HttpResponse:
    """The pictures of an open inquiry, for the talk about them and to approve what may be shown."""
    found = queries.inquiry(inquiry_id)
    if found is None or found.closed_at is not None:
        raise Http404
    grant = _opened(request, inquiry_id)
    if request.method == "GET":
        context = {"inquiry": found, "pictures": exhibition.pictures_of(grant)}
        return render(request, "network/inquiry_pictures.html", context)
    _decide(request, grant)
    return redirect("network:inquiry_pictures", inquiry_id)


@require_GET
@login_required
def sealed(request: HouseRequest, inquiry_id: UUID, picture_id: UUID) -> HttpResponse:
    """One picture of an open inquiry, for those who lead it."""
    if queries.inquiry(inquiry_id) is None:
        raise Http404
    return _image(exhibition.sealed_picture(_opened(request, inquiry_id), picture_id))


@login_not_required
@require_GET
def shown(_request: HouseRequest, picture_id: UUID) -> HttpResponse:
    """A picture that everybody may see."""
    return _image(exhibition.shown_picture(picture_id))


def _decide(request: HouseRequest, grant: Grant) -> None:
    act = request.POST.get("act", "")
    try:
        picture_id = UUID(request.POST.get("picture", ""))
        if act == "remove":
            exhibition.remove_picture(grant, picture_id)
        elif act in {"show", "hide"}:
            exhibition.approve_picture(grant, picture_id, approved=act == "show", at=timezone.now())
    except ValueError as wrong:
        raise Http404 from wrong
    except SozialraumError as error:
        messages.error(request, " ".join(error.told(_)))


def _opened(request: HouseRequest, inquiry_id: UUID) -> Grant:
    return gate.open(
        request.actor,
        Purpose.PARTICIPATION,
        Action.READ,
        Subject("inquiry", (inquiry_id,)),
        at=timezone.now(),
    )


def _image(found: tuple[bytes, str] | None) -> HttpResponse:
    if found is None:
        raise Http404
    answer = HttpResponse(found[0], content_type=found[1])
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _may_lead(request: HouseRequest) -> None:
    decision = can_lead_inquiry(request.actor)
    if not decision:
        raise gate.Denied(decision)
