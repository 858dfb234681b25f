"""A paper as a list of blocks: what the two renderers (Typst and Word) draw. No meaning of evaluation here.

Lengths are millimetres, sizes are points of type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from canbo.paperwork.documents.model import Letterhead, Style

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True)
class Text:
    """A paragraph. `indent`: first line indented as the style asks. `gap` points before it, None: the style's."""

    text: str
    align: Align = "justify"
    bold: bool = False
    italic: bool = False
    indent: bool = False
    size: float | None = None
    gap: float | None = None
    keep_with_next: bool = False
    lead: str = ""  # words set in bold before the text


@dataclass(frozen=True)
class Title:
    """Kind of paper in capitals, and what it is about below, over a short rule when `rule`."""

    title: str
    subtitle: str = ""
    rule: bool = True


@dataclass(frozen=True)
class Facts:
    """Label and value lines, values in bold; `paired` sets two to a line, the second of each pair the shorter."""

    pairs: tuple[tuple[str, str], ...]
    paired: bool = False
    indent: bool = True


@dataclass(frozen=True)
class Cell:
    """A table cell. `ticked` draws a tick box instead of text; `level` indents by steps."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    align: Align | None = None
    span: int = 1
    level: int = 0
    ticked: bool | None = None
    note: str = ""  # a smaller italic line under the text


@dataclass(frozen=True)
class TableColumn:
    """`share` is the part of the table's width, relative to the others."""

    title: str
    share: float
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A ruled table whose header row repeats on every page. Spans of each row add up to the number of columns.

    `headings` are the places (from 0) of rows that stand over those below and never end a page.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    size: float = 12
    header: bool = True
    headings: tuple[int, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One line of tick boxes after a label."""

    label: str
    options: tuple[tuple[str, bool], ...]
    keep_with_next: bool = False


@dataclass(frozen=True)
class SignatureColumn:
    """Lines of a signature block: `over` in italics, `lines` in bold capitals, `hint` in italics, then the name."""

    lines: tuple[str, ...]
    name: str = ""
    over: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Signatures:
    """Signature blocks side by side, kept on one page; with `recipients`, these take the left column."""

    columns: tuple[SignatureColumn, ...]
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Linked:
    """Label and value lines beside the QR code of `link`."""

    pairs: tuple[tuple[str, str], ...]
    link: str


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Slip:
    """A slip to cut out: heading, label and value lines, small text, and a QR code of `link`."""

    heading: str
    pairs: tuple[tuple[str, str], ...]
    secret: tuple[str, str]
    small: tuple[str, ...]
    link: str


@dataclass(frozen=True)
class Slips:
    slips: tuple[Slip, ...]
    columns: int = 2


Block = Text | Title | Facts | Linked | Table | Choice | Signatures | PageBreak | Slips


@dataclass(frozen=True)
class Paper:
    """A whole paper. `footnote` stands small at the foot of each page (in Word: at the end of the text)."""

    title: str  # of the file
    blocks: Sequence[Block]
    letterhead: Letterhead | None = None
    style: Style = "state"
    landscape: bool = False
    size: float = 14
    margins: tuple[float, float, float, float] = (20, 20, 30, 15)  # top, bottom, left, right
    page_numbers: bool = True
    footnote: str = ""
