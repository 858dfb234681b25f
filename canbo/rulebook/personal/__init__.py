"""What is kept of a person and why, and what a person may ask about it: fields of the record, requests by law."""

from canbo.rulebook.personal.fields import Field, fields, find, label_of, sections
from canbo.rulebook.personal.requests import Kept, RequestLaw, Term, request_law, retention

__all__ = [
    "Field",
    "Kept",
    "RequestLaw",
    "Term",
    "fields",
    "find",
    "label_of",
    "request_law",
    "retention",
    "sections",
]
