"""The one database engine: embedded or served PostgreSQL, its roles, backup and restore."""
