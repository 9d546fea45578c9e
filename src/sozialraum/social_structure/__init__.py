"""S: areas, indicators, indices and needs."""
