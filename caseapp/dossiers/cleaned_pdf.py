"""A PDF written anew: of each page only what draws it, by a list of what may stay, and links to open places.

So author, title, earlier versions, comments, fields, enclosed files, programs and the descriptions that hang on any
part are not looked for: nothing takes them along.
"""
from __future__ import annotations

import io
import logging
import time
from typing import Any, Final, NamedTuple

from pypdf import PageObject, PdfReader, PdfWriter, apply_configuration
from pypdf.annotations import Link
from pypdf.errors import LimitReachedError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from caseapp.dossiers.drawn_jpeg import drawn_parts
from caseapp.dossiers.files import FileProblem

PAGES: Final = 3_000                # a 50 MB scan has a tenth of that
_PARTS: Final = 300_000
_SECONDS: Final = 60                # an honest file of 50 MB takes a few
_UNPACKED: Final = 256 << 20        # bytes, of all packed objects together and of all packed photographs together
_LINKS: Final = 1_000               # on one page
_OPEN_PLACES: Final = ("https://", "http://")


def _names(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


_PAGE: Final = _names("Type MediaBox CropBox Rotate UserUnit Resources Contents Group")
_RESOURCES: Final = _names("ColorSpace ExtGState Font Pattern ProcSet Properties Shading XObject")
_DRAWS: Final = _names("""
    Type Subtype Resources Group S CS I K Filter DecodeParms
    Predictor Colors BitsPerComponent Columns EarlyChange EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1
    DamagedRowsBeforeError ColorTransform JBIG2Globals
    Width Height ColorSpace Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte
    FormType BBox Matrix PatternType PaintType TilingType XStep YStep Shading ExtGState
    ShadingType Background AntiAlias Function Coords Extend Domain BitsPerCoordinate BitsPerFlag VerticesPerRow
    FunctionType Range Size BitsPerSample Order Encode C0 C1 N Functions Bounds
    WhitePoint BlackPoint Gamma
    LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 FL SM SA BM CA ca AIS TK G BC
    Name BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode FontBBox FontMatrix CharProcs
    DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap BaseEncoding Differences
    FontName FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth
    MaxWidth MissingWidth FontFile FontFile2 FontFile3 Style FD CIDSet Length1 Length2 Length3
    Registry Ordering Supplement Panose CMapName WMode UseCMap
""")
_SPOKEN: Final = _names("Registry Ordering Panose")         # the only ones that are written as text
_DEVICE: Final = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_UNSEEN: Final = ("/JPXDecode", "/Crypt")                   # hold more than dots, or cannot be looked into
_TEXT: Final = (TextStringObject, ByteStringObject)
_PALETTE: Final = 3                 # its place in [/Indexed …]
_STAYS: Final[dict[str, frozenset[str]]] = {"page": _PAGE, "resources": _RESOURCES, "names": frozenset(), "": _DRAWS}
"""Which keys stay in which sort of part; below “names” stand those that the drawing itself gave, and all stay."""
_BELOW: Final = {"/Resources": "resources", "/CharProcs": "names"}

# What the reader says of a broken file may quote it, and a log names nobody.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


def cleaned_pdf(content: bytes) -> bytes:
    """The same pages in a new file.

    Raises FileProblem: “hidden” for one that is locked, has hidden layers or pictures that cannot be looked through, or
    is too large for that; “mismatch” for a broken one.
    """
    try:
        with apply_configuration(zlib_maximum_output_length=_UNPACKED // 8):
            reader = _Listed(content)
            packs = len({pack for pack, _place in reader.xref_objStm.values()})
        with apply_configuration(zlib_maximum_output_length=_UNPACKED // (packs + 1)):
            return _written(reader)
    except FileProblem:
        raise
    except (LimitReachedError, MemoryError, RecursionError) as problem:
        raise FileProblem("hidden") from problem
    except Exception as problem:  # broken in a way of its own: the reader names no common error
        raise FileProblem("mismatch") from problem


class _Listed(PdfReader):
    """Reads what the file's last table of contents lists, as long as there is time.

    A search for anything else would bring back what an earlier version held; null would leave a page half empty.
    """

    def __init__(self, content: bytes) -> None:
        self._until = time.monotonic() + _SECONDS
        super().__init__(io.BytesIO(content))

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        """The object; nothing where the table says that it was taken out. Raises FileProblem."""
        one = indirect_reference
        if isinstance(one, int):
            one = IndirectObject(one, 0, self)
        if time.monotonic() > self._until:
            raise FileProblem("hidden")
        if one.idnum in self.xref_objStm or one.idnum in self.xref.get(one.generation, {}):
            return super().get_object(one)
        if any(one.idnum in free for free in self.xref_free_entry.values()):
            return NullObject()
        raise FileProblem("hidden")


def _written(reader: PdfReader) -> bytes:
    if reader.is_encrypted or _has_hidden_layers(reader.root_object):
        raise FileProblem("hidden")
    if not reader.pages:
        raise FileProblem("mismatch")
    if len(reader.pages) > PAGES:
        raise FileProblem("hidden")
    writer, looking = PdfWriter(), _Looking()
    writer.metadata = None
    for number, page in enumerate(reader.pages):
        links = _links(page)
        looking.through(page)
        writer.add_page(page)
        for link in links:
            writer.add_annotation(number, link)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _has_hidden_layers(root: DictionaryObject) -> bool:
    """Whether something is drawn that a reader of the pages does not see; in the new file it would show."""
    layers = _at(_at(root, "/OCProperties"), "/D")
    return bool(_at(layers, "/OFF")) or _at(layers, "/BaseState") == "/OFF"


def _at(holder: object, key: str) -> Any:
    return _resolved(holder.get(key, NullObject())) if isinstance(holder, DictionaryObject) else None


def _links(page: PageObject) -> list[Link]:
    """Its links to open places; one that writes to somebody names that somebody."""
    notes = _at(page, "/Annots")
    found = []
    for note in notes[:_LINKS] if isinstance(notes, ArrayObject) else ():
        one = note.get_object()
        to = _at(_at(one, "/A"), "/URI")
        place = _at(one, "/Rect")
        if _at(one, "/Subtype") == "/Link" and str(to).startswith(_OPEN_PLACES) and isinstance(place, ArrayObject):
            left, low, right, high = (float(number) for number in place)
            found.append(Link(rect=(left, low, right, high), url=str(to)))
    return found


class _Part(NamedTuple):
    value: PdfObject
    sort: str                       # a key of _STAYS


class _Looking:
    """One walk over all that the pages draw with; takes out what does not draw."""

    def __init__(self) -> None:
        self._seen: dict[tuple[int, str], PdfObject] = {}       # holds them, so that no place is given twice
        self._photographs = 0

    def through(self, page: PageObject) -> None:
        """All that one page draws with. Raises FileProblem, and whatever the reader does over a broken part."""
        waiting = [_Part(page, "page")]
        while waiting:
            value, sort = waiting.pop()
            if (id(value), sort) in self._seen:
                continue
            self._seen[id(value), sort] = value
            if len(self._seen) > _PARTS:
                raise FileProblem("hidden")
            if isinstance(value, DictionaryObject):
                waiting += _kept(value, sort)
            elif isinstance(value, ArrayObject):
                waiting += _kept_of_row(value)
            if isinstance(value, StreamObject):
                self._photograph(value)

    def _photograph(self, stream: StreamObject) -> None:
        """Takes camera, place and comments out of a photograph; its dots stay as they were."""
        filters, settings = _row(stream, "/Filter"), _row(stream, "/DecodeParms")
        if any(one in _UNSEEN for one in filters):
            raise FileProblem("hidden")
        if not filters or filters[-1] != "/DCTDecode":
            return
        *before, _last = filters
        self._photographs += len(packed := StreamObject.get_data(stream))
        if before:
            outer = EncodedStreamObject()
            outer[NameObject("/Filter")] = ArrayObject(before)
            outer[NameObject("/DecodeParms")] = ArrayObject((settings + [NullObject()] * len(before))[:len(before)])
            StreamObject.set_data(outer, packed)
            with apply_configuration(zlib_maximum_output_length=_UNPACKED // 4):
                self._photographs += len(packed := outer.get_data())
        if self._photographs > _UNPACKED:
            raise FileProblem("hidden")
        try:
            StreamObject.set_data(stream, b"".join(drawn_parts(packed)))
        except ValueError as problem:
            raise FileProblem("hidden") from problem
        stream[NameObject("/Filter")] = NameObject("/DCTDecode")
        stream[NameObject("/DecodeParms")] = settings[-1] if len(settings) == len(filters) else NullObject()


def _row(stream: StreamObject, key: str) -> list[Any]:
    """One or several as several."""
    value = _at(stream, key)
    if isinstance(value, ArrayObject):
        return [_resolved(one) for one in value]
    return [] if isinstance(value, NullObject) else [value]


def _kept(holder: DictionaryObject, sort: str) -> list[_Part]:
    """What stays of it; text stays only under the keys that need it."""
    stays, parts = _STAYS[sort], []
    for key in list(holder):
        drawing = not stays or key in stays
        value = _resolved(holder.raw_get(key)) if drawing else None
        if value is None or (isinstance(value, _TEXT) and key not in _SPOKEN):
            del holder[key]
            continue
        if (plain := _colours(value)) is not value:
            holder[NameObject(key)] = plain
        parts.append(_Part(plain, "names" if sort == "resources" else _BELOW.get(key, "") if stays else ""))
    return parts


def _kept_of_row(row: ArrayObject) -> list[_Part]:
    """The same of things in a row; of text, only the colours of a palette."""
    parts = []
    for place, one in enumerate(row):
        value = _resolved(one)
        spoken = isinstance(value, _TEXT) and not (place == _PALETTE and row[0] == "/Indexed")
        if (plain := NullObject() if spoken else _colours(value)) is not value:
            row[place] = plain
        parts.append(_Part(plain, ""))
    return parts


def _resolved(value: PdfObject) -> PdfObject:
    found = value.get_object()
    return NullObject() if found is None else found


def _colours(value: PdfObject) -> PdfObject:
    """Colours without the profile that says from which device they came; all else as it is."""
    if not isinstance(value, ArrayObject) or not value or value[0] != "/ICCBased":
        return value
    profile = _resolved(value[1])
    instead = _at(profile, "/Alternate")
    if isinstance(instead, ArrayObject) and instead and instead[0] == "/Lab":
        return instead
    return NameObject(_DEVICE[_at(profile, "/N")])
