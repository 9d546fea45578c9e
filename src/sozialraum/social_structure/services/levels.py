"""What a file of areas says about itself: which column is the key, which the name."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext_noop

from sozialraum.social_structure.services.areas import AreaImportError
from sozialraum.warehouse.sources import SourceTable

KEY_NAME: Final = re.compile(
    r"(^|_)(id|key|code|nr|nummer|schl|schluessel|schlüssel|kennung|ags|ars)$", re.IGNORECASE
)
LABEL_NAME: Final = re.compile(r"(name|bezeichnung|titel|label)", re.IGNORECASE)
LONGEST_KEY: Final = 20


def propose_columns(source: SourceTable) -> tuple[str, str]:
    """The columns of key and name in a file of areas.

    A key is there in every row, short, without blanks, and nearly never twice; among several such columns the one
    whose name says so wins. Raises :class:`AreaImportError` where no column can be the key.
    """
    scores = {column: _key_score(source, column) for column in source.columns}
    key = max(scores, key=lambda column: scores[column], default="")
    if not key or scores[key] <= 0:
        raise AreaImportError(
            gettext_noop("No column of “{file}” can be the areas' key."),
            gettext_noop("Name it. Its columns are: {columns}."),
            file=source.name,
            columns=", ".join(source.columns),
        )
    named = [column for column in source.columns if column != key and LABEL_NAME.search(column)]
    return key, (named or [key])[0]


def _key_score(source: SourceTable, column: str) -> float:
    cells = source.table.column(column).to_pylist()
    if not cells or any(cell is None or len(cell) > LONGEST_KEY or " " in cell for cell in cells):
        return 0.0
    distinct = len(set(cells)) / len(cells)
    if distinct < 0.99:
        return 0.0
    same_length = len({len(cell) for cell in cells}) == 1
    digits = all(cell.isalnum() for cell in cells)
    # a size in square metres is unique as well, but no key
    decimal = any("." in cell or "," in cell for cell in cells)
    return distinct + 2 * bool(KEY_NAME.search(column)) + same_length + digits - 3 * decimal
