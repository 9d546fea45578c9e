"""``sozialraum check``: is this installation sound, and is it fit for production?"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from sozialraum.analytics.messages import gettext_noop
from sozialraum.commands.console import out, say
from sozialraum.commands.failures import explained
from sozialraum.commands.installation import Installation, installation_of
from sozialraum.commands.language import SPOKEN
from sozialraum.commands.language import gettext as _
from sozialraum.foundation.database.inspections import Finding, Level, inspections

SIGNS = {Level.GOOD: "[green]✓[/]", Level.NOTE: "[yellow]![/]", Level.FAULT: "[red]✗[/]"}
NOT_YET = gettext_noop("What needs the new tables is checked once the database is up to date.")
# what follows from SOZIALRAUM_HTTPS, which is told in our own words, and what the reverse proxy does
TOLD_OTHERWISE = {
    "security.W004",
    "security.W005",
    "security.W008",
    "security.W012",
    "security.W016",
    "security.W021",
}
ENOUGH_FREE_BYTES = 2_000_000_000

HELP = "\n\n".join(
    (
        _("Check settings, database, keys and audit trail."),
        _(
            "✓ is in order, ! is to be known, ✗ is to be mended; each says what to do. The audit trail is recomputed link by link. The command ends with 1 where something is to be mended."
        ),
    )
)


def check(
    context: typer.Context,
    deploy: Annotated[bool, typer.Option("--deploy", help=_("Also check what production asks for."))] = False,
) -> None:
    """Check settings, database, keys and audit trail; ends with 1 where something is wrong."""
    installation = installation_of(context)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(width=2)
    table.add_column()
    faults = 0
    findings = [*disk(installation), *key_files(installation)]
    try:
        with installation.opened(migrate=False):
            findings += _inspected(deploy=deploy)
    except Exception as problem:
        if installation.debug:
            raise
        sentence, remedy = explained(problem).told(_)
        findings.append(Finding(Level.FAULT, sentence, remedy))
    for finding in findings:
        faults += finding.level is Level.FAULT
        remedy = f"\n[dim]{escape(_(finding.remedy))}[/]" if finding.remedy else ""
        table.add_row(SIGNS[finding.level], escape(_(finding.sentence)) + remedy)
    out.print(table)
    if faults:
        say("[bold red]Faults: {count}[/]", count=faults)
        raise typer.Exit(1)
    say("[bold green]Everything is in order.[/]")


def _inspected(*, deploy: bool) -> list[Finding]:
    """Ask every inspection; a part whose tables are still to be made waits for the migration, and says so."""
    from django.db import ProgrammingError
    from django.utils.translation import override

    wanted: dict[str, Callable[[], list[Finding]]] = {
        "migrations": migrations, "audit": audit_trail, "settings": lambda: django_settings(deploy=deploy),
        **inspections(),
    }  # fmt: skip
    found: list[Finding] = [
        Finding(Level.GOOD, _("The database answers and the application's role owns nothing in it."))
    ]
    with override(SPOKEN):
        behind = any(finding.level is Level.FAULT for finding in migrations())
        for inspection in wanted.values():
            try:
                found += inspection()
            except ProgrammingError:
                if not behind:
                    raise
                found.append(Finding(Level.NOTE, NOT_YET, "Run: sozialraum migrate"))
    return list(dict.fromkeys(found))


def disk(installation: Installation) -> list[Finding]:
    """Look at the data directory's disk."""
    root = installation.directory.root
    place = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    told = _("{free} GB are free for the data directory {path}.").format(free=f"{free / 1e9:.1f}", path=root)
    if free < ENOUGH_FREE_BYTES:
        return [Finding(Level.FAULT, told, "Make room: the database stops when its disk is full.")]
    return [Finding(Level.GOOD, told)]


