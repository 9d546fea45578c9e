"""How a committee's rules are said and drawn: pure functions for pages and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sozialraum.analytics.budget import Allocation, BudgetError
from sozialraum.analytics.budget.committee import CommitteeRule, RuleClash, rule_words
from sozialraum.analytics.budget.committee.dividing import Divided
from sozialraum.foundation.ui.drawing import number as in_figures
from sozialraum.organization.budgets.committee.queries import Effect, Entry, Ruled, effects_of
from sozialraum.organization.budgets.drawing import Label, budget_map, difference_fill
from sozialraum.organization.budgets.presentation import euros, percent, thousands
from sozialraum.organization.budgets.presentation.areas import difference_key
from sozialraum.organization.budgets.presentation.figures import Text
from sozialraum.organization.budgets.queries import DraftFacts, Workshop, budget_sheet
from sozialraum.organization.enums import OfferKind
from sozialraum.organization.presentation import OFFER_KINDS
from sozialraum.organization.queries import provider_names

Choice = tuple[str, str] | tuple[str, list[tuple[str, str]]]
HARDLY = 50_00  # cents that thousand euros with one decimal do not show
FEW = 3  # so many areas are named in a sentence


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as lists show it; ``words`` is empty as long as nothing complete is typed."""

    number: int
    words: str
    why: str
    tag: str
    state: Text
    effect: str
    typed: str
    counts: bool


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area's amount without and with the rules, and what holds it."""

    name: str
    formula: str
    amount: str
    difference: str
    held: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of an area's amount as planned and as the rules divide it."""

    part: str
    planned: str
    amount: str
    difference: str


@dataclass(frozen=True, slots=True)
class AreaParts:
    """The parts of one area's amount; ``moved`` where a rule moves something between them."""

    area: str
    moved: bool
    rows: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that a page says of the rules. ``clash`` is the sentence, its rules and what to do."""

    answer: tuple[str, str]
    rules: tuple[RuleRow, ...]
    tried: RuleRow | None
    clash: tuple[str, tuple[str, ...], str] | None
    map: SafeString | None
    key: tuple[tuple[str, str], ...]
    areas: tuple[AreaRow, ...]
    parts: tuple[AreaParts, ...]

    @property
    def moved_parts(self) -> tuple[AreaParts, ...]:
        """The areas in which a rule moves something between offers or providers."""
        return tuple(each for each in self.parts if each.moved)

    @property
    def parts_as_planned(self) -> tuple[AreaParts, ...]:
        """The areas that stay as their lines plan them."""
        return tuple(each for each in self.parts if not each.moved)


def page(found: Ruled) -> Page:
    """The rules of a draft in words and drawings."""
    names = words_of(found.draft)
    effects = list(found.effects)
    last = effects.pop() if found.tried is not None and effects else None
    by_rule = {effect.rule: effect for effect in effects}
    return Page(
        answer=_answer(found), rules=tuple(_row(entry, by_rule.get(entry.rule) if entry.rule else None, names) for entry in found.entries),
        tried=_tried(found.tried, last, names) if found.tried else None, clash=_clash(found.clash),
        map=_map(found), key=difference_key(), areas=_areas(found), parts=_parts(found),
    )  # fmt: skip


def area_choices(draft: DraftFacts, above: Mapping[str, str]) -> list[Choice]:
    """The areas of a draft to choose from, under the names of the areas above them where there are several of these.

    ``above`` gives the name of the area above by code; areas without one stand first.
    """
    groups: dict[str, list[tuple[str, str]]] = {"": []}
    for code in draft.table["area"].to_pylist():
        groups.setdefault(above.get(code, ""), []).append((code, draft.names.get(code, code)))
    alone = groups.pop("")
    if len(groups) < 2:
        return [*alone, *(area for areas in groups.values() for area in areas)]
    return [*alone, *groups.items()]


def words_of(draft: DraftFacts) -> Mapping[str, str]:
    """The words for areas and offers in a rule."""
    return {**draft.names, **{kind.value: str(title) for kind, title in OFFER_KINDS.items()}}


def rule_lines(rules: Sequence[CommitteeRule], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Rules as sentences with their reasons, for papers and public pages."""
    known = {**{kind.value: str(title) for kind, title in OFFER_KINDS.items()}, **names}
    return tuple((rule_words(rule, _, known), rule.why) for rule in rules)


def rule_effects(view: Workshop) -> tuple[str, ...]:
    """What each rule of an allocation moves, as sentences in the order of the rules."""
    names = words_of(view.draft)
    return tuple(_effect(effect, names) for effect in effects_of(view))


def named(error: BudgetError, draft: DraftFacts) -> BudgetError:
    """An error of the arithmetic with the names of areas where it is a clash of rules."""
    return error.named(words_of(draft)) if isinstance(error, RuleClash) else error


def _answer(found: Ruled) -> tuple[str, str]:
    counting = sum(entry.rule is not None for entry in found.entries)
    if found.clash is not None:
        return _("These rules cannot be kept together."), _("No amount was cut; below stands what clashes.")
    if counting:
        first = ngettext(
            "%(n)s rule of the committee counts.", "%(n)s rules of the committee count.", counting
        ) % {"n": in_figures(counting)}
    else:
        first = _("No rule of the committee counts yet.")
    moved = _moved(found.formula, found.found)
    if found.tried is not None:
        first = (
            _("With the rule that you try, %(sum)s move between areas.") % {"sum": euros(moved)}
            if moved
            else _("The rule that you try moves nothing between areas.")
        )
        return first, _("Nothing is saved by trying.")
    if not counting:
        return first, _("The formula alone decides how much each area receives.")
    if not moved:
        return first, _("All areas receive what the formula gives them.")
    return first, _("Together they move %(sum)s between areas, as little as keeps them all.") % {
        "sum": euros(moved)
    }


