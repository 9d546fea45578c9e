"""The append-only audit trail, a hash chain of ids and field names, never of contents."""
