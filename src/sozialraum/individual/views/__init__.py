"""Pages of the individual floor."""
