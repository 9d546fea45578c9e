"""Tags of the network floor."""
