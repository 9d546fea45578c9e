"""The field's arithmetic: tables in, tables out; no Django, no I/O, no clock."""
