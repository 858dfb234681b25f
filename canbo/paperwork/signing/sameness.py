"""Whether two PDFs show the same paper, signatures apart.

A signing tool may write the whole file anew, so bytes cannot be compared. Compared is what the pages are made of: their
drawing instructions, fonts and pictures, size, rotation and annotations other than signatures, and which layers show.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from canbo.paperwork.signing import pdf

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject

INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
SHOWN = (*INHERITED, "/Contents", "/UserUnit", "/Group")
# Links between objects that say where something belongs, not how it looks; how a stream is packed. What lies on the
# pages is taken page by page, signatures left out.
NOT_SHOWN = frozenset(
    {"/Annots", "/Parent", "/P", "/StructParent", "/StructParents", "/Length", "/Filter", "/DecodeParms"}
)


def fingerprint(data: bytes) -> str:
    """SHA-256 over everything the pages show, signatures apart; SigningError where the file is no PDF."""
    with pdf.reading():
        reader = pdf.reader(data)
        walk = _Walk()
        parts = [walk.digest(reader.root.raw_get("/OCProperties") if "/OCProperties" in reader.root else None)]
        for number in range(int(reader.root["/Pages"]["/Count"])):
            page = reader.find_page_for_modification(number)[0].get_object()
            parts += [walk.digest(_inherited(page, name)) for name in SHOWN]
            parts += [walk.digest(one) for one in pdf.laid_on(page) if not pdf.is_signature(one)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _inherited(page: DictionaryObject, name: str) -> Any:
    node: Any = page
    while node is not None:
        if name in node:
            return node.raw_get(name)
        node = pdf.above(node) if name in INHERITED else None
    return None


class _Walk:
    """Digests of objects, each object of the file once: fonts are shared by all pages."""

    def __init__(self) -> None:
        self.known: dict[Any, bytes] = {}

    def digest(self, found: Any) -> bytes:
        """SHA-256 of an object with all it points to; a circle ends where it closes."""
        from pyhanko.pdf_utils.generic import IndirectObject

        if isinstance(found, IndirectObject):
            key = (found.idnum, found.generation)
            if key not in self.known:
                self.known[key] = b"circle"
                self.known[key] = self.digest(found.get_object())
            return self.known[key]
        return hashlib.sha256(self._content(found)).digest()

    def _content(self, found: Any) -> bytes:
        from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject

        if isinstance(found, DictionaryObject):
            names = sorted(name for name in found if name not in NOT_SHOWN)
            held = b"".join(name.encode() + b"\0" + self.digest(found.raw_get(name)) for name in names)
            return b"{" + held + (hashlib.sha256(found.data).digest() if isinstance(found, StreamObject) else b"")
        if isinstance(found, ArrayObject):
            return b"[" + b"".join(self.digest(found.raw_get(at)) for at in range(len(found)))
        return f"{type(found).__name__}:{found!r}".encode()
