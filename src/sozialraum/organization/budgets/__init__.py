"""Budgets of areas: the draft of a year, scenarios that never change, and what pages show of them.

A case has no way in here: nothing of this room takes a decision on help as an argument, and no floor that decides on
help may import it (contract `no-balance` of the import linter).
"""
