"""Two professionals, no score, two facts for the reporter (§ 8a SGB VIII)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import models

from sozialraum.individual.enums import Finding, ReporterKind
from sozialraum.individual.models import ProtectionAssessment, ProtectionMeasure, ProtectionReport
from sozialraum.individual.rules.protection import TOLD, answer_to_reporter, is_whole, may_conclude

ANNA, BEN = UUID(int=1), UUID(int=2)


def test_one_professional_alone_finds_nothing() -> None:
    found = may_conclude([ANNA, ANNA], by=ANNA, finding=Finding.NONE, found=[Finding.NONE], dissent="")
    assert not found
    assert may_conclude([ANNA, BEN], by=ANNA, finding=Finding.NONE, found=[Finding.NONE] * 2, dissent="")


def test_who_has_not_assessed_does_not_conclude() -> None:
    assert not may_conclude(
        [ANNA, BEN], by=UUID(int=3), finding=Finding.NONE, found=[Finding.NONE] * 2, dissent=""
    )


def test_another_view_stays_in_words() -> None:
    views = [Finding.LATENT, Finding.NEED]
    assert not may_conclude([ANNA, BEN], by=ANNA, finding=Finding.LATENT, found=views, dissent=" ")
    assert may_conclude(
        [ANNA, BEN], by=ANNA, finding=Finding.LATENT, found=views, dissent="Ben sieht keine Gefahr."
    )


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("heard", [True, False])
def test_not_seeing_and_not_hearing_need_words(seen: bool, heard: bool) -> None:
    def whole(not_seen: str, not_heard: str) -> bool:
        return bool(
            is_whole(
                child_seen=seen,
                child_heard=heard,
                parents_heard=heard,
                not_seen=not_seen,
                not_heard=not_heard,
            )
        )

    assert whole("", "") is (seen and heard)
    assert whole("Die Schule sieht das Kind täglich.", "Der Vater würde es erfahren.")


@pytest.mark.parametrize("reporter", ReporterKind)
@pytest.mark.parametrize("finding", [None, *Finding])
@pytest.mark.parametrize("active", [True, False])
def test_a_reporter_is_told_two_facts_at_most(
    reporter: ReporterKind, finding: Finding | None, active: bool
) -> None:
    told = answer_to_reporter(reporter, finding, active=active)
    if reporter not in TOLD or finding is None:
        assert told is None
    else:
        assert told is not None
        assert (told.confirmed, told.active) == (finding in {Finding.ACUTE, Finding.LATENT}, active)


@pytest.mark.parametrize("model", [ProtectionReport, ProtectionAssessment, ProtectionMeasure])
def test_nothing_of_a_danger_is_a_number(model: type[models.Model]) -> None:
    numbers = (models.IntegerField, models.FloatField, models.DecimalField, models.JSONField)
    assert [field.name for field in model._meta.get_fields() if isinstance(field, numbers)] == []
