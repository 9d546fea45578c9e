"""From files to an index and back to a file: the whole of `sozialraum index` but the words on the screen."""

from sozialraum.warehouse.index_files.output import OutputError, write_table
from sozialraum.warehouse.index_files.reports import IndexReport, PeriodReport, index_files, load_recipe

__all__ = ["IndexReport", "OutputError", "PeriodReport", "index_files", "load_recipe", "write_table"]
