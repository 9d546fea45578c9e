"""What every page costs in a large city against a small one: ``python benchmarks/growth.py SMALL LARGE [--only TEXT]``.

SMALL and LARGE are the data directories of two demo cities. One process after the other, in turns and three times, answers
every page as the persona that it belongs to, with plans and memories kept as in a web process that has run a while.
Printed for each page: milliseconds of processor time of the process that answers plus the database's, both medians, and
the ratio. Processor time does not grow when others use the machine as well, as seconds on the clock do.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WARMING, TIMES, ROUNDS = 4, 15, 3


def main() -> None:
    """Ask both cities in turns, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cities", nargs="+", help="data directories of a small and a large city")
    parser.add_argument("--only", default="", help="only pages whose name holds this text")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(costs(options.cities[0], options.only)))
        return
    found: list[dict[str, list[tuple[float, float]]]] = [{} for _ in options.cities]
    for _ in range(options.rounds):
        for taken, city in zip(found, options.cities, strict=True):
            for name, pair in asked(city, options.only).items():
                taken.setdefault(name, []).append(pair)
    print("| page | " + " | ".join(f"city {place}, ms" for place, _ in enumerate(found, 1)) + " | ratio |")
    print("|---|" + "---|" * (len(found) + 1))
    for name in found[0]:
        # the least of the rounds: what disturbs only ever adds
        pairs = [min(taken.get(name) or [(float("nan"),) * 2], key=sum) for taken in found]
        cells = " | ".join(f"{web:.1f} + {database:.1f}" for web, database in pairs)
        print(f"| {name} | {cells} | {sum(pairs[-1]) / sum(pairs[0]):.2f} |")


def asked(city: str, only: str) -> dict[str, tuple[float, float]]:
    """The costs of a city's pages, from a process of its own."""
    answer = subprocess.run(
        [sys.executable, __file__, city, "--only", only, "--inside"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
        capture_output=True,
        text=True,
    )
    return {name: tuple(pair) for name, pair in json.loads(answer.stdout.splitlines()[-1]).items()}


def costs(city: str, only: str) -> dict[str, tuple[float, float]]:
    """By page the milliseconds of processor time of this process and of its connections' servers."""
    from sozialraum.commands.installation import at

    with at(Path(city), debug=False).opened():
        from django.conf import settings
        from django.db import connections
        from page_lists import EVERY
        from people_pages import signed_in

        from sozialraum.foundation.database.preparations import prepare
        from sozialraum.foundation.database.roles import keep_plans

        settings.ALLOWED_HOSTS = ["testserver"]
        connections.close_all()
        keep_plans()
        prepare("de")
        browsers = {persona: signed_in(persona) for persona in {who for who, _ in EVERY.values()}}
        result = {}
        for name, (persona, path) in EVERY.items():
            there = browsers[persona]
            if only not in name or there is None:
                continue
            taken = []
            for number in range(WARMING + TIMES):
                before = (time.process_time(), _of_database(connections))
                status = there[0].get(path).status_code
                after = (time.process_time(), _of_database(connections))
                if status not in {200, 302}:
                    raise RuntimeError(f"{path} answered {status} for {persona}")
                if number >= WARMING:
                    taken.append([(b - a) * 1000 for a, b in zip(before, after, strict=True)])
            print(
                f"{name} {sum(map(statistics.median, zip(*taken, strict=True))):.1f} {time.process_time():.0f}",
                file=sys.stderr,
            )
            result[name] = tuple(statistics.median(each) for each in zip(*taken, strict=True))
    return result


def _of_database(connections: object) -> float:
    """Seconds of processor time of the servers that this process's connections have (Linux)."""
    numbers = [
        each.connection.info.backend_pid
        for each in connections.all(initialized_only=True)  # type: ignore[attr-defined]  # Django's handler
        if each.connection is not None
    ]
    return sum(int(Path(f"/proc/{number}/schedstat").read_text().split()[0]) for number in numbers) / 1e9


if __name__ == "__main__":
    main()
