"""Pages and documents of the reporting floor."""
