"""Template tags of the individual floor."""
