"""Forms of the work room."""
