"""The panels, one a file: each takes the desk, connects to what it shows, and computes nothing."""
