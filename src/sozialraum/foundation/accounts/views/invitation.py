"""Coming in by a letter."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sozialraum.foundation.accounts import services
from sozialraum.foundation.accounts.enums import InvitationKind
from sozialraum.foundation.accounts.forms import CodeLetterForm, JoinForm, RenewForm
from sozialraum.foundation.accounts.throttle import may_guess


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponseBase:
    """Enter the code, then choose name and password; wrong codes are counted by sender."""
    if request.method == "GET":
        return render(request, "accounts/invitation.html", {"form": CodeLetterForm()})
    if not may_guess(request, "invitation"):
        return render(request, "429.html", status=429)
    try:
        letter = services.open_invitation(request.POST.get("letter", ""), at=timezone.now())
    except services.CodeRefused as refused:
        empty = CodeLetterForm(request.POST)
        empty.add_error("letter", " ".join(refused.told(gettext)))
        return render(request, "accounts/invitation.html", {"form": empty}, status=422)
    chosen = "chosen" in request.POST
    form = (RenewForm if letter.kind == InvitationKind.RENEWAL else JoinForm)(
        request.POST if chosen else None, letter=letter
    )
    if not chosen or not form.is_valid():
        context = {"form": form, "letter": letter, "code": request.POST["letter"]}
        return render(request, "accounts/join.html", context, status=422 if chosen else 200)
    return _come_in(request, form)


def _come_in(request: HttpRequest, form: RenewForm) -> HttpResponseBase:
    user = services.accept_invitation(code=request.POST["letter"], at=timezone.now(), **form.values())
    return perform_login(request, user, email_verification="none")
