"""Pages of the rounds: open to everybody, of the circles, of planning and of the committee."""
