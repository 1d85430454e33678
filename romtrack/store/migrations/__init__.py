"""How the tables came to be, one step for each version."""
