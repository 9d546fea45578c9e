"""Every check in the order in which it helps: ``python tools/steps.py [step …]`` (``make test`` runs all).

A step that fails does not keep the later ones from running; what was not run, and why, is printed at the end,
by name. Ends with 1 where a step failed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
TOOLS = Path(PYTHON).parent
NOT_RUN = re.compile(r"^SKIPPED \[\d+\] (?P<where>\S+?):\d*:? ?(?P<why>.*)$")


@dataclass(frozen=True)
class Step:
    """One check and the command that makes it."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a step ended: its exit code, its time in seconds, and the tests that it left out, with reasons."""

    name: str
    code: int
    seconds: float
    not_run: tuple[str, ...]


def pytest_step(name: str, *more: str) -> Step:
    """A step of tests: their kind is their folder."""
    return Step(name, (PYTHON, "-m", "pytest", f"tests/{name}", "-q", "-rs", *more))


STEPS = (
    Step("lint", (PYTHON, "-m", "ruff", "check", ".")),
    Step("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step("types", (PYTHON, "-m", "mypy")),
    Step("contracts", (str(TOOLS / "lint-imports"),)),
    Step("catalogues", (PYTHON, "tools/catalogues.py")),
    Step("audit", (PYTHON, "tools/audit.py")),
    pytest_step("unit", "-n", "2"),
    pytest_step("integration", "-n", "2"),
    pytest_step("meta"),
    # a file stays with one city: its tests may follow each other
    pytest_step("e2e", "-n", "2", "--dist", "loadfile"),
    Step("docs", (PYTHON, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "build/docs")),
)


def run(step: Step) -> Outcome:
    """Run a step, show what it says, and note what it left out."""
    print(f"\n── {step.name} " + "─" * (60 - len(step.name)), flush=True)
    begun = time.monotonic()
    left_out: list[str] = []
    process = subprocess.Popen(
        step.command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ
    )
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if found := NOT_RUN.match(line.strip()):
            left_out.append(f"{found['where']}: {found['why']}")
    return Outcome(step.name, process.wait(), time.monotonic() - begun, tuple(left_out))


def main(names: Sequence[str]) -> int:
    """Run the named steps, or all of them; returns the exit code."""
    unknown = set(names) - {step.name for step in STEPS}
    if unknown:
        print(
            f"No step is called {', '.join(sorted(unknown))}; there are {', '.join(s.name for s in STEPS)}."
        )
        return 2
    outcomes = [run(step) for step in STEPS if not names or step.name in names]
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
