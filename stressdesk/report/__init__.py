"""How a run leaves the program: web page, PDF, picture, tables, and results for CI servers."""
