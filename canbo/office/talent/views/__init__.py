"""Pages of the talent room."""
