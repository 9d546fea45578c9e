"""Case-independent and cross-case work: notes from the field without persons, and the time agreed for it."""
