"""O: teams, providers, agreements, budgets, circles."""
