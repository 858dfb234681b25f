"""Papers made to look like a signed one of ours and say something else: each way by itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from canbo.paperwork.signing import sameness
from canbo.paperwork.signing.outline import BROKEN_PAGES
from tests.paperwork.signing.papers import paper

Writer = IncrementalPdfFileWriter
Attack = Callable[[Writer, Any], str]
OVER_WORDS = (85.0, 400.0, 500.0, 480.0)


@cache
def form() -> bytes:
    """A paper of two pages: a picture on the first, a link on the second."""
    writer = Writer(io.BytesIO(paper(pages=2)))
    page, last = (writer.find_page_for_modification(number)[0] for number in (0, 1))
    picture = StreamObject(made_of(Subtype="/Image", Width=1, Height=1, Filter="/DCTDecode"), encoded_data=b"\xff\xd8")
    page.get_object()["/Resources"]["/XObject"] = made_of(Im1=writer.add_object(picture))
    writer.update_container(page.get_object()["/Resources"])
    link = made_of(Type="/Annot", Subtype="/Link", Rect=[100, 100, 200, 120], Dest=[page, "/Fit"])
    writer.register_annotation(last, writer.add_object(link))
    return written(writer)


def made_of(**given: Any) -> DictionaryObject:
    made = {NameObject(f"/{name}"): _object(found) for name, found in given.items()}
    return DictionaryObject(made)


def _object(found: Any) -> Any:
    if isinstance(found, bool):
        return BooleanObject(found)
    if isinstance(found, int | float):
        return NumberObject(found)
    if isinstance(found, str):
        return NameObject(found) if found.startswith("/") else pdf_string(found)
    return ArrayObject(map(_object, found)) if type(found) in (list, tuple) else found


def put(node: DictionaryObject, **given: Any) -> None:
    node.update(made_of(**given))


def written(writer: Writer) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


# Each makes the paper say something else; what it gives is said of it.


def empty_field_with_words(writer: Writer, page: Any) -> str:
    """The place of a signature nobody makes, whose appearance covers a promise with another one."""
    words = StreamObject(made_of(Subtype="/Form", BBox=[0, 0, 415, 80]), stream_data=b"1 g 0 0 415 80 re f")
    field = _widget(writer, page, FT="/Sig", T="ChuKy9", AP=made_of(N=writer.add_object(words)))
    writer.root["/AcroForm"] = writer.add_object(made_of(Fields=[field], SigFlags=3))
    writer.update_root()
    return sameness.NOT_SIGNED


def text_field(writer: Writer, page: Any) -> str:
    field = _widget(writer, page, FT="/Tx", T="O", V="trừ mục 3")
    writer.root["/AcroForm"] = writer.add_object(made_of(Fields=[field]))
    writer.update_root()
    return sameness.NOT_SIGNED


def widget_of_no_form(writer: Writer, page: Any) -> str:
    _widget(writer, page, FT="/Sig", T="O")
    return sameness.OTHER_NOTES.format(1)


def _widget(writer: Writer, page: Any, **given: Any) -> Any:
    made = writer.add_object(made_of(Type="/Annot", Subtype="/Widget", Rect=OVER_WORDS, F=4, **given))
    writer.register_annotation(page, made)
    return made


def link_moved(writer: Writer, page: Any) -> str:
    last = writer.find_page_for_modification(1)[0].get_object()
    link = last["/Annots"][0].get_object()
    put(link, Rect=list(OVER_WORDS))
    writer.update_container(link)
    return sameness.OTHER_NOTES.format(2)


def links_dropped(writer: Writer, page: Any) -> str:
    last = writer.find_page_for_modification(1)[0]
    put(last.get_object(), Annots=[])
    writer.mark_update(last)
    return sameness.OTHER_NOTES.format(2)


def page_beyond_the_count(writer: Writer, page: Any) -> str:
    pages = writer.root["/Pages"]
    copy = DictionaryObject(page.get_object())
    pages["/Kids"].append(writer.add_object(copy))
    writer.update_container(pages)
    return BROKEN_PAGES


def page_twice(writer: Writer, page: Any) -> str:
    pages = writer.root["/Pages"]
    pages["/Kids"].append(pages["/Kids"].raw_get(0))
    put(pages, Count=3)
    writer.update_container(pages)
    return BROKEN_PAGES


def pages_turned_round(writer: Writer, page: Any) -> str:
    pages = writer.root["/Pages"]
    first, last = pages["/Kids"].raw_get(0), pages["/Kids"].raw_get(1)
    pages[NameObject("/Kids")] = ArrayObject([last, first])
    writer.update_container(pages)
    return sameness.OTHER_PAGE.format(1)


def page_changed(**given: Any) -> Callable[[Writer, Any], str]:
    def change(writer: Writer, page: Any) -> str:
        put(page.get_object(), **given)
        writer.mark_update(page)
        return sameness.OTHER_PAGE.format(1)

    change.__name__ = f"page_{'_'.join(given)}"
    return change


def contents_added(writer: Writer, page: Any) -> str:
    node = page.get_object()
    more = writer.add_object(StreamObject(stream_data=b"1 g 85 400 415 80 re f"))
    node[NameObject("/Contents")] = ArrayObject([node.raw_get("/Contents"), more])
    writer.mark_update(page)
    return sameness.OTHER_PAGE.format(1)


def font_replaced(writer: Writer, page: Any) -> str:
    """The same instructions drawn with other letters."""
    fonts = page.get_object()["/Resources"]["/Font"]
    inner = fonts[next(iter(fonts))]["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    inner[NameObject("/FontFile2" if "/FontFile2" in inner else "/FontFile3")] = writer.add_object(
        StreamObject(stream_data=b"other letters")
    )
    writer.update_container(inner)
    return sameness.OTHER_PAGE.format(1)


def picture_read_otherwise(writer: Writer, page: Any) -> str:
    """The same bytes, no longer a JPEG."""
    objects = page.get_object()["/Resources"]["/XObject"]
    plain = StreamObject(made_of(Subtype="/Image", Width=1, Height=1), encoded_data=b"\xff\xd8")
    objects[NameObject("/Im1")] = writer.add_object(plain)
    writer.update_container(objects)
    return sameness.OTHER_PAGE.format(1)


def catalog(**given: Any) -> Callable[[Writer, Any], str]:
    def change(writer: Writer, page: Any) -> str:
        put(writer.root, **given)
        writer.update_root()
        return sameness.OTHER_FORM if "AcroForm" in given else sameness.OTHER_PARTS

    change.__name__ = f"catalog_{'_'.join(given)}"
    return change


def read_aloud_otherwise(writer: Writer, page: Any) -> str:
    """What a screen reader says, and what is copied, is no longer what stands there."""
    tree = writer.root["/StructTreeRoot"]
    put(tree["/K"][0] if isinstance(tree["/K"], ArrayObject) else tree["/K"], ActualText="Không cam kết gì")
    node = tree["/K"][0] if isinstance(tree["/K"], ArrayObject) else tree["/K"]
    writer.update_container(node.get_object())
    return sameness.OTHER_PARTS


SCRIPT = made_of(S="/JavaScript", JS="this.addAnnot({})")
ON_FORM = [
    empty_field_with_words,
    text_field,
    catalog(AcroForm=made_of(Fields=[], XFA="<xdp/>")),
    catalog(AcroForm=made_of(Fields=[], CO=[])),
]
ELSEWHERE = [
    widget_of_no_form, link_moved, links_dropped, page_beyond_the_count, page_twice, pages_turned_round, contents_added,
    font_replaced, picture_read_otherwise, read_aloud_otherwise,
    page_changed(MediaBox=[0, 0, 595, 500]), page_changed(CropBox=[0, 0, 595, 500]), page_changed(Rotate=180),
    page_changed(UserUnit=2), page_changed(AA=made_of(O=SCRIPT)), page_changed(Thumb="/X"),
    catalog(OpenAction=SCRIPT), catalog(AA=made_of(WP=SCRIPT)), catalog(PageLabels=made_of(Nums=[])),
    catalog(Names=made_of(JavaScript=made_of(Names=["a", SCRIPT]))), catalog(Lang="fr"), catalog(Collection=made_of()),
    catalog(OCProperties=made_of(OCGs=[], D=made_of(BaseState="/OFF"))),
    catalog(ViewerPreferences=made_of(HideToolbar=True)),
]  # fmt: skip
