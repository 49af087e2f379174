"""What the records of a run mean."""
