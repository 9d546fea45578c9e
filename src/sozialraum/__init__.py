"""Sozialraum: the open platform on which a municipality runs social-space orientation."""

__version__ = "0.1.0"
