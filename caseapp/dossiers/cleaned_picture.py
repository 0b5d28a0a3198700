"""Pictures drawn anew: upright as they are looked at, with nothing but their dots."""
from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps

from caseapp.dossiers.files import FileProblem

DOTS: Final = 80_000_000
"""The most a picture may have, as A3 at 600 dots an inch or a phone of 64 million; 320 MB, twice while it is turned."""

_FORMATS: Final = {"jpg": "JPEG", "png": "PNG"}
_QUALITY: Final = 92
_SCANS: Final = 100                 # honest ones have a dozen; each costs a walk over the whole picture
_SCAN: Final = b"\xff\xda"
_DEEP: Final = ("I;16", "I;16B", "I;16L", "I")     # up to 65,535 greys

Image.MAX_IMAGE_PIXELS = DOTS


def cleaned_picture(content: bytes, kind: str) -> bytes:
    """The picture itself and nothing else; ``kind``: jpg or png.

    Turned as its camera said; a colour profile and further pictures in the file go with the rest. Raises FileProblem:
    “hidden” for one too large to be drawn anew, “mismatch” for a broken one.
    """
    if kind == "jpg" and content.count(_SCAN) > _SCANS:
        raise FileProblem("hidden")
    try:
        with Image.open(io.BytesIO(content), formats=(_FORMATS[kind],)) as picture:
            if picture.width * picture.height > DOTS:
                raise FileProblem("hidden")
            return _drawn(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as problem:
        raise FileProblem("hidden") from problem
    except FileProblem:
        raise
    except Exception as problem:  # broken in a way of its own: readers of pictures name no common error
        raise FileProblem("mismatch") from problem


def _drawn(picture: Image.Image, kind: str) -> bytes:
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    plain = _plain(picture, kind)
    plain.info = {}                 # from here the writer would take comment and colour profile
    out = io.BytesIO()
    if kind == "jpg":
        plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        plain.save(out, "PNG")
    return out.getvalue()


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """In black and white, greys or colours as every program shows them."""
    if picture.mode in _DEEP:
        return picture.convert("I").point(lambda grey: grey / 256).convert("L")
    if kind == "png" and picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in {"1", "L", "RGB"} else picture.convert("RGB")
