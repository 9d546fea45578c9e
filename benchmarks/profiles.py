"""How long the page of an area takes when eight people read the pages of many quarters.

    python benchmarks/profiles.py [--wait 30] [--seconds 12]

Every user opens another quarter each time, so that nobody is answered by what was asked a moment before. The first
round draws every page once in every web process and is given by itself; what follows is the day after.
``--wait`` are the seconds between the start of the city and the first page, in which its web processes prepare what they do after
every start; with 0 the first pages do that work themselves.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import threading
import time

from browsing import User
from cities import City, running_city

USERS = 8
PAUSE = 1.0
INDEX, CITY_MAP = "/offen/", "/sozialstruktur/stadtkarte/"
COUNTED = 150


def quarters(user: User) -> list[str]:
    """The addresses of all open pages of quarters."""
    _, body = user.get(INDEX)
    return sorted(set(re.findall(r'href="(/offen/quartiere/[^"]+)"', body.decode())))


def read(users: list[User], addresses: list[str], seconds: float, pause: float) -> list[float]:
    """Seconds of each page that the users opened at random, all at once."""
    taken: list[float] = []
    end = time.perf_counter() + seconds

    def browse(number: int) -> None:
        dice = random.Random(number)
        while time.perf_counter() < end:
            if pause:
                time.sleep(dice.uniform(0.5, 1.5) * pause)
            address = dice.choice(addresses)
            begun = time.perf_counter()
            status, _ = users[number].get(address)
            if status != 200:
                raise RuntimeError(f"{address} answered {status}")
            taken.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=browse, args=(number,)) for number in range(len(users))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def said(name: str, taken: list[float]) -> None:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(taken)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{name:<42} {statistics.median(ordered) * 1000:6.0f} {p95 * 1000:6.0f} {len(ordered):6d} pages")


def cost(city: City, user: User, addresses: list[str], name: str) -> None:
    """Processor time of one page, of the web processes and of the database, in milliseconds."""
    dice = random.Random(1)
    for _ in range(5):
        user.get(dice.choice(addresses))
    before = city.taken()
    for _ in range(COUNTED):
        user.get(dice.choice(addresses))
    taken = city.taken().since(before)
    print(
        f"{name:<42} {taken.web / COUNTED * 1000:6.1f} {taken.database / COUNTED * 1000:6.1f} processor time"
    )


def main() -> None:
    """Run all and print median, p95 and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wait", type=float, default=30.0, help="seconds before the first page")
    parser.add_argument("--seconds", type=float, default=12.0, help="how long each load lasts")
    options = parser.parse_args()
    with running_city(1) as city:
        time.sleep(options.wait)
        print(f"{'milliseconds':<42} {'p50':>6} {'p95':>6}")
        for persona, room in (("", "open page"), ("planner", "page behind the sign-in")):
            users = [User(city.address) for _ in range(USERS)]
            addresses = quarters(users[0])
            if persona:
                for user in users:
                    user.sign_in(persona)
                addresses = [
                    each.replace("/offen/quartiere/", "/sozialstruktur/gebiete/") for each in addresses
                ]
            first = [_timed(users[place % USERS], each) for place, each in enumerate(addresses * 2)]
            said(f"{room}, every quarter for the first time", first)
            cost(city, users[0], addresses, room)
            if persona:
                cost(city, users[0], [CITY_MAP], "city map")
            said(f"{room}, 1 user, closed loop", read(users[:1], addresses, options.seconds / 2, 0.0))
            said(f"{room}, 8 users, pauses of 1 s", read(users, addresses, options.seconds, PAUSE))
            said(f"{room}, 8 users, closed loop", read(users, addresses, options.seconds / 2, 0.0))


def _timed(user: User, address: str) -> float:
    begun = time.perf_counter()
    user.get(address)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
