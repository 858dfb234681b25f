"""Pages of the signatures room."""
