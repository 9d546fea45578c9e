"""N: resources, field work, lived spaces, network maps."""
