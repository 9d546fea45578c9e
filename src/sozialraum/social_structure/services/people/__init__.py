"""The register's people by age and sex: how a table is read, brought in, let out rounded, and taken back."""

from sozialraum.social_structure.services.people.imports import (
    PeopleDone,
    PeoplePreview,
    import_people,
    preview_people,
    undo_people,
)
from sozialraum.social_structure.services.people.pictures import register_tree
from sozialraum.social_structure.services.people.plans import PeopleColumn, PeoplePlan, PeopleRefused
from sozialraum.social_structure.services.people.proposals import (
    looks_like_people,
    propose_people_plan,
    tells_ages,
)

__all__ = [
    "PeopleColumn",
    "PeopleDone",
    "PeoplePlan",
    "PeoplePreview",
    "PeopleRefused",
    "import_people",
    "looks_like_people",
    "preview_people",
    "propose_people_plan",
    "register_tree",
    "tells_ages",
    "undo_people",
]
