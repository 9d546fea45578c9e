"""What the pages of the workshop are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from sozialraum.analytics.indices import Recipe
from sozialraum.errors import SozialraumError
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.queries.areas import area_systems, areas_of
from sozialraum.social_structure.queries.choices import area_levels, input_dates, recipe_choices
from sozialraum.social_structure.queries.inputs import indicators_by
from sozialraum.social_structure.queries.run_figures import reading_of
from sozialraum.social_structure.queries.runs import run_lines
from sozialraum.social_structure.services.runs import RunRefused, figures_of
from sozialraum.social_structure.workshop import presentation, queries, services
from sozialraum.social_structure.workshop.drawing import RankRow, rank_chart
from sozialraum.social_structure.workshop.forms import DraftForm, RecipeFileForm, ShippedRecipeForm
from sozialraum.social_structure.workshop.models import IndexDraft
from sozialraum.social_structure.workshop.recipes import recipe_of

USUAL: Final = (
    "basic_income_under_18", "child_poverty", "youth_unemployment", "one_parent_families", "school_entry_language",
    "overcrowding", "unemployment", "transfer_payments",
)  # fmt: skip
MOST_USUAL: Final = 4
SHARE_OF_PLACES: Final = 0.1


def run_or_none(run_id: UUID) -> Run | None:
    """A recorded run."""
    return Run.objects.filter(id=run_id).select_related("system").first()


def beginnings(posted: Any = None, files: Any = None) -> dict[str, Any]:
    """The drafts, and the ways to begin one; a form is bound where it was sent."""
    sent = posted if posted and "recipe" in posted else None
    return {
        "drafts": queries.draft_lines(),
        "file": RecipeFileForm(posted, files) if files else RecipeFileForm(),
        "shipped": ShippedRecipeForm(sent, recipes=recipe_choices()),
    }


def begin(recipe: Recipe | None, *, by: UUID | None, at: datetime) -> IndexDraft:
    """A draft over the newest values: with this recipe, or with indicators that most offices begin with."""
    areas = area_levels()
    if not areas or not input_dates():
        raise RunRefused(
            gettext_noop("There are no areas with values yet."),
            gettext_noop("Bring in areas and tables first."),
        )
    level = areas[0][0]
    columns = {each.code: each.columns for each in recipe.indicators} if recipe else {}
    codes = {each.code for each in indicators_by(columns).values()} or set(USUAL)
    day = queries.usual_date(level, codes) or date.fromisoformat(input_dates()[0][0])
    title = ""
    if recipe is not None:
        title = wording.in_language(recipe.title_de, recipe.title_en)
        recipe = _of_what_is_there(recipe, level, day)
    else:
        usual = [code for code in USUAL if code in queries.in_time(level, day)][:MOST_USUAL]
        if not usual:
            raise RunRefused(
                gettext_noop("None of the usual indicators of need has values yet."),
                gettext_noop("Bring in a table, or begin with a recipe of your own."),
            )
        recipe = services.starting_recipe(queries.titles_of(usual))
    place = queries.Choice.of(level)
    system = place.system()
    count = len(areas_of(system, place.level)) if system else 0
    return services.new_draft(
        title=title or gettext("Draft of %(day)s") % {"day": f"{at:%d.%m.%Y}"}, recipe=recipe, areas=level,
        reference_date=day, places=max(1, round(count * SHARE_OF_PLACES)), by=by, at=at,
    )  # fmt: skip


def _of_what_is_there(recipe: Recipe, level: str, day: date) -> Recipe:
    """A recipe that takes what is there without the indicators that have no values new enough; others as they are."""
    if recipe.inputs != "present":
        return recipe
    found = indicators_by({each.code: each.columns for each in recipe.indicators})
    usable = queries.in_time(level, day)
    there = {code for code, each in found.items() if each.code in usable}
    return recipe.keeping(there) if there else recipe


class Desk:
    """One draft with what may be chosen beside it, as it was when the page was asked for."""

    def __init__(self, draft: IndexDraft) -> None:
        self.draft = draft
        self.candidates = queries.candidates_for(draft)

    def form(self, data: Any, initial: Mapping[str, Any] | None) -> DraftForm:
        """The form of the draft; a level or a date without values is refused by its choices."""
        runs = [
            (str(each.id), f"{each.title} ({each.number})")
            for each in run_lines(unpublished=True)
        ]  # fmt: skip
        data = None if data is None else self._completed(data)
        return DraftForm(
            data, initial=initial, candidates=self.candidates, areas=area_levels(), dates=input_dates(), runs=runs
        )  # fmt: skip

    def read(self) -> dict[str, Any]:
        """What is stored now, for the fields of this page."""
        stored = queries.draft_of(self.draft.id) or self.draft
        return {**queries.fields_of(stored, self.candidates), "version": stored.version}

    def context(self) -> dict[str, Any]:
        """The page of the stored draft."""
        form = self.form(None, self.read())
        return self._page(
            form, Recipe.model_validate(self.draft.recipe), queries.fields_of(self.draft, self.candidates)
        )

    def tried(self, data: Any) -> dict[str, Any]:
        """The page for what the fields say now, without saving it.

        The list of indicators comes anew where one is chosen that has no weight on the page yet;
        one that is taken out stays in its row, so that whoever works by keyboard keeps the place.
        """
        areas, day = data.get("areas", ""), data.get("reference_date", "")
        other = (areas, day) != (self.draft.areas, self.draft.reference_date.isoformat())
        if other:
            offered = {code for code, _ in area_levels()}, {code for code, _ in input_dates()}
            if areas in offered[0] and day in offered[1]:
                recipe = Recipe.model_validate(self.draft.recipe)
                self.candidates = queries.candidates(recipe, areas, date.fromisoformat(day))
        form = self.form(data, self.read())
        weighed = {name.removeprefix("weight_") for name in data if name.startswith("weight_")}
        anew = other or not {name.removeprefix("on_") for name in data if name.startswith("on_")} <= weighed
        if not form.is_valid():
            first = next((f"{form[name].label}: {said[0]}" for name, said in form.errors.items()), "")
            return {"draft": self.draft, "form": form, "problem": (first, ""), "moved": True}
        try:
            values = form.values()
            recipe = recipe_of(values, Recipe.model_validate(self.draft.recipe), self.candidates)
            return self._page(form, recipe, values) | {"moved": True, "anew": anew}
        except SozialraumError as error:
            return {
                "draft": self.draft, "form": form, "problem": error.told(gettext), "moved": True, "anew": anew,
                **self._lists(form),
            }  # fmt: skip

    def _completed(self, data: Any) -> Any:
        """The posted fields with weight, direction and date of indicators that were not in the recipe yet."""
        full = data.copy()
        for name, value in queries.fields_of(self.draft, self.candidates).items():
            if name.startswith(("weight_", "direction_", "date_")) and name not in full:
                full[name] = value
        return full

    def _page(self, form: DraftForm, recipe: Recipe, values: Mapping[str, Any]) -> dict[str, Any]:
        areas, day = str(values["areas"]), date.fromisoformat(str(values["reference_date"]))
        places, reach = int(str(values["places"])), float(str(values["reach"]))
        compared = run_or_none(UUID(str(values["compared"]))) if values["compared"] else None
        page: dict[str, Any] = {"draft": self.draft, "desk": form, **self._lists(form)}
        try:
            found = services.reckon(recipe, areas, day, places, reach)
            page["sheet"] = presentation.sheet(found, areas, places, reach, compared)
            page["chosen"] = [
                (code, title, fields, page["sheet"].notes.get(code, "")) for code, title, fields, _ in page["chosen"]
            ]  # fmt: skip
        except SozialraumError as error:
            page["problem"] = error.told(gettext)
        return page | {"refused": queries.not_to_choose(recipe, areas, day)}

    def _lists(self, form: DraftForm) -> dict[str, Any]:
        """The indicators in the recipe and those that may be added, each with its four fields."""
        chosen: list[Any] = []
        others: list[Any] = []
        for each in form.candidates:
            fields = [form[f"{name}_{each.code}"] for name in ("on", "weight", "direction", "date")]
            on = fields[0].value()
            (chosen if on and on != "False" else others).append(
                (each.code, form.fields[f"on_{each.code}"].label, fields, "")
            )
        return {"chosen": chosen, "others": others}


def comparison(run: Run, other: str, actor: Actor, *, unpublished: bool) -> dict[str, Any]:
    """A run beside another one: who moves, the chart of ranks, the sentence.

    ``sealed`` where one of them has no ranks for this reader.
    """
    offered = [each for each in run_lines(unpublished=unpublished) if each.id != run.id]
    system = next(each for each in area_systems() if each.id == run.system_id)
    level = system.level(run.level)
    chosen = next((each for each in offered if str(each.id) == other), None)
    page: dict[str, Any] = {"run": run, "offered": offered, "chosen": chosen, "level": level}
    beside = run_or_none(chosen.id) if chosen else None
    if beside is None:
        return page
    readings = [reading_of(each, figures_of(each), actor) for each in (run, beside)]
    if any(each.protected for each in readings):
        return page | {"sealed": True}
    known, figures = areas_of(system, run.level), readings[0].figures
    part = Recipe.model_validate(run.parameters).roots[0].code
    before = presentation.ranks_of(beside, run.level)
    moved = presentation.movers(known, figures, part, beside, before)
    real = sum(each.verdict == gettext("probably a real change") for each in moved)
    rows = [
        RankRow(
            each.area.name, each.area.district, each.now, *(presentation.span_of(figures.figure(each.area.area_code), part) or (each.now, each.now)),
            sure=False, before=each.before,
        )
        for each in moved[: presentation.MOST_MOVERS]
    ]  # fmt: skip
    title = gettext("Ranks of the areas that move most, with range and former rank.")
    places = run.places or max(1, round(len(known) * SHARE_OF_PLACES))
    chart = {
        f"chart{'_narrow' if narrow else ''}": rank_chart(
            [], rows, places, title=title, narrow=narrow, doubtful_head=gettext("Moves most")
        )
        for narrow in (False, True)
    } if rows else {}  # fmt: skip
    return (
        page | chart | {"moved": moved, "real": real, "same": len(before) - len(moved), "before": len(before)}
    )
