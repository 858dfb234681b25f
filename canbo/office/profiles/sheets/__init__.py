"""Spreadsheets of this room: records in and out, standards in and out, lists out."""
