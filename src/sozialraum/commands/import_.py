"""``sozialraum import``: areas and tables of values, as they are, into the platform."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from sozialraum.analytics.messages import gettext_noop
from sozialraum.commands.console import err, out, say
from sozialraum.commands.installation import installation_of
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sozialraum.social_structure.services import Finding, ImportPreview
    from sozialraum.warehouse.sources import SourceTable

HELP = _(
    "Bring in the areas of the municipality, or tables of values with their keys.\n\n"
    "Areas: sozialraum import bezirke.geojson quartiere.shp --areas --system quartiere --vintage 2023 --whole Lindenfurt\n\n"
    "Values: sozialraum import anteile.xlsx --values --system quartiere --vintage 2023 --reference-date 2025-12-31\n\n"
    "People by age and sex: sozialraum import melderegister.csv --people --system quartiere --vintage 2023\n\n"
    "Taking back: sozialraum import --undo melderegister.csv\n\n"
    "Files are read as they are: CSV in any encoding, XLSX, ODS, GeoJSON, GeoPackage, shapefiles, Parquet. An import "
    "comes in whole or not at all; the same file twice is noticed; an import of values or of people can be taken back."
)


def import_(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help=_("The files, as they are."))
    ] = None,
    areas: Annotated[bool, typer.Option("--areas", help=_("The files are areas, one file a level."))] = False,
    values: Annotated[
        bool, typer.Option("--values", help=_("The files are tables of values (the default)."))
    ] = False,
    people: Annotated[
        bool, typer.Option("--people", help=_("The files are people by area, sex and age."))
    ] = False,
    system: Annotated[
        str,
        typer.Option("--system", metavar="NAME", help=_("What the cut is called, for example quartiere.")),
    ] = "",
    vintage: Annotated[
        int, typer.Option("--vintage", metavar="YEAR", help=_("Since which year the cut holds."))
    ] = 0,
    reference_date: Annotated[
        datetime | None,
        typer.Option(
            "--reference-date",
            formats=["%Y-%m-%d", "%d.%m.%Y"],
            help=_("The date of the values, where the table does not say it."),
        ),
    ] = None,
    whole: Annotated[
        str, typer.Option("--whole", metavar="NAME", help=_("Areas: the name of the municipality."))
    ] = "",
    level: Annotated[
        list[str] | None,
        typer.Option(
            "--level",
            metavar="ONE/MANY",
            help=_("Areas: the words of a level, for example Bezirk/Bezirke, from coarse to fine."),
        ),
    ] = None,
    key: Annotated[
        str,
        typer.Option(
            "--key", metavar="COLUMN", help=_("Areas: the column of keys, where it is not recognized.")
        ),
    ] = "",
    parent: Annotated[
        str,
        typer.Option(
            "--parent", metavar="COLUMN", help=_("Areas: the column with the key of the area above.")
        ),
    ] = "",
    source: Annotated[str, typer.Option("--source", help=_("Who publishes the files."))] = "",
    licence: Annotated[str, typer.Option("--licence", help=_("Under which licence."))] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help=_("Say what would change and store nothing."))
    ] = False,
    undo: Annotated[
        str,
        typer.Option(
            "--undo",
            metavar="NAME",
            help=_("Take the last import of values or people of this file name back."),
        ),
    ] = "",
) -> None:
    """Bring in areas, values or people, or take an import back."""
    if undo:
        with installation_of(context).opened():
            _undo(undo)
        return
    if not files:
        raise UsageError(gettext_noop("No file is named."), gettext_noop("See sozialraum import --help."))
    if areas + values + people > 1:
        raise UsageError(
            gettext_noop("Name one of --areas, --values and --people."),
            gettext_noop("See sozialraum import --help."),
        )
    if not system or not vintage:
        raise UsageError(
            gettext_noop("It is not said to which cut the files belong."),
            gettext_noop("Name --system and --vintage."),
        )
    from sozialraum.warehouse.sources import read_table

    tables = [read_table(path) for path in files]
    with installation_of(context).opened():
        if areas:
            _import_areas(tables, system, vintage, whole, level or [], key, parent, source, licence)
            return
        day = reference_date.date() if reference_date else None
        with Progress(console=err, transient=True) as progress:
            task = progress.add_task(_("Tables"), total=len(tables))
            for table in tables:
                if people:
                    _import_people(table, system, vintage, day, source, licence, preview=preview)
                else:
                    _import_values(table, system, vintage, day, source, licence, preview=preview)
                progress.advance(task)


def _import_people(
    table: SourceTable,
    system: str,
    vintage: int,
    day: date | None,
    source: str,
    licence: str,
    *,
    preview: bool,
) -> None:
    from sozialraum.social_structure.services import import_people, preview_people
    from sozialraum.social_structure.services.reading import proposed_date

    day = day or proposed_date(table)
    looked = preview_people(source=table, system_code=system, vintage=vintage, reference_date=day)
    out.print(f"[bold]{escape(table.name)}[/]  {escape(looked.plan.key_column)}: {looked.matched_percent} %")
    shown = Table(box=None)
    for title in (_("Reference date"), _("people"), _("Areas wholly known"), _("shown so far")):
        shown.add_column(title)
    for change in looked.changes:
        before = "–" if change.before is None else str(change.before)
        shown.add_row(
            f"{change.day:%d.%m.%Y}", str(change.people), f"{change.areas}/{change.of_areas}", before
        )
    out.print(shown)
    _tell(looked.findings)
    if preview:
        return
    done = import_people(
        source=table, system_code=system, vintage=vintage, reference_date=day, publisher=source, licence=licence,
        by=None, at=datetime.now(UTC),
    )  # fmt: skip
    if done.unmatched:
        say("These keys belong to no area and were left out: {keys}.", keys=", ".join(done.unmatched[:10]))


def _undo(name: str) -> None:
    from sozialraum.social_structure.queries.deliveries import delivery_lines
    from sozialraum.social_structure.services import undo_delivery

    found = next((each for each in delivery_lines() if each.file_name == name and each.can_undo), None)
    if found is None:
        raise UsageError(
            gettext_noop("No import of “{file}” can be taken back."),
            gettext_noop("The data room lists every delivery by its file name."), file=name,
        )  # fmt: skip
    undo_delivery(delivery_id=found.id, by=None, at=datetime.now(UTC))
    say("The import of {file} of {day} is taken back.", file=name, day=f"{found.imported_at:%d.%m.%Y}")


def _import_areas(
    tables: list[SourceTable], system: str, vintage: int, whole: str, words: list[str], key: str, parent: str,
    source: str, licence: str,
) -> None:  # fmt: skip
    from sozialraum.social_structure.services import LevelTable, SystemFacts, import_areas, load_catalog
    from sozialraum.social_structure.services.levels import propose_columns, propose_levels

    load_catalog()
    levels = []
    for place, each in enumerate(propose_levels(tables)):
        one, _slash, many = (
            words[place] if place < len(words) else f"{each.singular}/{each.plural}"
        ).partition("/")
        above = parent if place and parent in each.source.columns else each.parent_column
        levels.append(
            LevelTable(
                level=f"level-{place + 1}", singular=one, plural=many or one, source=each.source,
                # where no column can be the key, the refusal names the columns to choose from
                key_column=key or each.key_column or propose_columns(each.source)[0],
                name_column=each.name_column or key, parent_column=above,
            )
        )  # fmt: skip
    done = import_areas(
        system=SystemFacts(
            code=system, vintage=vintage, name=system, whole_name=whole or system, valid_from=date(vintage, 1, 1),
            source=source, licence=licence,
        ),
        levels=levels, by=None, at=datetime.now(UTC),
    )  # fmt: skip
    shown = Table(box=None, show_header=False)
    for taken in levels:
        shown.add_row(
            escape(taken.plural),
            str(done.areas[taken.level]),
            escape(f"{taken.key_column}, {taken.name_column}"),
        )
    out.print(shown)


def _import_values(
    table: SourceTable,
    system: str,
    vintage: int,
    day: date | None,
    source: str,
    licence: str,
    *,
    preview: bool,
) -> None:
    from sozialraum.social_structure.services import import_observations, load_catalog, preview_import
    from sozialraum.social_structure.services.reading import proposed_date

    load_catalog()
    if day is None and (day := proposed_date(table)) is not None:
        say(
            gettext_noop("Where the table names no date, {day} counts: the file says so."),
            day=f"{day:%d.%m.%Y}",
        )
    looked = preview_import(source=table, system_code=system, vintage=vintage, reference_date=day)
    _show(table.name, looked)
    if preview:
        return
    done = import_observations(
        source=table, system_code=system, vintage=vintage, reference_date=day, publisher=source, licence=licence,
        by=None, at=datetime.now(UTC),
    )  # fmt: skip
    say(gettext_noop("[bold green]{count} values are in.[/]"), count=done.observed)


def _show(name: str, looked: ImportPreview) -> None:
    out.print(f"[bold]{escape(name)}[/]  {escape(looked.plan.key_column)}: {looked.matched_percent} %")
    table = Table(box=None)
    for title in (
        _("Indicator"),
        _("Reference date"),
        _("new"),
        _("changed"),
        _("the same"),
        _("without value"),
    ):
        table.add_column(title)
    for change in looked.changes:
        counts = (change.new, change.changed, change.same, change.not_observed)
        table.add_row(change.indicator, change.reference_date.isoformat(), *map(str, counts))
    out.print(table)
    _tell(looked.findings)


def _tell(findings: Sequence[Finding]) -> None:
    from sozialraum.social_structure import wording

    for finding in findings:
        said = wording.finding_text(finding.kind, finding.count, finding.column) or finding.note
        rows = f" ({', '.join(map(str, finding.rows))})" if finding.rows else ""
        out.print(f"[yellow]![/] {escape(said)}{rows}  [dim]{escape(', '.join(finding.examples[:5]))}[/]")
        if todo := wording.finding_remedy(finding.kind):
            out.print(f"  [dim]{escape(todo)}[/]")
