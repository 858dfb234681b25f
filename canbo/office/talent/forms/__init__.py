"""Forms of the talent room."""
