"""Pages of the workshop: drafts, one draft, keeping it as a run, publishing, comparing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sozialraum.analytics.indices import Recipe
from sozialraum.errors import SozialraumError
from sozialraum.foundation.accounts.requests import HouseRequest
from sozialraum.foundation.ui.entries import save_entry
from sozialraum.social_structure.access import can_record_run
from sozialraum.social_structure.forms import SaveRunForm
from sozialraum.social_structure.queries.runs import is_published
from sozialraum.social_structure.services import release_run
from sozialraum.social_structure.views.doors import figures_only, run_recorders_only
from sozialraum.social_structure.workshop import pages, queries, services
from sozialraum.social_structure.workshop.forms import RecipeTextForm
from sozialraum.social_structure.workshop.models import IndexDraft


def _draft_or_404(draft_id: UUID) -> IndexDraft:
    if (found := queries.draft_of(draft_id)) is None:
        raise Http404
    return found


@require_GET
@login_required
@run_recorders_only
def index(request: HouseRequest) -> HttpResponse:
    """The drafts, and three ways to begin one."""
    return render(request, "social_structure/workshop/index.html", pages.beginnings())


@require_POST
@login_required
@run_recorders_only
def new(request: HouseRequest) -> HttpResponse:
    """Begin a draft: with the usual indicators, with a shipped recipe, or with that of a file."""
    forms, error = pages.beginnings(request.POST, request.FILES), None
    asked = next((form for form in (forms["file"], forms["shipped"]) if form.is_bound), None)
    if asked is None or asked.is_valid():
        try:
            recipe = services.recipe_asked(**asked.cleaned_data) if asked else None
            draft = pages.begin(recipe, by=request.actor.user_id, at=timezone.now())
            return redirect("social_structure:index_draft", draft_id=draft.id)
        except SozialraumError as refused:
            error = refused
    return render(request, "social_structure/workshop/index.html", forms | {"error": error}, status=422)


@require_http_methods(["GET", "POST"])
@login_required
@run_recorders_only
def draft(request: HouseRequest, draft_id: UUID) -> HttpResponse:
    """One draft: its recipe as a form that saves itself, and everything that follows from it."""
    found = _draft_or_404(draft_id)
    desk = pages.Desk(found)
    automatic = request.headers.get("X-Autosave") == "1"
    then = "keep_index_draft" if request.POST.get("then") == "keep" else "index_draft"
    return save_entry(
        request,
        make_form=desk.form,
        read=desk.read,
        save=lambda form, version: services.revise_draft(
            draft_id, values=form.values(), version=version, by=request.actor.user_id, at=timezone.now()
        ),
        template="social_structure/workshop/draft.html",
        context={} if automatic else desk.context(),
        done=(f"social_structure:{then}", {"draft_id": draft_id}),
    )


@require_POST
@login_required
@run_recorders_only
def preview(request: HouseRequest, draft_id: UUID) -> HttpResponse:
    """What the fields would make of it: answer, map, ranks and tables together. Saves nothing."""
    desk = pages.Desk(_draft_or_404(draft_id))
    context = desk.tried(request.POST)
    return render(request, "social_structure/workshop/_moved.html", context)


@require_GET
@login_required
@run_recorders_only
def recipe_file(request: HouseRequest, draft_id: UUID) -> HttpResponse:  # noqa: ARG001 - the door needs it
    """The recipe of a draft as TOML."""
    found = _draft_or_404(draft_id)
    text = Recipe.model_validate(found.recipe).to_toml()
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rezept.toml"'
    return response


@require_http_methods(["GET", "POST"])
@login_required
@run_recorders_only
def recipe_text(request: HouseRequest, draft_id: UUID) -> HttpResponse:
    """The recipe of a draft as it is written, to change what no field says."""
    found = _draft_or_404(draft_id)
    given = {"text": Recipe.model_validate(found.recipe).to_toml(), "version": found.version}
    form = RecipeTextForm(request.POST or None, initial=given)
    error = None
    if request.method == "POST" and form.is_valid():
        try:
            services.rewrite_recipe(
                draft_id, **form.cleaned_data, by=request.actor.user_id, at=timezone.now()
            )
            return redirect("social_structure:index_draft", draft_id=draft_id)
        except SozialraumError as refused:
            error = refused
    context = {"draft": found, "form": form, "error": error}
    status = 422 if error or form.errors else 200
    return render(request, "social_structure/workshop/recipe_text.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
@run_recorders_only
def keep(request: HouseRequest, draft_id: UUID) -> HttpResponse:
    """Keep a draft as a run: with title and reason, for good."""
    found = _draft_or_404(draft_id)
    form = SaveRunForm(request.POST or None, initial={"title": found.title})
    context: dict[str, Any] = {"draft": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            run = services.keep_run(
                draft_id, **form.cleaned_data, by=request.actor.user_id, at=timezone.now()
            )
            messages.success(request, _("The run %(number)s is recorded.") % {"number": run.number})
            return redirect("social_structure:run", run_id=run.id)
        except SozialraumError as error:
            context["error"] = error
    context |= pages.Desk(found).context()
    status = 422 if form.errors or context.get("error") else 200
    return render(request, "social_structure/workshop/keep.html", context | {"form": form}, status=status)


@require_POST
@login_required
@run_recorders_only
def remove(request: HouseRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = _draft_or_404(draft_id)
    services.remove_draft(draft_id, by=request.actor.user_id, at=timezone.now())
    messages.success(request, _("The draft “%(title)s” is removed.") % {"title": found.title})
    return redirect("social_structure:workshop")


@require_POST
@login_required
@run_recorders_only
def publish(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """Let a recorded run out through the release gate."""
    run = pages.run_or_none(run_id)
    if run is None:
        raise Http404
    release_run(run=run, by=request.actor.user_id, at=timezone.now())
    messages.success(
        request,
        _("“%(title)s” is published. Whoever may read figures can read it now.") % {"title": run.title},
    )
    return redirect("social_structure:run", run_id=run_id)


@require_GET
@login_required
@figures_only
def compare(request: HouseRequest, run_id: UUID) -> HttpResponse:
    """Two runs beside each other: who moves, and whether that is more than chance."""
    inside = bool(can_record_run(request.actor))
    run = pages.run_or_none(run_id)
    if run is None or not (inside or is_published(run_id)):
        raise Http404
    context = pages.comparison(run, request.GET.get("mit", ""), request.actor, unpublished=inside)
    return render(request, "social_structure/workshop/compare.html", context)
