"""Keeping an installation alive: backup, return to a new machine, and moving between database engines."""
