"""Writing the floor: areas, values, runs, releases."""

from sozialraum.social_structure.services.areas import (
    WHOLE_CODE,
    WHOLE_LEVEL,
    AreaImport,
    AreaImportError,
    AreaPreview,
    LevelTable,
    SystemFacts,
    import_areas,
    preview_areas,
)
from sozialraum.social_structure.services.catalog import CatalogError, IndicatorFile, load_catalog
from sozialraum.social_structure.services.import_jobs import import_in_background
from sozialraum.social_structure.services.observations import (
    ImportDone,
    ImportPreview,
    ImportRefused,
    import_observations,
    preview_import,
)
from sozialraum.social_structure.services.people import (
    PeopleDone,
    PeopleRefused,
    import_people,
    preview_people,
)
from sozialraum.social_structure.services.reading import ColumnPlan, Finding, Plan, ReadingError
from sozialraum.social_structure.services.releases import release_counts, release_run
from sozialraum.social_structure.services.runs import (
    RunDraft,
    RunRefused,
    draft_run,
    record_and_release,
    record_run,
    unpublished_view,
)
from sozialraum.social_structure.services.undoing import undo_delivery

__all__ = [
    "WHOLE_CODE",
    "WHOLE_LEVEL",
    "AreaImport",
    "AreaImportError",
    "AreaPreview",
    "CatalogError",
    "ColumnPlan",
    "Finding",
    "ImportDone",
    "ImportPreview",
    "ImportRefused",
    "IndicatorFile",
    "LevelTable",
    "PeopleDone",
    "PeopleRefused",
    "Plan",
    "ReadingError",
    "RunDraft",
    "RunRefused",
    "SystemFacts",
    "draft_run",
    "import_areas",
    "import_in_background",
    "import_observations",
    "import_people",
    "load_catalog",
    "preview_areas",
    "preview_import",
    "preview_people",
    "record_and_release",
    "record_run",
    "release_counts",
    "release_run",
    "undo_delivery",
    "unpublished_view",
]
