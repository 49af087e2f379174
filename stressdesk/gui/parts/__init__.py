"""Pieces that panels are made of: they look right by themselves and know no scenario and no run."""
