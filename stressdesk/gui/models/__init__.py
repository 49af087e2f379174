"""What the window knows, without widgets: a view shows one of these and changes nothing but through it."""
