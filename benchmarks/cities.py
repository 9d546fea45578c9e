"""Demo cities that benchmarks build, start and stop themselves, with the processor time and memory they take.

The client shares the machine with the city, and so may others: seconds on the clock then say more about the
neighbors than about the program. The processor time of the city's own processes does not change by that, which is why
the benchmarks print it beside the clock.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
CITIES = ROOT / "data" / "bench"
START_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of processor time since a city's start: of the web processes and of the database."""

    web: float
    database: float

    def since(self, before: Taken) -> Taken:
        """What was taken since an earlier moment."""
        return Taken(self.web - before.web, self.database - before.database)


@dataclass(frozen=True, slots=True)
class City:
    """A running demo city."""

    address: str
    household: psutil.Process
    database: psutil.Process

    def web_processes(self) -> list[psutil.Process]:
        """The processes that answer requests: the children of the one that waits for them."""
        found = []
        for child in self.household.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if "worker" not in child.cmdline()[-1:]:
                    found += child.children()
        return found

    def taken(self) -> Taken:
        """The processor time so far; what ended processes took is counted with their parents."""
        return Taken(sum(map(_seconds, self.web_processes())), _seconds_of_family(self.database))

    def memory(self) -> float:
        """Megabytes of all processes, what they share counted once (PSS where the system tells it)."""
        family = [self.household, *self.household.children(recursive=True)]
        family += [self.database, *self.database.children(recursive=True)]
        return sum(megabytes(each) for each in family)


def megabytes(process: psutil.Process) -> float:
    """Memory of one process, what it shares with others counted by parts; 0 for one that has ended."""
    try:
        full = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0.0
    return float(getattr(full, "pss", full.rss)) / 1e6


def resident(process: psutil.Process) -> float:
    """Resident memory of one process in megabytes, shared pages counted whole: what an operator sees."""
    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _seconds_of_family(process: psutil.Process) -> float:
    ended = process.cpu_times()
    return (
        ended.children_user
        + ended.children_system
        + _seconds(process)
        + sum(map(_seconds, process.children()))
    )


def command(folder: Path, *arguments: str) -> list[str]:
    """The program with a data directory."""
    return [sys.executable, "-m", "sozialraum", "--data-dir", str(folder), *arguments]


def environment() -> dict[str, str]:
    """The environment of the program: this checkout, an embedded database, compiled code kept."""
    chosen = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("DATABASE_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {**chosen, "PYTHONPATH": str(ROOT / "src")}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """Whether somebody answers there, whatever it says."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True


def built_city(scale: float) -> Path:
    """The folder of a city of this scale; it is built the first time and brought up to date later."""
    folder = CITIES / f"scale-{scale:g}"
    folder.mkdir(parents=True, exist_ok=True)
    build = command(folder, "demo", "--scale", f"{scale:g}", "--build-only")
    subprocess.run(build, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def running_city(scale: float, *options: str) -> Iterator[City]:
    """Start a city of this scale as ``sozialraum demo`` does, and stop it in the end."""
    folder, port = built_city(scale), free_port()
    start = command(folder, "demo", "--scale", f"{scale:g}", "--port", str(port), *options)
    with subprocess.Popen(start, env=environment(), stdout=subprocess.DEVNULL) as process:
        try:
            address, end = f"http://localhost:{port}", time.monotonic() + START_SECONDS
            while not answers(f"{address}/anmelden/"):
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"the city of scale {scale:g} does not start: {' '.join(start)}")
                time.sleep(0.05)
            # the job worker loads the program once more
            time.sleep(4)
            server = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
            yield City(address, psutil.Process(process.pid), psutil.Process(server))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
