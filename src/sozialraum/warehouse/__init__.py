"""Readers for the municipality's files and immutable snapshots of them; no Django."""
