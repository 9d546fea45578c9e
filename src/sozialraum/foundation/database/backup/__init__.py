"""One file that holds an installation: dump, tables, sealed keys, and a manifest that proves it is whole.

The file is a ZIP: ``database.dump`` (pg_dump's custom format), ``snapshots/…``, ``keys.sealed`` where a
passphrase was given, and ``manifest.json`` with versions and the SHA-256 of every part. Nothing is restored
before all of it is verified, and nothing is replaced before all of it is restored.
"""

from __future__ import annotations

from sozialraum.foundation.database.backup.keys import key_fingerprints, seal_keys, unseal_keys
from sozialraum.foundation.database.backup.maintenance import Maintenance
from sozialraum.foundation.database.backup.manifest import DUMP, MANIFEST, SEALED_KEYS, SNAPSHOTS, Manifest
from sozialraum.foundation.database.backup.restoring import restore_backup
from sozialraum.foundation.database.backup.verifying import verify_backup
from sozialraum.foundation.database.backup.writing import write_backup

__all__ = [
    "DUMP", "MANIFEST", "SEALED_KEYS", "SNAPSHOTS", "Maintenance", "Manifest", "key_fingerprints", "restore_backup",
    "seal_keys", "unseal_keys", "verify_backup", "write_backup",
]  # fmt: skip
