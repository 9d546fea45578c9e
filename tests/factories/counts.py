"""Many cases at once, as another system hands them over, for tests of what leaves case space as a number."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from factories.people import AT, TODAY, make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.individual.enums import CaseState
from sozialraum.individual.services import TakenOverCase, take_over_cases

_numbers = itertools.count(1)


def make_cases(
    by_area: Mapping[str, int], *, state: CaseState = CaseState.RUNNING, vintage: int = 2023
) -> None:
    """So many cases in each quarter, in nobody's hands."""
    cases = [
        TakenOverCase(
            number=f"2024-{next(_numbers):05d}", family_name="Zaunkönig", area_code=code, area_vintage=str(vintage),
            team_code="hafen", state=state, opened_on=TODAY, ended_on=TODAY if state is CaseState.ENDED else None,
        )
        for code, count in by_area.items()
        for _ in range(count)
    ]  # fmt: skip
    take_over_cases(make_actor(Role.CASE_WORKER), cases, at=AT)
