"""Acts of the talent room."""
