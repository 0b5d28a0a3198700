"""Working copies: what is looked at stays, what tells of people goes, what cannot be taken out is refused."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from caseapp.dossiers import cleaned_pdf, cleaned_picture
from caseapp.dossiers.cleaning import cleaned
from caseapp.dossiers.drawn_jpeg import drawn_parts
from caseapp.dossiers.files import FileProblem
from tests.dossiers.samples import LAYERED_PDF, pdf_of

NAME = "Trinh Thi Thuo Duom"
ARTIST, ORIENTATION, QUARTER_TURN = 0x013B, 0x0112, 6
SHOWN = "Noi dung van ban"


# ---- pictures ---------------------------------------------------------------------------------------------------------

def drawn(mode: str = "RGB", kind: str = "jpg", **told: Any) -> bytes:
    """A picture 64 wide and 32 high, its left half dark."""
    picture = Image.new("L", (64, 32), 250)
    picture.paste(20, (0, 0, 32, 32))
    out = io.BytesIO()
    picture.convert(mode).save(out, {"jpg": "JPEG", "png": "PNG"}[kind], **told)
    return out.getvalue()


def exif(turned: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[ARTIST], told[ORIENTATION] = NAME, turned
    return told


def texts() -> PngInfo:
    """All three kinds of text a PNG can carry."""
    told = PngInfo()
    told.add_text("Author", NAME)
    told.add_itxt("XML:com.adobe.xmp", NAME)
    told.add_text("Comment", NAME, zip=True)
    return told


TELLING = {
    "jpg": [{"exif": exif()}, {"xmp": NAME.encode()}, {"icc_profile": NAME.encode()}, {"comment": NAME},
            {"extra": b"\xff\xed\0\x15" + NAME.encode()}],
    "png": [{"exif": exif()}, {"pnginfo": texts()}, {"icc_profile": NAME.encode()}],
}


@pytest.mark.parametrize(("kind", "told"), [(kind, told) for kind, all_told in TELLING.items() for told in all_told])
def test_a_picture_tells_nothing_but_what_it_shows(kind: str, told: dict[str, Any]) -> None:
    clean = cleaned(drawn(kind=kind, **told) + NAME.encode(), kind)
    with Image.open(io.BytesIO(clean)) as picture:
        picture.load()
        assert picture.size == (64, 32)
        assert not picture.getexif()
        assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert NAME.encode() not in clean
    assert NAME.encode()[:12] not in clean


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_picture_stands_upright(kind: str) -> None:
    clean = cleaned(drawn(kind=kind, exif=exif(QUARTER_TURN)), kind)
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (32, 64)
        assert [picture.convert("L").getpixel((16, y)) // 100 for y in (8, 56)] == [0, 2]


@pytest.mark.parametrize(("kind", "mode", "now"), [
    ("jpg", "L", "L"), ("jpg", "CMYK", "RGB"), ("png", "1", "1"), ("png", "P", "RGB"), ("png", "LA", "RGBA"),
    ("png", "RGBA", "RGBA"), ("png", "I;16", "L"),
])
def test_every_sort_of_colours_looks_the_same(kind: str, mode: str, now: str) -> None:
    told = drawn(mode, kind) if mode != "I;16" else deep()
    with Image.open(io.BytesIO(cleaned(told, kind))) as picture:
        assert picture.mode == now
        dark, light = (picture.convert("L").getpixel((x, 16)) for x in (8, 56))
    assert dark < 40
    assert light > 240


def deep() -> bytes:
    """The same picture in 65,536 greys."""
    row = b"\x00\x14" * 32 + b"\x00\xfa" * 32
    out = io.BytesIO()
    Image.frombytes("I;16", (64, 32), row * 32).save(out, "PNG")
    return out.getvalue()


def test_a_picture_too_large_to_be_drawn_anew_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many_scans = drawn() + b"\xff\xda" * 101
    with pytest.raises(FileProblem, match="hidden"):
        cleaned(many_scans, "jpg")
    for dots in (64 * 32 - 1, 100):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", dots)
        monkeypatch.setattr(cleaned_picture, "DOTS", dots)
        with pytest.raises(FileProblem, match="hidden"):
            cleaned(drawn(kind="png"), "png")


@pytest.mark.parametrize(("content", "kind"), [
    (drawn(), "png"), (drawn(kind="png"), "jpg"), (drawn(kind="png"), "pdf"), (b"", "jpg"), (drawn()[:300], "jpg"),
    (b"GIF89a" + bytes(40), "png"), (pdf_of({1: b"<< /Type /Catalog >>"}), "pdf"), (b"%PDF-1.7\n", "pdf"),
])
def test_what_is_broken_or_something_else_is_a_mismatch(content: bytes, kind: str) -> None:
    with pytest.raises(FileProblem, match="mismatch"):
        cleaned(content, kind)


def test_other_types_are_not_taken() -> None:
    with pytest.raises(FileProblem, match="plain"):
        cleaned(b"", "docx")


# ---- documents --------------------------------------------------------------------------------------------------------

def document(plant: Callable[[PdfWriter], object] = lambda _writer: None) -> bytes:
    """One page with a line of text and a photograph that names its maker in no place but where ``plant`` does."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    page[NameObject("/Contents")] = stream(writer, b"BT /F1 12 Tf 9 9 Td (" + SHOWN.encode() + b") Tj ET q 64 0 0 32 9 40 cm /Im1 Do Q")
    font = names(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")
    page[NameObject("/Resources")] = DictionaryObject({
        NameObject("/Font"): DictionaryObject({NameObject("/F1"): font}),
        NameObject("/XObject"): DictionaryObject({NameObject("/Im1"): photograph(writer, drawn())}),
    })
    plant(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def names(**entries: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): NameObject(value) for key, value in entries.items()})


