"""Who works with whom in a quarter: organizations, what joins them, whom one asks there, and what is missing."""
