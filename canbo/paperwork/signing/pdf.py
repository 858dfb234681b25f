"""Opening PDFs that people bring, whatever is in them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from canbo.paperwork.signing.model import SigningError

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader

log = logging.getLogger("canbo.signing")
NOT_A_PDF = "Tệp không phải là PDF đọc được (hoặc bị hỏng, có mật khẩu). Hãy mở tệp, lưu lại thành PDF rồi thử lại."
LOCKED = "Người ký trước đã khóa văn bản, không cho ai ký thêm. Hãy xin bản chưa khóa."


@contextmanager
def reading() -> Iterator[None]:
    """Around everything that walks in a file from outside: whatever breaks there, the file cannot be used."""
    from pyhanko.sign.general import SigningError as Refused

    try:
        yield
    except SigningError:
        raise
    except Refused as error:  # the library's: a signature before forbids what we are about to do
        raise SigningError(LOCKED) from error
    except Exception as error:  # a broken file makes the parser fail in any way there is
        log.info("a PDF could not be read: %s", type(error).__name__)
        raise SigningError(NOT_A_PDF) from error


def reader(data: bytes) -> PdfFileReader:
    """The file to read; SigningError where it is no PDF or is encrypted. Use it inside `reading`."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    if b"%PDF-" not in data[:1024]:
        raise SigningError(NOT_A_PDF)
    found = PdfFileReader(io.BytesIO(data), strict=False)
    if found.encrypted:
        raise SigningError(NOT_A_PDF)
    return found


def writer(data: bytes) -> IncrementalPdfFileWriter:
    """The file to append to, so that what is there stays byte for byte. Use it inside `reading`."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    return IncrementalPdfFileWriter.from_reader(reader(data))


def above(node: DictionaryObject) -> DictionaryObject | None:
    """The group of pages a page (or a group) belongs to; None at the top."""
    if "/Parent" not in node:  # the library's `get` would not follow the link
        return None
    return cast("DictionaryObject", node["/Parent"])


def laid_on(page: DictionaryObject) -> list[DictionaryObject]:
    """What lies upon a page: links, notes, fields of a form, visible signatures."""
    found = list(page["/Annots"]) if "/Annots" in page else []
    return [one.get_object() for one in found]


def is_signature(annotation: DictionaryObject) -> bool:
    """Whether it is the place of a signature; a field drawn in several places has its kind in the field above."""
    field = annotation if "/FT" in annotation or "/Parent" not in annotation else annotation["/Parent"]
    return "/FT" in field and field["/FT"] == "/Sig"
