"""``sozialraum budget``: spread an amount over areas by a recipe, without a database."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from sozialraum.analytics.messages import gettext_noop
from sozialraum.commands.console import err, out, warn
from sozialraum.commands.language import gettext as _
from sozialraum.errors import UsageError, filled

if TYPE_CHECKING:
    from sozialraum.analytics.budget import Allocation, BudgetRecipe
    from sozialraum.warehouse.budget_files import BudgetReport

HELP = _(
    "Spread an amount over areas by a recipe, and say for every area how its amount comes about.\n\n"
    "Example: sozialraum budget --recipe default --data areas.xlsx --amount 6650000 --out budget.csv\n\n"
    "The table has one row per area with the columns area, young_people, burdened, infrastructure (a factor around 1, "
    "above it where there are few offers) and previous (last year's ongoing amount in euros); a recipe reads those it "
    "needs. Of every area the file says target, floor, ceiling, ongoing, catch_up and amount, and each step of the "
    "calculation in columns that add up to the amount. If the amount does not cover what is protected, nothing is "
    "cut: the command ends and names the shortfall. `--list` shows the recipes and their parameters; a recipe of your "
    "own is a TOML file."
)


def budget(
    recipe: Annotated[
        str,
        typer.Option("--recipe", "-r", help=_("A shipped recipe by its name, or a recipe file (.toml)."), metavar="NAME|FILE"),
    ] = "",
    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data", "-d", metavar="TABLE",
            help=_("A table: CSV, XLSX, ODS or Parquet. Give it again for each further table; tables are joined by area."),
        ),
    ] = None,
    amount: Annotated[
        str,
        typer.Option(
            "--amount", "-a", metavar="EUR",
            help=_("What is spread, in euros: 6650000, 6.650.000 or 6650000,50. For `default` the pool after the negotiation reserve."),
        ),
    ] = "",
    target: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help=_("Where the amounts go: .csv, .xlsx or .parquet.")),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set", "-s", metavar="PARAMETER=VALUE",
            help=_("Change a parameter of the recipe, for example max_loss=5%; give it again for each further one."),
        ),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help=_("List the shipped recipes with their parameters and end."))
    ] = False,
) -> None:  # fmt: skip
    """Spread an amount over areas by a recipe."""
    if listing:
        list_recipes()
        return
    given = (("--recipe", recipe), ("--data", data), ("--amount", amount), ("--out", target))
    if missing := [name for name, value in given if not value]:
        raise UsageError(
            gettext_noop("{options} is missing."),
            gettext_noop(
                "For example: sozialraum budget --recipe default --data areas.csv --amount 6650000 --out budget.csv"
            ),
            options=", ".join(missing),
        )
    from sozialraum.analytics.budget import cents
    from sozialraum.warehouse.budget_files import budget_files, load_budget_recipe
    from sozialraum.warehouse.index_files import write_table

    chosen = load_budget_recipe(recipe).changed(_changes(changes or []))
    report = budget_files(chosen, data or [], cents(_amount(amount)))
    assert target is not None  # noqa: S101 (checked above; the type checker cannot see it)
    write_table(report.allocation.table, target, title="Budget")
    tell_report(report, target)


def _amount(text: str) -> Decimal:
    from sozialraum.analytics.budget import read_amount

    value = read_amount(text)
    if value is None or text.strip().endswith("%"):
        raise UsageError(
            gettext_noop("“{text}” is no amount in euros."),
            gettext_noop("Write it like 6650000, 6.650.000 or 6650000,50."),
            text=text,
        )
    return value


def _changes(entries: list[str]) -> dict[str, object]:
    changes: dict[str, object] = {}
    for entry in entries:
        name, sign, value = entry.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError(
                gettext_noop("“{text}” does not set a parameter."),
                gettext_noop("Write it like --set max_loss=5%; `--list` shows the parameters."),
                text=entry,
            )
        changes[name.strip()] = value.strip()
    return changes


def list_recipes() -> None:
    """Print the shipped recipes with title, the columns they read, their parameters and source."""
    from sozialraum.analytics.budget import shipped_budget_recipe, shipped_budget_recipe_names, wanted_columns

    for name in shipped_budget_recipe_names():
        entry = shipped_budget_recipe(name)
        out.print(f"[bold]{name}[/]  {escape(_title(entry))}")
        details = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
        details.add_row(_("reads"), escape(", ".join(("area", *wanted_columns(entry)))))
        details.add_row(
            _("parameters"), escape(", ".join(f"{key}={value}" for key, value in entry.parameters.items()))
        )
        details.add_row(_("Source"), escape(entry.source))
        out.print(details)


def tell_report(report: BudgetReport, target: Path) -> None:
    """Print what was noticed, how the amount was spread, who gains and loses most, and where it went."""
    found = report.allocation
    for source, finding in report.findings:
        warn(
            "{source}: {text}",
            source=source,
            text=filled(_(finding.message.template), finding.message.values),
        )
    for notice in found.notices:
        warn(notice.template, **notice.values)
    err.print(
        escape(
            _("{amount} € for {count} areas by the recipe “{recipe}”, to the cent.").format(
                amount=_euro(found.total), count=len(found.codes), recipe=found.recipe.name
            )
        ),
        style="bold",
    )
    for line in _corridor(found):
        err.print(escape(line))
    err.print(_("Written: {path}").format(path=escape(str(target))), style="green")


def _corridor(found: Allocation) -> list[str]:
    if found.recipe.corridor is None:
        return []
    lines = []
    catch_up = int(found.catch_up.sum())
    if catch_up:
        lines.append(
            _("Of it {ongoing} € ongoing and {catch_up} € once, as catch-up, to: {areas}.").format(
                ongoing=_euro(int(found.ongoing.sum())),
                catch_up=_euro(catch_up),
                areas=", ".join(code for code, part in zip(found.codes, found.catch_up, strict=True) if part),
            )
        )
    held = [
        code
        for code, level, low, goal in zip(found.codes, found.ongoing, found.low, found.target, strict=True)
        if level == low and goal < low
    ]
    if held:
        lines.append(_("Protected from a greater loss: {areas}.").format(areas=", ".join(held)))
    return lines


def _euro(amount: int) -> str:
    from sozialraum.analytics.budget import Told

    return Told(amount).told(_)


def _title(recipe: BudgetRecipe) -> str:
    return recipe.title_en if _("Source") == "Source" else recipe.title_de
