"""Rounds on the budget of a year: published formula, change requests, consent of the areas, decision of the committee.

What happened stands in a chain of public steps that only grows; drafts and names never enter it. No case has a way in
here, and nothing here can reach a decision on a case.
"""
