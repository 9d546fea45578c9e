"""A resource card as its page shows it: pure functions of what was read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.foundation.ui.drawing import number
from sozialraum.individual.enums import ResourceKind
from sozialraum.individual.presentation.cases import in_order_of_speaking
from sozialraum.individual.presentation.resource_words import RESOURCE_KINDS, WANTS
from sozialraum.individual.queries import CardShare, Person, ResourceCardView, ResourceView
from sozialraum.individual.rules.resource_cards import CardFigures

HEADINGS: dict[ResourceKind, str | Promise] = {
    ResourceKind.PERSONAL: gettext_lazy("What I can do and like"),
    ResourceKind.SOCIAL: gettext_lazy("These people are there for us"),
    ResourceKind.MATERIAL: gettext_lazy("What we have got"),
    ResourceKind.INFRASTRUCTURAL: gettext_lazy("What there is near by"),
}
ICONS = {
    ResourceKind.PERSONAL: "person", ResourceKind.SOCIAL: "people", ResourceKind.MATERIAL: "box",
    ResourceKind.INFRASTRUCTURAL: "home",
}  # fmt: skip
ASKED: dict[ResourceKind, str | Promise] = {
    ResourceKind.PERSONAL: gettext_lazy("What do we do so well that others ask us for it?"),
    ResourceKind.SOCIAL: gettext_lazy("Whom do we call when something is up?"),
    ResourceKind.MATERIAL: gettext_lazy("What is there already that makes the day easier?"),
    ResourceKind.INFRASTRUCTURAL: gettext_lazy("Where do we like to be?"),
}
EXCEPTIONS: tuple[str | Promise, ...] = (
    gettext_lazy("When was it a little better? What was different then?"),
    gettext_lazy("Who noticed it first?"),
    gettext_lazy("What did we do ourselves so that it worked?"),
)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as its line shows it; ``next_want`` is what a tap makes of it, ``dots`` which of three are filled."""

    entry: ResourceView
    want: str
    next_want: int
    dots: tuple[bool, bool, bool]
    lacks: str


@dataclass(frozen=True, slots=True)
class CardField:
    """One of the four fields with its entries and the question that stands where nothing is."""

    kind: ResourceKind
    heading: str
    word: str
    icon: str
    question: str
    lines: tuple[EntryLine, ...]
    adding: bool


@dataclass(frozen=True, slots=True)
class ShareLine:
    """Who sees what of the card."""

    share: CardShare
    parts: str


@dataclass(frozen=True, slots=True)
class ResourceCardPage:
    """All that the page of a card shows; ``speaker`` is who spoke last, for the next entry."""

    case_id: UUID
    view: ResourceCardView
    answer: str
    rest: str
    fields: tuple[CardField, ...]
    told: tuple[ResourceView, ...]
    shares: tuple[ShareLine, ...]
    owners: str
    may_write: bool
    me: Person | None
    people: tuple[Person, ...]
    speaker: UUID | None


def card_page(
    view: ResourceCardView,
    *,
    case_id: UUID,
    may_write: bool,
    user_id: UUID | None,
    adding: str = "",
    speaker: UUID | None = None,
) -> ResourceCardPage:
    """Put together what the page shows; ``adding`` is the field that is being filled."""
    me = next((each for each in view.people if user_id and each.user_id == user_id), None)
    people = tuple(in_order_of_speaking(view.people))
    first = next((each.id for each in people), None)
    owners = [each.name for each in people if each.user_id] or [each.name for each in people[:1]]
    return ResourceCardPage(
        case_id=case_id, view=view, answer=answer_of(view.figures), rest=rest_of(view.figures),
        fields=tuple(
            CardField(
                kind, str(HEADINGS[kind]), str(RESOURCE_KINDS[kind]), ICONS[kind], str(ASKED[kind]),
                tuple(_line(each) for each in view.entries if each.kind is kind), adding == kind.value,
            )
            for kind in ResourceKind
        ),
        told=tuple(each for each in view.entries if each.exception_story),
        shares=tuple(ShareLine(each, parts_of(each)) for each in view.shares), owners=_listed(owners),
        may_write=may_write, me=me, people=people, speaker=me.id if me else speaker or first,
    )  # fmt: skip


def answer_of(figures: CardFigures) -> str:
    """What the card holds, as the sentence under the title."""
    if not figures.total:
        return _("Nothing stands here yet. One sentence is enough to begin.")
    found = ngettext("We have found one thing", "We have found %(n)s things", figures.total) % {
        "n": number(figures.total)
    }
    if figures.by_family == figures.total:
        return _("%(found)s, all of it named by the family itself.") % {"found": found}
    if not figures.by_family:
        return _("%(found)s. The family has not named any of it itself yet.") % {"found": found}
    return ngettext(
        "%(found)s, the family itself has named one of them.",
        "%(found)s, the family itself has named %(n)s of them.", figures.by_family,
    ) % {"found": found, "n": number(figures.by_family)}  # fmt: skip


def rest_of(figures: CardFigures) -> str:
    """What is tied to a goal, what is in use, and where nothing stands yet."""
    said = []
    if figures.linked:
        said.append(
            ngettext("One of them helps with a goal.", "%(n)s of them help with a goal.", figures.linked)
            % {"n": number(figures.linked)}
        )
    if figures.used:
        said.append(
            ngettext("One is in use already.", "%(n)s are in use already.", figures.used)
            % {"n": number(figures.used)}
        )
    if figures.total and figures.empty_kinds:
        names = _listed([_quoted(HEADINGS[kind]) for kind in figures.empty_kinds])
        said.append(_("Nothing stands under %(names)s yet.") % {"names": names})
    return " ".join(said)


def parts_of(share: CardShare) -> str:
    """What of the card somebody sees."""
    if not share.parts:
        return _("everything")
    return _("only %(parts)s") % {"parts": _listed([_quoted(HEADINGS[part]) for part in share.parts])}


def _line(entry: ResourceView) -> EntryLine:
    wants = entry.wants_to_use
    return EntryLine(
        entry=entry, want=_("still open") if wants is None else str(WANTS[wants]),
        next_want=0 if wants is None else (wants + 1) % len(WANTS),
        dots=((wants or 0) > 0, (wants or 0) > 1, (wants or 0) > 2), lacks=_listed([_quoted(word) for word in entry.lacks]),
    )  # fmt: skip


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _quoted(words: str | Promise) -> str:
    return _("“%(word)s”") % {"word": words}