def key_files(installation: Installation) -> list[Finding]:
    """Look at who may read the secrets."""
    files = [installation.directory.connection_file, *installation.directory.keys.rglob("*")]
    named = os.environ.get("SOZIALRAUM_SECRET_KEY_FILE")
    files += [Path(named)] if named else []
    open_ones = [path for path in files if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_ones:
        return [
            Finding(
                Level.FAULT,
                _("Others may read the secret file {path}.").format(path=path),
                _("Close it: chmod 600 {path}").format(path=path),
            )
            for path in open_ones
        ]
    return [Finding(Level.GOOD, "Only this user may read the keys.")]


def migrations() -> list[Finding]:
    """Compare the database with the program."""
    from sozialraum.foundation.database.migration import waiting_migrations

    waiting = waiting_migrations()
    if waiting:
        told = _("{count} changes of the database wait.").format(count=len(waiting))
        return [Finding(Level.FAULT, told, "Run: sozialraum migrate")]
    return [Finding(Level.GOOD, "The database is up to date.")]


def audit_trail() -> list[Finding]:
    """Recompute the chain of the audit trail."""
    from django.db import connection

    from sozialraum.foundation.audit.queries import chain_report

    if "audit_auditentry" not in connection.introspection.table_names():
        return []
    report = chain_report(at=datetime.now(UTC))
    if not report.whole:
        remedy = _(
            "Tell the data-protection officer; keep the database as it is and compare it with a backup."
        )
        return [Finding(Level.FAULT, fault.told(_)[0], remedy) for fault in report.broken[:5]]
    told = _("The audit trail is whole: {links} links, {waiting} waiting for their seal.")
    noted = _("Checksum of the last link, to be written down outside the platform: {head}")
    return [
        Finding(Level.GOOD, told.format(links=report.links, waiting=report.waiting)),
        Finding(Level.GOOD, noted.format(head=report.head)),
    ]


def django_settings(*, deploy: bool) -> list[Finding]:
    """Run Django's own checks; with ``deploy`` also those of production."""
    from django.conf import settings
    from django.core import checks

    serious = [
        each
        for each in checks.run_checks(include_deployment_checks=deploy)
        if each.level >= checks.WARNING and each.id not in TOLD_OTHERWISE
    ]
    found = [
        Finding(
            Level.FAULT if each.level >= checks.ERROR or deploy else Level.NOTE,
            f"{each.id}: {each.msg}",
            each.hint or "",
        )
        for each in serious
    ]
    if deploy:
        from sozialraum.foundation.accounts.queries import is_demo

        if is_demo():
            found.append(
                Finding(
                    Level.FAULT,
                    "This is a demo city: everybody signs in by a card.",
                    "Set up an installation of your own in another data directory.",
                )
            )
        if not settings.SECURE:
            found.append(
                Finding(
                    Level.FAULT,
                    "The site is not served by https: passwords and people's data would travel open.",
                    "Put a reverse proxy with a certificate before it and set SOZIALRAUM_HTTPS=1.",
                )
            )
        elif not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            found.append(
                Finding(
                    Level.FAULT,
                    "Behind the reverse proxy all visitors look like one: whoever mistypes a password slows everybody down.",
                    "Set SOZIALRAUM_TRUSTED_PROXIES to the number of proxies before the site, 1 with nginx.",
                )
            )
        if "*" in settings.ALLOWED_HOSTS or set(settings.ALLOWED_HOSTS) <= {
            "localhost",
            "127.0.0.1",
            "[::1]",
        }:
            found.append(
                Finding(
                    Level.FAULT,
                    "No host name is set.",
                    "Set SOZIALRAUM_ALLOWED_HOSTS to the name of the site.",
                )
            )
        if not os.environ.get("DATABASE_URL"):
            found.append(
                Finding(
                    Level.NOTE,
                    "The embedded database is used.",
                    "For more than some hundred users put PostgreSQL on a server of its own (DATABASE_URL).",
                )
            )
    return found or [Finding(Level.GOOD, "The settings are sound.")]
