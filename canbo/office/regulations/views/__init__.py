"""Pages of the regulations room, a noun a file."""
