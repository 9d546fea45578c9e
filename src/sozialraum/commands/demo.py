"""``sozialraum demo``: the demo city, built once by the services that users call, then served."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Annotated, Never

import typer
from psycopg import sql

from sozialraum.commands.console import ProgressReport, progress, say
from sozialraum.commands.installation import Installation, installation_of, long_work
from sozialraum.commands.language import gettext as _
from sozialraum.commands.serve import Host, Port, Threads, Workers, run, serving
from sozialraum.errors import SozialraumError
from sozialraum.foundation.database.connection import DATABASE
from sozialraum.foundation.database.embedded import Cluster

BUILDING = "sozialraum_building"
Builder = Callable[[float, int, ProgressReport], None]

HELP = "\n\n".join(
    (
        _("Run the platform on the demo city of Lindenfurt; nobody in it is real."),
        _(
            "The first start builds the city; a build that was interrupted begins again and leaves nothing broken."
        ),
        "sozialraum --data-dir lindenfurt demo --scale 0.2",
    )
)


def demo(
    context: typer.Context,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    workers: Workers = 2,
    threads: Threads = 2,
    scale: Annotated[
        float, typer.Option(help=_("Size of the city; 1 is 250,000 inhabitants."), min=0.02, max=20)
    ] = 1.0,
    seed: Annotated[
        int, typer.Option(help=_("Another number makes another city; the same one the same."))
    ] = 1,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help=_("Throw the city away and build it again."))
    ] = False,
    build_only: Annotated[bool, typer.Option("--build-only", help=_("Build the city and end."))] = False,
) -> None:
    """Run the platform on the demo city of Lindenfurt; nobody in it is real."""
    installation = installation_of(context)
    if installation.served:
        raise SozialraumError(
            "The demo city is never built into a database that DATABASE_URL names.",
            "Unset DATABASE_URL: the demo brings a database of its own.",
        )
    # one start of the database for both: looking whether the city stands, and serving it
    with Cluster(installation.directory.root).attached():
        built = ensure_city(installation, scale=scale, seed=seed, rebuild=rebuild)
        if not build_only and not built:
            run(installation, port=port, host=host, workers=workers, threads=threads)
    if built and not build_only:
        _begin_anew()


def _begin_anew() -> Never:
    """Start this program once more in this process: web processes forked from the builder would carry all it has held."""
    sys.stdout.flush()
    os.execv(sys.executable, [each for each in sys.orig_argv if each != "--rebuild"])  # noqa: S606 - our own program


def ensure_city(installation: Installation, *, scale: float, seed: int, rebuild: bool = False) -> bool:
    """Build the city where it is not there yet; return whether it was built now.

    It is built into a database of its own that takes its place only when complete: an interrupted build leaves
    no broken city, the next start throws the half of it away.
    """
    with serving(installation):
        cluster = Cluster(installation.directory.root)
        with cluster.attached():
            standing = standing_city(cluster)
            if standing is not None and not rebuild:
                if (standing.get("scale"), standing.get("seed")) != (scale, seed):
                    raise SozialraumError(
                        "This data directory holds a demo city of scale {scale} and seed {seed}.",
                        "Name the same scale and seed, add --rebuild, or use another directory with --data-dir.",
                        scale=standing.get("scale"),
                        seed=standing.get("seed"),
                    )
                return False
            if standing is None and _exists(cluster, DATABASE):
                raise SozialraumError(
                    "The data directory {path} holds an installation that is not a demo.",
                    "Name another directory with --data-dir.",
                    path=installation.directory.root,
                )
            _build(installation, cluster, scale=scale, seed=seed)
    return True


def standing_city(cluster: Cluster) -> dict[str, float] | None:
    """Return scale and seed of the complete city in a running cluster; None where there is none."""
    with cluster.superuser() as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
    try:
        found = json.loads(row[0]) if row and row[0] else None
    except ValueError:
        return None
    return found.get("demo") if isinstance(found, dict) else None


def _exists(cluster: Cluster, database: str) -> bool:
    with cluster.superuser() as connection:
        return (
            connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            is not None
        )


def _build(installation: Installation, cluster: Cluster, *, scale: float, seed: int) -> None:
    say("Building the demo city of Lindenfurt (scale {scale}); this happens once.", scale=f"{scale:g}")
    building = Installation(installation.directory, debug=installation.debug, database=BUILDING)
    with cluster.superuser() as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(BUILDING))
        )
    with long_work(), building.opened(quick=True), progress() as report:
        from sozialraum.demo.build import build_demo
        from sozialraum.demo.counting import count_rows

        build_demo(scale, seed, report)
        report(_("Tidying the database"))
        count_rows()
    _put_in_place(cluster, scale=scale, seed=seed)


def _put_in_place(cluster: Cluster, *, scale: float, seed: int) -> None:
    old, new = sql.Identifier(DATABASE), sql.Identifier(BUILDING)
    marker = json.dumps({"demo": {"scale": scale, "seed": seed}})
    with cluster.superuser() as connection:
        connection.execute("CHECKPOINT")
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(new, marker))
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(old))
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(new, old))