def stream(writer: PdfWriter, content: bytes, **entries: str) -> PdfObject:
    one = DecodedStreamObject()
    one.set_data(content)
    one.update(names(**entries))
    return writer._add_object(one)


def photograph(writer: PdfWriter, jpeg: bytes, *before: str) -> PdfObject:
    """A photograph as a PDF holds it, perhaps packed once more."""
    one = EncodedStreamObject()
    StreamObject.set_data(one, zlib.compress(jpeg) if before else jpeg)
    one.update(names(Type="/XObject", Subtype="/Image", ColorSpace="/DeviceRGB"))
    one[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in (*before, "/DCTDecode"))
    for key, number in (("/Width", 64), ("/Height", 32), ("/BitsPerComponent", 8)):
        one[NameObject(key)] = NumberObject(number)
    return writer._add_object(one)


def on(writer: PdfWriter, *path: str) -> Any:
    """A part of the first page."""
    part: Any = writer.pages[0]
    for key in path:
        part = part[key]
    return part


def put(key: str, *path: str, value: Callable[[PdfWriter], PdfObject] = lambda _writer: TextStringObject(NAME)) -> Callable[[PdfWriter], None]:
    """Hangs something on a part of the page."""
    return lambda writer: on(writer, *path).__setitem__(NameObject(key), value(writer))


def described(writer: PdfWriter) -> PdfObject:
    return stream(writer, f"<dc:creator>{NAME}</dc:creator>".encode(), Type="/Metadata", Subtype="/XML")


def profiled(writer: PdfWriter) -> PdfObject:
    profile = stream(writer, NAME.encode())
    profile.get_object()[NameObject("/N")] = NumberObject(3)     # type: ignore[index]
    return ArrayObject([NameObject("/ICCBased"), profile])


def field(_writer: PdfWriter) -> PdfObject:
    one = names(Type="/Annot", Subtype="/Widget", FT="/Tx")
    one[NameObject("/V")] = TextStringObject(NAME)
    one[NameObject("/Rect")] = ArrayObject([FloatObject(0)] * 4)
    return ArrayObject([one])


