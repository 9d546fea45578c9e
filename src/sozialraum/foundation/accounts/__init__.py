"""People who sign in, their roles, scopes and second factors."""
