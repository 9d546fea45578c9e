"""Reads all floors; the only exit for case data, always through the release gate."""
