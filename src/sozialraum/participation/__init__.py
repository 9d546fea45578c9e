"""Rounds, proposals, votes, complaints and the public face."""
