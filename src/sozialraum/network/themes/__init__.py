"""Themes: what a quarter lacks, with its evidence, somebody who cares, steps, a decision and a result."""
