"""The signals against levelling, read from the office's sheets: which sheets, in parts, to what was found."""
