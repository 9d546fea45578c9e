"""Opening published runs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sozialraum.foundation.privacy.release import ReleasedTable
from sozialraum.foundation.ui.queries import installation_facts
from sozialraum.social_structure.models import Run
from sozialraum.social_structure.open_data.enums import FileFormat
from sozialraum.social_structure.open_data.files import as_csv, as_geojson, as_parquet, keep_file
from sozialraum.social_structure.open_data.models import OpenFile, OpenRun
from sozialraum.social_structure.open_data.rules import Source, Verdict, licence_of_all
from sozialraum.social_structure.open_data.sources import sources_of
from sozialraum.social_structure.open_data.tables import facts_of, open_table
from sozialraum.social_structure.queries.areas import SystemFacts, area_systems, areas_of, outlines_of
from sozialraum.social_structure.queries.figures import released
from sozialraum.social_structure.queries.run_figures import areas_to_protect
from sozialraum.social_structure.queries.runs import RUN_PREFIX
from sozialraum.social_structure.snapshots import keep


@transaction.atomic
def open_run(run: Run, figures: ReleasedTable, *, at: datetime) -> Verdict:
    """Write the files of a published run and enter them, where the licences of its sources allow it.

    ``figures`` is the run's release. A run that is open already stays as it is. Outlines go along only under an open
    licence that goes together with that of the values.
    """
    sources = sources_of(run)
    verdict = licence_of_all(sources)
    if verdict.licence is None or OpenRun.objects.filter(run=run).exists():
        return verdict
    system = next(each for each in area_systems() if each.id == run.system_id)
    licence, outlines, names = verdict.licence, _outlines(run, system), [each.name for each in sources]
    together = licence_of_all([*sources, _of_outlines(system)])
    if outlines and together.licence is not None:
        licence, names = together.licence, [*names, system.source or system.name]
    else:
        outlines = {}
    names = list(dict.fromkeys(names))
    protected = areas_to_protect(run)
    table = open_table(
        run, figures, system, areas_of(system, run.level), protected=protected, licence=licence.code,
        sources=names,
    )  # fmt: skip
    house = installation_facts()
    facts = facts_of(
        run, system, publisher=house.municipality_name if house else "", licence=licence.code,
        licence_url=licence.url, sources=names, opened_on=timezone.localdate(at), coarse=bool(protected),
    )  # fmt: skip
    contents = {FileFormat.CSV: as_csv(table), FileFormat.PARQUET: as_parquet(table, outlines, facts)}
    if outlines:
        contents[FileFormat.GEOJSON] = as_geojson(table, outlines, facts)
    opened = OpenRun.objects.create(
        run=run, table_hash=keep(table), licence=licence.code, sources=names, with_outlines=bool(outlines),
        coarse=bool(protected), opened_at=at,
    )  # fmt: skip
    OpenFile.objects.bulk_create(
        OpenFile(open_run=opened, format=kind.value, sha256=keep_file(content), size=len(content))
        for kind, content in contents.items()
    )
    return verdict


def _of_outlines(system: SystemFacts) -> Source:
    return Source(system.source or system.name, system.licence)


def _outlines(run: Run, system: SystemFacts) -> dict[str, bytes]:
    return {each.area_code: each.wkb for each in outlines_of(system.id, run.level) if each.wkb}


@transaction.atomic
def open_published_run(run_id: UUID, *, at: datetime) -> str:
    """Open a run that was published before there was open data; returns its number.

    Empty where there is no such run, it is not published, or the licences of its sources stand against it.
    """
    run = Run.objects.filter(id=run_id).first()
    figures = None if run is None else released(f"{RUN_PREFIX}{run.id}", run.system_id, run.reference_date)
    if run is None or figures is None or not open_run(run, figures, at=at):
        return ""
    return run.number
