"""The window: models that know no widgets, parts that know no scenario, and one panel a file."""
