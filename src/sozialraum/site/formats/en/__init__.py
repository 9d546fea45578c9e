"""English days and times."""
