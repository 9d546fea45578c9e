"""Inquiries: the methods by which a quarter is looked at with its people, each a run with a guide and a released result."""