PHOTO = ("/Resources", "/XObject", "/Im1")
FONT = ("/Resources", "/Font", "/F1")
PLANTED: dict[str, Callable[[PdfWriter], object]] = {
    "author": lambda writer: writer.add_metadata({"/Author": NAME, "/Secretary": NAME}),
    "description": lambda writer: writer.root_object.__setitem__(NameObject("/Metadata"), described(writer)),
    "enclosed": lambda writer: writer.add_attachment(NAME, NAME.encode()),
    "program": lambda writer: writer.add_open_action(JavaScript(f"app.alert('{NAME}')")),
    "comment": lambda writer: writer.add_annotation(0, FreeText(text=NAME, rect=(0, 0, 9, 9))),
    "letter": lambda writer: writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=f"mailto:{NAME}")),
    "field": put("/Annots", value=field),
    "outline": lambda writer: writer.add_outline_item(title=NAME, page_number=0),
    "label": lambda writer: writer.set_page_label(0, 0, "/D", prefix=NAME),
    "of the page": put("/Metadata", value=described),
    "of the photograph": put("/Metadata", *PHOTO, value=described),
    "of the font": put("/Metadata", *FONT, value=described),
    "text where it has no place": put("/Name", *FONT),
    "of a program": put("/PieceInfo", value=lambda _writer: DictionaryObject({NameObject("/Word"): TextStringObject(NAME)})),
    "layer": put("/Properties", "/Resources", value=lambda _writer: DictionaryObject(
        {NameObject("/L"): DictionaryObject({NameObject("/Name"): TextStringObject(NAME)})})),
    "in a row": put("/Decode", *PHOTO, value=lambda _writer: ArrayObject([TextStringObject(NAME)])),
    "profile": put("/ColorSpace", *PHOTO, value=profiled),
    "profile of a palette": put("/ColorSpace", *PHOTO, value=lambda writer: ArrayObject(
        [NameObject("/Indexed"), profiled(writer), NumberObject(0), TextStringObject("rgb")])),
    "small picture": put("/Thumb", value=lambda writer: photograph(writer, drawn(exif=exif()))),
    "camera": put("/Im1", *PHOTO[:2], value=lambda writer: photograph(writer, drawn(exif=exif(), comment=NAME))),
    "camera, packed": put("/Im1", *PHOTO[:2], value=lambda writer: photograph(writer, drawn(exif=exif()), "/FlateDecode")),
    "beside": lambda writer: stream(writer, NAME.encode()),
}


def said(content: bytes) -> str:
    """All that a document says anywhere: its bytes, every object, every stream unpacked."""
    return " ".join([content.decode("latin-1"), *(one for number in range(1, 60) for one in _said(PdfReader(io.BytesIO(content)), number))])


def _said(reader: PdfReader, number: int) -> Iterator[str]:
    if number not in reader.xref.get(0, {}):
        return
    one = reader.get_object(number)
    yield str(one)
    if isinstance(one, StreamObject):
        packed = StreamObject.get_data(one)
        yield packed.decode("latin-1")
        with suppress(zlib.error):
            yield zlib.decompress(packed).decode("latin-1")


@pytest.mark.parametrize("where", PLANTED)
def test_a_document_tells_nothing_but_what_its_pages_show(where: str) -> None:
    told = document(PLANTED[where])
    assert NAME in said(told)
    clean = cleaned(told, "pdf")
    assert NAME not in said(clean)
    reader = PdfReader(io.BytesIO(clean), strict=True)
    assert reader.pages[0].extract_text().strip() == SHOWN
    assert list(reader.pages[0].mediabox) == [0, 0, 200, 100]
    assert reader.metadata is None
    assert clean.count(b"%%EOF") == 1


def test_a_photograph_in_a_document_keeps_its_dots() -> None:
    for before in ((), ("/FlateDecode",)):
        jpeg = drawn(exif=exif(), comment=NAME)
        plant = put("/Im1", *PHOTO[:2], value=lambda writer, told=jpeg, packed=before: photograph(writer, told, *packed))
        page = PdfReader(io.BytesIO(cleaned(document(plant), "pdf"))).pages[0]
        inside = page["/Resources"]["/XObject"]["/Im1"]     # type: ignore[index]
        assert inside["/Filter"] == "/DCTDecode"
        with Image.open(io.BytesIO(StreamObject.get_data(inside))) as now, Image.open(io.BytesIO(jpeg)) as was:
            assert now.tobytes() == was.tobytes()


def test_an_earlier_version_is_gone_even_if_the_page_still_points_to_it() -> None:
    shown = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /Old 4 0 R >> >> >>"}
    earlier = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 21 >>\nstream\n(" + NAME.encode() + b")\nendstream"
    again = pdf_of(shown, unlisted={3: shown[3] + earlier}).replace(b"/Old 4 0 R", b"/Old null ")
    assert NAME.encode() in again
    assert NAME not in said(cleaned(again, "pdf"))
    taken_out = pdf_of(shown, unlisted={4: earlier}).replace(b"trailer\n", b"4 1\n0000000000 00000 f \ntrailer\n")
    assert NAME.encode() in taken_out
    assert NAME not in said(cleaned(taken_out, "pdf"))
    with pytest.raises(FileProblem, match="hidden"):
        cleaned(pdf_of(shown, unlisted={4: earlier}), "pdf")


