"""What we intend: the scenario, its file, and what can be wrong with it."""
