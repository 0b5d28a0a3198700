"""Files that nobody but a custodian may read: they open with the office's key and under their own name alone."""
