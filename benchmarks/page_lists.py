"""The pages that benchmarks ask for: by name the persona that asks and the address."""

from __future__ import annotations

MAIN = {
    "start page, case worker": ("case_worker", "/"),
    "list of 31 families through the gate": ("case_worker", "/individuum/"),
    "start page, planner": ("planner", "/"),
    "list of providers": ("planner", "/organisation/?size=50"),
    "city map, 160 quarters": ("planner", "/sozialstruktur/stadtkarte/"),
}
PERSONAS = (
    "case_worker", "team_lead", "provider_worker", "provider_lead", "parent", "young_person", "ombudsperson",
    "planner", "controller", "head_of_office", "committee_member", "resident", "data_protection_officer",
    "administrator",
)  # fmt: skip
OWN_PAGES = {"parent": "/individuum/meine/", "young_person": "/individuum/meine/"}
"""Where the start page leads those on who have a page of their own."""

EVERY = {
    **{
        f"start page, {persona.replace('_', ' ')}": (persona, OWN_PAGES.get(persona, "/"))
        for persona in PERSONAS
    },
    "families, case worker": ("case_worker", "/individuum/"),
    "families, team lead": ("team_lead", "/individuum/"),
    "social structure": ("planner", "/sozialstruktur/"),
    "city map": ("planner", "/sozialstruktur/stadtkarte/"),
    "deliveries": ("planner", "/sozialstruktur/daten/"),
    "organization": ("planner", "/organisation/?size=50"),
    "directory of places": ("planner", "/netzwerk/"),
    "directory, two words": ("planner", "/netzwerk/?q=jugend+treff"),
    "search": ("planner", "/suche/?q=hafen"),
    "reports": ("planner", "/berichte/"),
    "themes": ("planner", "/netzwerk/themen/"),
    "field log": ("case_worker", "/netzwerk/feld/"),
    "pins": ("planner", "/netzwerk/nadeln/"),
    "budget": ("planner", "/organisation/budget/"),
    "workshop": ("planner", "/sozialstruktur/werkstatt/"),
    "runs": ("planner", "/sozialstruktur/laeufe/"),
    "list of deliveries": ("planner", "/sozialstruktur/daten/lieferungen/"),
    "cuts": ("planner", "/sozialstruktur/zuschnitte/"),
    "indicators": ("planner", "/sozialstruktur/merkmale/"),
    "page of an area": ("planner", "/sozialstruktur/gebiete/quartiere/2023/0101/"),
    "page of an area, open": ("planner", "/offen/quartiere/quartiere/2023/0101/"),
    "people and roles": ("administrator", "/verwaltung/konten/"),
    "notices": ("data_protection_officer", "/datenschutz/hinweise/"),
    "network of organizations": ("planner", "/netzwerk/zusammenarbeit/"),
    "network of organizations of a quarter": ("resident", "/netzwerk/zusammenarbeit/?gebiet=0101"),
    "competences": ("planner", "/netzwerk/kompetenzen/"),
    "shares of field work": ("case_worker", "/netzwerk/feld/anteile/"),
    "new note from the field": ("case_worker", "/netzwerk/feld/notiz/"),
    "new theme": ("planner", "/netzwerk/themen/neu/"),
    "new place": ("planner", "/netzwerk/orte/neu/"),
    "new family": ("case_worker", "/individuum/neu/"),
    "new letter to somebody": ("administrator", "/verwaltung/konten/einladen/"),
    "entries that wait for a word": ("planner", "/netzwerk/nachfragen/"),
    "entries that stand twice": ("planner", "/netzwerk/doppelt/"),
    "issues": ("planner", "/netzwerk/anliegen/"),
    "stories of effect": ("planner", "/netzwerk/wirkungen/"),
    "forecast of claims": ("planner", "/organisation/budget/2027/prognose/"),
    "ledger against plan": ("controller", "/organisation/budget/2026/plan-ist/"),
    "visits without a case": ("provider_lead", "/organisation/ohne-fall/"),
    "round on the budget": ("resident", "/mitwirkung/budget/2027/"),
    "complaints": ("ombudsperson", "/individuum/beschwerden/"),
    "review of the month": ("data_protection_officer", "/datenschutz/pruefung/"),
    "keeping periods": ("data_protection_officer", "/datenschutz/fristen/"),
    "substitutions": ("case_worker", "/konto/vertretung/"),
    "new card": ("case_worker", "/netzwerk/karten/neu/"),
    "new planning areas": ("planner", "/sozialstruktur/zuschnitte/planungsraeume/"),
    "new adviser on the protection of children": ("head_of_office", "/individuum/rat-bei-sorge/neu/"),
    "open areas": ("resident", "/offen/"),
    "open data": ("resident", "/offen/daten/"),
}
