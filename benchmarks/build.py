"""What it takes to build a city: ``python benchmarks/build.py --scale 20``.

Builds it in a folder of its own, looks twice a second at the memory of the program and of the database, prints the
seconds and the largest of each, and throws the city away.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
from cities import command, environment, megabytes, resident


def main() -> None:
    """Build, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        # the server of the embedded database runs as another user where this one is root
        Path(base).chmod(0o711)
        folder = Path(base) / "city"
        build = command(folder, "demo", "--scale", f"{options.scale:g}", "--build-only")
        begun, program, database, together = time.monotonic(), 0.0, 0.0, 0.0
        with subprocess.Popen(build, env=environment(), stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                builder, server = resident(psutil.Process(process.pid)), sum(map(megabytes, servers(folder)))
                program, database = max(program, builder), max(database, server)
                together = max(together, builder + server)
                time.sleep(0.5)
        if process.returncode:
            raise SystemExit(f"the build ended with {process.returncode}")
    print(
        f"city of scale {options.scale:g}: {time.monotonic() - begun:.0f} s; the program at most {program:.0f} MB,"
        f" the database at most {database:.0f} MB, both together at most {together:.0f} MB"
    )


def servers(folder: Path) -> list[psutil.Process]:
    """The processes of the database that runs in this folder; none before it is started."""
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
        server = psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))
        return [server, *server.children(recursive=True)]
    return []


if __name__ == "__main__":
    main()
