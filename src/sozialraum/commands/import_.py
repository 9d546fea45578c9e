"""``sozialraum import``: areas and values from the municipality's files, as the browser does it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sozialraum.commands.console import out, progress, say, warn
from sozialraum.commands.installation import installation_of
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError

HELP = _(
    "Bring in areas or values from files as they are.\n\n"
    "Areas first, all levels of a cut together: sozialraum import --areas --system lor --vintage 2021 --whole Berlin "
    "districts.geojson planning_areas.shp\n\n"
    "Then values: sozialraum import --system lor --vintage 2021 --date 2020-12-31 table.csv\n\n"
    "Files are CSV, Excel, ODS or Parquet for values, GeoJSON, GeoPackage or shapefile (also zipped, any projection) for "
    "areas. What was recognized is printed; a file that does not fit changes nothing."
)


def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help=_("One file or several."), show_default=False)],
    areas: Annotated[bool, typer.Option("--areas", help=_("The files are the levels of a cut."))] = False,
    system: Annotated[str, typer.Option("--system", metavar="CODE", help=_("Short name of the cut, for example lor."))] = "",
    vintage: Annotated[int, typer.Option("--vintage", metavar="YEAR", help=_("From which year the cut holds."))] = 0,
    whole: Annotated[str, typer.Option("--whole", metavar="NAME", help=_("Name of the whole, for example Berlin."))] = "",
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help=_("Reference date, where the table names none.")),
    ] = None,
    publisher: Annotated[str, typer.Option("--publisher", help=_("Who publishes the data."))] = "",
    licence: Annotated[str, typer.Option("--licence", help=_("Under which licence."))] = "",
) -> None:  # fmt: skip
    """Bring in areas or values."""
    if areas and not (system and vintage and whole):
        raise UsageError(
            "Areas need --system, --vintage and --whole.",
            "For example: --system lor --vintage 2021 --whole Berlin",
        )
    with installation_of(context).opened(), progress() as report:
        report(_("Reading"))
        if areas:
            _areas(files, system=system, vintage=vintage, whole=whole, publisher=publisher, licence=licence)
        else:
            _values(
                files,
                system=system,
                vintage=vintage,
                day=day,
                publisher=publisher,
                licence=licence,
                report=report,
            )


def _areas(files: list[Path], *, system: str, vintage: int, whole: str, publisher: str, licence: str) -> None:
    from datetime import date

    from django.utils import timezone

    from sozialraum.social_structure.services import SystemFacts, import_areas, load_catalog
    from sozialraum.social_structure.services.area_files import propose_levels
    from sozialraum.warehouse.sources import read_table

    levels = propose_levels([read_table(path) for path in files])
    for level in levels:
        say(
            "{file}: {count} areas, key in {key}, name in {name}", file=level.source.name,
            count=level.source.table.num_rows, key=level.key_column, name=level.name_column,
        )  # fmt: skip
    load_catalog()
    done = import_areas(
        system=SystemFacts(
            code=system, vintage=vintage, name=levels[-1].plural, whole_name=whole, valid_from=date(vintage, 1, 1),
            source=publisher, licence=licence,
        ),
        levels=levels, by=None, at=timezone.now(),
    )  # fmt: skip
    for finding in done.findings:
        warn("{finding}", finding=finding)
    say("The cut {system} {vintage} stands.", system=system, vintage=vintage)


def _values(
    files: list[Path],
    *,
    system: str,
    vintage: int,
    day: datetime | None,
    publisher: str,
    licence: str,
    report: object,
) -> None:
    from django.utils import timezone

    from sozialraum.social_structure.queries import planning_system
    from sozialraum.social_structure.services import import_observations
    from sozialraum.warehouse.sources import read_table

    known = planning_system()
    if not system and known is None:
        raise UsageError("There are no areas yet.", "Bring them in first: sozialraum import --areas --help")
    code, year = (system, vintage) if system else (known.code, known.vintage)  # type: ignore[union-attr]
    for number, path in enumerate(files):
        report(path.name, number, len(files))  # type: ignore[operator]
        done = import_observations(
            source=read_table(path), system_code=code, vintage=year, by=None, at=timezone.now(),
            reference_date=day.date() if day else None, publisher=publisher, licence=licence,
        )  # fmt: skip
        out.print(
            _("{file}: {values} values of {indicators}, {observed} of them observed").format(
                file=path.name,
                values=done.values,
                indicators=", ".join(done.indicators),
                observed=done.observed,
            )
        )
        for finding in done.findings:
            warn(
                "{kind}: {count} ({examples})",
                kind=finding.kind,
                count=finding.count,
                examples=", ".join(finding.examples[:3]),
            )
