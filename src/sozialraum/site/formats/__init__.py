"""How this house writes days and times, by language, where Django writes them otherwise."""
