"""A document to the bytes of a file."""

from __future__ import annotations

from typing import Literal

from canbo.paperwork.documents.compose import compose
from canbo.paperwork.documents.model import Document

Format = Literal["pdf", "docx"]


def render(document: Document, format: Format) -> bytes:
    """The whole file: "pdf" to sign, "docx" to edit."""
    paper = compose(document)
    if format == "pdf":
        from canbo.paperwork.documents.pdf import to_pdf

        return to_pdf(paper)
    from canbo.paperwork.documents.word import to_docx

    return to_docx(paper)
