"""What must lie on the disk before it may be called done."""
from __future__ import annotations

import os


def sync_all() -> None:
    """Wait until everything written before is on the disk: one wait for thousands of files."""
    if hasattr(os, "sync"):
        os.sync()
