"""What must lie on the disk before it may be called done."""
from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system knows how to (not on Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all() -> None:
    """Wait until everything written before is on the disk: one wait for thousands of files."""
    if hasattr(os, "sync"):
        os.sync()
