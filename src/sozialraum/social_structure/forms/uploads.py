"""Files of values and of areas, as a browser sends them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialraum.warehouse.sources.source_table import Said, SourceTable

LARGEST_UPLOAD = 512 * 1024 * 1024
LARGEST_AREAS = 64 * 1024 * 1024


OPEN_LICENCE = _(
    "The name of an open licence alone, such as CC0 or dl-de/by-2.0, lets released figures become open data. Empty keeps them inside."
)


class UploadForm(forms.Form):
    """A file and what it does not say itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel, CSV, OpenDocument, Parquet or geodata; read as it is. The original is kept."),
    )
    areas = forms.ChoiceField(label=_("Cut"), required=False, help_text=_("To which cut do the keys belong?"))
    reference_date = forms.DateField(
        label=_("Reference date"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only needed where neither the table nor the name of the file says it."),
    )  # fmt: skip
    source = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=120, help_text=OPEN_LICENCE)

    def __init__(self, *args: Any, systems: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        found = [("", _("the one that the keys fit")), *systems] if len(systems) > 1 else list(systems)
        self.fields["areas"].choices = found  # type: ignore[attr-defined]  # a field of choices

    def clean_file(self) -> Any:
        """The file, if it is not larger than what a browser may bring."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 512 MB. Split it, for example by year."))
        return file


class ProvenanceForm(forms.Form):
    """From whom a file comes and how it may be used: as it was typed, else as the file says itself."""

    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=120, help_text=OPEN_LICENCE)

    def propose(self, source: SourceTable) -> None:
        """Propose what the file says where nobody has typed anything, and tell where it says so."""
        propose_said(self, "publisher", source.says("publisher"))
        propose_said(self, "licence", source.says("licence"))

    def provenance(self, **before: str) -> dict[str, str]:
        """Publisher and licence as the form says; as they were typed ``before`` where it was sent without them."""
        return {name: self.cleaned_data[name] if name in self.data else said for name, said in before.items()}


def propose_said(form: forms.Form, name: str, said: Said | None) -> None:
    """Fill a field with what a file says, and tell where it says so; what was typed stays."""
    if said is None or form.initial.get(name):
        return
    form.initial[name] = said.text
    form.fields[name].help_text = gettext("The file says so %(place)s.") % {"place": gettext(said.place)}


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files, at least one, and together not larger than what a browser may bring."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each checked as a single one is."""
        files = [super(SeveralFilesField, self).clean(each, initial) for each in (data or [None])]
        if sum(file.size for file in files) > LARGEST_AREAS:
            raise forms.ValidationError(
                _(
                    "The files are larger than 64 MB. Bring them in by the command line: sozialraum import --areas."
                )
            )
        return files


class AreaFilesForm(forms.Form):
    """The files of a cut, one a level."""

    files = SeveralFilesField(  # type: ignore[assignment]  # Django takes fields off the class
        label=_("Files with the areas"),
        help_text=_(
            "One file for each level, all at once: GeoJSON, GeoPackage, or shapefiles with all their parts; a zip may "
            "hold several. Any projection. 64 MB together."
        ),
    )
