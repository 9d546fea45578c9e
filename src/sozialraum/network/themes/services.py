"""Writing themes: raise, check, care, plan, decide, close; every write leaves an entry in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.audit.enums import Outcome
from sozialraum.foundation.audit.services import CHANGES, record
from sozialraum.foundation.privacy import gate
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.foundation.privacy.decisions import Decision
from sozialraum.foundation.vocabulary import Action, Purpose
from sozialraum.network.enums import MissingKind
from sozialraum.network.field_work.rules import names_in
from sozialraum.network.services import Refused
from sozialraum.network.themes.access import can_care, can_move_theme
from sozialraum.network.themes.enums import ThemeState
from sozialraum.network.themes.models import Theme, ThemeEvent, ThemeStep
from sozialraum.network.themes.rules import may_move

CHECK = _("Change it and save again. Nothing is lost.")


@dataclass(frozen=True, slots=True)
class NewTheme:
    """A theme to be raised: what is missing, where, and who says so (a team, a class, a meeting; never a person)."""

    title: str
    missing: MissingKind
    area_code: str
    area_vintage: str
    raised_as: str
    text: str = ""
    public: bool = True
    indicator_codes: Sequence[str] = ()
    id: UUID = field(default_factory=uuid4)


@transaction.atomic
def raise_theme(new: NewTheme, *, by: Actor, at: datetime) -> UUID:
    """Raise a theme; returns its id.

    Raises :class:`gate.Denied` for those who do not work in the field, :class:`Refused` where title, area or origin is
    missing, or where the title looks like a person's name (themes are public).
    """
    _allow(can_care(by))
    if not (new.title.strip() and new.area_code and new.raised_as.strip()):
        raise Refused(_("A theme has a title, an area, and somebody who raised it."), CHECK)
    _without_names(new.title, new.text)
    day = timezone.localdate(at)
    theme = Theme.objects.create(
        id=new.id, title=new.title.strip(), text=new.text.strip(), missing=new.missing, area_code=new.area_code,
        area_vintage=new.area_vintage, public=new.public, raised_on=day, raised_by=by.user_id, raised_as=new.raised_as,
        indicator_codes=list(new.indicator_codes), changed_at=at, changed_by=by.user_id,
    )  # fmt: skip
    ThemeEvent.objects.create(theme=theme, state=theme.state, happened_on=day, told_as=new.raised_as)
    _changed(by, at, theme, ["title", "missing", "area_code", "state"])
    return theme.id


@transaction.atomic
def care_for_theme(theme_id: UUID, *, as_: str, by: Actor, at: datetime) -> None:
    """Take a theme into one's own hands: "Ich kümmere mich". ``as_`` is what everybody reads, a name or a house."""
    _allow(can_care(by))
    theme = _locked(theme_id)
    if theme.owner_id not in {None, by.user_id}:
        raise Refused(_("Somebody takes care of this theme already."), _("Ask there whether help is wanted."))
    if not as_.strip():
        raise Refused(_("Say under which name you take care of it."), CHECK)
    theme.owner_id, theme.owner_as = by.user_id, as_.strip()
    _save(theme, by, at, ["owner_id", "owner_as"])


@transaction.atomic
def give_theme_back(theme_id: UUID, *, by: Actor, at: datetime) -> None:
    """Stop caring for a theme; what is in work goes back to "checked", so that it is seen that nobody cares."""
    theme = _movable(theme_id, by)
    if theme.state in {ThemeState.IN_WORK, ThemeState.POLITICS}:
        theme.state = ThemeState.CHECKED
        ThemeEvent.objects.create(
            theme=theme, state=theme.state, happened_on=timezone.localdate(at), told_as=theme.owner_as
        )
    theme.owner_id, theme.owner_as = None, ""
    _save(theme, by, at, ["owner_id", "owner_as", "state"])


@transaction.atomic
def move_theme(theme_id: UUID, *, to: ThemeState, text: str, by: Actor, at: datetime) -> None:
    """Let a theme take its next step, with a sentence; :func:`need_decision` and :func:`close_theme` say more."""
    theme = _movable(theme_id, by)
    if to in {ThemeState.SOLVED, ThemeState.POLITICS}:
        msg = "closing needs a result and politics a question: use the services of their own"
        raise ValueError(msg)
    _step(theme, to, text, at)
    _save(theme, by, at, ["state"])


