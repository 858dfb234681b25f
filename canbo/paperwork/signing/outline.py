"""The frame of a PDF: its pages in order and the fields of its form, read with distrust.

Different readers find pages and fields in different ways (by the tree, by its counts, by the form's list). A file in
which these ways would lead to different pages is refused as broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from canbo.paperwork.signing.model import SigningError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import PdfFileReader

GROUP = -1  # instead of the number of a page
BROKEN_PAGES = (
    "Tệp PDF hỏng: số trang ghi trong tệp khác với số trang thật có. Hãy mở tệp, lưu lại thành PDF rồi thử lại."
)
BROKEN_FORM = "Tệp PDF hỏng: biểu mẫu trong tệp không đúng chuẩn. Hãy mở tệp, lưu lại thành PDF rồi thử lại."
Key = tuple[int, int]


class Outline:
    """The pages (`leaves`) and the form of a file.

    SigningError where a count of the page tree is not the number of its leaves. Use it inside `pdf.reading`.
    """

    def __init__(self, reader: PdfFileReader) -> None:
        self.root: DictionaryObject = reader.root
        self.leaves: list[DictionaryObject] = []
        self._spots: dict[Key, int] = {}
        self._descend(value(self.root, "/Pages"), depth=0)
        form = value(self.root, "/AcroForm").get_object()
        self.form: DictionaryObject = form if hasattr(form, "raw_get") else _nothing()
        self.field_list = raw_list(self.form, "/Fields")
        if any(key_of(one) is None for one in self.field_list):
            raise SigningError(BROKEN_FORM)
        self.fields = {str(value(one.get_object(), "/T").get_object()): one for one in self.field_list}

    def spot(self, found: Any) -> int | None:
        """Which page a link leads to, from 0; GROUP for a group of pages, None for anything else."""
        key = key_of(found)
        return self._spots.get(key) if key else None

    def _descend(self, reference: Any, depth: int) -> int:
        """Walk a page or a group of pages; how many pages that were."""
        key, node = key_of(reference), reference.get_object()
        if key is None or key in self._spots or depth > 50:  # a page twice, a circle, or a tree made to break readers
            raise SigningError(BROKEN_PAGES)
        group = "/Kids" in node
        if str(value(node, "/Type").get_object()) != ("/Pages" if group else "/Page"):
            raise SigningError(BROKEN_PAGES)
        if not group:
            self._spots[key] = len(self.leaves)
            self.leaves.append(node)
            return 1
        self._spots[key] = GROUP
        count = sum(self._descend(kid, depth + 1) for kid in raw_list(node, "/Kids"))
        if count != int(node["/Count"]):
            raise SigningError(BROKEN_PAGES)
        return count


def key_of(found: Any) -> Key | None:
    """Which object of the file a link points to; None for what stands where it is used."""
    from pyhanko.pdf_utils.generic import IndirectObject

    return (found.idnum, found.generation) if isinstance(found, IndirectObject) else None


def value(node: DictionaryObject, name: str) -> Any:
    """A value as it stands there, a link as a link; null where there is none, which PDF means by leaving it out."""
    from pyhanko.pdf_utils.generic import NullObject

    return node.raw_get(name) if name in node else NullObject()


def raw_list(node: DictionaryObject, name: str) -> list[Any]:
    """The members of a list, links as links; none where there is no list."""
    from pyhanko.pdf_utils.generic import ArrayObject

    found = value(node, name).get_object()
    return [found.raw_get(at) for at in range(len(found))] if isinstance(found, ArrayObject) else []


def nodes_of(field: Any) -> dict[Key, DictionaryObject]:
    """A field with all below it, by key."""
    found: dict[Key, DictionaryObject] = {}
    todo = [field]
    while todo:
        one = todo.pop()
        key = key_of(one)
        if key is None or key in found:
            raise SigningError(BROKEN_FORM)
        found[key] = one.get_object()
        todo += raw_list(found[key], "/Kids")
    return found


def widgets_of(field: Any) -> dict[Key, DictionaryObject]:
    """The places of a field on the pages, by key: what has nothing below it."""
    return {key: one for key, one in nodes_of(field).items() if not raw_list(one, "/Kids")}


def signature_fields(field: Any) -> dict[str, Any]:
    """The signature fields at and below a field, links by full name."""
    found, todo = {}, [("", field)]
    seen: set[Key] = set()
    while todo:
        above, one = todo.pop()
        key, node = key_of(one), one.get_object()
        if key is None or key in seen:
            raise SigningError(BROKEN_FORM)
        seen.add(key)
        name = f"{above}.{value(node, '/T').get_object()}"
        if value(node, "/FT").get_object() == "/Sig" and "/T" in node:
            found[name] = one
        todo += [(name, kid) for kid in raw_list(node, "/Kids")]
    return found


def _nothing() -> DictionaryObject:
    from pyhanko.pdf_utils.generic import DictionaryObject

    return DictionaryObject()
