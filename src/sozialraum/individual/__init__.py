"""I: case, will, goals, resource card, arrangement, help plan."""
