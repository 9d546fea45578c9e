"""How long pages take, signed in, and how much processor time each costs.

    python benchmarks/pages.py                      # scale 1: one, eight and 32 users, and eight with pauses
    python benchmarks/pages.py --compare 10         # every page at scale 10 against scale 1, in turns

A *closed loop* is users who ask for the next page the moment they have the last: eight of them are a load that eight
people never make. *With pauses* each waits about a second before the next page. The processor time is that of the web
processes and the database for one page of one user.
"""

from __future__ import annotations

import argparse
import random
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from browsing import User
from cities import City, running_city
from page_lists import EVERY, MAIN

PAIRS = 25


@contextmanager
def signed_in(address: str, persona: str, path: str, users: int) -> Iterator[list[User]]:
    """Users on the page for the first time, so that nothing is measured that happens once."""
    clients = [User(address) for _ in range(users)]
    for client in clients:
        client.sign_in(persona)
        status, _ = client.get(path)
        if status not in {200, 302}:
            raise RuntimeError(f"{path} answered {status} for {persona}")
    yield clients
    for client in clients:
        client.connection.close()


def load(clients: list[User], path: str, seconds: float, pause: float = 0.0) -> list[float]:
    """Seconds of each request that the users made, all at once; ``pause`` is the mean wait between two."""
    taken: list[list[float]] = [[] for _ in clients]
    end = time.perf_counter() + seconds

    def browse(number: int) -> None:
        rhythm = random.Random(number)
        while time.perf_counter() < end:
            if pause:
                time.sleep(rhythm.uniform(0.5, 1.5) * pause)
            begun = time.perf_counter()
            clients[number].get(path)
            taken[number].append(time.perf_counter() - begun)

    threads = [threading.Thread(target=browse, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for one in taken for each in one]


def cost(city: City, client: User, path: str, times: int) -> tuple[float, float]:
    """Milliseconds of processor time of the web processes and of the database for one page."""
    before = city.taken()
    for _ in range(times):
        client.get(path)
    taken = city.taken().since(before)
    return taken.web / times * 1000, taken.database / times * 1000


def main() -> None:
    """Measure the main pages, or compare every page of two cities."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument(
        "--compare", type=float, help="the scale of a second city to measure in turns with the first"
    )
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--users", type=int, nargs="*", default=[1, 8, 32])
    parser.add_argument("--only", default="", help="only pages whose name holds this text")
    parser.add_argument(
        "--wait",
        type=float,
        default=60,
        help="seconds before the first page, in which a process prepares (0: none)",
    )
    parser.add_argument("--workers", default="", help="web processes and threads, for example 2x4")
    options = parser.parse_args()
    workers, _, threads = options.workers.partition("x")
    how = ["--workers", workers, "--threads", threads or "1"] if workers else []
    if options.compare:
        with running_city(options.scale, *how) as first, running_city(options.compare, *how) as second:
            compare(first, second, options.only, options.compare)
        return
    with running_city(options.scale, *how) as city:
        time.sleep(options.wait)
        measure(city, options.users, options.seconds, options.only)


def measure(city: City, users: list[int], seconds: float, only: str) -> None:
    """Print a table row for each of the main pages."""
    columns = [f"{number} user{'s' if number > 1 else ''}" for number in users] + ["8 users, pauses of 1 s"]
    print(f"| page | web + database, CPU ms | {' | '.join(columns)} |")
    print("|---|---|" + "---|" * len(columns), flush=True)
    for name, (persona, path) in MAIN.items():
        if only not in name:
            continue
        with signed_in(city.address, persona, path, max([8, *users])) as clients:
            load(clients[:8], path, 1)
            web, database = cost(city, clients[0], path, 100)
            cells = [shown(load(clients[:number], path, seconds)) for number in users]
            cells.append(shown(load(clients[:8], path, max(seconds, 8), pause=1)))
        print(f"| {name} | {web:.1f} + {database:.1f} | {' | '.join(cells)} |", flush=True)


def shown(taken: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"{statistics.median(taken) * 1000:.0f} / {statistics.quantiles(taken, n=20)[18] * 1000:.0f}"


def compare(first: City, second: City, only: str, scale: float) -> None:
    """Print the ratio of two cities for every page, asked for in turns."""
    print(f"| page | scale 1, ms | scale {scale:g}, ms | ratio | ratio of CPU |")
    print("|---|---|---|---|---|", flush=True)
    cities = (first, second)
    for name, (persona, path) in EVERY.items():
        if only not in name:
            continue
        with (
            signed_in(first.address, persona, path, 1) as one,
            signed_in(second.address, persona, path, 1) as two,
        ):
            taken: tuple[list[float], list[float]] = ([], [])
            used = [0.0, 0.0]
            for client in (one[0], two[0]) * 5:
                client.get(path)
            for _ in range(PAIRS):
                for number, client in enumerate((one[0], two[0])):
                    before, begun = cities[number].taken(), time.perf_counter()
                    client.get(path)
                    taken[number].append(time.perf_counter() - begun)
                    spent = cities[number].taken().since(before)
                    used[number] += spent.web + spent.database
        a, b = (statistics.median(each) * 1000 for each in taken)
        ratio = f"{used[1] / used[0]:.2f}" if used[0] else "–"
        print(f"| {name} | {a:.1f} | {b:.1f} | {b / a:.2f} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
