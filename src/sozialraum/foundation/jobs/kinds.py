"""Declaring background work: what kinds of jobs there are, and what is done at intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sozialraum.foundation.jobs.enums import OnLost


class Run(Protocol):
    """What a job's function is given: where to report, and who asked for it."""

    @property
    def by(self) -> Any:
        """The id of the person who asked for the job, None for the platform itself."""

    def progress(self, *, done: int = 0, total: int = 0, message: str = "") -> None:
        """Say how far the work is; raises where the job was canceled or is handed back."""


Work = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class JobKind:
    """One kind of job: its function gets a ``Run`` and the parameters, and returns what is kept as result.

    Parameters and results are plain values (numbers, texts, ids) without contents of people's data.
    """

    name: str
    title: str
    work: Work
    on_lost: OnLost = OnLost.FAIL


@dataclass(frozen=True)
class Periodic:
    """Work that the worker does at intervals, by one worker at a time."""

    name: str
    every: timedelta
    work: Callable[[datetime], object]


_kinds: dict[str, JobKind] = {}
_periodic: dict[str, Periodic] = {}


def job(name: str, *, title: str, on_lost: OnLost = OnLost.FAIL) -> Callable[[Work], JobKind]:
    """Declare a function as a kind of job, ``@job("social_structure.import", title=gettext_noop("…"))``.

    ``on_lost=OnLost.RESTART`` is for work that may be begun again from its start without harm.
    """

    def declare(work: Work) -> JobKind:
        _kinds[name] = JobKind(name, title, work, on_lost)
        return _kinds[name]

    return declare


def kind_of(name: str) -> JobKind | None:
    """Return the kind of this name; None where this release knows it no longer."""
    return _kinds.get(name)


def periodically(name: str, *, every: timedelta, work: Callable[[datetime], object]) -> None:
    """Have ``work`` done at intervals; it is given the time of its begin. Call it in ``AppConfig.ready``."""
    _periodic[name] = Periodic(name, every, work)


def periodic_work() -> list[Periodic]:
    """Return everything that is done at intervals."""
    return list(_periodic.values())
