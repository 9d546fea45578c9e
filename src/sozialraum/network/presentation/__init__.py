"""What the pages of the network floor say in words."""
