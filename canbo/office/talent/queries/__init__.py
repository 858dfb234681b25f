"""Reads of the talent room."""