@transaction.atomic
def need_decision(
    theme_id: UUID, *, needed: str, place: str, decided_on: date | None, by: Actor, at: datetime
) -> None:
    """Bring a theme before politics: what is to be decided, by whom, and on which day."""
    theme = _movable(theme_id, by)
    if not place.strip():
        raise Refused(_("Say who decides."), CHECK)
    _step(theme, ThemeState.POLITICS, needed, at)
    theme.decision_needed, theme.decision_place, theme.decision_on = needed.strip(), place.strip(), decided_on
    _save(theme, by, at, ["state", "decision_needed", "decision_place", "decision_on"])


@transaction.atomic
def note_decision(theme_id: UUID, *, decision: str, by: Actor, at: datetime) -> None:
    """Write down what was decided; the theme goes on in work."""
    theme = _movable(theme_id, by)
    _step(theme, ThemeState.IN_WORK, decision, at)
    theme.decision = decision.strip()
    _save(theme, by, at, ["state", "decision"])


@transaction.atomic
def close_theme(theme_id: UUID, *, result: str, place_id: UUID | None, by: Actor, at: datetime) -> None:
    """Close a theme with its result and, where there is one, the place where it is found now.

    Everybody who marked it as missing in a case finds the notice on the own start page; no case is read here.
    """
    theme = _movable(theme_id, by)
    _step(theme, ThemeState.SOLVED, result, at)
    theme.result, theme.result_place_id, theme.closed_on = result.strip(), place_id, timezone.localdate(at)
    ThemeStep.objects.filter(theme=theme, done_on__isnull=True).update(done_on=theme.closed_on)
    _save(theme, by, at, ["state", "result", "result_place", "closed_on"])


@transaction.atomic
def plan_step(theme_id: UUID, *, text: str, due_on: date, by: Actor, at: datetime) -> UUID:
    """Add what is to be done next, and until when; returns its id."""
    theme = _movable(theme_id, by)
    if not text.strip():
        raise Refused(_("A step says what is to be done."), CHECK)
    _without_names(text)
    step = ThemeStep.objects.create(theme=theme, text=text.strip(), due_on=due_on)
    _save(theme, by, at, ["steps"])
    return step.id


@transaction.atomic
def finish_step(step_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Tick a step off; returns the id of its theme."""
    step = ThemeStep.objects.select_for_update().filter(id=step_id).first()
    if step is None:
        raise gate.Denied(Decision.no("There is no such step."))
    theme = _movable(step.theme_id, by)
    step.done_on = timezone.localdate(at)
    step.save(update_fields=["done_on"])
    _save(theme, by, at, ["steps"])
    return theme.id


def _step(theme: Theme, to: ThemeState, text: str, at: datetime) -> None:
    moved = may_move(ThemeState(theme.state), to, owned=bool(theme.owner_as), text=text)
    if not moved:
        raise Refused(moved.reason, CHECK)
    _without_names(text)
    theme.state = to
    ThemeEvent.objects.create(
        theme=theme, state=to, happened_on=timezone.localdate(at), text=text.strip(), told_as=theme.owner_as
    )


def _without_names(*texts: str) -> None:
    if named := names_in(" ".join(texts)):
        raise Refused(
            _("This looks like a name: {names}. Themes are public and name nobody."),
            CHECK,
            names=", ".join(named),
        )


def _locked(theme_id: UUID) -> Theme:
    theme = Theme.objects.select_for_update().filter(id=theme_id).first()
    if theme is None:
        raise gate.Denied(Decision.no("There is no such theme."))
    return theme


def _movable(theme_id: UUID, by: Actor) -> Theme:
    theme = _locked(theme_id)
    _allow(can_move_theme(by, theme.owner_id))
    return theme


def _allow(decision: Decision) -> None:
    if not decision:
        raise gate.Denied(decision)


def _save(theme: Theme, by: Actor, at: datetime, fields: Sequence[str]) -> None:
    theme.changed_at, theme.changed_by = at, by.user_id
    theme.save()
    _changed(by, at, theme, fields)


def _changed(by: Actor, at: datetime, theme: Theme, fields: Sequence[str]) -> None:
    role = by.roles[0].role
    record(
        using=CHANGES, at=at, actor_id=by.user_id, role=role, function=gate.function_of(role), action=Action.WRITE,
        purpose=Purpose.PLANNING, outcome=Outcome.CHANGED, subject_kind="network", object_kind="themes.Theme",
        object_id=str(theme.id), fields=list(fields),
    )  # fmt: skip