def test_links_to_open_places_stay() -> None:
    def plant(writer: PdfWriter) -> None:
        writer.add_annotation(0, Link(rect=(1, 2, 30, 40), url="https://vanban.example/1"))
        on(writer, "/Annots")[0].get_object()[NameObject("/Contents")] = TextStringObject(NAME)

    clean = cleaned(document(plant), "pdf")
    (link,) = PdfReader(io.BytesIO(clean)).pages[0]["/Annots"]      # type: ignore[attr-defined]
    assert link.get_object()["/A"]["/URI"] == "https://vanban.example/1"
    assert [float(one) for one in link.get_object()["/Rect"]] == [1, 2, 30, 40]
    assert NAME not in said(clean)


def test_a_palette_keeps_its_colours() -> None:
    colours = ArrayObject([NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(1), TextStringObject("\x01(\\)\xfe")])
    page = PdfReader(io.BytesIO(cleaned(document(put("/ColorSpace", *PHOTO, value=lambda _writer: colours)), "pdf"))).pages[0]
    palette = page["/Resources"]["/XObject"]["/Im1"]["/ColorSpace"][3]      # type: ignore[index]
    assert palette.original_bytes == colours[3].original_bytes              # type: ignore[attr-defined]


REFUSED: dict[str, Callable[[PdfWriter], object]] = {
    "locked": lambda writer: writer.encrypt("", "owner"),
    "another sort of photograph": put("/Filter", *PHOTO, value=lambda _writer: NameObject("/JPXDecode")),
    "no photograph": put("/Im1", *PHOTO[:2], value=lambda writer: photograph(writer, NAME.encode())),
    "half a photograph": put("/Im1", *PHOTO[:2], value=lambda writer: photograph(writer, drawn()[:200])),
    "too many pages": lambda writer: [writer.add_blank_page(9, 9) for _ in range(3)],
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_looked_through_is_refused(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaned_pdf, "PAGES", 3)
    with pytest.raises(FileProblem, match="hidden"):
        cleaned(document(REFUSED[what]), "pdf")


def test_a_hidden_layer_is_refused() -> None:
    with pytest.raises(FileProblem, match="hidden"):
        cleaned(LAYERED_PDF, "pdf")


def test_a_walk_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"[" * 3_000 + b"]" * 3_000
    page = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources 4 0 R >>"}
    with pytest.raises(FileProblem):
        cleaned(pdf_of({**page, 4: b"<< /Font " + deep + b" >>"}), "pdf")
    assert cleaned(pdf_of({**page, 4: b"<< /XObject << /A 4 0 R /B 3 0 R >> >>"}), "pdf")
    for limit in ("_PARTS", "_SECONDS", "_UNPACKED"):
        with monkeypatch.context() as patch:
            patch.setattr(cleaned_pdf, limit, -1)
            with pytest.raises(FileProblem, match="hidden"):
                cleaned(document(), "pdf")


# ---- whatever is sent -------------------------------------------------------------------------------------------------

@cache
def whole(kind: str) -> bytes:
    return document(PLANTED["camera, packed"]) if kind == "pdf" else drawn(kind=kind, exif=exif(QUARTER_TURN))


@given(some.sampled_from(["jpg", "png", "pdf"]), some.lists(some.tuples(some.floats(0, 1), some.binary(max_size=6)), max_size=4),
       some.booleans())
def test_whatever_is_sent_is_cleaned_or_refused(kind: str, changes: list[tuple[float, bytes]], cut: bool) -> None:
    sent = bytearray(whole(kind))
    for place, noise in changes:
        at = int(place * len(sent))
        sent[at:at + len(noise)] = noise
    with suppress(FileProblem):      # and nothing else: a mismatch, or something hidden
        assert NAME not in cleaned(bytes(sent[:-40] if cut else sent), kind).decode("latin-1")


@given(some.binary(max_size=80), some.integers(0, 300))
def test_a_photographs_parts_are_taken_or_refused(noise: bytes, at: int) -> None:
    told = drawn()
    with suppress(ValueError):
        b"".join(drawn_parts(told[:at] + noise + told[at:]))
