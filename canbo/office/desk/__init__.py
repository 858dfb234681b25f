"""The desk: above all rooms. The frame of every page, the first page of each role, and the commands."""
