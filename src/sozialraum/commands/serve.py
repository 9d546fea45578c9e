"""``sozialraum serve``: everything an installation needs, in one process family."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from sozialraum.commands.console import say
from sozialraum.commands.installation import Installation, installation_of
from sozialraum.commands.language import gettext as _
from sozialraum.errors import SozialraumError
from sozialraum.foundation.database.locks import FileLock

Port = Annotated[int, typer.Option(help=_("Port of the web pages."), min=1, max=65535)]
Host = Annotated[
    str, typer.Option(help=_("Address to listen on; 0.0.0.0 for all (put a reverse proxy before it)."))
]
Workers = Annotated[int, typer.Option(help=_("Web processes; about one per core."), min=1, max=64)]
Threads = Annotated[int, typer.Option(help=_("Requests at once in each web process."), min=1, max=64)]
Beside = Annotated[
    bool,
    typer.Option(
        "--worker/--no-worker", help=_("Run the job worker beside the web pages, or as its own service.")
    ),
]

HELP = "\n\n".join(
    (
        _("Run the platform: database, web pages and job worker, until Ctrl+C."),
        _(
            "Everything is kept in one data directory, which is made at the first start; the console then shows where to set the installation up."
        ),
        "sozialraum --data-dir my-city serve --port 8080",
        _(
            "A database of its own is named by DATABASE_URL. Behind a reverse proxy set SOZIALRAUM_ALLOWED_HOSTS, SOZIALRAUM_ORIGINS, SOZIALRAUM_HTTPS=1 and SOZIALRAUM_TRUSTED_PROXIES=1; `sozialraum check --deploy` says what is missing."
        ),
    )
)


def serve(
    context: typer.Context,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    workers: Workers = 2,
    threads: Threads = 2,
    worker: Beside = True,
) -> None:
    """Run the platform: database, web pages and job worker, until Ctrl+C."""
    run(installation_of(context), port=port, host=host, workers=workers, threads=threads, worker=worker)


def run(
    installation: Installation,
    *,
    port: int,
    host: str,
    workers: int = 2,
    threads: int = 2,
    worker: bool = True,
) -> None:
    """Serve ``installation`` until a signal ends it; then stop pages, worker and database in this order."""
    from sozialraum.commands.web import Household, WebServer, give_memory_back, refuse_taken_port

    refuse_taken_port(host, port)
    give_memory_back()
    with serving(installation), installation.opened():
        from django.db import connections

        announce_set_up(port)
        connections.close_all()
        # gunicorn reads the command line of its process; ours is not meant for it
        sys.argv = sys.argv[:1]
        turn = installation.directory.locks / "prepare.lock"
        web = WebServer(host=host, port=port, workers=workers, threads=threads, turn=turn)
        Household(
            web, data_directory=str(installation.directory.root), worker=worker, revive=installation.revive
        ).run()


def announce_set_up(port: int) -> None:
    """Say where a new installation is set up, with the one-time code that only this console shows."""
    from pathlib import Path

    from django.conf import settings

    from sozialraum.foundation.accounts.setup_code import ensure_setup_code
    from sozialraum.foundation.ui.queries import is_untouched

    if is_untouched():
        code = ensure_setup_code(Path(settings.KEYS_DIRECTORY))
        say(
            "This installation is new. Set it up at [bold]{address}[/]",
            address=f"http://localhost:{port}/einrichten/?code={code}",
        )
        say("The set-up code is [bold]{code}[/]; it works once.", code=code)


@contextmanager
def serving(installation: Installation) -> Iterator[None]:
    """Be the one process that serves this data directory; raises an error that names the other one."""
    installation.directory.prepare()
    lock = FileLock(installation.directory.locks / "serve.lock")
    if not lock.acquire(wait=False):
        raise SozialraumError(
            "Sozialraum already serves the data directory {path} (process {number}).",
            "Use the running one, stop it first, or name another directory with --data-dir.",
            path=installation.directory.root,
            number=str(lock.noted() or "?"),
        )
    lock.note(str(os.getpid()))
    try:
        yield
    finally:
        lock.release()
