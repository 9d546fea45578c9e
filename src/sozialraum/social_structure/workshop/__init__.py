"""The index workshop: choose, weigh, look how sure the ranks are, keep with reasons."""
