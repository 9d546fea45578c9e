"""What a quarter asks of politics: the question, its evidence, who is to answer until when, and what came of it."""
