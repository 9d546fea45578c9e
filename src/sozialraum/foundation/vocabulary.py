"""The words that audit, privacy and every floor share about data: class, purpose, action, retention, erasure."""

from __future__ import annotations

from enum import StrEnum


class FieldClass(StrEnum):
    """How well a field is protected; every model field has exactly one class."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SOCIAL = "social"  # § 67 SGB X
    ENTRUSTED = "entrusted"  # § 65 SGB VIII


class Purpose(StrEnum):
    """Why data are processed (§ 63, § 64 SGB VIII, § 67c SGB X)."""

    SERVICE = "service"  # Leistung, § 2 (2)
    PROTECTION = "protection"  # andere Aufgaben, § 2 (3)
    PLANNING = "planning"  # § 80
    STATISTICS = "statistics"  # §§ 98-103
    CONTRACT = "contract"  # §§ 77, 78b
    PARTICIPATION = "participation"  # §§ 8, 71, 80
    CONSENT = "consent"  # what the person concerned shows by her consent, § 67b (2) SGB X
    OWN_DATA = "own_data"  # the person's own view, Art. 15 GDPR, § 83 SGB X
    SUPERVISION = "supervision"  # data-protection control, § 81 SGB X
    RETENTION = "retention"  # restricting and erasing when the time is over, § 84 SGB X, Art. 17 GDPR
    ARCHIVE = "archive"  # inspection of a file kept in the restricted archive, § 9b (1) SGB VIII
    OPERATION = "operation"  # running the platform itself


class Action(StrEnum):
    """What an actor does with a subject."""

    LIST = "list"
    READ = "read"
    WRITE = "write"
    DECIDE = "decide"  # on a claim, by those of the office who may
    TAKE_OVER = "take_over"  # add from another system, without reading it back
    EXPORT = "export"
    ERASE = "erase"


class Erasure(StrEnum):
    """What becomes of a field when its retention period ends."""

    KEEP = "keep"
    DELETE_ROW = "delete_row"
    BLANK = "blank"
    ARCHIVE = "archive"  # restricted archive instead of deletion, § 9b (2) SGB VIII


class Retention(StrEnum):
    """Retention classes (DOMAIN D12); periods and triggers stand in ``retention.rules``."""

    WHILE_NEEDED = "while_needed"  # configuration and public facts
    ACCOUNT = "account"
    HELP_FILE = "help_file"  # § 9b (2) Nr. 1 SGB VIII: 70 years after the 30th birthday
    COUNSELING = "counseling"  # counseling that led to no help
    ADOPTION = "adoption"  # § 9c (1) AdVermiG: 100 years from birth
    PROTECTION_CHECK = "protection_check"  # a check under § 8a that found no danger
    CITIZEN_CARD = "citizen_card"  # until it runs out or is taken back
    AUDIT = "audit"
    SESSION = "session"
    JOB = "job"
