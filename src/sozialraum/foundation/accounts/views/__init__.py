"""Pages of signing in, of the own account, of roles and rights."""
