"""The help plan in words: a document, what changed in it, what is still missing, and who has signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.individual.enums import PlanState, ReviewResult, SignatureState, StatementKind, TensionState
from sozialraum.individual.presentation.cases import KINDS
from sozialraum.individual.queries.plans import PlanView, RatingRow, Signer
from sozialraum.individual.rules.plans import (
    Missing,
    Piece,
    PlanGoal,
    PlanTension,
    Service,
    Step,
    compared,
    same_place,
)
from sozialraum.organization.enums import LegalBasis

MISSING: dict[str, tuple[str | Promise, str]] = {
    Missing.MEETING: (gettext_lazy("when you met"), "§ 36 (2) SGB VIII"),
    Missing.PARTICIPANTS: (gettext_lazy("who was there"), "§ 36 (2), (3), (5) SGB VIII"),
    Missing.NEED: (gettext_lazy("what is needed, in the professional view"), "§ 36 (2) S. 2 SGB VIII"),
    Missing.HELP_KIND: (gettext_lazy("the kind of help"), "§ 36 (2) S. 2 SGB VIII"),
    Missing.SERVICES: (gettext_lazy("who contributes what"), "§ 36 (2) S. 2 SGB VIII"),
    Missing.SIBLINGS: (gettext_lazy("what it means for brothers and sisters"), "§ 36 (2) S. 3 SGB VIII"),
    Missing.PERSPECTIVE: (gettext_lazy("where the child is to live in the long run"), "§ 37c (1) SGB VIII"),
    Missing.WITH_PARENTS: (gettext_lazy("what is agreed with the parents"), "§ 37c (4) SGB VIII"),
    Missing.PARENTS_COUNSELING: (gettext_lazy("how much the parents are advised and supported"), "§ 37c (4), § 37 (1) SGB VIII"),
    Missing.GOALS: (gettext_lazy("a goal in the words of the person"), "§ 36 (2) S. 2 SGB VIII"),
    Missing.REVIEW_ON: (gettext_lazy("when all look at it together again"), "§ 36 (2) S. 2 SGB VIII"),
    Missing.SUMMARY: (gettext_lazy("the plan in one sentence that everybody understands"), "§ 36 (1) S. 2 SGB VIII"),
}  # fmt: skip
RATING_WORDS: dict[int, str | Promise] = {
    -2: gettext_lazy("farther away than before"),
    -1: gettext_lazy("a bit farther away"),
    0: gettext_lazy("as it was"),
    1: gettext_lazy("a good bit nearer"),
    2: gettext_lazy("reached"),
}
RESULTS: dict[str, str | Promise] = {
    ReviewResult.CONTINUE: gettext_lazy("goes on as it is"),
    ReviewResult.CHANGE: gettext_lazy("goes on in another way"),
    ReviewResult.TRANSITION: gettext_lazy("what comes afterwards is prepared"),
    ReviewResult.END: gettext_lazy("ends, because it is no longer needed"),
}
SIGNED: dict[str, str | Promise] = {
    SignatureState.SIGNED: gettext_lazy("signed"),
    SignatureState.READS_AGAIN: gettext_lazy("wants to read the plan once more in peace"),
    SignatureState.REFUSED: gettext_lazy("does not sign"),
}


@dataclass(frozen=True, slots=True)
class ShownVoice:
    """A voice as the sheet shows it."""

    name: str
    kind: str | Promise
    day: str
    words: str
    own: bool
    own_action: str
    plain: str = ""


@dataclass(frozen=True, slots=True)
class ShownTension:
    """Where people pull apart, as the sheet shows it."""

    about: str
    stands: str
    how: str
    voices: tuple[ShownVoice, ...]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as a row of the sheet."""

    who: str
    what: tuple[Piece, ...]
    until: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownGoal:
    """A goal with its steps and how it is rated."""

    key: str
    number: int
    owner: str
    words: tuple[Piece, ...]
    sign: str
    in_other_words: str
    steps: tuple[ShownStep, ...]
    ratings: tuple[RatingRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A help plan as it is read, on the page and on paper."""

    answer: str
    title_for: str
    state: str
    meeting: str
    present: str
    voices: tuple[ShownVoice, ...]
    tensions: tuple[ShownTension, ...]
    need: tuple[Piece, ...]
    help_kind: str
    services: tuple[tuple[str, tuple[Piece, ...]], ...]
    goals: tuple[ShownGoal, ...]
    outlook: tuple[Piece, ...]
    facts: tuple[tuple[str | Promise, tuple[Piece, ...]], ...]
    missing: tuple[tuple[str | Promise, str], ...]
    changed: bool
    signed: str
    waits_for_signatures: bool


def plan_sheet(view: PlanView, *, with_changes: bool) -> Sheet:
    """The sheet of one version; ``with_changes`` marks what is new and what was struck against the version before."""
    content, before = view.content, view.before if with_changes else None
    earlier_goals = {each.key: each for each in before.goals} if before else {}
    earlier_services = {each.who: _told(each) for each in before.services} if before else {}
    rated: dict[str, list[RatingRow]] = {}
    for each in view.ratings:
        rated.setdefault(each.goal_key, []).append(each)

    def text(name: str) -> tuple[Piece, ...]:
        now = str(getattr(content, name))
        return _pieces(str(getattr(before, name)) if before else None, now)

    review = day_in_words(content.review_on)
    outlook = " ".join(
        part
        for part in (
            _("All look at it together on %(day)s.") % {"day": review} if review else "",
            _the_end(content.exit_when), _sentence(content.afterwards),
        )
        if part
    )  # fmt: skip
    return Sheet(
        answer=content.summary or _("The plan in one sentence is still missing."),
        title_for=_("%(name)s and family") % {"name": content.plan_for} if content.plan_for else "",
        state=_state(view), meeting=", ".join(filter(None, [day_in_words(content.meeting_on), content.place])),
        present=_present(view),
        voices=tuple(
            ShownVoice(each.name, KINDS[StatementKind(each.kind)].word, day_in_words(each.said_on, beside=content.meeting_on), each.words, each.own, each.own_action, each.plain)
            for each in content.voices
        ),
        tensions=tuple(_tension(each, content.meeting_on) for each in content.tensions), need=text("need"), help_kind=help_in_words(content.help_kind),
        services=tuple(
            (each.who, _pieces(earlier_services.get(each.who, "") if before else None, _told(each)))
            for each in content.services
        ),
        goals=tuple(
            _goal(
                number, each, earlier_goals.get(each.key), rated.get(each.key, []), compare=before is not None,
                meeting_on=content.meeting_on,
            )
            for number, each in enumerate(content.goals, 1)
        ),
        outlook=_pieces(None, outlook), facts=_facts(view, text),
        missing=tuple(MISSING[each] for each in view.missing), changed=before is not None,
        signed=signed_in_words(view.signers),
        waits_for_signatures=any(each.state is not SignatureState.SIGNED for each in view.signers),
    )  # fmt: skip


def _tension(tension: PlanTension, meeting_on: str) -> ShownTension:
    return ShownTension(
        tension.about, tension_in_words(TensionState(tension.state), tension.held_until), tension.how,
        tuple(
            ShownVoice(each.name, KINDS[StatementKind(each.kind)].word, day_in_words(each.said_on, beside=meeting_on), each.words, each.own, "")
            for each in tension.voices
        ),
    )  # fmt: skip


def tension_in_words(state: TensionState, held_until: str) -> str:
    """How a tension stands."""
    if state is TensionState.HELD:
        return _("We live with it until %(day)s, then we look at it again.") % {
            "day": day_in_words(held_until)
        }
    return _("We have found a way.") if state is TensionState.SETTLED else _("This is open.")


def _told(service: Service) -> str:
    return ", ".join(filter(None, [service.what, service.extent, service.duration]))


def _pieces(before: str | None, now: str) -> tuple[Piece, ...]:
    return (Piece(now),) if before is None else compared(before, now)


def _goal(
    number: int,
    goal: PlanGoal,
    before: PlanGoal | None,
    ratings: list[RatingRow],
    *,
    compare: bool,
    meeting_on: str,
) -> ShownGoal:
    old = before.steps if before else ()
    pairs = same_place(goal.steps, old) if compare else [(step, step) for step in goal.steps]
    return ShownGoal(
        key=goal.key, number=number, owner=goal.owner,
        words=_pieces((before.words if before else "") if compare else None, goal.words), sign=goal.sign,
        in_other_words=goal.in_other_words, steps=tuple(_step(now, was, meeting_on) for now, was in pairs), ratings=tuple(ratings),
    )  # fmt: skip


def _step(now: Step | None, was: Step | None, meeting_on: str) -> ShownStep:
    present, past = now or Step("", ""), was or Step("", "")
    until = compared(
        day_in_words(past.until, beside=meeting_on), day_in_words(present.until, beside=meeting_on)
    )
    return ShownStep(present.who or past.who, compared(past.what, present.what), until)


def _facts(view: PlanView, text: object) -> tuple[tuple[str | Promise, tuple[Piece, ...]], ...]:
    rows = [(_("Brothers and sisters"), "siblings")]
    if view.content.out_of_home:
        rows += [
            (_("Where to live in the long run"), "perspective"), (_("Agreed with the parents"), "with_parents"),
            (_("Counseling and support of the parents"), "parents_counseling"),
        ]  # fmt: skip
    shown = ((title, text(name)) for title, name in rows)  # type: ignore[operator]  # texts, all of them
    return tuple((title, pieces) for title, pieces in shown if any(piece.text for piece in pieces))


def _present(view: PlanView) -> str:
    names = [each.name for each in view.content.participants if not each.heard]
    heard = [_("%(name)s (%(how)s)") % {"name": each.name, "how": each.heard} for each in view.content.participants if each.heard]  # fmt: skip
    there = _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]} if len(names) > 1 else "".join(names)  # fmt: skip
    parts = [
        there,
        _("Heard: %(names)s") % {"names": ", ".join(heard)} if heard else "",
        view.content.absent,
    ]
    return " ".join(_sentence(part) for part in parts if part)


def _state(view: PlanView) -> str:
    if view.state is PlanState.DRAFT:
        return _("%(number)s, being worked on") % {"number": view.number}
    if view.agreed and all(each.state is SignatureState.SIGNED for each in view.signers):
        return _("%(number)s, signed by all") % {"number": view.number}
    return _("%(number)s, fixed, not signed by all yet") % {"number": view.number}


def signed_in_words(signers: tuple[Signer, ...]) -> str:
    """How many have signed."""
    signed = sum(each.state is SignatureState.SIGNED for each in signers)
    return ngettext(
        "%(signed)s of %(count)s signature", "%(signed)s of %(count)s signatures", len(signers)
    ) % {"signed": signed, "count": in_figures(len(signers))}


def help_in_words(code: str, *, paragraph: bool = True) -> str:
    """The kind of help with its paragraph; with the name alone where families read in plain words."""
    if not code:
        return ""
    basis = LegalBasis(code)  # type: ignore[call-arg]  # its value is the code
    return f"{basis.german} (§ {code} SGB VIII)" if paragraph else basis.german


def day_in_words(iso: str, *, beside: str = "") -> str:
    """A stored day as it is read; empty for none. ``beside`` another stored day of the same year it goes without one."""
    same_year = bool(beside) and iso[:4] == beside[:4]
    return (
        date_format(date.fromisoformat(iso), "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")
        if iso
        else ""
    )


def _the_end(told: str) -> str:
    """By what one notices the end of the help; words that do not speak of the help are led in, or nobody knew why they stand there."""
    told = told.strip()
    if not told or told.casefold().startswith(("the help", "die hilfe")):
        return _sentence(told)
    return _sentence(_("The help is no longer needed when this is so: %(told)s") % {"told": told})


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


HELP_CODES: Mapping[str, str] = {
    basis.value: f"{basis.german} (§ {basis.value})"
    for basis in LegalBasis
    if basis.value in {"19", "20", "27", "28", "29", "30", "31", "32", "33", "34", "35", "35a", "41"}
}
"""The kinds of help that a plan may name, with their paragraphs; German, as the statute."""

OUT_OF_HOME = frozenset({"33", "34", "35a", "19"})
"""Helps that may be outside the own home, for which § 37c SGB VIII asks more."""
