"""What happened: the run file."""
