"""Foreign files turned into scenarios, one format a module."""
