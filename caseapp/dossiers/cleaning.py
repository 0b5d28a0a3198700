"""Working copies without what pages do not show: who made a picture, where and when, what a document was before.

A picture is drawn anew; of a PDF only what its pages draw is written into a new one.
"""
from __future__ import annotations

from typing import Final

from caseapp.dossiers.files import FileProblem

CLEANED: Final = ("pdf", "jpg", "png")
"""The types of which a working copy can be made; others carry names in places that cannot be looked through."""


def cleaned(content: bytes, kind: str) -> bytes:
    """A picture or PDF without what it says of its maker.

    Raises FileProblem: “plain” for a type of which no working copy is made, “hidden” where something stays that
    cannot be taken out, “mismatch” for a file that is broken.
    """
    if kind not in CLEANED:
        raise FileProblem("plain")
    # Both libraries behind these are large (an eighth of a second) and few offices ever need them: not at every start.
    if kind == "pdf":
        from caseapp.dossiers.cleaned_pdf import cleaned_pdf  # noqa: PLC0415
        return cleaned_pdf(content)
    from caseapp.dossiers.cleaned_picture import cleaned_picture  # noqa: PLC0415
    return cleaned_picture(content, kind)
