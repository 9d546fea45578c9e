"""Forms of the individual floor."""
