"""Lived spaces: children pin what their quarter is to them; single contributions stay unread, counts are released."""