def _moved(formula: Allocation, found: Allocation | None) -> int:
    if found is None:
        return 0
    return int(abs(found.amount - formula.amount).sum()) // 2


def _row(entry: Entry, effect: Effect | None, names: Mapping[str, str]) -> RuleRow:
    shown = entry.rule or entry.written
    tag, state = (
        ("ok", gettext_lazy("counts")) if entry.rule else ("soft", gettext_lazy("written, does not count"))
    )
    if shown is None:
        tag, state = "warn", gettext_lazy("not complete yet")
    typed = ""
    if entry.changed:
        typed = rule_words(entry.written, _, names) if entry.written else _("not complete yet")
    return RuleRow(
        entry.number, rule_words(shown, _, names) if shown else "", shown.why if shown else str(entry.typed["why"]), tag, state,
        _effect(effect, names) if effect else "", typed, entry.rule is not None,
    )  # fmt: skip


def _tried(rule: CommitteeRule, effect: Effect | None, names: Mapping[str, str]) -> RuleRow:
    told = _effect(effect, names) if effect else ""
    return RuleRow(
        0, rule_words(rule, _, names), rule.why, "soft", gettext_lazy("tried"), told, "", counts=False
    )


def _effect(effect: Effect, names: Mapping[str, str]) -> str:
    """What a rule costs: what would be otherwise without it."""
    if effect.rule.within_areas:
        return _("Moves nothing between areas; below stands how it divides their amounts.")
    if not effect.binds:
        return _("Holds nothing back: without it the amounts would be the same.")
    gains = sorted(((cents, code) for code, cents in effect.moved.items() if cents > 0), reverse=True)
    losses = sorted((cents, code) for code, cents in effect.moved.items() if cents < 0)
    return _("Moves %(sum)s: more for %(gains)s; less for %(losses)s (thousand euros).") % {
        "sum": euros(effect.cost), "gains": _several(gains, names), "losses": _several(losses, names),
    }  # fmt: skip


def _several(found: Sequence[tuple[int, str]], names: Mapping[str, str]) -> str:
    told = [f"{names.get(code, code)} ({thousands(cents, signed=True)})" for cents, code in found[:FEW]]
    if len(found) > FEW:
        told.append(_("%(n)s more") % {"n": in_figures(len(found) - FEW)})
    return ", ".join(told)


def _clash(error: BudgetError | None) -> tuple[str, tuple[str, ...], str] | None:
    if error is None:
        return None
    if isinstance(error, RuleClash):
        told = _("With %(amount)s these cannot hold together:") % {"amount": euros(error.total)}
        return told, tuple(part.words(_, error.names) for part in error.parts), _(error.remedy)
    sentence, remedy = error.told(_)
    return sentence, (), remedy


def _map(found: Ruled) -> SafeString | None:
    if not _moved(found.formula, found.found) or found.found is None:
        return None
    drawn = budget_sheet(found.draft.system_code, found.draft.area_vintage, found.draft.level)
    if drawn is None:
        return None
    labels = {}
    for place, code in enumerate(found.found.codes):
        then, now = int(found.formula.amount[place]), int(found.found.amount[place])
        relative = (now - then) / then if then else None
        amount = thousands(now - then, signed=True)
        change = percent(relative, 1, signed=True) if relative is not None else _("new")
        said = _("%(amount)s thousand euros, %(change)s") % {"amount": amount, "change": change}
        labels[code] = Label(found.draft.names.get(code, code), amount, change, said, relative)
    title = _("What the rules move, in thousand euros and per cent of the formula’s amount")
    return budget_map(drawn, labels, title=title, colored=difference_fill)


def _areas(found: Ruled) -> tuple[AreaRow, ...]:
    if found.found is None:
        return ()
    return tuple(
        AreaRow(
            found.draft.names.get(code, code), thousands(int(found.formula.amount[place])),
            thousands(int(found.found.amount[place])),
            thousands(int(found.found.amount[place] - found.formula.amount[place]), signed=True), _held(found.found, place),
        )
        for place, code in enumerate(found.found.codes)
    )  # fmt: skip


def _held(found: Allocation, place: int) -> str:
    """What holds an area's amount: a bound of its own, a rule with others, or nothing."""
    kept = found.kept
    if kept is None:
        return ""
    amount = int(kept.amounts[place])
    if amount <= kept.lower[place] + 100:
        protected = kept.lower[place] <= found.low[place]
        return _("protected from a greater loss") if protected else _("at least, by a rule")
    if amount >= kept.upper[place] - 100:
        return _("at most, by a rule")
    joint = any(place in group.members and group.surcharge for group in kept.groups)
    return _("together with others, by a rule") if joint else ""


def _parts(found: Ruled) -> tuple[AreaParts, ...]:
    if not found.parts:
        return ()
    providers = provider_names(part.provider for part in found.parts if part.provider)
    shown = []
    for area, parts in groupby(found.parts, key=lambda part: part.area):
        own = tuple(parts)
        # less than the page shows is a rounding
        moved = any(abs(part.cents - part.planned) >= HARDLY for part in own)
        rows = tuple(
            PartRow(
                _part_name(part, providers), thousands(part.planned), thousands(part.cents),
                thousands(part.cents - part.planned, signed=True),
            )
            for part in own
        )  # fmt: skip
        shown.append(AreaParts(found.draft.names.get(area, area), moved, rows))
    return tuple(shown)


def _part_name(part: Divided, providers: Mapping[str, str]) -> str:
    if not part.offer_kind:
        return _("not in lines yet")
    title = str(OFFER_KINDS[OfferKind(part.offer_kind)])
    return f"{title}, {providers.get(part.provider, part.provider)}" if part.provider else title
