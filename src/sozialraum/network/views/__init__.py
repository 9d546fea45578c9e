"""Pages of the network floor."""
