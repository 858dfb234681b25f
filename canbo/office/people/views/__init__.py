"""Pages of the people room, a noun a file."""
