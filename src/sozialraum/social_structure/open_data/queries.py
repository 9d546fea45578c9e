"""What is open, what is published and yet not open, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from sozialraum.analytics.indices import Recipe
from sozialraum.foundation.database.editions import kept
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.social_structure import wording
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.open_data.enums import FileFormat
from sozialraum.social_structure.open_data.files import kept_file
from sozialraum.social_structure.open_data.models import OpenFile, OpenRun
from sozialraum.social_structure.open_data.rules import LICENCES, Licence, Verdict, licence_of_all
from sozialraum.social_structure.open_data.sources import sources_of
from sozialraum.social_structure.queries.areas import EDITION, Level, SystemFacts, area_systems
from sozialraum.social_structure.queries.run_inputs import dates_sentence, inputs_of
from sozialraum.social_structure.queries.runs import published_runs

LICENCE_OF: Final = {each.code: each for each in LICENCES}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who answers for the data: the municipality, and how its office is reached."""

    name: str
    office: str
    email: str


def publisher() -> Publisher:
    """The municipality of this house."""
    facts = installation_facts()
    if facts is None:
        return Publisher("Sozialraum", "", "")
    return Publisher(facts.municipality_name, facts.office_name, facts.contact_email)


@dataclass(frozen=True, slots=True)
class File:
    """One file of an open run."""

    format: FileFormat
    sha256: str
    size: int
    name: str

    @property
    def label(self) -> str:
        """How the format is written."""
        return {FileFormat.CSV: "CSV", FileFormat.GEOJSON: "GeoJSON", FileFormat.PARQUET: "Parquet"}[
            self.format
        ]

    @property
    def url(self) -> str:
        """Its address: the hash of its bytes, so that what stands there never changes."""
        return reverse("open_data:file", args=[self.sha256, self.name])


@dataclass(frozen=True, slots=True)
class Dataset:
    """An open run as the catalog shows it."""

    run_id: UUID
    number: str
    title: str
    reason: str
    recipe: str
    system: SystemFacts
    level: Level
    reference_date: date
    dates_said: str
    opened_at: datetime
    licence: Licence
    sources: tuple[str, ...]
    files: tuple[File, ...]
    table_hash: str
    with_outlines: bool
    coarse: bool

    @property
    def url(self) -> str:
        """Where its page is."""
        return reverse("open_data:dataset", args=[self.number])

    def attribution(self, publisher: str) -> str:
        """The line that whoever uses the data puts under a map or table."""
        return f"{publisher}; {'; '.join(self.sources)}; {self.licence.code} ({self.licence.url})"


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A published run that is no open data, and why."""

    run_id: UUID
    number: str
    title: str
    verdict: Verdict


def datasets(*numbers: str) -> list[Dataset]:
    """The open runs, those opened last first; only these where numbers are named."""
    found = OpenRun.objects.select_related("run").prefetch_related("files")
    systems = {each.id: each for each in area_systems()}
    return [
        _dataset(each, systems[each.run.system_id])
        for each in (found.filter(run__number__in=numbers) if numbers else found)
    ]


def dataset(number: str) -> Dataset | None:
    """The open run of that number; None where there is none."""
    return next(iter(datasets(number)), None)


def _dataset(opened: OpenRun, system: SystemFacts) -> Dataset:
    run = opened.run
    recipe = Recipe.model_validate(run.parameters)
    return Dataset(
        run_id=run.id, number=run.number, title=run.title, reason=run.reason,
        recipe=wording.in_language(recipe.title_de, recipe.title_en), system=system, level=system.level(run.level),
        reference_date=run.reference_date,
        dates_said=dates_sentence(inputs_of(recipe, run.inputs, run.reference_date), run.reference_date),
        opened_at=opened.opened_at, licence=LICENCE_OF[opened.licence],
        sources=tuple(opened.sources), files=_files(run.number, list(opened.files.all())),
        table_hash=opened.table_hash, with_outlines=opened.with_outlines, coarse=opened.coarse,
    )  # fmt: skip


def _files(number: str, stored: Sequence[OpenFile]) -> tuple[File, ...]:
    order = list(FileFormat)
    found = [
        File(FileFormat(each.format), each.sha256, each.size, f"{number}.{each.format}") for each in stored
    ]
    return tuple(sorted(found, key=lambda each: order.index(each.format)))


def kept_back() -> list[KeptBack]:
    """The published runs that are not open, with what stands against it; the newest first.

    A verdict in favor means that the run was published before there was open data: planning may open it.
    """
    open_ids = set(OpenRun.objects.values_list("run_id", flat=True))
    runs = [each for each in Run.objects.filter(id__in=published_runs()) if each.id not in open_ids]
    return [KeptBack(each.id, each.number, each.title, _verdict(each.id)) for each in runs]


@kept(EDITION, size=256)
def _verdict(run_id: UUID) -> Verdict:
    return licence_of_all(sources_of(Run.objects.get(id=run_id)))


def opened_number(run_id: UUID) -> str:
    """The number of an open run; empty where it is not open."""
    return OpenRun.objects.filter(run_id=run_id).values_list("run__number", flat=True).first() or ""


def open_file(sha256: str, name: str) -> tuple[FileFormat, bytes] | None:
    """Kind and bytes of an open file by its hash and name; None where no such file was ever opened."""
    stored = OpenFile.objects.filter(sha256=sha256).select_related("open_run__run").first()
    if stored is None or name != f"{stored.open_run.run.number}.{stored.format}":
        return None
    content = kept_file(sha256)
    return None if content is None else (FileFormat(stored.format), content)
