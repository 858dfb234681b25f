"""Whether a PDF is another one with signatures added, and nothing else.

A signing tool may write the whole file anew, so bytes cannot be compared. Compared is the whole document as a graph,
side by side from its catalog down: everything must be equal but the few things that signing adds, which are named
here. What is not named is a difference, also what nobody has thought of yet. Free are only what no page shows and no
reader acts on: how streams are packed, where pages hang in their tree, and the names of the file (Info, XMP).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from canbo.paperwork.signing import pdf
from canbo.paperwork.signing.model import Box, SigningError
from canbo.paperwork.signing.outline import (
    Key,
    Outline,
    key_of,
    nodes_of,
    raw_list,
    signature_fields,
    value,
    widgets_of,
)
from canbo.paperwork.signing.stamps import box_of

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject

# Catalog: the pages and the form are compared in their own way; the rest is proof kept for later (DSS), what the file
# claims of its version, and which signature certifies it (whether that holds, checking the signature tells).
CATALOG_FREE = frozenset({"/Pages", "/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata", "/Perms", "/Type"})
PAGE_FREE = frozenset({"/Parent", "/Type", "/Annots", "/Tabs", "/LastModified"})
INHERITED = frozenset({"/MediaBox", "/CropBox", "/Rotate", "/Resources"})
# The form: a tool may bring the fonts its fields would be typed with; there is no field to type in.
FORM_BROUGHT = frozenset({"/DR", "/DA"})
FORM = FORM_BROUGHT | {"/Fields", "/SigFlags"}
PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
UNPACKED = frozenset({"/FlateDecode", "/ASCIIHexDecode", "/ASCII85Decode"})  # other streams are compared as they lie
# What the place of a signature may say: no action, no layer, no words outside its appearance.
WIDGET = frozenset((
    "/Type", "/Subtype", "/FT", "/T", "/TU", "/TM", "/V", "/F", "/Ff", "/Rect", "/P", "/Parent", "/Kids", "/AP", "/AS",
    "/Border", "/BS", "/MK", "/DA", "/DR", "/Q", "/Lock", "/SV", "/NM", "/M", "/H", "/StructParent",
))  # fmt: skip
FILLED = frozenset({"/V", "/AP", "/AS", "/M", "/MK", "/F"})  # what signing changes in a place that stood empty

OTHER_PAGES = "số trang khác bản gốc"
OTHER_PAGE = "nội dung, khổ hoặc hướng của trang {} khác bản gốc"
OTHER_NOTES = "trên trang {} có thêm, bớt hoặc sửa ghi chú, liên kết, ô điền hay hình chữ ký"
OTHER_FORM = "biểu mẫu trong tệp khác bản gốc"
OTHER_PARTS = "có thêm, bớt hoặc sửa phần khác ngoài các trang (lớp hiển thị, tệp đính kèm, lệnh tự chạy, thẻ nội dung)"
NOT_SIGNED = "có thêm một ô chữ ký không được ký"
NOT_A_PLACE = "ô chữ ký mới mang theo thứ khác ngoài chữ ký"


class Different(SigningError):
    """The file is not the other one with signatures added; the message says where, to stand within a sentence."""


@dataclass(frozen=True)
class Placed:
    """Where a new signature stands: page from 0 (None: on none), box, and whether anything is drawn there."""

    page: int | None
    box: Box
    drawn: bool

    @property
    def shown(self) -> bool:
        """Whether it can be seen: what has neither area nor drawing cannot."""
        return self.drawn or (self.box[0] < self.box[2] and self.box[1] < self.box[3])


def added(source: bytes, data: bytes) -> tuple[Placed, ...]:
    """The places of the signatures that `data` has and `source` has not, where that is all the difference.

    Different where there is more; SigningError where one is no PDF. A place that stood empty in `source` and is signed
    in `data` counts as new.
    """
    with pdf.reading():
        return _Comparison(Outline(pdf.reader(source)), Outline(pdf.reader(data))).run()


class _Comparison:
    """Two files side by side: pairs of objects that must be equal, each pair looked at once."""

    def __init__(self, old: Outline, new: Outline) -> None:
        self.old, self.new = old, new
        self.fresh = [field for name, field in new.fields.items() if name not in old.fields]
        self.fresh_keys = {key_of(field) for field in self.fresh}
        self.widgets = {key: one for field in self.fresh for key, one in widgets_of(field).items()}
        self.filled: dict[Key, DictionaryObject] = {}
        self.stood_empty: set[Key] = set()
        self._find_filled()
        self.known: set[tuple[Any, Any]] = set()

    def _find_filled(self) -> None:
        """The places that stood empty and are signed now."""
        names = [name for name in self.old.fields if name in self.new.fields]
        for name in names:
            after = signature_fields(self.new.fields[name])
            for inner, field in signature_fields(self.old.fields[name]).items():
                if inner in after and _is_empty(field) and not _is_empty(after[inner]):
                    self.stood_empty.update(nodes_of(field))
                    self.filled |= widgets_of(after[inner])

    def run(self) -> tuple[Placed, ...]:
        self._form()
        if len(self.old.leaves) != len(self.new.leaves):
            raise Different(OTHER_PAGES)
        for number, (old, new) in enumerate(zip(self.old.leaves, self.new.leaves, strict=True), start=1):
            names = {*old, *new, *INHERITED} - PAGE_FREE
            self._must([(_shown(old, name), _shown(new, name)) for name in names], OTHER_PAGE.format(number))
            self._notes(old, new, OTHER_NOTES.format(number))
        names = {*self.old.root, *self.new.root} - CATALOG_FREE
        self._must([(value(self.old.root, name), value(self.new.root, name)) for name in names], OTHER_PARTS)
        return tuple(self._place(key, one) for key, one in (self.widgets | self.filled).items())

    def _form(self) -> None:
        """The form holds what it held and the new signatures; every new field is a signature, and signed."""
        old, new = self.old.form, self.new.form
        names = ({*old, *new} - FORM) | ({*old} & FORM_BROUGHT)
        self._must([(value(old, name), value(new, name)) for name in names], OTHER_FORM)
        left = [one for one in self.new.field_list if key_of(one) not in self.fresh_keys]
        if len(left) != len(self.old.field_list):
            raise Different(OTHER_FORM)
        self._must(zip(self.old.field_list, left, strict=True), OTHER_FORM)
        for field in self.fresh:
            if value(field.get_object(), "/FT").get_object() != "/Sig" or _is_empty(field):
                raise Different(NOT_SIGNED)
            if not all(WIDGET.issuperset(one) for one in nodes_of(field).values()):
                raise Different(NOT_A_PLACE)

    def _notes(self, old: DictionaryObject, new: DictionaryObject, said: str) -> None:
        """What lay on a page lies there still, in its order, and besides only places of new signatures."""
        left = [one for one in raw_list(new, "/Annots") if key_of(one) not in self.widgets]
        held = raw_list(old, "/Annots")
        if len(left) != len(held):
            raise Different(said)
        self._must(zip(held, left, strict=True), said)

    def _place(self, key: Any, widget: DictionaryObject) -> Placed:
        pages = [
            number
            for number, page in enumerate(self.new.leaves)
            for one in raw_list(page, "/Annots")
            if key_of(one) == key
        ]
        if len(pages) > 1:
            raise Different(NOT_A_PLACE)
        if pages and value(widget, "/Subtype").get_object() != "/Widget":
            raise Different(NOT_A_PLACE)
        box = box_of(widget["/Rect"]) if "/Rect" in widget else (0.0, 0.0, 0.0, 0.0)
        return Placed(pages[0] if pages else None, box, _draws(widget))

    def _must(self, pairs: Iterable[tuple[Any, Any]], said: str) -> None:
        """Different unless all of these are equal with all they point to. Equal in a circle is equal: a pair met again
        is taken as found equal, since a difference anywhere ends the comparison."""
        todo = list(pairs)
        while todo:
            old, new = todo.pop()
            keys = key_of(old), key_of(new)
            pair = keys[0] or id(old), keys[1] or id(new)  # the reader keeps what stands inside what it has read
            if keys != (None, None):
                if pair in self.known:
                    continue
                self.known.add(pair)
            spots = self.old.spot(old), self.new.spot(new)
            if spots[0] != spots[1]:
                raise Different(said)
            if spots[0] is not None:
                continue  # the same page, or a group of pages: pages are compared one by one
            below = _below(old.get_object(), new.get_object(), FILLED if keys[0] in self.stood_empty else frozenset())
            if below is None:
                raise Different(said)
            todo += below


def _below(old: Any, new: Any, free: frozenset[str]) -> list[tuple[Any, Any]] | None:
    """The pairs inside two objects that must be equal for these to be; None where these differ already."""
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject

    if isinstance(old, StreamObject) != isinstance(new, StreamObject):
        return None
    if isinstance(old, DictionaryObject) and isinstance(new, DictionaryObject):
        names = {*old, *new} - free
        if isinstance(old, StreamObject) and isinstance(new, StreamObject):
            if _unpacked(old) and _unpacked(new):
                names -= PACKING
                same = old.data == new.data
            else:
                names -= {"/Length"}
                same = old.encoded_data == new.encoded_data
            if not same:
                return None
        return [(value(old, name), value(new, name)) for name in names]
    if isinstance(old, ArrayObject) and isinstance(new, ArrayObject):
        if len(old) != len(new):
            return None
        return [(old.raw_get(at), new.raw_get(at)) for at in range(len(old))]
    return [] if _plain(old) == _plain(new) else None


def _unpacked(stream: Any) -> bool:
    """Whether the library reads what the stream holds, so that packing does not matter."""
    from pyhanko.pdf_utils.generic import NullObject

    found = value(stream, "/Filter").get_object()
    names = found if isinstance(found, list) else [found]
    return "/F" not in stream and all(name == NullObject() or str(name) in UNPACKED for name in names)


def _plain(found: Any) -> tuple[str, Any]:
    """A number, text, name… as kind and value; a number written otherwise (1, 1.0) is the same number. What is none of
    these is equal to nothing."""
    from pyhanko.pdf_utils import generic

    if isinstance(found, generic.NumberObject | generic.FloatObject):
        return "number", found
    if isinstance(found, generic.TextStringObject | generic.ByteStringObject):
        return "text", bytes(found.original_bytes)
    if isinstance(found, generic.NameObject):
        return "name", str(found)
    if isinstance(found, generic.BooleanObject):
        return "truth", bool(found.value)
    return ("nothing", None) if isinstance(found, generic.NullObject) else ("other", object())


def _shown(page: DictionaryObject, name: str) -> Any:
    """A value of a page, which it may have from the group of pages above it."""
    node: DictionaryObject | None = page
    while node is not None and name in INHERITED and name not in node:
        node = pdf.above(node)
    return value(node if node is not None else page, name)


def _is_empty(field: Any) -> bool:
    """Whether a field is the place of a signature nobody has made yet."""
    found = field.get_object()
    return value(found, "/FT").get_object() == "/Sig" and not hasattr(value(found, "/V").get_object(), "raw_get")


def _draws(widget: DictionaryObject) -> bool:
    """Whether the place shows anything: an appearance with an area and more in it than remarks."""
    shown = value(widget, "/AP").get_object()
    return any(_is_drawn(shown[name]) for name in shown) if hasattr(shown, "raw_get") else False


def _is_drawn(appearance: Any) -> bool:
    if not hasattr(appearance, "data"):
        return not isinstance(appearance, list) and hasattr(appearance, "raw_get") and len(appearance) > 0
    left, low, right, high = box_of(appearance["/BBox"])
    lines = appearance.data.replace(b"\r", b"\n").split(b"\n")
    return left < right and low < high and any(line.partition(b"%")[0].strip() for line in lines)
