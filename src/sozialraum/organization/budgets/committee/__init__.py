"""The rules that a committee adds to the formula: written by planning, tried by everybody, frozen when published."""
