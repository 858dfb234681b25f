"""What is kept of a person and why, and what a person may ask about it: fields of the record, requests by law."""

from canbo.rulebook.personal.fields import Field, fields, find, label_of, sections

__all__ = ["Field", "fields", "find", "label_of", "sections"]
