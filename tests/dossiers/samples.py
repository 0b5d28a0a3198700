"""Files as people bring them, good and bad, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)


def pdf_of(objects: Mapping[int, bytes], unlisted: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of these objects, the first its root; ``unlisted`` ones lie in it, but its table does not know them."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = {}
    for number, content in [*(unlisted or {}).items(), *objects.items()]:
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number in objects:
        out.write(b"%d 1\n%010d 00000 n \n" % (number, places[number]))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, table))
    return out.getvalue()


LAYERED_PDF = pdf_of({
    1: b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [4 0 R] /D << /OFF [4 0 R] >> >> >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>",
    4: b"<< /Type /OCG /Name (a) >>",
})


def chunk(name: bytes, content: bytes = b"") -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


DRAWN_PNG = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
             + chunk(b"IDAT", zlib.compress(b"\x00\x7f")) + chunk(b"IEND"))
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(20)
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00" + bytes(20)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00" + bytes(20)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(40)
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b"GIF89a" + bytes(40)
CONTENT_TYPES = "[Content_Types].xml"


def zipped(entries: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """A ZIP archive with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return zipped({CONTENT_TYPES: b"<Types/>", "word/document.xml": b"<w:document/>", **more})


def xlsx(**more: bytes) -> bytes:
    return zipped({CONTENT_TYPES: b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def odt(kind: bytes = b"application/vnd.oasis.opendocument.text") -> bytes:
    return zipped({"mimetype": kind, "content.xml": b"<office/>"}, packed=False)


def encrypted(archive: bytes) -> bytes:
    """The archive with every entry marked as encrypted."""
    content = bytearray(archive)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(sign, at + 4)
    return bytes(content)


def many_entries(number: int) -> bytes:
    """A document of one entry and a directory that names it ``number`` times: small to send, long to read."""
    whole = docx()
    start = whole.index(b"PK\x01\x02")
    end = whole.rindex(b"PK\x05\x06")
    first = whole[start:whole.index(b"PK\x01\x02", start + 4)]
    directory = whole[start:end] + first * (number - 2)
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, number, number, len(directory), start)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, start + len(directory), 1)
    last = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return whole[:start] + directory + wide + where + last
