"""What a city weighs after a long load: ``python benchmarks/memory.py --minutes 60``.

Some users go through all the main pages with pauses, for as long as asked; then it stops by itself. Printed every
minute and at the end: the largest web process as it stands in a list of processes (resident: with all that it shares with
others) and by its own part of what is shared, which is what one process more would cost; and all processes together. A
program that loses memory shows as a line that goes on rising.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import threading
import time

from browsing import User
from cities import City, megabytes, resident, running_city
from page_lists import EVERY, PERSONAS


def main() -> None:
    """Load, look, stop."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--users", type=int, default=4)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--pause", type=float, default=1, help="mean seconds between two pages of a user")
    options = parser.parse_args()
    with running_city(options.scale) as city:
        end, counts = time.monotonic() + options.minutes * 60, itertools.count()
        threads = [
            threading.Thread(target=browse, args=(city, number, end, options.pause, counts), daemon=True)
            for number in range(options.users)
        ]
        for thread in threads:
            thread.start()
        watch(city, end)
        for thread in threads:
            thread.join(30)
        print(f"{next(counts)} pages answered")


def browse(city: City, number: int, end: float, pause: float, counts: itertools.count[int]) -> None:
    """One user who changes the persona now and then and looks at whatever that persona has."""
    chance = random.Random(number)
    while time.monotonic() < end:
        persona = chance.choice(PERSONAS)
        own = [path for who, path in EVERY.values() if who == persona]
        user = User(city.address)
        user.sign_in(persona)
        for _ in range(40):
            time.sleep(chance.uniform(0.5, 1.5) * pause)
            status, _content = user.get(chance.choice(own))
            if status >= 500:
                raise RuntimeError(f"{persona} was answered {status}")
            next(counts)
            if time.monotonic() > end:
                break
        user.connection.close()


def watch(city: City, end: float) -> None:
    """Print the memory every minute, and what it came to."""
    begun, largest, own, whole = time.monotonic(), [], [], []
    print("minute  largest web process, resident MB  by its part, MB  everything, MB", flush=True)
    while time.monotonic() < end:
        time.sleep(min(60, max(1, end - time.monotonic())))
        largest.append(max(map(resident, city.web_processes())))
        own.append(max(map(megabytes, city.web_processes())))
        whole.append(city.memory())
        print(
            f"{(time.monotonic() - begun) / 60:6.1f}  {largest[-1]:32.0f}  {own[-1]:15.0f}  {whole[-1]:14.0f}",
            flush=True,
        )
    quarter = max(1, len(largest) // 4)
    print(
        f"largest web process at most {max(largest):.0f} MB resident, {max(own):.0f} MB by its part; resident in the first quarter of the time {statistics.mean(largest[:quarter]):.0f},"
        f" last quarter {statistics.mean(largest[-quarter:]):.0f} MB; everything at most {max(whole):.0f} MB"
    )


if __name__ == "__main__":
    main()
