"""Who gets what from the addresses of reports."""

from __future__ import annotations

from meta.url_rights.answers import ANONYMOUS, NOT_FOUND, POST_ONLY, SIGNED_IN, TO_SIGN_IN, Answers

from sozialraum.foundation.privacy.actors import Role

RIGHTS: dict[str, Answers] = {
    "reporting:run_pdf": NOT_FOUND,
    "reporting:area_pdf": NOT_FOUND,
    "reporting:area_xlsx": NOT_FOUND,
    "reporting:open_area_pdf": {ANONYMOUS: 404, SIGNED_IN: 404},
    "reporting:open_area_xlsx": {ANONYMOUS: 404, SIGNED_IN: 404},
    "reporting:run_csv": NOT_FOUND,
    "reporting:run_xlsx": NOT_FOUND,
    "reporting:budget_paper": NOT_FOUND,
    "reporting:budget_workbook": NOT_FOUND,
    # reporting
    "reporting:index": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.PARENT: 404, Role.YOUNG_PERSON: 404, Role.TRUSTED_PERSON: 404,
    },
    "reporting:release_counts": POST_ONLY,
    "reporting:survey": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.PARENT: 404, Role.YOUNG_PERSON: 404, Role.TRUSTED_PERSON: 404,
    },
    "reporting:use_value": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.PARENT: 404, Role.YOUNG_PERSON: 404, Role.TRUSTED_PERSON: 404,
    },
    "reporting:release_use_value": POST_ONLY,
    "reporting:export_survey": POST_ONLY,
    "reporting:release_help_counts": POST_ONLY,
}  # fmt: skip
