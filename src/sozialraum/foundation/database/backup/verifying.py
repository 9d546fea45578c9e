"""Reading a backup through before anything of it is used."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from sozialraum.foundation.database.backup.maintenance import Report, silent
from sozialraum.foundation.database.backup.manifest import (
    BLOCK,
    MANIFEST,
    Manifest,
    broken,
    read_manifest,
    refuse_strange_names,
)
from sozialraum.foundation.database.errors import BackupRefused


def verify_backup(path: Path, *, report: Report = silent) -> Manifest:
    """Read the whole file and return its manifest; raises ``BackupRefused`` at the first thing that is wrong."""
    part = MANIFEST
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_manifest(archive, path)
            refuse_strange_names(archive, manifest)
            total = sum(size for _name, size, _digest in manifest.parts)
            done = 0
            for part, size, digest in manifest.parts:
                found, read = hashlib.sha256(), 0
                with archive.open(part) as member:
                    while block := member.read(BLOCK):
                        found.update(block)
                        read += len(block)
                        report("Checking the backup", (done + read) // BLOCK, total // BLOCK)
                done += read
                if read != size or found.hexdigest() != digest:
                    raise broken(path, part)
            return manifest
    except FileNotFoundError:
        raise BackupRefused("There is no backup file {path}.", "Check the name.", path=path) from None
    except IsADirectoryError:
        raise BackupRefused("{path} is a folder, not a backup file.", "Name the file.", path=path) from None
    except PermissionError:
        raise BackupRefused(
            "This user may not read {path}.", "Run the command as its owner.", path=path
        ) from None
    except zipfile.BadZipFile as problem:
        if "CRC" in str(problem):
            raise broken(path, part) from problem
        raise BackupRefused(
            "{path} is not a backup of Sozialraum, or it was cut off; nothing was changed.",
            "Use another backup file, or copy this one again.",
            path=path,
        ) from problem
    except (KeyError, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise broken(path, part) from problem
