"""How long the main pages of the people's floor take in a city that stands, and how many statements they ask.

    python benchmarks/people_pages.py --data-dir data/bench/10

For a city that ``sozialraum demo`` has built and that runs (``serve``): the start page of a case worker, a case, a
search and a help plan as PDF, answered in this process by the code that answers requests. Prints, for each, p50 and p95 of
seconds on the clock and of the processor time of this process (the database's own is not in it), and the statements.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import Any

PAGES = (
    ("start page of a case worker", "case_worker", "/"),
    ("families of a case worker", "case_worker", "/individuum/"),
    ("a case", "case_worker", "/individuum/{case}/"),
    ("who carries what", "case_worker", "/individuum/{case}/massanzug/"),
    ("search", "case_worker", "/suche/?q=Kessler"),
    ("own page of a young person", "young_person", "/individuum/meine/"),
    ("what is shown to a trusted person", "trusted_person", "/individuum/gezeigt/"),
    ("help plan as PDF", "case_worker", "/individuum/{case}/hilfeplan/1/bogen.pdf"),
)
WARMING = 8
"""Rounds before the clock counts: until the plans of the statements are kept, as in a web process that has run a while."""


def main() -> None:
    """Ask every page in turns, so that what else runs on the machine falls on all of them alike."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", required=True)
    parser.add_argument("--times", type=int, default=60)
    options = parser.parse_args()
    os.environ["SOZIALRAUM_DATA_DIR"] = options.data_dir
    os.environ["DJANGO_SETTINGS_MODULE"] = "sozialraum.site.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sozialraum.foundation.database.roles import keep_plans

    settings.ALLOWED_HOSTS = ["testserver"]
    keep_plans()
    found_there = {persona: signed_in(persona) for persona in {each[1] for each in PAGES}}
    browsers = {persona: browser for persona, browser in found_there.items() if browser}
    pages = [each for each in PAGES if each[1] in browsers]
    case = next(held.scope_key for held in browsers["young_person"][1].roles if held.scope_key)
    taken: dict[str, list[tuple[float, float]]] = {}
    asked: dict[str, int] = {}
    for number in range(options.times + WARMING):
        for name, persona, path in pages:
            browser, address = browsers[persona][0], path.format(case=case)
            if number == 1:
                with CaptureQueriesContext(connection) as found:
                    browser.get(address)
                asked[name] = len(found)
            clock, processor = time.perf_counter(), time.process_time()
            status = browser.get(address).status_code
            spent = (time.perf_counter() - clock, time.process_time() - processor)
            if status != 200:
                raise RuntimeError(f"{address} answered {status}")
            if number >= WARMING:
                taken.setdefault(name, []).append(spent)
    print("| page | clock p50 / p95, ms | processor p50 / p95, ms | statements |\n|---|---|---|---|")
    for name, pairs in taken.items():
        clock, processor = ([each[place] * 1000 for each in pairs] for place in (0, 1))
        print(f"| {name} | {_middle(clock)} | {_middle(processor)} | {asked[name]} |")


def _middle(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} / {statistics.quantiles(values, n=20)[-1]:.0f}"


def signed_in(persona: str) -> tuple[Any, Any] | None:
    """A signed-in browser with its actor; None where the city, built before, has no such persona."""
    from django.test import Client
    from django.utils import timezone

    from sozialraum.foundation.accounts import session_keys
    from sozialraum.foundation.accounts.queries import actor_of
    from sozialraum.foundation.accounts.queries.demo import persona_user

    user = persona_user(persona)
    if user is None:
        return None
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session[session_keys.SECOND_FACTOR] = True
    session.save()
    return browser, actor_of(user, today=timezone.localdate(), second_factor=True)


if __name__ == "__main__":
    main()
