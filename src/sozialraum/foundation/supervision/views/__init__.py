"""Pages of data-protection control."""
