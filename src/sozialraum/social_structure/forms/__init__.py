"""Input of the floor, parsed into plain values."""

from sozialraum.social_structure.forms.catalog import IndicatorForm
from sozialraum.social_structure.forms.cuts import AreaImportForm
from sozialraum.social_structure.forms.mapping import MappingForm
from sozialraum.social_structure.forms.people import PeopleForm
from sozialraum.social_structure.forms.planning import BridgeForm, ManyAreasForm, PlanningAreasForm
from sozialraum.social_structure.forms.runs import SaveRunForm
from sozialraum.social_structure.forms.uploads import AreaFilesForm, UploadForm

__all__ = [
    "AreaFilesForm",
    "AreaImportForm",
    "BridgeForm",
    "IndicatorForm",
    "ManyAreasForm",
    "MappingForm",
    "PeopleForm",
    "PlanningAreasForm",
    "SaveRunForm",
    "UploadForm",
]
