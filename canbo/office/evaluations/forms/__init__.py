"""What people type, read into what actions take; what was typed is kept to be shown again."""
