"""Every check in the order in which it helps: ``python tools/steps.py [step …]`` (``make test`` runs all).

Steps that keep one core busy run two at a time; the city of the end-to-end tests is built beside them.

A step that fails does not keep the later ones from running; what was not run, and why, is printed at the end,
by name. Ends with 1 where a step failed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
TOOLS = Path(PYTHON).parent
CITY = "SOZIALRAUM_E2E_CITY"
CORES = 2
NOT_RUN = re.compile(r"^SKIPPED \[\d+\] (?P<where>\S+?):\d*:? ?(?P<why>.*)$")


@dataclass(frozen=True)
class Step:
    """One check and the command that makes it."""

    name: str
    command: tuple[str, ...]
    cores: int = 1


@dataclass(frozen=True)
class Outcome:
    """How a step ended: its exit code, its time in seconds, what it said, and the tests that it left out, with reasons."""

    name: str
    code: int
    seconds: float
    said: str
    not_run: tuple[str, ...]


def pytest_step(name: str, *more: str, cores: int = CORES) -> Step:
    """A step of tests: their kind is their folder."""
    spread = ("-n", str(cores)) if cores > 1 else ()
    return Step(name, (PYTHON, "-m", "pytest", f"tests/{name}", "-q", "-rs", *spread, *more), cores)


STEPS = (
    Step("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Step("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step("city", (PYTHON, "-m", "sozialraum", "--data-dir", CITY, "demo", "--build-only", "--scale", "1")),
    Step("types", (PYTHON, "-m", "mypy")),
    Step("contracts", (str(TOOLS / "lint-imports"),)),
    Step("catalogues", (PYTHON, "tools/catalogues.py")),
    Step("audit", (PYTHON, "tools/audit.py")),
    pytest_step("meta", cores=1),
    pytest_step("unit"),
    pytest_step("integration"),
    # a file stays with one city: its tests may follow each other
    pytest_step("e2e", "--dist", "loadfile"),
    Step("docs", (PYTHON, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "build/docs")),
)


def run(step: Step, city: str, *, at_once: bool) -> Outcome:
    """Run a step and note what it left out; what it says is shown at once, or with the heading when it has ended."""
    if at_once:
        print(heading(step.name), flush=True)
    begun = time.monotonic()
    said: list[str] = []
    process = subprocess.Popen(
        [city if part == CITY else part for part in step.command], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, env={**os.environ, CITY: city},
    )  # fmt: skip
    for line in process.stdout or ():
        said.append(line)
        if at_once:
            print(line, end="", flush=True)
    found = [NOT_RUN.match(line.strip()) for line in said]
    left_out = tuple(f"{each['where']}: {each['why']}" for each in found if each)
    return Outcome(step.name, process.wait(), time.monotonic() - begun, "".join(said), left_out)


def heading(name: str) -> str:
    """The line above what a step says."""
    return f"\n── {name} " + "─" * (60 - len(name))


def run_all(steps: Sequence[Step], city: str) -> Iterator[Outcome]:
    """First those that leave a core to another one, side by side, then the others, each alone."""
    with ThreadPoolExecutor(CORES) as pool:
        for outcome in pool.map(
            lambda step: run(step, city, at_once=False), (s for s in steps if s.cores == 1)
        ):
            print(heading(outcome.name), outcome.said, sep="\n", end="", flush=True)
            yield outcome
    yield from (run(step, city, at_once=True) for step in steps if step.cores > 1)


def main(names: Sequence[str]) -> int:
    """Run the named steps, or all of them; returns the exit code."""
    unknown = set(names) - {step.name for step in STEPS}
    if unknown:
        print(
            f"No step is called {', '.join(sorted(unknown))}; there are {', '.join(s.name for s in STEPS)}."
        )
        return 2
    base = Path(tempfile.mkdtemp(prefix="sr-"))
    base.chmod(0o711)  # the database server has a user of its own
    try:
        steps = [step for step in STEPS if not names or step.name in names]
        outcomes = list(run_all(steps, str(base / "city")))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print("\n── result " + "─" * 54)
    for each in outcomes:
        print(f"  {'passed' if each.code == 0 else 'FAILED':7} {each.name:12} {each.seconds:7.1f} s")
    left_out = [reason for each in outcomes for reason in each.not_run]
    if left_out:
        print(f"\nNOT RUN ({len(left_out)}):")
        print("\n".join(f"  {reason}" for reason in left_out))
    failed = [each.name for each in outcomes if each.code]
    print(f"\n{'FAILED: ' + ', '.join(failed) if failed else 'Every check passed.'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
