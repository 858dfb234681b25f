"""Papers to sign: small PDFs of known content, made without the rest of the product."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files


@cache
def paper(text: str = "Cam kết thực hiện nhiệm vụ năm 2026", pages: int = 1) -> bytes:
    """A PDF that says this, once a page."""
    import typst

    body = "#pagebreak()\n".join([f"{text}\n"] * pages)
    with as_file(files("canbo.paperwork").joinpath("fonts")) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        source = f'#set page(paper: "a4")\n#set text(font: "Liberation Serif")\n{body}'
        return typst.Compiler(source.encode(), font_paths=fonts).compile(format="pdf", pdf_standards="a-2u")
