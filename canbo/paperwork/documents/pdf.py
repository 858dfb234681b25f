"""Paper to PDF by Typst, with the fonts of this package and no others (PDF/A-2u, text can be copied)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, cast

from canbo.paperwork.documents.blocks import Block, Linked, Paper, Slips
from canbo.paperwork.documents.glyphs import printable
from canbo.paperwork.documents.heading import head
from canbo.paperwork.documents.qr import qr_svg

if TYPE_CHECKING:
    from typst import Fonts

REMEMBERED = 10


def to_pdf(*papers: Paper) -> bytes:
    """The file's bytes; of several papers of one kind, each begins a page of its own."""
    import typst

    # A compiler of its own for each paper: they are not to be shared between threads, the fonts are.
    compiler = typst.Compiler(_template(), font_paths=_fonts(), sys_inputs={"papers": _data(papers)})
    made = cast(bytes, compiler.compile(format="pdf", pdf_standards="a-2u"))
    if len(papers) > 1:
        # It remembers the layout of its last ten files: of a large one, hundreds of megabytes that never serve again.
        for _ in range(REMEMBERED + 1):
            typst.Compiler(b"", font_paths=_fonts()).compile(format="pdf")
    return made


def _data(papers: Sequence[Paper]) -> str:
    return json.dumps(printable([_paper(paper) for paper in papers]), ensure_ascii=False)


def _paper(paper: Paper) -> dict[str, Any]:
    data: dict[str, Any] = {
        name: getattr(paper, name)
        for name in ("title", "style", "landscape", "size", "margins", "page_numbers", "footnote")
    }
    data["head"] = asdict(head(paper.letterhead)) if paper.letterhead else None
    data["blocks"] = [_block(block) for block in paper.blocks]
    return data


def _block(block: Block) -> dict[str, Any]:
    assert is_dataclass(block)
    data = {"kind": type(block).__name__, **asdict(block)}
    if isinstance(block, Linked):
        data["qr"] = qr_svg(block.link)
    if isinstance(block, Slips):
        data["slips"] = [{**asdict(slip), "qr": qr_svg(slip.link)} for slip in block.slips]
    return data


@cache
def _template() -> bytes:
    return files(__package__).joinpath("paper.typ").read_bytes()


@cache
def _fonts() -> Fonts:
    import typst

    with as_file(files("canbo.paperwork").joinpath("fonts")) as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
