"""Obstacles between the program and its database."""

from __future__ import annotations

from sozialraum.errors import SozialraumError


class DatabaseError(SozialraumError):
    """The database cannot be used as it is."""


class ProgramsMissing(DatabaseError):
    """No PostgreSQL programs fit this machine."""


class DirectoryUnusable(DatabaseError):
    """The data directory cannot be written, read or owned."""


class VersionMismatch(DatabaseError):
    """The data were written by another version of PostgreSQL or of this program."""


class ServerNotRunning(DatabaseError):
    """The embedded server of a data directory is not running."""


class RoleRefused(DatabaseError):
    """The application's role has rights that would undo the locks on people's data."""


class BackupRefused(DatabaseError):
    """A backup file is broken, foreign or of another version."""
