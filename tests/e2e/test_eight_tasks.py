"""The eight commonest tasks, done one after another for a new family, and what each costs the person who does it.

The figures stand in docs/reference/eight-tasks.md; where a page costs more or less than the page says, this test fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from e2e.counting import Count
from e2e.families import a_name
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e
TABLE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "eight-tasks.md"
TODAY = datetime.now(tz=ZoneInfo("Europe/Berlin")).date()
ROUND = (
    ("Oma Ruth", "family"), ("Tante Silke", "family"), ("Onkel Ben", "family"), ("Emre", "friends"),
    ("Luan", "friends"), ("Trainerin Eda", "friends"), ("Nachbar Paul", "friends"), ("Frau Demir", "colleagues"),
    ("Herr Sand", "colleagues"), ("Dr. Stein", "professionals"),
)  # fmt: skip
CARRIED = (
    ("own", "Malik", "stellt sich den Wecker auf halb sieben"),
    ("family_friends", "Oma Ruth", "ruft morgens um sieben an"),
    ("neighborhood", "Nachbar Paul", "nimmt ihn dienstags mit zum Fußball"),
    ("mainstream", "Jugendhaus Welle", "hält ihm mittwochs einen Platz in der Werkstatt frei"),
    ("project", "Lernpaten Hafen", "üben donnerstags Mathe mit ihm"),
    ("professional", "Brücke e. V.", "geht zwei Wochen lang mit zur Schule"),
)  # fmt: skip
CARD = (
    "Ich finde jeden Weg.", "Ich kann gut warten.", "Ich repariere Räder.", "Ich merke mir Lieder.", "Ich bin gern früh auf."
)  # fmt: skip
LONGEST_MACHINE = 40.0
"""Seconds for one task beyond which a machine, even a busy one, is at fault and not the page."""
FIRST_TALK, HELP_PLAN = 300, 180


def saved(page: Page) -> None:
    """The page has told that every word is kept."""
    expect(page.locator("[data-autosave-status]").last).to_have_text(re.compile(r"^gespeichert \d"))


def new_concern(count: Count) -> str:
    page = count.page
    count.click(page.get_by_role("link", name="Neues Anliegen aufnehmen"))
    count.write(page.get_by_label("Wie heißt die Familie?"), a_name())
    count.choose(page.get_by_label("In welchem Quartier lebt die Familie?"), "0302")
    count.click(page.get_by_role("button", name="Gespräch beginnen"))
    page.wait_for_url("**/gespraech/")
    return page.url.removesuffix("gespraech/")


def speaks(count: Count, name: str, words: str, *, kind: str = "") -> None:
    """Somebody is named and says something."""
    page = count.page
    count.write(page.get_by_label("Mit welchem Namen schreiben wir diese Person auf?"), name)
    if kind:
        count.check(page.get_by_label(kind, exact=True))
    count.click(page.get_by_role("button", name="Diese Person sprechen lassen"))
    count.write(page.get_by_label(f"{name} in eigenen Worten"), words)


def first_talk(count: Count) -> None:
    page = count.page
    speaks(count, "Malik", "Ich will wieder zur Schule. Aber nicht allein durch das Tor gehen.")
    count.click(page.get_by_text("Zwei Fragen dazu"))
    count.check(page.get_by_label("Ja, ich tue selbst etwas"))
    count.write(page.get_by_label("Was tust du selbst dafür?"), "Ich stelle mir den Wecker.")
    saved(page)
    count.click(page.get_by_role("link", name="Jemand anders"))
    speaks(count, "Amira", "Ich wünsche mir, dass er morgens ohne Streit loskommt.", kind="Elternteil")
    saved(page)
    count.click(page.get_by_role("link", name="Malik", exact=True))
    count.click(page.get_by_role("link", name="Daraus ein Ziel aufschreiben"))
    count.write(page.locator("#goal-words"), "Ich gehe jeden Morgen mit Emre durch das Tor.")
    count.click(page.get_by_role("button", name="Festhalten").last)
    expect(page.locator(".goal-tree")).to_contain_text("mit Emre durch das Tor")


def resource_card(count: Count) -> None:
    page = count.page
    begin = page.get_by_role("button", name="Die Karte mit der Familie beginnen")
    if begin.count():
        count.click(begin)
    field = page.locator("#field-personal")
    count.click(field.locator("details.adding > summary"))
    for words in CARD:
        count.write(page.locator("#w-personal"), words)
        count.key("Enter")
        expect(field.get_by_text(words)).to_be_visible()
        expect(page.locator("#w-personal")).to_be_focused()


def network_map(count: Count) -> None:
    page = count.page
    row = page.locator("li.map-of", has_text="Malik")
    count.click(row.get_by_role("button", name="Karte beginnen"))
    place = page.locator("#new-person")
    for name, sector in ROUND:
        count.write(place.locator("[name=name]"), name)
        count.choose(place.locator("[name=sector]"), sector)
        count.click(place.get_by_role("button", name="Auf die Karte setzen"))
        expect(page.locator("tbody tr", has_text=name)).to_be_visible()
        expect(place.locator("[name=name]")).to_be_focused()
    expect(page.locator("tbody tr")).to_have_count(len(ROUND))


def arrangement(count: Count) -> None:
    page = count.page
    for ring, who, what in CARRIED:
        count.click(page.locator(f"#ring-{ring}").get_by_role("link", name="Ergänzen"))
        count.write(page.get_by_label("Wer?", exact=True), who)
        count.write(page.get_by_label("Was tut dieser Mensch oder Ort?"), what)
        count.click(page.get_by_role("button", name="Ergänzen", exact=True))
        expect(page.locator(f"#ring-{ring}")).to_contain_text(what)


def help_plan(count: Count) -> None:
    page = count.page
    count.click(page.get_by_role("button", name="Hilfeplan beginnen"))
    count.click(page.get_by_role("link", name="Weiterschreiben").first)
    form = page.locator("form.entry-form")
    count.write(form.locator("[name=summary]"), "Malik kommt morgens mit Emre gut in der Schule an.")
    count.write(
        form.locator("[name=need]"), "Begleitung am Morgen, bis der Weg wieder selbstverständlich ist."
    )
    count.choose(form.locator("[name=help_kind]"), "30")
    count.write(form.locator("[name=siblings]"), "Malik hat keine Geschwister.")
    count.day(form.locator("[name=review_on]"), (TODAY + timedelta(days=180)).isoformat())
    saved(page)
    count.click(page.get_by_role("button", name="Bogen ansehen"))
    expect(page.locator(".plan-sheet")).to_contain_text("geht zwei Wochen lang mit zur Schule")
    count.click(page.get_by_role("button", name="Zum Unterschreiben festlegen"))
    expect(page.locator(".plan-sign")).to_be_visible()


def review(count: Count) -> None:
    page = count.page
    count.click(page.get_by_role("link", name="Gemeinsam überprüfen"))
    count.write(page.get_by_label("Passt die Hilfe noch?"), "Ja, der Weg klappt an vier von fünf Tagen.")
    count.write(page.get_by_label("Wird sie noch gebraucht?"), "Noch bis Ostern, dann allein.")
    count.check(page.get_by_label("geht weiter wie bisher"))
    count.click(page.get_by_role("button", name="Festhalten"))
    expect(page.get_by_text("vier von fünf Tagen")).to_be_visible()


def handover(count: Count) -> None:
    page = count.page
    to = page.get_by_label("Wer übernimmt?")
    count.choose(to, to.locator("option").nth(1).get_attribute("value") or "")
    count.day(page.get_by_label("Wann sprechen alle drei miteinander?"), TODAY.isoformat())
    count.click(page.get_by_role("button", name="Übergabe planen"))
    count.write(page.locator("#words"), "Sie soll wissen, dass ich morgens nicht gern rede.")
    count.click(page.get_by_role("button", name="Diese Worte festhalten"))
    count.click(page.get_by_role("button", name="Jetzt übergeben"))
    expect(page.get_by_text("Übergeben. Heute können Sie die Akte noch lesen.")).to_be_visible()


TASKS: tuple[tuple[str, str, Callable[[Count], object]], ...] = (
    ("will and goals in a first talk", "gespraech/", first_talk),
    ("resource card with five entries", "ressourcen/", resource_card),
    ("network map with ten people", "netzwerk/", network_map),
    ("arrangement with six components", "massanzug/", arrangement),
    ("help plan from those", "hilfeplan/", help_plan),
    ("review", "hilfeplan/", review),
    ("handover", "uebergabe/", handover),
)


def written() -> dict[str, tuple[str, ...]]:
    """The rows of the page in docs: task, then fields, mandatory fields, clicks, keys and seconds."""
    rows = re.findall(r"^\| ([a-z][^|]+?) \|((?: *\d+ \|)+)", TABLE.read_text("utf-8"), re.MULTILINE)
    return {task: tuple(re.findall(r"\d+", figures)) for task, figures in rows}


def test_the_eight_commonest_tasks_cost_what_the_docs_say(
    visit: Callable[..., Page], check_accessible: Callable[[Page], None]
) -> None:
    page = visit("case_worker", width=1024, height=768)
    counts = {"new concern": Count(page)}
    case = new_concern(counts["new concern"])
    machine = {"new concern": counts["new concern"].machine}
    for task, path, do in TASKS:
        page.goto(case + path)
        counts[task] = Count(page)
        do(counts[task])
        machine[task] = counts[task].machine
        check_accessible(page)
    talk, plan = counts["will and goals in a first talk"], counts["help plan from those"]
    assert talk.mandatory <= 6
    assert talk.seconds + LONGEST_MACHINE < FIRST_TALK
    assert plan.seconds + LONGEST_MACHINE < HELP_PLAN
    found = {task: count.row() for task, count in counts.items()}
    lines = [f"| {task} | {' | '.join(figures)} |" for task, figures in found.items()]
    assert found == written(), "the table in docs/reference/eight-tasks.md now reads:\n" + "\n".join(lines)
    assert {task: round(each, 1) for task, each in machine.items() if each > LONGEST_MACHINE} == {}
