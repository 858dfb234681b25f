"""A document to the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterable
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


def render_together(documents: Iterable[Document]) -> bytes:
    """One PDF of several documents of one kind, to print at once: each begins a page of its own and counts from 1.
    ValueError where there is none."""
    from canbo.paperwork.documents.pdf import to_pdf

    papers = [compose(one) for one in documents]
    if not papers:
        raise ValueError("no documents to print together")
    return to_pdf(*papers)
