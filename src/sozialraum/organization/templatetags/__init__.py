"""Tags of the organization floor."""
