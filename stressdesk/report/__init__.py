"""How a summary leaves: HTML, PDF, PNG, CSV, JSON, JUnit."""
