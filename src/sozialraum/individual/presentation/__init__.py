"""What the pages of the individual floor say in words."""
