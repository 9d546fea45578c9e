"""The administration's pages: accounts, their roles, letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts import queries, services
from sozialraum.foundation.accounts.access import can_give_role, can_manage_people
from sozialraum.foundation.accounts.forms import DirectoryKeyForm, EndRoleForm, InviteForm, RoleForm
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.accounts.views.account import me

More = ParamSpec("More")


def administration_only(
    view: Callable[Concatenate[HouseRequest, More], HttpResponse],
) -> Callable[Concatenate[HouseRequest, More], HttpResponse]:
    """Answer 404 to everybody but the administration."""

    @wraps(view)
    def guarded(request: HouseRequest, *args: More.args, **kwargs: More.kwargs) -> HttpResponse:
        if not can_manage_people(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@administration_only
def people(request: HouseRequest) -> HttpResponse:
    """Who has an account here?"""
    wanted, page = request.GET.get("q", "").strip(), request.GET.get("seite", "1")
    found = queries.people(wanted, page=int(page) if page.isdecimal() else 1, today=timezone.localdate())
    letters = queries.running_letters(at=timezone.now())
    return render(request, "accounts/people.html", {"found": found, "wanted": wanted, "letters": letters})


@require_http_methods(["GET", "POST"])
@administration_only
@never_cache
def invite(request: HouseRequest) -> HttpResponse:
    """Write a letter; the code is shown once, on the page that follows at once."""
    form = InviteForm(request.POST or None, actor=request.actor, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        _id, code = services.invite_person(**form.values(), by=me(request), at=timezone.now())
        return render(request, "accounts/letter.html", {"code": code, "name": form.cleaned_data["full_name"]})
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@administration_only
def person(request: HouseRequest, user_id: UUID) -> HttpResponse:
    """One account with its roles."""
    found = queries.person(user_id, today=timezone.localdate())
    if found is None:
        raise Http404
    context = {
        "person": found,
        "form": RoleForm(actor=request.actor, at=timezone.now()),
        "directory_form": DirectoryKeyForm(initial=vars_of(found)),
    }
    return render(request, "accounts/person.html", context)


@require_POST
@administration_only
def give_role(request: HouseRequest, user_id: UUID) -> HttpResponse:
    """Give one more role."""
    found = queries.person(user_id, today=timezone.localdate())
    if found is None:
        raise Http404
    form = RoleForm(request.POST, actor=request.actor, at=timezone.now())
    if form.is_valid() and not (allowed := can_give_role(request.actor, user_id, form.values()["role"])):
        form.add_error("role", gettext(allowed.reason))
    if not form.is_valid():
        context = {"person": found, "form": form, "directory_form": DirectoryKeyForm(initial=vars_of(found))}
        return render(request, "accounts/person.html", context, status=422)
    services.give_role(user_id=user_id, **form.values(), by=me(request), at=timezone.now())
    messages.success(request, _("The task has been given."))
    return redirect("accounts:person", user_id)


@require_POST
@administration_only
def end_role(request: HouseRequest, user_id: UUID) -> HttpResponse:
    """End a role with today."""
    form = EndRoleForm(request.POST)
    if form.is_valid() and queries.holds(user_id, form.cleaned_data["assignment"]):
        _told(
            request, _("The task has ended."), services.end_role,
            assignment_id=form.cleaned_data["assignment"], on=timezone.localdate(),
        )  # fmt: skip
    return redirect("accounts:person", user_id)


@require_POST
@administration_only
def change_person(request: HouseRequest, user_id: UUID, act: str) -> HttpResponse:
    """Close or reopen an account, or change its directory key."""
    if act == "schliessen":
        _told(request, _("The account is closed."), services.close_account, user_id=user_id)
    elif act == "oeffnen":
        _told(request, _("The account is open again."), services.reopen_account, user_id=user_id)
    elif act == "verzeichnis":
        form = DirectoryKeyForm(request.POST)
        key = form.cleaned_data["directory_key"] if form.is_valid() else ""
        _told(request, _("Saved."), services.change_directory_key, user_id=user_id, directory_key=key)
    else:
        raise Http404
    return redirect("accounts:person", user_id)


@require_POST
@administration_only
@never_cache
def renew(request: HouseRequest, user_id: UUID) -> HttpResponse:
    """Write a letter for a new password."""
    found = queries.person(user_id, today=timezone.localdate())
    if found is None:
        raise Http404
    _id, code = services.invite_to_renew(user_id=user_id, by=me(request), at=timezone.now())
    return render(request, "accounts/letter.html", {"code": code, "name": found.full_name, "renewal": True})


@require_POST
@administration_only
def withdraw(request: HouseRequest, invitation_id: UUID) -> HttpResponse:
    """Withdraw a letter."""
    services.withdraw_invitation(invitation_id=invitation_id, by=me(request), at=timezone.now())
    messages.success(request, _("The letter is withdrawn; its code opens nothing any more."))
    return redirect("accounts:people")


def vars_of(found: queries.Person) -> dict[str, str]:
    """What the directory form begins with."""
    return {"directory_key": found.directory_key}


def _told(request: HouseRequest, done: str, service: Callable[..., None], **what: object) -> None:
    try:
        service(by=me(request), at=timezone.now(), **what)
    except SozialraumError as refused:
        messages.error(request, " ".join(refused.told(gettext)))
    else:
        messages.success(request, done)
