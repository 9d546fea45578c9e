"""Forms of the network floor."""
