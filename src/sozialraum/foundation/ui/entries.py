"""Entries of several fields that save themselves: the one way in which a page edits them.

Autosave, the plain button without script, errors at the field and the conflict of two people end in the same
function. What others changed in other fields meanwhile is taken into the form; where both changed the same field,
both contents are shown and the person chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField, ChoiceField, Field, Form, MultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sozialraum.errors import SozialraumError
from sozialraum.foundation.revisions import FieldConflict, Plain, plain
from sozialraum.foundation.ui.autosave import CONFLICT, INVALID, invalid, saved

MakeForm = Callable[[Any, Mapping[str, Any] | None], Form]


@dataclass(frozen=True, slots=True)
class ShownClash:
    """A field that both have changed, as the page shows it: raw values for the form, words for the reader."""

    field: str
    label: str | Promise
    theirs: str
    theirs_value: Plain
    mine: str
    mine_value: Plain


def save_entry(
    request: HttpRequest,
    *,
    make_form: MakeForm,
    read: Callable[[], Mapping[str, Any]],
    save: Callable[[Any, int], int],
    template: str,
    context: Mapping[str, Any],
    done: tuple[str, Mapping[str, Any]],
) -> HttpResponse:
    """Show the form of an entry, or save what was posted.

    ``make_form(data, initial)`` makes the form, which has a hidden field ``version``; ``read`` gives what is stored
    now as the form shows it, ``version`` included; ``save(form, version)`` calls the service and returns the new
    version. ``done`` is where the plain button leads, as name and arguments of an address.
    """
    if request.method != "POST":
        form = make_form(None, read())
        return render(request, template, {**context, "form": form})
    form = make_form(request.POST, read())
    automatic = request.headers.get("X-Autosave") == "1"
    if not form.is_valid():
        return _refused(request, form, template, context, automatic=automatic)
    try:
        version = save(form, form.cleaned_data["version"])
    except FieldConflict as clash:
        return _clashed(request, clash, form, make_form, template, context, automatic=automatic)
    except SozialraumError as error:
        form.add_error(None, " ".join(error.told(_)).strip())
        return _refused(request, form, template, context, automatic=automatic)
    if not automatic:
        return redirect(done[0], **done[1])
    stored = {name: value for name, value in read().items() if name != "version"}
    others = {
        name: _raw(form.fields[name], value)
        for name, value in stored.items()
        if plain(value) != plain(form.cleaned_data[name])
    }
    return saved(version=version, at=timezone.now(), values=others)


def _refused(
    request: HttpRequest, form: Form, template: str, context: Mapping[str, Any], *, automatic: bool
) -> HttpResponse:
    if automatic:
        return invalid(form)
    return render(request, template, {**context, "form": form}, status=INVALID)


def _clashed(
    request: HttpRequest,
    clash: FieldConflict,
    form: Form,
    make_form: MakeForm,
    template: str,
    context: Mapping[str, Any],
    *,
    automatic: bool,
) -> HttpResponse:
    """Both contents; the form takes what others changed elsewhere, so that nothing of it is lost by the choice."""
    taken = {name: value for name, value in clash.taken.items() if name in form.fields}
    told = {
        "clashes": [_shown(form, each.field, each.theirs, each.mine) for each in clash.clashes],
        "version": clash.version,
        "taken": {name: _raw(form.fields[name], value) for name, value in taken.items()},
    }
    if automatic:
        return render(request, "ui/_field_conflict.html", told, status=CONFLICT)
    mine = {name: plain(value) for name, value in form.cleaned_data.items()}
    form = make_form(None, {**mine, **taken, "version": clash.version})
    return render(request, template, {**context, **told, "form": form}, status=CONFLICT)


def _shown(form: Form, name: str, theirs: Plain, mine: Plain) -> ShownClash:
    field = form.fields[name]
    return ShownClash(
        field=name, label=field.label or name, theirs=value_in_words(field, theirs), theirs_value=_raw(field, theirs),
        mine=value_in_words(field, mine), mine_value=_raw(field, mine),
    )  # fmt: skip


def value_in_words(field: Field, value: Plain) -> str:
    """A stored value as the reader of a form says it: choices by their label, nothing as "left open"."""
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, ChoiceField | MultipleChoiceField):
        choices: Any = field.choices
        flat: Any = flatten_choices(choices)
        names = {str(code): str(name) for code, name in flat}
        codes = value if isinstance(value, list) else ["" if value is None else str(value)]
        return ", ".join(names.get(code, code) for code in codes) or _("left open")
    if value and isinstance(value, list):
        return ", ".join(map(str, value))
    return _("left open") if value in (None, "", []) else str(value)


def _raw(field: Field, value: Any) -> Plain:
    """A value as the form field carries it: an open one is empty, a choice is a text."""
    known = plain(value)
    if known is None:
        return ""
    if isinstance(known, list) and not isinstance(field, MultipleChoiceField):
        return str(field.prepare_value(known))
    return str(known) if isinstance(known, bool) and not isinstance(field, BooleanField) else known


def add_entry(
    request: HttpRequest,
    *,
    make_form: MakeForm,
    add: Callable[[Any], Any],
    template: str,
    done: Callable[[Any], HttpResponse],
) -> HttpResponse:
    """Show an empty form, or add what was posted: ``add(form)`` calls the service, ``done`` answers with its result."""
    if request.method != "POST":
        return render(request, template, {"form": make_form(None, None)})
    form = make_form(request.POST, None)
    if form.is_valid():
        try:
            return done(add(form))
        except SozialraumError as error:
            form.add_error(None, " ".join(error.told(_)).strip())
    return render(request, template, {"form": form}, status=INVALID)
