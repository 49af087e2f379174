"""Whether an answer was good."""
