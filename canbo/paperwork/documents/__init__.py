"""Official forms: build one of the dataclasses of `model`, then `render(document, "pdf" | "docx")`."""

from canbo.paperwork.documents.model import Document
from canbo.paperwork.documents.render import Format, render, render_together

__all__ = ["Document", "Format", "render", "render_together"]
