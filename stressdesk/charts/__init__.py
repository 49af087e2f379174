"""How a summary looks. The table of all charts is in `catalogue`; colours and sizes alone need no matplotlib."""
