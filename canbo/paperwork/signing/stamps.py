"""The visible stamp: drawn by Typst, so that Vietnamese letters come out right, and put where it covers no text."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, cast

from canbo.paperwork.documents.glyphs import printable
from canbo.paperwork.signing import pdf
from canbo.paperwork.signing.model import Box, SigningError, Stamp

if TYPE_CHECKING:
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle
    from typst import Fonts

# The lower margin of a paper of ours (20 mm) holds three stamps side by side between its left and right margins.
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_LOW, MARGIN_HIGH = 85.0, 42.5, 10.0, 52.0  # points
SLOTS, GAP = 3, 6.0
NEAR = 1.0  # points by which a stamp placed by hand may leave its place


def draw(stamp: Stamp, box: Box, at: datetime) -> bytes:
    """The stamp as a PDF of one page of the size of its box; `at` is shown as the local time it holds."""
    import typst

    given = {
        "width": box[2] - box[0], "height": box[3] - box[1], "name": stamp.name, "position": stamp.position,
        "note": stamp.note, "way": stamp.way, "at": f"{at:%H:%M:%S %d/%m/%Y}",
    }  # fmt: skip
    compiler = typst.Compiler(_template(), font_paths=_fonts(), sys_inputs={"stamp": json.dumps(printable(given))})
    return cast(bytes, compiler.compile(format="pdf"))


def style(drawn: bytes) -> StaticStampStyle:
    """What the signing library puts on the page."""
    from pyhanko.pdf_utils.layout import AxisAlignment, SimpleBoxLayoutRule
    from pyhanko.stamp import StaticStampStyle

    filled = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID)
    return StaticStampStyle(border_width=0, background=_page_content()(drawn), background_layout=filled)


@cache
def _page_content() -> Callable[[bytes], PdfContent]:
    """The library's imported page, from memory where its own opens a file."""
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Page(PdfContent):
        def __init__(self, drawn: bytes) -> None:
            self.drawn = drawn
            super().__init__()

        def render(self) -> bytes:
            page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.drawn)))
            self.resources.xobject["/Stamp"] = page
            left, low, right, high = page.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
            return b"/Stamp Do"

    return Page


def place(reader: PdfFileReader, stamp: Stamp) -> tuple[int, Box]:
    """On which page (from 0) and in which box the stamp goes; SigningError where that page does not exist."""
    count = int(reader.root["/Pages"]["/Count"])
    spaces = signing_spaces(reader, count) if stamp.space is not None else []
    if stamp.space is not None and stamp.space < len(spaces):
        return spaces[stamp.space]
    page = stamp.page if stamp.page >= 0 else count + stamp.page
    if not 0 <= page < count:
        raise SigningError("Tệp PDF không có trang để đặt dấu ký. Hãy kiểm tra lại tệp.")
    if stamp.box is not None:
        return page, stamp.box
    return page, next_slot(media_box(reader, page), signature_boxes(reader, page))


def in_place(source: bytes, space: int | None, page: int | None, box: Box) -> bool:
    """Whether a stamp in this box covers nothing of a paper: it lies in its own place to sign (`space`), or, where the
    paper has no such place, in the lower margin; upon no other stamp."""
    with pdf.reading():
        reader = pdf.reader(source)
        count = int(reader.root["/Pages"]["/Count"])
        spaces = signing_spaces(reader, count) if space is not None else []
        if page is None:
            return False
        if space is not None and space < len(spaces):
            found, place = spaces[space]
        else:
            left, low, right, _ = media_box(reader, page)
            found, place = page, (left, low, right, low + MARGIN_HIGH)
        taken = signature_boxes(reader, page)
    near = place[0] - NEAR <= box[0] and place[1] - NEAR <= box[1]
    near = near and box[2] <= place[2] + NEAR and box[3] <= place[3] + NEAR
    return found == page and near and not any(overlap(box, other) for other in taken)


def signing_spaces(reader: PdfFileReader, count: int) -> list[tuple[int, Box]]:
    """The places to sign of a paper of ours: links of the paper to itself, in the order they are read."""
    found = []
    for page in range(count):
        node = reader.find_page_for_modification(page)[0].get_object()
        links = [one for one in pdf.laid_on(node) if one["/Subtype"] == "/Link" and _inner(one)]
        found += [(page, box_of(one["/Rect"])) for one in links]
    return found


def _inner(link: DictionaryObject) -> bool:
    return "/Dest" in link or ("/A" in link and link["/A"]["/S"] == "/GoTo")


def next_slot(media: Box, taken: Sequence[Box]) -> Box:
    """The first free place in the lower margin, from the left; rows of three grow upwards when more sign."""
    width = (media[2] - media[0] - MARGIN_LEFT - MARGIN_RIGHT - GAP * (SLOTS - 1)) / SLOTS
    for number in range(len(taken) * SLOTS + SLOTS):
        row, column = divmod(number, SLOTS)
        left = media[0] + MARGIN_LEFT + column * (width + GAP)
        low = media[1] + MARGIN_LOW + row * (MARGIN_HIGH - MARGIN_LOW + GAP)
        slot = (left, low, left + width, low + MARGIN_HIGH - MARGIN_LOW)
        if not any(overlap(slot, other) for other in taken):
            return slot
    raise AssertionError("a box can block at most the slots it touches")


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def media_box(reader: PdfFileReader, page: int) -> Box:
    """The size of a page, which it may have from the group of pages above it."""
    node: DictionaryObject | None = reader.find_page_for_modification(page)[0].get_object()
    while node is not None:
        if "/MediaBox" in node:
            return box_of(node["/MediaBox"])
        node = pdf.above(node)
    raise SigningError("Tệp PDF hỏng: trang không có kích thước. Hãy lưu lại tệp từ phần mềm soạn thảo.")


def signature_boxes(reader: PdfFileReader, page: int) -> list[Box]:
    """Where the visible signatures of a page stand."""
    node = reader.find_page_for_modification(page)[0].get_object()
    return [box_of(one["/Rect"]) for one in pdf.laid_on(node) if pdf.is_signature(one)]


def box_of(given: Sequence[float]) -> Box:
    """A rectangle of a PDF, whichever of its corners it names."""
    left, low, right, high = (float(one) for one in given)
    return min(left, right), min(low, high), max(left, right), max(low, high)


@cache
def _template() -> bytes:
    return files(__package__).joinpath("stamp.typ").read_bytes()


@cache
def _fonts() -> Fonts:
    import typst

    with as_file(files("canbo.paperwork").joinpath("fonts")) as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
