"""Sozialraum: the open platform on which a municipality runs social-space orientation."""
