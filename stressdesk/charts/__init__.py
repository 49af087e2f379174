"""How a summary looks."""
