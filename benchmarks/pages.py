"""How long pages take, signed in, under 1, 8 and 32 users at once.

    python benchmarks/pages.py http://localhost:8000 --seconds 10

Prints one line a page and number of users: requests a second, median and 95th percentile in milliseconds. Run it
against a city of scale 1 and one of scale 10 on the same machine and compare: ``--compare http://localhost:8010``
runs both in turns and prints the ratio of the medians.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time

from browsing import User

PAGES = {
    "start page, case worker": ("case_worker", "/"),
    "families, case worker": ("case_worker", "/individuum/"),
    "start page, planner": ("planner", "/"),
    "list of providers, planner": ("planner", "/organisation/?size=50"),
    "city map, planner": ("planner", "/sozialstruktur/stadtkarte/"),
}


def measure(address: str, persona: str, path: str, users: int, seconds: float) -> list[float]:
    """Seconds of each request that ``users`` users made one after the other, all at once."""
    taken: list[list[float]] = [[] for _ in range(users)]
    clients = [User(address) for _ in range(users)]
    for client in clients:
        client.sign_in(persona)
        status, _ = client.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status} for {persona}")
    end = time.perf_counter() + seconds

    def browse(number: int) -> None:
        while time.perf_counter() < end:
            begun = time.perf_counter()
            clients[number].get(path)
            taken[number].append(time.perf_counter() - begun)

    threads = [threading.Thread(target=browse, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for one in taken for each in one]


def main() -> None:
    """Measure every page for every number of users."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--compare", help="a second city to measure in turns with the first")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--users", type=int, nargs="*", default=[1, 8, 32])
    options = parser.parse_args()
    print(f"{'page':28} {'users':>5} {'req/s':>7} {'p50 ms':>7} {'p95 ms':>7}  ratio of medians")
    for name, (persona, path) in PAGES.items():
        for users in options.users:
            first = measure(options.address, persona, path, users, options.seconds)
            line = (
                f"{name:28} {users:5} {len(first) / options.seconds:7.1f} {statistics.median(first) * 1000:7.1f}"
                f" {statistics.quantiles(first, n=20)[18] * 1000:7.1f}"
            )
            if options.compare:
                second = measure(options.compare, persona, path, users, options.seconds)
                line += f"  {statistics.median(second) / statistics.median(first):.2f}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
