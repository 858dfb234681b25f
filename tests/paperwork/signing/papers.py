"""Papers to sign: small PDFs of known content, made without the rest of the product."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import as_file, files
from typing import cast


@cache
def paper(text: str = "Cam kết thực hiện nhiệm vụ năm 2026", pages: int = 1) -> bytes:
    """A PDF that says this, once a page."""
    import typst

    body = "#pagebreak()\n".join([f"{text}\n"] * pages)
    with as_file(files("canbo.paperwork").joinpath("fonts")) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        source = f'#set page(paper: "a4")\n#set text(font: "Liberation Serif")\n{body}'
        compiler = typst.Compiler(source.encode(), font_paths=fonts)
        return cast(bytes, compiler.compile(format="pdf", pdf_standards="a-2u"))


def with_note(data: bytes, text: str) -> bytes:
    """The same file, a visible note put on its first page afterwards."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 600, 400, 640))),
            generic.pdf_name("/Contents"): generic.pdf_string(text),
            generic.pdf_name("/DA"): generic.pdf_string("/Helv 12 Tf"),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    return _written(writer)


def redrawn(data: bytes, drawing: bytes) -> bytes:
    """The same file, its first page drawn otherwise afterwards."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.find_page_for_modification(0)[0]
    page.get_object()[generic.pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=drawing))
    writer.mark_update(page)
    return _written(writer)


def rewritten(data: bytes) -> bytes:
    """The same paper written anew from the start, as many signing tools do."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    return _written(copy_into_new_writer(PdfFileReader(io.BytesIO(data))))


def _written(writer: object) -> bytes:
    output = io.BytesIO()
    writer.write(output)  # type: ignore[attr-defined]
    return output.getvalue()
