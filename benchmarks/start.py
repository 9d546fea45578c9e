"""From the command to the first page, and back: ``python benchmarks/start.py [runs]``.

Starts `sozialraum serve` on an empty data directory, then again on what is there, and prints the medians: seconds to
the first answer (first and later starts), seconds to a complete stop, and the memory of all processes, where pages
that the processes share count once (PSS on Linux).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

SOURCE = Path(__file__).resolve().parents[1] / "src"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True


def memory_of(process: psutil.Process, data: Path) -> float:
    """Megabytes of the program, its children and its database."""
    family = [process, *process.children(recursive=True)]
    database = psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))
    family += [database, *database.children(recursive=True)]
    return sum(getattr(each.memory_full_info(), "pss", each.memory_info().rss) for each in family) / 1e6


def one_run(data: Path) -> tuple[float, float, float]:
    port = free_port()
    command = [sys.executable, "-m", "sozialraum", "--data-dir", str(data), "serve", "--port", str(port)]
    # compiled code is kept, as it is for everybody who has not asked Python to keep none
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.monotonic()
    with subprocess.Popen(
        command,
        env={**environment, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while not answers(port):
            time.sleep(0.02)
        answered = time.monotonic() - begun
        time.sleep(3)
        memory = memory_of(psutil.Process(process.pid), data)
        ended = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    return answered, time.monotonic() - ended, memory


def main(runs: int) -> None:
    first, later, stop, memory = [], [], [], []
    for _run in range(runs):
        base = Path(tempfile.mkdtemp(prefix="sr-"))
        base.chmod(0o711)
        for kind in (first, later):
            answered, stopped, used = one_run(base / "data")
            kind.append(answered)
            stop.append(stopped)
            memory.append(used)
        shutil.rmtree(base)
    print(f"first start to first page  {statistics.median(first):6.2f} s")
    print(f"later start to first page  {statistics.median(later):6.2f} s")
    print(f"stop                       {statistics.median(stop):6.2f} s")
    print(f"memory, all processes      {statistics.median(memory):6.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
