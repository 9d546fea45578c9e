"""The living page of building blocks; only in development and in a demo city."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sozialraum.errors import Conflict
from sozialraum.foundation.typed_names import LONGEST, suggestions
from sozialraum.foundation.ui import autosave as answers
from sozialraum.foundation.ui import samples
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.foundation.ui.sample_map import sample_ground_document, sample_map
from sozialraum.foundation.ui.tables import table_from_request, table_response

KEY = "components.note"
FIRST = {"text": "Nach der Schule ist es am Kai voll, am Wochenende leer.", "version": 1}
STEP = 480


def _shown_here(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        facts = installation_facts()
        if not (settings.DEVELOPMENT or (facts is not None and facts.demo)):
            raise Http404
        return view(request)

    return login_not_required(guarded)


@require_GET
@_shown_here
def components(request: HttpRequest) -> HttpResponse:
    """Every building block once, working."""
    table = table_from_request(
        request, samples.AREA_COLUMNS, samples.sample_areas(), name="sample-areas", caption=_("Areas"),
        counted=samples.count_of_areas, page_size=6,
    )  # fmt: skip
    note = request.session.get(KEY, FIRST)
    wrong = {"purpose": "Offener Treff am Nachmittag", "places": "zwanzig", "kind": "open", "for_whom": ["6"]}
    people = samples.SamplePeople(reverse("start:components_names"))
    context = {
        "form": samples.SampleForm(wrong, people=people), "note": note,
        "note_form": samples.SampleNote(initial={"text": note["text"]}), "notices": samples.NOTICES,
        "job": samples.sample_job(STEP, f"{reverse('start:components_job')}?weiter={STEP}"),
        "empty": samples.EMPTY, "dialog": samples.sample_dialog(reverse("start:components")),
        "voices": samples.VOICES, "legend": samples.LEGEND,
    }  # fmt: skip
    if request.GET.get("dir") == "rtl":
        context["text_direction"] = "rtl"  # as a language that is written from right to left would have it
    context["map"], context["live"] = sample_map(reverse("start:components_ground"))
    return table_response(request, table, "ui/components.html", context)


@require_POST
@_shown_here
def autosave(request: HttpRequest) -> HttpResponse:
    """Save the sample note in the session, the way every floor saves."""
    note = request.session.get(KEY, FIRST)
    form = samples.SampleNote(request.POST)
    if not form.is_valid():
        return answers.invalid(form)
    text = form.cleaned_data["text"]
    if request.POST.get("version") != str(note["version"]) and text != note["text"]:
        clash = Conflict(theirs=note["text"], mine=text, version=note["version"])
        return answers.conflict(
            request, clash, field="text", label=form["text"].label, changed_by="Jonas Weber"
        )
    request.session[KEY] = {"text": text, "version": note["version"] + 1}
    return answers.saved(version=note["version"] + 1, at=timezone.now())


@require_POST
@_shown_here
def change_by_another(request: HttpRequest) -> HttpResponse:
    """Change the sample note as somebody else would, so that the next save meets a conflict."""
    note = request.session.get(KEY, FIRST)
    request.session[KEY] = {"text": "Am Kai ist es nur im Sommer voll.", "version": note["version"] + 1}
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect("start:components")


@require_GET
@_shown_here
def ground(_request: HttpRequest) -> HttpResponse:
    """The outlines of the sample map."""
    return HttpResponse(sample_ground_document(), content_type="application/geo+json")


@require_GET
@_shown_here
def names(request: HttpRequest) -> HttpResponse:
    """Suggestions of the sample field for a name."""
    typed = request.GET.get("name", "")[:LONGEST]
    return JsonResponse(suggestions(typed, samples.SamplePeople().find(typed)))


@require_GET
@_shown_here
def job(request: HttpRequest) -> HttpResponse:
    """The sample job, a step further at each call."""
    text = request.GET.get("weiter", "")
    done = min(3000, (int(text) if text.isdecimal() and len(text) < 6 else 0) + STEP)
    shown = samples.sample_job(done, f"{reverse('start:components_job')}?weiter={done}")
    return render(request, "ui/_job.html", {"job": shown})
