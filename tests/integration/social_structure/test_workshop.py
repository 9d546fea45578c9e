"""The index workshop: a draft by two planners, a run with ranges, publishing, comparing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from factories.areas import AT, DAY, QUARTERS, bring_in, make_areas, table
from factories.browsers import signed_in
from factories.people import make_actor
from sozialraum.analytics.indices import Recipe
from sozialraum.analytics.uncertainty import RankIntervals
from sozialraum.foundation.privacy.actors import Role
from sozialraum.foundation.revisions import FieldConflict
from sozialraum.social_structure.models import Release, Run
from sozialraum.social_structure.queries.runs import run_lines, run_view
from sozialraum.social_structure.services.runs import RunRefused
from sozialraum.social_structure.snapshots import fetch
from sozialraum.social_structure.workshop import pages, queries, services
from sozialraum.social_structure.workshop.influence import influence_of
from sozialraum.social_structure.workshop.models import IndexDraft
from sozialraum.social_structure.workshop.recipes import RecipeContradiction, recipe_of, values_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
CODES = ("basic_income_under_18", "youth_unemployment", "overcrowding")


@pytest.fixture(autouse=True)
def values() -> None:
    make_areas()
    head = "key;inhabitants;" + ";".join(f"{code}_zaehler;{code}_nenner" for code in CODES)
    rows = [
        f"{code};900;{20 + 30 * place};{300 + place};{8 + 3 * place};{90 + place};{12 + (place * 7) % 13};200"
        for place, code in enumerate(QUARTERS)
    ]
    bring_in(table(rows, head), name="needs.csv")
    bring_in(table([f"{code};40" for code in QUARTERS], "key;help_density"), name="help.csv")


def begin() -> IndexDraft:
    draft = pages.begin(services.starting_recipe(queries.titles_of(CODES)), by=None, at=AT)
    services.revise_draft(draft.id, values={"places": 2}, version=1, by=None, at=AT)
    draft.refresh_from_db()
    return draft


def posted(draft: IndexDraft, **changes: Any) -> dict[str, Any]:
    values = {**pages.Desk(draft).read(), **changes}
    chosen = {name.removeprefix("on_") for name, value in values.items() if name.startswith("on_") and value}
    values = {
        name: value
        for name, value in values.items()
        if not name.startswith(("weight_", "direction_", "date_")) or name.split("_", 1)[1] in chosen
    }
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not False and value is not None
    }


def test_fields_and_file_are_the_same_recipe() -> None:
    draft = begin()
    recipe = Recipe.model_validate(draft.recipe)
    offered = queries.candidates_for(draft)
    assert recipe_of(values_of(recipe, offered), recipe, offered) == recipe
    client = signed_in(Role.PLANNER)
    text = client.get(reverse("social_structure:index_draft_recipe", args=[draft.id])).content
    file = SimpleUploadedFile("rezept.toml", text)
    answer = client.post(reverse("social_structure:new_index_draft"), {"file": file})
    again = IndexDraft.objects.get(id=UUID(answer["Location"].rstrip("/").rsplit("/", 1)[1]))
    assert Recipe.model_validate(again.recipe) == recipe


def test_what_the_office_does_is_refused_with_its_reason() -> None:
    text = services.starting_recipe({"help_density": ("Hilfen", "Help")}).to_toml()
    file = SimpleUploadedFile("rezept.toml", text.encode())
    client = signed_in(Role.PLANNER)
    answer = client.post(reverse("social_structure:new_index_draft"), {"file": file}, follow=True)
    assert "was das Amt tut" in answer.content.decode()
    draft = IndexDraft.objects.get()
    with pytest.raises(RunRefused):
        services.keep_run(draft.id, title="Lauf", reason="Probe", by=None, at=AT)
    assert not Run.objects.exists()
    assert all(each.code != "help_density" for each in queries.candidates_for(begin()))


def test_choices_that_contradict_each_other_are_named() -> None:
    draft = begin()
    with pytest.raises(RecipeContradiction):
        services.revise_draft(
            draft.id, values={"aggregation": "geometric"}, version=draft.version, by=None, at=AT
        )
    both = {"aggregation": "geometric", "normalization": "min_max", "missing": "neutral"}
    assert services.revise_draft(draft.id, values=both, version=draft.version, by=None, at=AT) == 3
    none = {f"on_{code}": False for code in CODES}
    with pytest.raises(RecipeContradiction):
        services.revise_draft(draft.id, values=none, version=3, by=None, at=AT)


def test_two_planners_at_once_are_joined_or_asked() -> None:
    draft = begin()
    seen = draft.version
    weight, other = f"weight_{CODES[0]}", f"weight_{CODES[1]}"
    services.revise_draft(draft.id, values={weight: 50.0}, version=seen, by=None, at=AT)
    services.revise_draft(draft.id, values={other: 10.0}, version=seen, by=None, at=AT)
    draft.refresh_from_db()
    weights = {each.code: each.weight for each in Recipe.model_validate(draft.recipe).indicators}
    assert (weights[CODES[0]], weights[CODES[1]]) == (50.0, 10.0)
    with pytest.raises(FieldConflict) as clash:
        services.revise_draft(draft.id, values={weight: 70.0}, version=seen, by=None, at=AT)
    assert [(each.theirs, each.mine) for each in clash.value.clashes] == [(50.0, 70.0)]
    client = signed_in(Role.PLANNER)
    draft.refresh_from_db()
    stale = posted(draft, **{weight: 70.0, "version": seen})
    answer = client.post(
        reverse("social_structure:index_draft", args=[draft.id]), stale, headers={"X-Autosave": "1"}
    )
    assert answer.status_code == 409


def test_the_fields_are_tried_without_being_saved() -> None:
    draft = begin()
    client = signed_in(Role.PLANNER)
    url = reverse("social_structure:preview_index_draft", args=[draft.id])
    before = client.post(url, posted(draft)).content.decode()
    after = client.post(url, posted(draft, **{f"weight_{CODES[2]}": 900})).content.decode()
    for part in ("workshop-map", "workshop-answer", "workshop-below", "workshop-problem"):
        assert f'id="{part}"' in after
    assert before != after
    draft.refresh_from_db()
    assert draft.version == 2
    less = posted(draft)
    del less[f"on_{CODES[2]}"]
    fewer = client.post(url, less).content.decode()
    assert 'id="workshop-recipe"' not in fewer
    assert fewer != before
    more = posted(draft)
    del more[f"weight_{CODES[2]}"]
    assert 'id="workshop-recipe"' in client.post(url, more).content.decode()
    wrong = client.post(url, posted(draft, aggregation="geometric")).content.decode()
    assert "notice bad" in wrong
    assert 'id="workshop-map"' not in wrong


def test_a_kept_run_holds_ranges_and_is_seen_by_others_only_when_published() -> None:
    draft = begin()
    planner, resident = signed_in(Role.PLANNER), signed_in(Role.RESIDENT)
    assert planner.get(reverse("social_structure:index_draft", args=[draft.id])).status_code == 200
    keep = reverse("social_structure:keep_index_draft", args=[draft.id])
    assert planner.post(keep, {"title": "Index"}).status_code == 422
    assert planner.post(keep, {"title": "Index", "reason": "Für die Planung"}).status_code == 302
    run = Run.objects.get()
    assert (run.places, run.reason) == (2, "Für die Planung")
    ranges = RankIntervals.from_arrow(fetch(run.intervals_hash), run.interval_parameters)
    assert set(ranges.sampled) == set(CODES)
    url = reverse("social_structure:run", args=[run.id])
    assert planner.get(url).status_code == 200
    assert resident.get(url).status_code == 404
    assert resident.get(reverse("reporting:run_csv", args=[run.id])).status_code == 404
    assert run_lines() == []
    assert not Release.objects.filter(subject=f"run:{run.id}").exists()
    publish = reverse("social_structure:publish_run", args=[run.id])
    assert resident.post(publish).status_code == 404
    assert planner.post(publish).status_code == 302
    assert resident.get(url).status_code == 200
    view = run_view(run.id, make_actor(Role.RESIDENT))
    assert view is not None
    low, high = zip(*(row.span for row in view.index.rows if row.span), strict=True)
    table_ = ranges.table.to_pydict()
    assert (sorted(low), sorted(high)) == (sorted(table_["rank_low"]), sorted(table_["rank_high"]))
    file = resident.get(reverse("reporting:run_csv", args=[run.id]))
    head = b"".join(file).decode("utf-8-sig").splitlines()[0] if file.streaming else file.content.decode("utf-8-sig")  # fmt: skip
    assert "need_rank_low" in head
    assert b"%PDF" in planner.get(reverse("reporting:run_pdf", args=[run.id])).content[:8]


def test_two_runs_are_compared() -> None:
    draft = begin()
    first = services.keep_run(draft.id, title="Erster", reason="Probe", by=None, at=AT)
    services.revise_draft(
        draft.id, values={f"weight_{CODES[2]}": 900.0}, version=draft.version, by=None, at=AT
    )
    second = services.keep_run(draft.id, title="Zweiter", reason="Probe", by=None, at=AT)
    page = pages.comparison(second, str(first.id), make_actor(Role.PLANNER), unpublished=True)
    assert {(each.before, each.now) for each in page["moved"]}
    assert all(each.before != each.now for each in page["moved"])
    url = reverse("social_structure:compare_runs", args=[second.id])
    assert signed_in(Role.RESIDENT).get(url).status_code == 404
    answer = signed_in(Role.PLANNER).get(url, {"mit": str(first.id)})
    assert "Erster" in answer.content.decode()
    assert 'class="rank-wide"' in answer.content.decode()


def test_nobody_else_comes_to_the_desk() -> None:
    draft = begin()
    for name in ("index_draft", "index_draft_recipe", "keep_index_draft"):
        url = reverse(f"social_structure:{name}", args=[draft.id])
        assert signed_in(Role.RESIDENT).get(url).status_code == 404
    remove = reverse("social_structure:remove_index_draft", args=[draft.id])
    assert signed_in(Role.RESIDENT).post(remove).status_code == 404
    assert signed_in(Role.PLANNER).post(remove).status_code == 302
    assert not IndexDraft.objects.exists()


def test_an_index_of_one_date_begins_where_values_are() -> None:
    draft = pages.begin(None, by=None, at=AT)
    assert draft.reference_date == DAY
    assert set(CODES[:1]) <= {each["code"] for each in draft.recipe["indicators"]}


def test_what_each_indicator_does_stands_in_chart_table_and_sentence() -> None:
    draft = begin()
    recipe = Recipe.model_validate(draft.recipe)
    found = services.reckon(recipe, draft.areas, draft.reference_date, draft.places, draft.reach)
    told = influence_of(found, "quarter")
    assert told is not None
    shifts = [float(row.shift.replace(",", ".")) for row in told.rows]
    assert shifts == sorted(shifts, reverse=True)
    assert {row.title for row in told.rows} == {german for german, _ in queries.titles_of(CODES).values()}
    assert told.rows[0].title in told.said
    for row in told.rows:
        assert f">{row.shift}<" in told.chart
        assert f">{row.share}<" in told.chart_narrow
    assert told.chance.endswith("%")
    steady = services.reckon(recipe, draft.areas, draft.reference_date, draft.places, 0.0)
    fixed = influence_of(steady, "quarter")
    assert fixed is not None
    assert fixed.chance != told.chance
    alone = recipe.keeping({CODES[0]})
    assert influence_of(services.reckon(alone, draft.areas, draft.reference_date, 2, 0.5), "quarter") is None


def test_an_unknown_value_can_stand_for_a_number_and_zero_is_one() -> None:
    draft = begin()
    services.revise_draft(
        draft.id, values={f"unknown_{CODES[0]}": 0.0}, version=draft.version, by=None, at=AT
    )
    draft.refresh_from_db()
    recipe = Recipe.model_validate(draft.recipe)
    assert [each.unknown_as for each in recipe.indicators if each.code == CODES[0]] == [0.0]
    services.revise_draft(
        draft.id, values={f"unknown_{CODES[0]}": None}, version=draft.version, by=None, at=AT
    )
    draft.refresh_from_db()
    assert all(each.unknown_as is None for each in Recipe.model_validate(draft.recipe).indicators)


def test_a_recipe_is_changed_as_text_where_no_field_says_it() -> None:
    draft = begin()
    client, address = signed_in(Role.PLANNER), reverse("social_structure:index_draft_text", args=[draft.id])
    text = client.get(address).context["form"]["text"].value()
    changed = text.replace("[validity]", '[validity]\nexcluded = ["0203"]', 1)
    assert changed != text
    wrong = client.post(address, {"text": changed.replace("direction", "richtung"), "version": draft.version})
    assert wrong.status_code == 422
    assert "richtung" in wrong.content.decode()
    assert client.post(address, {"text": changed, "version": draft.version}).status_code == 302
    draft.refresh_from_db()
    assert Recipe.model_validate(draft.recipe).validity.excluded == ("0203",)
    late = client.post(address, {"text": text, "version": draft.version - 1})
    assert late.status_code == 422
    assert "Jemand hat diesen Entwurf geändert" in late.content.decode()


def test_a_folded_table_of_ranks_ends_and_says_so() -> None:
    area = SimpleNamespace(url="/a/", name="Weststadt", district="West")
    rows = [SimpleNamespace(area=area, rank=rank, span="1–9", standing="out") for rank in range(1, 1_301)]
    drawn = render_to_string(
        "social_structure/workshop/_ranks.html", {"rows": rows, "most": 200, "sheet": {}, "caption": "Ränge"}
    )
    assert drawn.count("Weststadt") == 200
    assert "Gezeigt sind die ersten 200 von 1.300." in drawn
    whole = {"rows": rows[:200], "most": 200, "sheet": {}, "caption": "Ränge"}
    assert "Gezeigt sind" not in render_to_string("social_structure/workshop/_ranks.html", whole)
