"""``sozialraum index``: a composite index of any table by a recipe, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from sozialraum.analytics.messages import gettext_noop, shorten
from sozialraum.commands.console import err, out, warn
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError, filled

if TYPE_CHECKING:
    from sozialraum.analytics.messages import Message
    from sozialraum.warehouse.index_files import IndexReport, PeriodReport

REASONS = {
    "key_missing": gettext_noop("no area key in row {detail}"),
    "key_malformed": gettext_noop("no key of an area of this kind"),
    "period_missing": gettext_noop("no year or date in its row"),
    "excluded_by_recipe": gettext_noop("the recipe leaves this area out by name"),
    "population_unknown": gettext_noop("number of inhabitants unknown"),
    "population_below_minimum": gettext_noop("fewer inhabitants than the recipe asks for: {detail}"),
    "marked_invalid": gettext_noop("marked by the publisher: {detail}"),
    "not_in_valid_list": gettext_noop("not in the publisher's list of valid areas"),
    "no_values": gettext_noop("no values: every indicator is zero"),
    "outlier": gettext_noop("a value far from all others: {detail}"),
    "too_few_known": gettext_noop("too few values are known: {detail}"),
    "indicator_unknown": gettext_noop("unknown: {detail}"),
}
FILLED = gettext_noop("{count} unknown values were filled in by the recipe’s rule: {indicators}.")
DRAWN_IN = gettext_noop("{count} extreme values were drawn in by the recipe’s rule: {indicators}.")
TAKEN_AWAY = gettext_noop("{count} extreme values count as unknown by the recipe’s rule: {indicators}.")
REWEIGHTED = gettext_noop(
    "{count} unknown values gave their weight to the known ones of their area: {indicators}."
)
NAMED = 6
HELP = _(
    "Compute a composite index of areas from tables as they are, by a recipe.\n\n"
    "Example: sozialraum index --recipe berlin-mss-2019 --data table_2-1.csv --out index.csv\n\n"
    "The recipe says which columns are read, which areas are valid, how values are made comparable, weighted and "
    "classed. Areas that are left out are listed with the reason, and so is every value that a rule fills in; an "
    "unknown value is never taken for zero. `--list` shows the recipes; a recipe of your own is a TOML file.\n\n"
    "For a table of your own without a recipe file take `--recipe default`. It knows the need indicators of the "
    "catalogue by their names (child_poverty, arbeitslosigkeit and so on); for other columns say which ones count:\n\n"
    "sozialraum index --recipe default --data mine.csv --key area --indicator poverty --indicator=-turnout --out index.csv"
)


def index(
    recipe: Annotated[
        str,
        typer.Option("--recipe", "-r", help=_("A shipped recipe by its name, or a recipe file (.toml)."), metavar="NAME|FILE"),
    ] = "",
    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data", "-d", metavar="TABLE",
            help=_(
                "A table: CSV, XLSX, ODS, Parquet, GeoPackage and others, or a folder of them. Give it again for each "
                "further table; tables are joined by key."
            ),
        ),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help=_("Where the index goes: .csv, .xlsx or .parquet.")),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="COLUMN", help=_("The column of area keys. Default: as the recipe says.")),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="COLUMN", help=_("The column of years or dates. Default: as the recipe says.")),
    ] = None,
    indicators: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator", "-i", metavar="COLUMN",
            help=_(
                "With the recipe “default”: a column that is an indicator; more means more disadvantage. A minus "
                "before the name (--indicator=-COLUMN): more means less. Give it once for each indicator."
            ),
        ),
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help=_("Also write ranks, the parts, the combined class and every normalized value."))
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help=_("List the shipped recipes and end."))] = False,
) -> None:  # fmt: skip
    """Compute a composite index of areas from tables as they are, by a recipe."""
    if listing:
        list_recipes()
        return
    if not recipe or not data or target is None:
        missing = [
            name for name, value in (("--recipe", recipe), ("--data", data), ("--out", target)) if not value
        ]
        raise UsageError(
            gettext_noop("{options} is missing."),
            gettext_noop(
                "For example: sozialraum index --recipe berlin-mss-2019 --data table_2-1.csv --out index.csv"
            ),
            options=", ".join(missing),
        )
    from sozialraum.warehouse.index_files import index_files, load_recipe, write_table

    chosen = load_recipe(recipe)
    if indicators:
        chosen = chosen.measuring(indicators)
    report = index_files(chosen, data, key=key, period=period, details=details)
    write_table(report.table, target)
    tell_report(report, target)


def list_recipes() -> None:
    """Print the shipped recipes with title and source."""
    from sozialraum.analytics.indices import shipped_recipe, shipped_recipe_names

    table = Table(box=None, pad_edge=False)
    for heading in (_("Recipe"), _("Title"), _("Source")):
        table.add_column(heading)
    for name in shipped_recipe_names():
        entry = shipped_recipe(name)
        table.add_row(name, escape(_title(entry.title_de, entry.title_en)), escape(entry.source))
    out.print(table)


def tell_report(report: IndexReport, target: Path) -> None:
    """Print what was read, what was left out and why, how many areas are in which class, and where it went."""
    for source, finding in report.findings:
        warn(
            "{source}: {text}",
            source=source,
            text=_say(finding.message),
        )
    for source in report.ignored:
        warn("{source} was not used: it has no column of the recipe, or other areas.", source=source)
    for note in report.result.notes:
        err.print(escape(_say(note)))
    for each in report.periods:
        _tell_period(each, report)
    _tell_changes(report)
    err.print(_("Written: {path}").format(path=escape(str(target))), style="green")


def _say(message: Message) -> str:
    return filled(_(message.template), message.values)


def _tell_changes(report: IndexReport) -> None:
    """How many values a rule filled in or drew in, by indicator; nothing where no rule did."""
    changed: dict[str, dict[str, int]] = {}
    for kind, indicator, after in zip(
        *(report.result.changes.column(name).to_pylist() for name in ("kind", "indicator", "after")),
        strict=True,
    ):
        if kind == "outlier":
            template = TAKEN_AWAY if after is None else DRAWN_IN
        else:
            template = FILLED if kind == "filled" else REWEIGHTED
        counts = changed.setdefault(template, {})
        counts[indicator] = counts.get(indicator, 0) + 1
    for template, counts in changed.items():
        named = [f"{name} {count}" for name, count in sorted(counts.items(), key=lambda item: -item[1])]
        text = _(template).format(count=sum(counts.values()), indicators=shorten(named, limit=NAMED))
        err.print(escape(text))


def _tell_period(each: PeriodReport, report: IndexReport) -> None:
    heading = _("{valid} areas are in the index, {excluded} are left out.").format(
        valid=each.valid, excluded=each.excluded.num_rows
    )
    err.print(escape(f"{each.period}: {heading}" if each.period else heading), style="bold")
    for row in each.excluded.to_pylist():
        reason = _(REASONS[row["reason"]]).format(detail=row["detail"])
        err.print(f"  {escape(row['area_code'] or '–')}  {escape(reason)}", soft_wrap=True)
    for part in report.recipe.roots:
        if part.code in each.class_counts:
            classes = ", ".join(f"{name} {count}" for name, count in each.class_counts[part.code].items())
            err.print(f"{escape(_title(part.title_de, part.title_en))}: {escape(classes)}")


def _title(german: str, english: str) -> str:
    # the catalogue is empty in English: then a marked text comes back as it is
    return english if _("Recipe") == "Recipe" else german
