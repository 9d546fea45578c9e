"""Reading the floor: frozen values and Arrow tables, figures only as released tables."""
